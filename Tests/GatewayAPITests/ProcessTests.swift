// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Localize", "Recognize", "Estimate".
@Suite struct ProcessTests {
    @Test func `localize answers content, model and usage`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call(
                "POST", "/process/localize", #"{"sourceLocale":"en","targetLocale":"de","data":{"a":"b"}}"#)
            let expected =
                #"{"sourceLocale":"en","targetLocale":"de","data":{"a":"B"},"model":"fake/capitals","#
                + #""usage":{"inputTokens":12,"outputTokens":7,"llmCost":0.00021,"localizationCost":0,"cost":0.00021}}"#
            #expect(response.status == 200)
            #expect(response["content-type"] == "application/json")
            #expect(response.text == expected)
        }
    }

    @Test func `localize leaves model and usage out when no provider was called`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call(
                "POST", "/process/localize", #"{"sourceLocale":"en","targetLocale":"de","data":{}}"#)
            #expect(response.text == #"{"sourceLocale":"en","targetLocale":"de","data":{}}"#)
        }
    }

    @Test(arguments: [#""sourceLocale":null,"#, ""])
    func `localize recognizes a source that is not given`(source: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call(
                "POST", "/process/localize", #"{\#(source)"targetLocale":"de","data":{"a":"b"}}"#)
            #expect(try response.member("sourceLocale") == "en")
            #expect(gateway.localizer.commands.first?.source == nil)
        }
    }

    @Test func `localize takes all that clients send, and ignores what it does not know`() async throws {
        try await withGateway { gateway async throws in
            let body = """
                {
                  "params": {"fast": true, "workflowId": "w"}, "sourceLocale": "en", "targetLocale": "de",
                  "data": {"a": "b"}, "reference": {"de": {"a": "c"}}, "hints": {"a": ["menu"]},
                  "sessionId": "s", "triggerType": "cli", "metadata": {"filePath": "a.json"},
                  "engineId": "eng_H5sR0uTz8KcWq2Lm", "context": "A shop.", "lockedKeys": [], "new": [1]
                }
                """
            #expect(try await gateway.call("POST", "/process/localize", body).status == 200)
            let command = try #require(gateway.localizer.commands.first)
            #expect(command.fast && command.context == "A shop." && command.engine == Gateway.engine)
            #expect(command.content.leaves.first?.hints == ["menu"])
        }
    }

    @Test(arguments: [
        ("targetLocale", "absent"), ("targetLocale", "1"), ("targetLocale", "null"), ("sourceLocale", "[]"),
        ("data", "absent"), ("data", "null"), ("data", "[]"), ("data", "\"a\""), ("engineId", "1"),
        ("hints", "[]"),
        ("hints", #"{"a":"b"}"#), ("hints", #"{"a":[1]}"#), ("reference", "[]"), ("params", "1"),
        ("params", #"{"fast":"yes"}"#), ("context", "{}"), ("lockedKeys", "{}"), ("lockedKeys", "[1]"),
        ("lockedKeys", #"[""]"#),
    ])
    func `localize refuses a wrong field by its name`(field: String, value: String) async throws {
        try await withGateway { gateway async throws in
            var fields = ["targetLocale": "\"de\"", "data": "{}"]
            fields[field] = value == "absent" ? nil : value
            let body = "{" + fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
            let response = try await gateway.call("POST", "/process/localize", body)
            #expect(response.status == 400)
            #expect(try response.member("message")?.hasPrefix(field) == true, "\(response.text)")
        }
    }

    @Test func `an engine id that cannot be one is a 404`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call(
                "POST", "/process/localize", #"{"targetLocale":"de","data":{},"engineId":"eng-1"}"#)
            #expect(response.status == 404)
            #expect(try response.member("entityType") == "Engine")
        }
    }

    @Test func `recognize answers what a text is written in`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call(
                "POST", "/process/recognize", #"{"text":"Bom dia","labelLocale":"de"}"#)
            let expected =
                #"{"locale":"pt-BR","language":"pt","region":"BR","script":null,"#
                + #""label":"Brazilian Portuguese (de)","direction":"ltr","#
                + #""alternatives":[{"locale":"pt-BR","confidence":0.75},{"locale":"gl","confidence":0.123}]}"#
            #expect(response.text == expected)
        }
    }

    @Test(arguments: [
        "{}", #"{"text":null}"#, #"{"text":1}"#, #"{"text":""}"#, #"{"text":" \n\u00a0"}"#,
        #"{"text":"a","labelLocale":"de_DE"}"#,
    ])
    func `recognize refuses what is no text`(body: String) async throws {
        try await withGateway { gateway async throws in
            #expect(try await gateway.call("POST", "/process/recognize", body).status == 400)
        }
    }

    @Test func `estimate sums up by locale`() async throws {
        try await withGateway { gateway async throws in
            let body =
                #"{"items":[{"targetLocale":"de","sourceChars":400},{"targetLocale":"ja","sourceChars":0},"#
                + #"{"targetLocale":"DE","sourceChars":2}]}"#
            let response = try await gateway.call("POST", "/process/estimate", body)
            let expected =
                #"{"approximate":true,"totals":{"sourceChars":402,"estimatedOutputTokens":101,"#
                + #""estimatedLlmCostUsd":0.000402,"estimatedLocalizationCostUsd":0,"estimatedTotalCostUsd":0.000402},"#
                + #""byLocale":[{"targetLocale":"de","sourceChars":402,"estimatedOutputTokens":101,"estimatedCostUsd":0.000402},"#
                + #"{"targetLocale":"ja","sourceChars":0,"estimatedOutputTokens":0,"estimatedCostUsd":0}]}"#
            #expect(response.text == expected)
        }
    }

    @Test(arguments: [
        "{}", #"{"items":[]}"#, #"{"items":{}}"#, #"{"items":[1]}"#, #"{"items":[{"targetLocale":"de"}]}"#,
        #"{"items":[{"targetLocale":"de","sourceChars":-1}]}"#,
        #"{"items":[{"targetLocale":"de","sourceChars":1.5}]}"#,
        #"{"items":[{"targetLocale":"de","sourceChars":"1"}]}"#,
        #"{"items":[{"targetLocale":"d","sourceChars":1}]}"#,
    ])
    func `estimate refuses wrong items`(body: String) async throws {
        try await withGateway { gateway async throws in
            #expect(try await gateway.call("POST", "/process/estimate", body).status == 400)
        }
    }

    // MARK: Check

    @Test func `check answers what was found, and how much of it`() async throws {
        try await withGateway { gateway async throws in
            let body =
                #"{"sourceLocale":"en","targetLocale":"de","source":{"a":{"b":"Hi %s"},"c":1},"target":{}}"#
            let response = try await gateway.call("POST", "/process/check", body)
            #expect(response.status == 200)
            #expect(
                response.text
                    == #"{"sourceLocale":"en","targetLocale":"de","segments":1,"errors":1,"warnings":0,"#
                    + #""findings":[{"path":"a.b","check":"placeholders","severity":"error","expected":"%s","found":""}]}"#
            )
        }
    }

    @Test(arguments: [
        ("sourceLocale", #"{"targetLocale":"de","source":{},"target":{}}"#),
        ("targetLocale", #"{"sourceLocale":"en","targetLocale":"d_e","source":{},"target":{}}"#),
        ("source", #"{"sourceLocale":"en","targetLocale":"de","target":{}}"#),
        ("target", #"{"sourceLocale":"en","targetLocale":"de","source":{},"target":[]}"#),
        ("limits.a", #"{"sourceLocale":"en","targetLocale":"de","source":{},"target":{},"limits":{"a":0}}"#),
        ("limits", #"{"sourceLocale":"en","targetLocale":"de","source":{},"target":{},"limits":3}"#),
    ])
    func `check names the field that is wrong`(field: String, body: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("POST", "/process/check", body)
            #expect(response.status == 400)
            #expect(
                response.text.contains("\"\(field)\"") || response.text.contains("\(field) "),
                "\(response.text)")
        }
    }
}
