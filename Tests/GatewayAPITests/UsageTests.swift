// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Usage".
@Suite struct UsageTests {
    private func record(_ gateway: Gateway, model: String = "m") async throws {
        let row = UsageRow(
            values: [
                .day: "2026-01-05", .engine: "eng_1", .key: "key_1", .provider: "a", .model: model,
                .source: "en",
                .target: "es", .purpose: "job",
            ],
            sums: UsageSums(
                calls: 3, failures: 1, segments: 8, characters: 90, inputTokens: 30, outputTokens: 40,
                cachedInputTokens: 5, cost: 1_500_000, unpricedCalls: 1))
        try await gateway.store.record([(Gateway.organization, row)])
    }

    @Test func `usage is told by day, with its sums and the budgets`() async throws {
        try await withGateway { gateway async throws in
            try await record(gateway)
            let response = try await gateway.call("GET", "/usage")
            #expect(response.status == 200)
            #expect(try response.member("from") == "2025-12-07")
            let items = try response.json.object?["items"]?.array ?? []
            let expected = #"""
                {"day":"2026-01-05","calls":3,"failures":1,"segments":8,"characters":90,"inputTokens":30,\#
                "outputTokens":40,"cachedInputTokens":5,"costUsd":0.0015,"unpricedCalls":1}
                """#
            #expect(items.map { String(decoding: $0.bytes, as: UTF8.self) } == [expected])
            let budget = try response.json.object?["budgets"]?.array?.first?.object
            #expect(budget?["spentUsd"] == .number("1.25"))
        }
    }

    @Test func `usage as CSV holds no formula`() async throws {
        try await withGateway { gateway async throws in
            try await record(gateway, model: "=cmd|' /C calc'!A0, \"x\"")
            let response = try await gateway.call("GET", "/usage?groupBy=model,target&format=csv")
            #expect(response["content-type"] == "text/csv; charset=utf-8")
            #expect(
                response.text.split(separator: "\r\n").map(String.init) == [
                    "model,target,calls,failures,segments,characters,inputTokens,outputTokens,cachedInputTokens,"
                        + "costUsd,unpricedCalls",
                    #""'=cmd|' /C calc'!A0, ""x""",es,3,1,8,90,30,40,5,0.0015,1"#,
                ])
        }
    }

    @Test(arguments: [
        "from=2026-13-01", "from=yesterday", "to=2026-1-1", "from=2026-01-02&to=2026-01-01", "groupBy=colour",
        "groupBy=day,day", "format=xml",
    ])
    func `what makes no sense is told`(_ query: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/usage?" + query)
            #expect(response.status == 400)
            let field = query.contains("&") ? "from" : String(query.prefix { $0 != "=" })
            #expect(try response.member("message")?.hasPrefix(field) == true)
        }
    }
}
