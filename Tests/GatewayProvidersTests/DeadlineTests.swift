// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
    @Test func `a call that outlives its deadline is given up, and its memory stays until it ends`()
        async throws
    {
        let probe = try Probe("never_returns")
        let loaded = await probe.load(instances: 1)
        let error = await failure(of: try loaded.only, TranslateCall("x", in: .milliseconds(50)))
        #expect(error?.kind == .timedOut)
        #expect(
            loaded.loads["probe"] == ProviderLoad(instances: 1, openCalls: 1, waitingCalls: 0, stuckCalls: 1))
        // Its only instance is stuck: nothing could become free.
        let next = await failure(of: try loaded.only, TranslateCall("y"))
        #expect(next?.kind == .unavailable)
        #expect(next?.message == "probe is out of service: 1 stuck calls")
        try await probe.call("probe_release")
        await until { loaded.loads["probe"]?.openCalls == 0 }
        let reply = try await loaded.only.translate(TranslateCall("z", model: "quick"))
        #expect(reply.texts == ["z"])
        #expect(loaded.loads["probe"]?.stuckCalls == 0)
    }

    @Test func `so many stuck calls take a provider out of service until they end`() async throws {
        let probe = try Probe("finish_never")
        let loaded = await probe.load(limits: ProviderLimits(stuckCalls: 3))
        let provider = try loaded.only
        for _ in 0..<3 {
            let error = await failure(of: provider, TranslateCall("x", in: .milliseconds(20)))
            #expect(error?.kind == .timedOut)
        }
        let error = await failure(of: provider, TranslateCall("x"))
        #expect(error?.kind == .unavailable)
        #expect(error?.message.contains("3 stuck calls") == true)
        #expect(try await probe.call("probe_release") == 3)
        #expect(
            loaded.loads["probe"] == ProviderLoad(instances: 1, openCalls: 0, waitingCalls: 0, stuckCalls: 0))
        async let reply = provider.translate(TranslateCall("back"))
        for _ in 0..<4 { try await probe.call("probe_await_entry") }
        #expect(try await probe.call("probe_release") == 1)
        #expect(try await reply.texts == ["back"])
    }

    @Test
    func
        `a cancelled call ends at once, the plugin is asked to end it, and its place is taken until it does`()
        async throws
    {
        let probe = try Probe("finish_never")
        let loaded = await probe.load()
        let provider = try loaded.only
        await withTaskGroup { group in
            group.addTask { await failure(of: provider, TranslateCall("x"))?.kind }
            _ = try? await probe.call("probe_await_entry")
            group.cancelAll()
            #expect(await group.next() == .cancelled)
        }
        try await probe.call("probe_await_cancel")
        #expect(loaded.loads["probe"]?.openCalls == 1)
        #expect(try await probe.call("probe_release") == 1)
        #expect(loaded.loads["probe"]?.openCalls == 0)
    }

    @Test func `a plugin may end a call while it is asked to`() async throws {
        let probe = try Probe("cancels_late")
        let loaded = await probe.load()
        let provider = try loaded.only
        await withTaskGroup { group in
            group.addTask { await failure(of: provider, TranslateCall("x"))?.kind }
            _ = try? await probe.call("probe_await_entry")
            group.cancelAll()
            #expect(await group.next() == .cancelled)
        }
        #expect(loaded.loads["probe"]?.openCalls == 0)
        let late = await failure(of: provider, TranslateCall("x", in: .milliseconds(20)))
        #expect(late?.kind == .timedOut)
        await until {
            loaded.loads["probe"] == ProviderLoad(instances: 1, openCalls: 0, waitingCalls: 0, stuckCalls: 0)
        }
    }

    @Test func `a call whose task is cancelled or whose deadline has passed is not made`() async throws {
        let provider = try await Probe("echo").load().only
        #expect(await failure(of: provider, TranslateCall("x", in: .zero))?.kind == .timedOut)
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { #expect(await failure(of: provider, TranslateCall("x"))?.kind == .cancelled) }
        }
    }
}
