// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Content and locales".
@Suite struct ContentTests {
    /// The `data` of the answer, as text.
    private func localized(_ data: String, _ members: String = "", gateway: Gateway) async throws -> String {
        gateway.localizer.haveModel(false)
        let response = try await gateway.call(
            "POST", "/process/localize",
            #"{"sourceLocale":"en","targetLocale":"de",\#(members)"data":\#(data)}"#)
        let prefix = #"{"sourceLocale":"en","targetLocale":"de","data":"#
        #expect(response.text.hasPrefix(prefix), "\(response.text)")
        return String(response.text.dropFirst(prefix.count).dropLast())
    }

    @Test(arguments: [
        (#"{"z":"a","a":"b","m":{"10":"x","9":"y"}}"#, #"{"z":"A","a":"B","m":{"10":"X","9":"Y"}}"#),
        (#"{"n":[1.50,1e400,-0,0.1E+2,123456789012345678901234567890]}"#, nil),
        (#"{"t":true,"f":false,"n":null,"e":"","s":"  ","o":{},"l":[]}"#, nil),
        (#"{"__proto__":"a","constructor":"b","":"c"}"#, #"{"__proto__":"A","constructor":"B","":"C"}"#),
        (#"{"a/b%2F.c":"x","__lingodotdev__obj__1":"y"}"#, #"{"a/b%2F.c":"X","__lingodotdev__obj__1":"Y"}"#),
        (#"{"chat":[{"name":"Ana","text":"hi"}]}"#, #"{"chat":[{"name":"Ana","text":"HI"}]}"#),
        (#"{"version":0.1,"locale":"en","files":"x"}"#, #"{"version":0.1,"locale":"en","files":"X"}"#),
        (#"{"a":"\u0000\n\"\\\ud83d\ude00"}"#, "{\"a\":\"\\u0000\\n\\\"\\\\\u{1F600}\"}"),
    ])
    func `keys, order, shape and all that is no text come back as they were`(
        data: String, expected: String?
    ) async throws {
        try await withGateway { gateway async throws in
            #expect(try await localized(data, gateway: gateway) == expected ?? data)
        }
    }

    @Test func `locked values come back as they were`() async throws {
        try await withGateway { gateway async throws in
            let data = #"{"id":"a","author":{"id":"b","name":"c"}}"#
            let expected = #"{"id":"a","author":{"id":"b","name":"C"}}"#
            #expect(try await localized(data, #""lockedKeys":["id"],"#, gateway: gateway) == expected)
        }
    }

    @Test func `content is limited in depth and in strings`() async throws {
        try await withGateway { gateway async throws in
            let nest = { (depth: Int) in
                #"{"targetLocale":"de","data":"#
                    + String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
                    + "}"
            }
            #expect(try await gateway.call("POST", "/process/localize", nest(100)).status == 200)
            let deep = try await gateway.call("POST", "/process/localize", nest(101))
            #expect(deep.status == 400)
            #expect(try deep.member("message") == "data is nested deeper than 100 levels")
            let texts = Array(repeating: #""""#, count: 50_001).joined(separator: ",")
            let many = #"{"targetLocale":"de","data":{"a":[\#(texts)]}}"#
            #expect(try await gateway.call("POST", "/process/localize", many).status == 400)
        }
    }

    @Test(arguments: ["en", "pt-BR", "zh-Hans", "es-419", "de-1996", "en-u-ca-buddhist", "en-XA", "EN-us"])
    func `a well-formed locale is echoed as it was spelled`(locale: String) async throws {
        try await withGateway { gateway async throws in
            let body = #"{"sourceLocale":"\#(locale)","targetLocale":"\#(locale)","data":{"a":"b"}}"#
            let response = try await gateway.call("POST", "/process/localize", body)
            #expect(try response.member("sourceLocale") == locale)
            #expect(try response.member("targetLocale") == locale)
        }
    }

    @Test(arguments: ["", "pt_BR", "pt-rPT", "e", "en-", "en--US", "toolonglanguage", "en-US-US", "*"])
    func `any other locale is a 400 that names the field`(locale: String) async throws {
        try await withGateway { gateway async throws in
            for field in ["sourceLocale", "targetLocale"] {
                let other = field == "sourceLocale" ? "targetLocale" : "sourceLocale"
                let body = #"{"\#(field)":"\#(locale)","\#(other)":"en","data":{"a":"b"}}"#
                let response = try await gateway.call("POST", "/process/localize", body)
                #expect(response.status == 400)
                #expect(try response.member("message")?.hasPrefix("\(field) \"\(locale)\"") == true)
            }
        }
    }
}
