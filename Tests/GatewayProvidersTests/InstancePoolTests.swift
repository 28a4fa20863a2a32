// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import Testing

@Suite(.timeLimit(.minutes(1))) struct InstancePoolTests {
    @Test(arguments: ["overlap", "overlap_blocking"], ["compute", "clock"])
    func `calls and callbacks of an instance never overlap`(name: String, service: String) async throws {
        let provider = try await Probe(name).load().only
        try await withThrowingTaskGroup { group in
            for _ in 0..<200 {
                group.addTask { try await provider.translate(TranslateCall("x", model: service)).texts }
            }
            for try await texts in group { #expect(texts == ["1"]) }
        }
    }

    @Test func `a person's call goes before a job's, and equals go in order`() async throws {
        let probe = try Probe("order")
        let loaded = await probe.load(instances: 1)
        let provider = try loaded.only
        let waiting = { loaded.loads["probe"]?.waitingCalls ?? 0 }
        async let first = provider.translate(TranslateCall("x"))
        try await probe.call("probe_await_entry")
        async let job = provider.translate(TranslateCall("x", priority: .job))
        await until { waiting() == 1 }
        async let nextJob = provider.translate(TranslateCall("x", priority: .job))
        await until { waiting() == 2 }
        async let person = provider.translate(TranslateCall("x", priority: .synchronous))
        await until { waiting() == 3 }
        async let nextPerson = provider.translate(TranslateCall("x", priority: .synchronous))
        await until { waiting() == 4 }
        try await probe.call("probe_release")
        #expect(
            try await [first, person, nextPerson, job, nextJob].map(\.texts) == [
                ["0"], ["1"], ["2"], ["3"], ["4"],
            ])
    }

    @Test func `a full queue refuses, and a call that waits ends with its task or its deadline`() async throws
    {
        let probe = try Probe("order")
        let loaded = await probe.load(instances: 1, limits: ProviderLimits(waitingCalls: 1))
        let provider = try loaded.only
        async let first = provider.translate(TranslateCall("x"))
        try await probe.call("probe_await_entry")
        let late = await failure(of: provider, TranslateCall("x", in: .milliseconds(20)))
        #expect(late == ProviderError(.timedOut, "probe: no instance became free in time"))
        await withTaskGroup { group in
            group.addTask { await failure(of: provider, TranslateCall("x", priority: .synchronous)) }
            group.addTask { await failure(of: provider, TranslateCall("x")) }
            group.addTask { await failure(of: provider, TranslateCall("x")) }
            // The calls of jobs are never refused: the worker bounds them.
            await until { loaded.loads["probe"]?.waitingCalls == 3 }
            let refused = await failure(of: provider, TranslateCall("x", priority: .synchronous))
            #expect(
                refused == ProviderError(.rateLimited, "probe: too many calls wait", retryAfter: .seconds(1)))
            group.cancelAll()
            for await error in group { #expect(error?.kind == .cancelled) }
        }
        #expect(loaded.loads["probe"]?.waitingCalls == 0)
        try await probe.call("probe_release")
        #expect(try await first.texts == ["0"])
    }

    @Test func `as many instances are made as calls need, and no more than allowed`() async throws {
        let probe = try Probe("echo")
        let loaded = await probe.load(instances: 3)
        let provider = try loaded.only
        #expect(loaded.loads["probe"]?.instances == 1)
        try await withThrowingTaskGroup { group in
            for _ in 0..<500 { group.addTask { try await provider.translate(TranslateCall("x")).texts } }
            for try await texts in group { #expect(texts == ["x"]) }
        }
        #expect((1...3).contains(loaded.loads["probe"]?.instances ?? 0))
    }

    @Test func `stopping refuses new calls and lets open ones end`() async throws {
        let probe = try Probe("finish_never")
        let loaded = await probe.load()
        let provider = try loaded.only
        async let reply = provider.translate(TranslateCall("kept"))
        try await probe.call("probe_await_entry")
        async let stopping: Void = loaded.stop(grace: .seconds(60))
        while await refusalKind(of: provider) != .unavailable { await Task.yield() }
        try await probe.call("probe_release")
        #expect(try await reply.texts == ["kept"])
        await stopping
    }

    private func refusalKind(of provider: any Provider) async -> ProviderError.Kind? {
        do throws(ProviderError) {
            _ = try await provider.translate(TranslateCall("x", in: .milliseconds(20)))
            return nil
        } catch {
            return error.kind
        }
    }

    @Test func `stopping ends idle instances and leaves what is stuck`() async throws {
        let idle = try await Probe("echo_blocking").load()
        await idle.stop()
        #expect(await failure(of: try idle.only, TranslateCall("x"))?.kind == .unavailable)
        let probe = try Probe("never_returns")
        let stuck = await probe.load(instances: 1)
        async let error = failure(of: try stuck.only, TranslateCall("x", in: .milliseconds(500)))
        try await probe.call("probe_await_entry")
        await stuck.stop(grace: .milliseconds(10))
        #expect(try await error?.kind == .timedOut)
        try await probe.call("probe_release")
    }
}
