// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Reviewers".
@Suite struct ScorerTests {
    @Test func `a reviewer is made with what is usual, changed and removed`() async throws {
        try await withGateway { gateway async throws in
            let made = try await gateway.call("POST", "/scorers", #"{"name":"Terms","family":"glossary"}"#)
            #expect(made.status == 201)
            #expect(
                made.text.contains(
                    #""family":"glossary","type":"boolean","instruction":null,"sourceLocale":"*","targetLocale":"*","#
                        + #""provider":null,"model":null,"share":1"#))
            let id = try made.member("id") ?? ""
            let changed = try await gateway.call(
                "PUT", "/scorers/\(id)", #"{"targetLocale":"de","share":0.5}"#)
            #expect(changed.text.contains(#""targetLocale":"de","provider":null,"model":null,"share":0.5"#))
            #expect(try await gateway.call("GET", "/scorers").text.contains(id))
            #expect(try await gateway.call("DELETE", "/scorers/\(id)").status == 200)
            #expect(try await gateway.call("GET", "/scorers/\(id)").status == 404)
        }
    }

    @Test(arguments: [
        (#"{}"#, "name is missing"),
        (#"{"name":"x"}"#, "instruction is missing: what is a custom reviewer to look for?"),
        (
            #"{"name":"x","instruction":"Warm."}"#,
            "provider is missing: a language model judges, and not the one that translated"
        ),
        (
            #"{"name":"x","instruction":"Warm.","provider":"p"}"#,
            #"model is missing; "*" is any of its models"#
        ),
        (
            #"{"name":"x","family":"magic"}"#,
            "family must be one of glossary, structure, instructions, custom"
        ),
        (#"{"name":"x","family":"structure","share":2}"#, "share must be a number from 0 to 1"),
    ])
    func `a reviewer that makes no sense is refused`(body: String, message: String) async throws {
        try await withGateway { gateway async throws in
            let answer = try await gateway.call("POST", "/scorers", body)
            #expect(answer.status == 400)
            #expect(try answer.member("message") == message)
        }
    }

    @Test func `scores are averages over days, by reviewer, pair and model, with reasons`() async throws {
        try await withGateway { gateway async throws in
            let id =
                try await gateway.call(
                    "POST", "/scorers", #"{"name":"Terms","family":"glossary"}"#
                ).member("id") ?? ""
            let pair = LocalePair(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "de"))
            try gateway.store.record(
                [(1.0, nil), (0, "terms missing: cart"), (1, nil)].map { value, reason in
                    Score(
                        organization: Gateway.organization, engine: Gateway.engine,
                        scorer: ScorerID(unchecked: id), pair: pair, model: "a/m", value: value,
                        reason: reason,
                        at: gateway.clock.now)
                })
            let answer = try await gateway.call("GET", "/engines/\(Gateway.engine)/scores")
            #expect(
                answer.text
                    == #"{"engineId":"\#(Gateway.engine)","from":"2025-12-06","to":"2026-01-05","scores":["#
                    + #"{"scorerId":"\#(id)","name":"Terms","type":"boolean","sourceLocale":"en","targetLocale":"de","#
                    + #""model":"a/m","count":3,"average":66.7,"days":[{"day":"2026-01-05","count":3,"average":66.7}]}],"#
                    + #""reasons":[{"scorerId":"\#(id)","sourceLocale":"en","targetLocale":"de","model":"a/m","score":0,"#
                    + #""reason":"terms missing: cart","at":"2026-01-05T09:30:00.000Z"}]}"#)
            let none = try await gateway.call("GET", "/engines/\(Gateway.engine)/scores?to=2025-12-31")
            #expect(none.text.contains(#""scores":[]"#))
            #expect(try await gateway.call("GET", "/engines/\(Gateway.engine)/scores?from=May").status == 400)
            let foreign = try await gateway.call(
                "GET", "/engines/\(Gateway.engine)/scores", key: Gateway.otherKey)
            #expect(foreign.status == 404)
        }
    }
}
