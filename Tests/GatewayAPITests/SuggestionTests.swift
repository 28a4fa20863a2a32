// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Suggestions".
@Suite struct SuggestionTests {
    private static let path = "/engines/\(Gateway.engine)/suggestions"

    private static func suggestion(_ id: String, _ term: String) -> Suggestion {
        Suggestion(
            id: SuggestionID(unchecked: id), engine: Gateway.engine, target: .glossary, action: .create,
            proposed: JSONObject([.init("sourceText", .string(term)), .init("type", "non_translatable")]),
            reason: "It is a name.", sourceText: "Do not translate \(term).", origin: .text,
            createdAt: Timestamp(milliseconds: 0))
    }

    @Test func `feedback is taken and can be asked for`() async throws {
        try await withGateway { gateway async throws in
            let taken = try await gateway.call(
                "POST", "\(Self.path)/from-text", #"{"text":"Do not translate Acme."}"#)
            #expect(taken.status == 202)
            #expect(try taken.member("status") == "processing")
            #expect(try taken.member("engineId") == Gateway.engine.text)
            let id = try taken.member("id") ?? ""
            #expect(
                try await gateway.call("GET", "/engines/\(Gateway.engine)/feedback/\(id)").text == taken.text)
            #expect(
                try await gateway.call("GET", "/engines/\(Gateway.engine)/feedback/fbk_none").status == 404)
        }
    }

    @Test(arguments: [
        (#"{}"#, "text is missing"), (#"{"text":" \n"}"#, "text is blank"),
        (#"{"text":7}"#, "text must be a string, not a number"),
    ])
    func `feedback that says nothing is refused`(body: String, message: String) async throws {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call("POST", "\(Self.path)/from-text", body)
            #expect(answer.status == 400)
            #expect(try answer.member("message") == message)
        }
    }

    @Test func `suggestions are listed, applied once, taken back and dismissed`() async throws {
        try await withGateway { gateway async throws in
            try gateway.store.suggest(
                [Self.suggestion("sug_1", "Acme"), Self.suggestion("sug_2", "Bolt")], of: Gateway.organization
            )
            let page = try await gateway.call("GET", "\(Self.path)?status=pending&limit=1")
            #expect(try page.json.object?["items"]?.array?.count == 1)
            #expect(try page.member("nextCursor") == "2")
            for _ in 1...2 {
                let applied = try await gateway.call("POST", "\(Self.path)/sug_1/apply")
                #expect(applied.status == 200)
                #expect(try applied.member("status") == "applied")
            }
            let items = try await gateway.call("GET", "/glossary-items")
            #expect(try items.json.object?["items"]?.array?.count == 1)
            #expect(try await gateway.call("POST", "\(Self.path)/sug_1/dismiss").status == 400)
            #expect(try await gateway.call("POST", "\(Self.path)/sug_1/undo").member("status") == "undone")
            #expect(try await gateway.call("GET", "/glossary-items").text.hasPrefix(#"{"items":[]"#))
            #expect(
                try await gateway.call("POST", "\(Self.path)/sug_2/dismiss").member("status") == "dismissed")
            #expect(
                try await gateway.call("GET", "\(Self.path)?status=pending").text
                    == #"{"items":[],"nextCursor":null}"#)
            #expect(try await gateway.call("GET", "\(Self.path)?status=lost").status == 400)
        }
    }

    @Test func `another organization's suggestions do not exist`() async throws {
        try await withGateway { gateway async throws in
            try gateway.store.suggest([Self.suggestion("sug_1", "Acme")], of: Gateway.organization)
            for (method, path) in [
                ("GET", Self.path), ("POST", "\(Self.path)/sug_1/apply"),
                ("POST", "/engines/\(Gateway.otherEngine)/suggestions/sug_1/apply"),
            ] {
                let answer = try await gateway.call(method, path, key: Gateway.otherKey)
                #expect(answer.status == 404, "\(method) \(path)")
                #expect(!answer.text.contains("Acme"))
            }
        }
    }
}
