// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

/// docs/http-api.md, "Providers".
@Suite struct ProviderTests {
    @Test func `providers are listed with their limits, models and what happened`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/providers")
            #expect(response.status == 200)
            let items = try #require(try response.json.object?["items"]?.array)
            #expect(items.count == 2)
            let expected = #"""
                {"name":"fake","openCalls":2,"waitingCalls":1,"limits":{"concurrency":4,"requestsPerMinute":60,\#
                "tokensPerMinute":null},"models":[{"model":"capitals","state":"open",\#
                "cause":"unavailable: no connection","since":"2026-01-05T09:30:00.000Z",\#
                "nextTry":"2026-01-05T09:30:05.000Z","calls":9,"failures":5,"p50Ms":12.5,"p99Ms":250,\#
                "history":[{"at":"2026-01-05T09:30:00.000Z","state":"open","cause":"unavailable: no connection"}]}]}
                """#
            #expect(String(decoding: items[0].bytes, as: UTF8.self) == expected)
        }
    }

    @Test func `a provider is reset, and one that is not there is told so`() async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("POST", "/providers/fake/reset")
            #expect(response.status == 200)
            #expect(try response.member("name") == "fake")
            #expect(try await gateway.call("POST", "/providers/nobody/reset").status == 404)
        }
    }
}
