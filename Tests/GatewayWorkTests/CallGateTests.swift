// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayWork

/// A time that stands still until a test moves it on.
final class ManualTime: Sendable {
    private let state = Locked<
        (now: Int64, sleepers: [(until: Int64, wake: CheckedContinuation<Void, Never>)])
    >((0, []))

    var clock: RoutingClock {
        RoutingClock(
            now: { self.state.withLock { $0.now } },
            sleep: { until in
                await withCheckedContinuation { continuation in
                    let isOver = self.state.withLock { state in
                        if state.now < until { state.sleepers.append((until, continuation)) }
                        return state.now >= until
                    }
                    if isOver { continuation.resume() }
                }
            }, wall: ManualClock().wall)
    }

    func advance(by seconds: Double) {
        let due = state.withLock { state in
            state.now += Int64(seconds * 1e9)
            defer { state.sleepers.removeAll { $0.until <= state.now } }
            return state.sleepers.filter { $0.until <= state.now }
        }
        for sleeper in due { sleeper.wake.resume() }
    }
}

@Suite struct CallGateTests {
    private let time = ManualTime()

    private func gate(_ limits: CallLimits) -> CallGate {
        CallGate(name: "scripted", limits: limits, clock: time.clock, logger: quiet)
    }

    /// A call that ends when it is told to.
    private func call(
        _ gate: CallGate, _ priority: CallPriority = .job, places: Int = .max, tokens: Int = 0, used: Int = 0,
        _ body: @escaping @Sendable () async -> Void = {}
    ) async -> ProviderError? {
        do throws(ProviderError) {
            _ = try await gate.run(
                model: "m", priority: priority, deadline: .now + .seconds(3_000_000), places: places,
                tokens: { tokens },
                usage: { (_: Int) in Usage(inputTokens: used, outputTokens: 0) }
            ) { _ throws(ProviderError) in
                await body()
                return 1
            }
            return nil
        } catch {
            return error
        }
    }

    private func until(_ isSo: () -> Bool) async {
        while !isSo() { await Task.yield() }
    }

    @Test func `no more calls are open than it may have, and people go before jobs`() async {
        let gate = gate(CallLimits(concurrency: 1))
        let (signal, order) = (AsyncStream<Void>.makeStream(), Locked<[String]>([]))
        async let first = call(gate) { for await _ in signal.stream { break } }
        await until { gate.status.openCalls == 1 }
        async let job = call(gate) { order.withLock { $0.append("job") } }
        await until { gate.status.waitingCalls == 1 }
        async let person = call(gate, .synchronous) { order.withLock { $0.append("person") } }
        await until { gate.status.waitingCalls == 2 }
        signal.continuation.yield()
        #expect(await [first, job, person] == [nil, nil, nil])
        #expect(order.withLock { $0 } == ["person", "job"])
        #expect(gate.status.openCalls == 0)
    }

    @Test func `requests a minute make a job wait and refuse a person who would wait too long`() async throws
    {
        // One may come at once, and one every ten seconds.
        let gate = gate(CallLimits(requestsPerMinute: 6))
        #expect(await call(gate) == nil)
        let refusal = try #require(await call(gate, .synchronous))
        #expect(refusal.kind == .rateLimited)
        #expect(refusal.retryAfter == .seconds(10))
        async let job = call(gate)
        await until { gate.status.waitingCalls == 1 }
        time.advance(by: 9)
        #expect(gate.status.waitingCalls == 1)
        time.advance(by: 1.001)
        #expect(await job == nil)
    }

    @Test func `tokens are taken as they were estimated and settled as they were told`() async throws {
        let gate = gate(CallLimits(tokensPerMinute: 6_000))
        // A thousand at once; nine hundred of the estimate were not used.
        #expect(await call(gate, .synchronous, tokens: 1_000, used: 100) == nil)
        #expect(await call(gate, .synchronous, tokens: 900, used: 900) == nil)
        // A hundred a second: two seconds are what a person waits.
        let refusal = try #require(await call(gate, .synchronous, tokens: 500))
        #expect(refusal.kind == .rateLimited && refusal.retryAfter == .seconds(5))
        async let soon = call(gate, .synchronous, tokens: 100, used: 100)
        await until { gate.status.waitingCalls == 1 }
        time.advance(by: 1.001)
        #expect(await soon == nil)
    }

    @Test func `a call that is larger than the bucket goes when the bucket is full`() async {
        let gate = gate(CallLimits(tokensPerMinute: 600))
        #expect(await call(gate, tokens: 5_000, used: 5_000) == nil)
        async let next = call(gate, tokens: 1, used: 1)
        await until { gate.status.waitingCalls == 1 }
        time.advance(by: 480)
        #expect(gate.status.waitingCalls == 1)
        time.advance(by: 11)
        #expect(await next == nil)
    }

    @Test func `a caller who goes away leaves the queue`() async {
        let gate = gate(CallLimits(concurrency: 1))
        let signal = AsyncStream<Void>.makeStream()
        async let first = call(gate) { for await _ in signal.stream { break } }
        await until { gate.status.openCalls == 1 }
        let waiting = Task { await call(gate) }
        await until { gate.status.waitingCalls == 1 }
        waiting.cancel()
        #expect(await waiting.value?.kind == .cancelled)
        #expect(gate.status.waitingCalls == 0)
        signal.continuation.yield()
        #expect(await first == nil)
    }

    @Test func `what nobody waits for is asked when a place is left for whoever comes next`() async {
        let gate = gate(CallLimits())
        let signals = (0..<2).map { _ in AsyncStream<Void>.makeStream() }
        async let first = call(gate) { for await _ in signals[0].stream { break } }
        async let second = call(gate) { for await _ in signals[1].stream { break } }
        await until { gate.status.openCalls == 2 }
        async let shadow = call(gate, .shadow, places: 3)
        await until { gate.status.waitingCalls == 1 }
        signals[0].continuation.yield()
        #expect(await [first, shadow] == [nil, nil])
        signals[1].continuation.yield()
        #expect(await second == nil)
        #expect(gate.status.openCalls == 0)
    }

    @Test func `what nobody waits for has a quarter of the places, and one at least`() async {
        let gate = gate(CallLimits(concurrency: 8))
        let signal = AsyncStream<Void>.makeStream()
        let shadows = (0..<3).map { _ in
            Task { await call(gate, .shadow) { for await _ in signal.stream { break } } }
        }
        await until { gate.status.openCalls == 2 && gate.status.waitingCalls == 1 }
        signal.continuation.finish()
        for shadow in shadows { #expect(await shadow.value == nil) }
    }

    @Test func `what nobody waits for goes behind jobs, and takes no more than half of what a minute allows`()
        async
    {
        // Ten may come at once, and one a second.
        let gate = gate(CallLimits(requestsPerMinute: 60))
        for _ in 0..<5 { #expect(await call(gate, .shadow) == nil) }
        async let shadow = call(gate, .shadow)
        await until { gate.status.waitingCalls == 1 }
        for _ in 0..<5 { #expect(await call(gate) == nil) }
        async let job = call(gate)
        await until { gate.status.waitingCalls == 2 }
        time.advance(by: 1.001)
        #expect(await job == nil)
        #expect(gate.status.waitingCalls == 1)
        time.advance(by: 6.001)
        #expect(await shadow == nil)
    }

    @Test(arguments: [CallLimits(concurrency: 1), CallLimits(), CallLimits(requestsPerMinute: 600)])
    func `what nobody waits for is given up when somebody needs its place`(limits: CallLimits) async {
        let gate = gate(limits)
        let (began, ended) = (Locked(false), Locked<ProviderError?>(nil))
        async let isDone = gate.whileNobodyNeedsRoom {
            let error = await call(gate, .shadow, places: 1) {
                began.withLock { $0 = true }
                while !Task.isCancelled { await Task.yield() }
            }
            ended.withLock { $0 = error }
        }
        await until { began.withLock { $0 } }
        #expect(await call(gate, .synchronous) == nil)
        #expect(await !isDone)
        #expect(gate.status.openCalls == 0)
    }

    @Test func `what nobody waits for is not how a model that failed is tried again`() async {
        let gate = gate(CallLimits())
        for _ in 0..<Breaker.failuresInARow {
            _ = try? await gate.run(
                model: "m", priority: .job, deadline: .now + .seconds(9), tokens: { 0 },
                usage: { (_: Int) in Usage() }
            ) { _ throws(ProviderError) -> Int in throw ProviderError(.unavailable, "down") }
        }
        time.advance(by: 3600)
        #expect(await call(gate, .shadow)?.kind == .cancelled)
        #expect(await call(gate, .job) == nil)
        #expect(await call(gate, .shadow) == nil)
    }

    @Test func `500 jobs in a bad week end with output or a precise error, and history explains it`()
        async throws
    {
        let time = time
        func guarded(_ provider: ScriptedProvider) -> (any Provider, CallGate) {
            let gate = CallGate(name: provider.name, limits: CallLimits(), clock: time.clock, logger: quiet)
            return (GuardedProvider(provider: provider, gate: gate), gate)
        }
        let began = time.clock.now()
        let limited = failing("limited", ProviderError(.rateLimited, "too many", retryAfter: .seconds(30)))
        let slow = failing("slow", ProviderError(.timedOut, "no answer in time"))
        let nonsense = failing("nonsense", ProviderError(.broken, "no JSON"))
        let dies = ScriptedProvider(name: "dies", pairs: [pair("en", "es")]) { call throws(ProviderError) in
            if time.clock.now() - began < 600_000_000_000 {
                throw ProviderError(.unavailable, "no connection")
            }
            return call.segments.map { $0.text.uppercased() }
        }
        let all = [limited, slow, nonsense, dies].map(guarded)
        let translator = translator(all.map(\.0))
        let engine = engine(of: ["limited", "slow", "nonsense", "dies"])
        var (outputs, failures) = (0, 0)
        for number in 0..<500 {
            let order = try order(#"{"a":"text \#(number)"}"#, engine)
            do {
                let translation = try await translator.translate(order)
                #expect(order.json(translation) == #"{"a":"TEXT \#(number)"}"#)
                outputs += 1
            } catch let failure as TranslationFailure {
                failures += 1
                #expect(failure.isRetryable)
                for name in ["limited", "slow", "nonsense", "dies"] {
                    #expect(
                        failure.reason.contains(name) || failure.reason.contains("broken"),
                        "\(failure.reason)")
                }
            }
            time.advance(by: 2)
        }
        #expect(outputs + failures == 500)
        #expect(failures <= 460 && outputs >= 40)
        // None was asked at every turn.
        #expect(limited.calls.count <= 40 && slow.calls.count <= 30 && nonsense.calls.count <= 60)
        let history = all[3].1.status.models[0].history
        #expect(history.first?.state == .open && history.first?.cause == "unavailable: no connection")
        #expect(history.last?.state == .closed)
        #expect(all[0].1.status.models[0].state == .closed)
        #expect(all[1].1.status.models[0].state != .closed && all[2].1.status.models[0].state != .closed)
    }
}
