// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Testing

/// Plugins stay useful: what was built with an earlier version of the interface is loaded as it is.
@Suite(.timeLimit(.minutes(1))) struct ReleasedPluginTests {
    #if arch(x86_64)
        @Test(arguments: ["echo-1.0.x86_64"], [ProvidersConfiguration.Isolation.none, .process])
        func `a library that an earlier header made does what it did`(
            name: String, isolation: ProvidersConfiguration.Isolation
        ) async throws {
            let loaded = try await Probe(released: name, provider: "echo").load(isolation: isolation)
            let provider = try loaded.only
            var call = TranslateCall("Olá, 世界", "two")
            let reply = try await provider.translate(call)
            #expect(reply.texts == ["Olá, 世界", "two"])
            #expect(reply.usage == Usage(inputTokens: 6, outputTokens: 8, cost: 1))
            #expect(reply.unknownWords == 7)
            call.model = ""
            #expect(try await provider.translate(call).model == "best")
            let pairs = try await provider.pairs()
            #expect(
                pairs.first.map { [$0.source?.spelling, $0.target?.spelling, $0.quality] } == [
                    "en", "de", "draft",
                ])
            await loaded.stop()
        }
    #endif
}
