// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Shadow runs".
@Suite struct ShadowRunTests {
    private static func run(_ gateway: Gateway, _ number: Int) -> Comparison {
        let (source, target) = (LocaleTag(unchecked: "en"), LocaleTag(unchecked: "es"))
        return Comparison(
            id: ComparisonID(unchecked: "cmp_\(number)"), organization: Gateway.organization,
            engine: Gateway.engine, source: source, target: target, isBlind: true, characters: 3,
            content: JSONObject([.init("text", "One")]),
            candidates: [
                ComparisonCandidate(
                    number: 1, model: ModelName(provider: "a", model: "m"),
                    content: JSONObject([.init("text", "Uno")]), milliseconds: 12),
                ComparisonCandidate(
                    number: 2, model: ModelName(provider: "b", model: "m"),
                    content: JSONObject([.init("text", "Un")]), milliseconds: 34),
            ], remembered: 0, createdAt: Timestamp(milliseconds: 0), isShadow: true)
    }

    @Test func `shadow runs are listed page by page, and names stay hidden from whoever has yet to choose`()
        async throws
    {
        try await withGateway { gateway async throws in
            let pair = LocalePair(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "es"))
            for number in 1...3 { try await gateway.store.create(Self.run(gateway, number), pair: pair) }
            let path = "/engines/\(Gateway.engine)/shadow-runs"
            func page(_ query: String) async throws -> (items: [JSONObject], cursor: String?) {
                let answer = try await gateway.call("GET", path + query)
                #expect(answer.status == 200)
                let items = try answer.json.object?["items"]?.array?.compactMap(\.object) ?? []
                return (items, try answer.member("nextCursor"))
            }
            let first = try await page("?limit=2")
            #expect(first.items.map { $0["id"]?.string } == ["cmp_3", "cmp_2"])
            #expect(first.items[0]["shadow"] == .bool(true) && first.items[0]["blind"] == .bool(true))
            let second = try await page("?limit=2&cursor=\(first.cursor ?? "")")
            #expect(second.items.map { $0["id"]?.string } == ["cmp_1"] && second.cursor == nil)

            func models(_ query: String) async throws -> [JSONValue?] {
                let found = try await page(query).items.first { $0["id"]?.string == "cmp_1" }
                return found?["candidates"]?.array?.map { $0.object?["model"] } ?? []
            }
            #expect(try await models("") == [.null, .null])
            let choice = ComparisonChoice(rater: "Ana", candidate: 1, at: Timestamp(milliseconds: 0))
            _ = try await gateway.store.choose(
                choice, in: ComparisonID(unchecked: "cmp_1"), of: Gateway.organization, by: .operator)
            #expect(try await models("?rater=Ana") == ["a/m", "b/m"])
            #expect(try await models("?rater=Bo") == [.null, .null])
        }
    }

    @Test func `another organization's engine has none, and a wrong cursor is told`() async throws {
        try await withGateway { gateway async throws in
            #expect(try await gateway.call("GET", "/engines/eng_0000/shadow-runs").status == 404)
            let path = "/engines/\(Gateway.engine)/shadow-runs"
            let wrong = try await gateway.call("GET", path + "?cursor=%21")
            #expect(wrong.status == 400)
            #expect(try wrong.member("message")?.contains("cursor") == true)
        }
    }
}
