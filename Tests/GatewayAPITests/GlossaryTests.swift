// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Glossary items".
@Suite struct GlossaryTests {
    private static let body =
        #"{"ownerEngineId":"\#(Gateway.engine)","sourceLocale":"en","targetLocale":"*","sourceText":"key","#
        + #""targetText":"Schlüssel","type":"custom_translation","hint":"opens","gender":"masculine"}"#

    @Test func `an item is made, listed, replaced and deleted`() async throws {
        try await withGateway { gateway async throws in
            let made = try await gateway.call("POST", "/glossary-items", Self.body)
            #expect(made.status == 201)
            let id = try #require(try made.member("id"))
            let expected =
                #"{"id":"\#(id)","ownerEngineId":"\#(Gateway.engine)","sourceLocale":"en","targetLocale":"*","#
                + #""sourceText":"key","targetText":"Schlüssel","type":"custom_translation","hint":"opens","#
                + #""partOfSpeech":null,"gender":"masculine","number":null,"#
                + #""createdAt":"2026-01-05T09:30:00.000Z","updatedAt":"2026-01-05T09:30:00.000Z"}"#
            #expect(made.text == expected)
            let list = "/glossary-items?ownerEngineId=\(Gateway.engine)"
            #expect(
                try await gateway.call("GET", list).text == #"{"items":[\#(expected)],"nextCursor":null}"#)
            let replaced = try await gateway.call(
                "PUT", "/glossary-items/\(id)", #"{"sourceText":"Dragoman","type":"non_translatable"}"#)
            #expect(replaced.status == 200)
            #expect(try replaced.member("targetText") == "Dragoman")
            #expect(try replaced.member("sourceLocale") == "*")
            #expect(try await gateway.call("DELETE", "/glossary-items/\(id)").text == #"{"id":"\#(id)"}"#)
            for method in ["DELETE", "PUT"] {
                let gone = try await gateway.call(method, "/glossary-items/\(id)", Self.body)
                #expect(gone.status == 404)
                #expect(try gone.member("entityType") == "GlossaryItem")
            }
        }
    }

    @Test func `an item goes to the organization's default engine when no other is named`() async throws {
        try await withGateway { gateway async throws in
            let body = #"{"sourceText":"a","targetText":"b"}"#
            let made = try await gateway.call("POST", "/glossary-items", body)
            #expect(made.status == 201)
            #expect(try made.member("ownerEngineId") == Gateway.engine.text)
            let list = try await gateway.call("GET", "/glossary-items")
            #expect(try list.json.object?["items"]?.array?.count == 1)
        }
    }

    @Test func `a list goes on where a cursor says`() async throws {
        try await withGateway { gateway async throws in
            for _ in 0..<3 { _ = try await gateway.call("POST", "/glossary-items", Self.body) }
            let list = "/glossary-items?ownerEngineId=\(Gateway.engine)&limit=2"
            let page = try await gateway.call("GET", list)
            #expect(try page.json.object?["items"]?.array?.count == 2)
            let cursor = try #require(try page.member("nextCursor"))
            let rest = try await gateway.call("GET", list + "&cursor=\(cursor)")
            #expect(try rest.json.object?["items"]?.array?.count == 1)
            #expect(try rest.json.object?["nextCursor"] == .null)
            for engine in ["eng_none", "x", Gateway.otherEngine.text] {
                let none = try await gateway.call("GET", "/glossary-items?ownerEngineId=\(engine)")
                #expect(none.status == 404)
            }
        }
    }

    @Test(arguments: [

        (
            #"{"ownerEngineId":"eng_none","sourceText":"a","targetText":"b"}"#, 404,
            "Engine not found: eng_none"
        ),
        (
            #"{"ownerEngineId":"\#(Gateway.otherEngine)","sourceText":"a","targetText":"b"}"#, 404,
            "Engine not found: \(Gateway.otherEngine)"
        ),
        (#"{"ownerEngineId":"\#(Gateway.engine)","targetText":"b"}"#, 400, "sourceText is missing"),
        (
            #"{"ownerEngineId":"\#(Gateway.engine)","sourceText":" ","targetText":"b"}"#, 400,
            "sourceText is blank"
        ),
        (
            #"{"ownerEngineId":"\#(Gateway.engine)","sourceText":"a","targetText":"b","type":"x"}"#, 400,
            "type must be one of custom_translation, non_translatable"
        ),
        (
            #"{"ownerEngineId":"\#(Gateway.engine)","sourceText":"a","targetText":"b","sourceLocale":"d_e"}"#,
            400,
            "sourceLocale \"d_e\" is not a BCP 47 locale"
        ),
    ])
    func `a wrong item is told by field and reason`(body: String, status: Int, message: String) async throws {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call("POST", "/glossary-items", body)
            #expect(answer.status == status)
            #expect(try answer.member("message")?.hasPrefix(message) == true, "\(answer.text)")
        }
    }

    @Test func `a file is imported all or nothing and exported again`() async throws {
        try await withGateway { gateway async throws in
            let path = "/glossary-items/import?ownerEngineId=\(Gateway.engine)&format=csv"
            let csv = "sourceText,targetText\nkey,Schl\u{FC}ssel\n\"a,b\",c\n"
            let fields = ["Content-Type: text/csv"]
            let bad = try await gateway.call("POST", path, csv + " ,x\ny,\n", fields)
            #expect(bad.status == 400)
            #expect(
                try bad.member("message")
                    == "line 4, column 1: sourceText is blank; line 5, column 2: targetText is missing")
            let export = "/glossary-items/export?ownerEngineId=\(Gateway.engine)&format="
            let header =
                "sourceLocale,targetLocale,sourceText,targetText,type,hint,partOfSpeech,gender,number\r\n"
            #expect(try await gateway.call("GET", export + "csv").text == header)
            for replace in ["", "&replace=true"] {
                let done = try await gateway.call("POST", path + replace, csv, fields)
                #expect(done.text == #"{"ownerEngineId":"\#(Gateway.engine)","createdItems":2}"#)
            }
            #expect(
                try await gateway.call("GET", export + "csv").text == header
                    + "*,*,key,Schl\u{FC}ssel,custom_translation,,,,\r\n*,*,\"a,b\",c,custom_translation,,,,\r\n"
            )
            let tbx = try await gateway.call("GET", export + "tbx").text
            let back = try await gateway.call(
                "POST", path.replacing("csv", with: "tbx") + "&replace=true", tbx, fields)
            #expect(back.status == 200)
            #expect(try await gateway.call("GET", export + "tbx").text == tbx)
            #expect(try await gateway.call("GET", export + "xls").status == 400)
            #expect(
                try await gateway.call("GET", "/glossary-items/export?ownerEngineId=eng_none&format=csv")
                    .status
                    == 404)
        }
    }

    @Test func `an engine has a limit of items`() async throws {
        var configuration = APIConfiguration()
        configuration.limits.glossaryItems = 1
        try await withGateway(configuration) { gateway async throws in
            #expect(try await gateway.call("POST", "/glossary-items", Self.body).status == 201)
            let full = try await gateway.call("POST", "/glossary-items", Self.body)
            #expect(full.status == 400)
            #expect(
                try full.member("message") == "The engine would have 2 glossary items, and may have 1")
        }
    }
}
