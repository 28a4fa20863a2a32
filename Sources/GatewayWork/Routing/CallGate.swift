// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// Every call of one provider goes through here: breakers keep it from models that do not work, limits make it wait, and its
/// end is taken note of.
final class CallGate: Sendable {
    /// The longest that a synchronous call waits for limits; its engine's next model is asked instead.
    static let patience: Int64 = 2_000_000_000
    /// Calls that wait at once.
    static let places = 10_000
    private static let keptTimes = 256

    let name: String
    private let limits: CallLimits
    private let clock: RoutingClock
    private let logger: Logger
    private let metrics: RoutingMetrics
    private let state: Locked<State>

    private struct Model {
        var breaker = Breaker()
        var calls = 0
        var failures = 0
        /// Of the last calls, in nanoseconds.
        var times: [Int64] = []

        /// Takes the end of a call; one that was not made has no beginning.
        mutating func ended(_ error: ProviderError?, began: Int64?, at now: Int64) {
            breaker.ended(error, at: now)
            guard let began else { return }
            calls += 1
            if let error {
                if CallGate.isFailure(error) { failures += 1 }
            } else if times.count < CallGate.keptTimes {
                times.append(now - began)
            } else {
                times[calls % CallGate.keptTimes] = now - began
            }
        }
    }

    private struct State {
        var models: [String: Model] = [:]
        var open = 0
        var requests: TokenBucket?
        var tokens: TokenBucket?
        /// Those of people before those of jobs, each in order.
        var waiting: [CallPriority: [Waiter]] = [.synchronous: [], .job: []]
        var alarm: (at: Int64, task: Task<Void, Never>)?

        var waitingCount: Int { waiting.values.reduce(0) { $0 + $1.count } }
    }

    /// A call that waits, behind the gate's lock.
    private final class Waiter: @unchecked Sendable {
        // Sendable: touched under the gate's lock alone.
        let tokens: Double
        let limit: Int64
        var answer: CheckedContinuation<ProviderError?, Never>?
        var refusal: ProviderError?

        init(tokens: Double, limit: Int64) { (self.tokens, self.limit) = (tokens, limit) }
    }

    private typealias Grant = (waiter: CheckedContinuation<ProviderError?, Never>, refusal: ProviderError?)

    init(name: String, limits: CallLimits, clock: RoutingClock, logger: Logger) {
        self.name = name
        self.limits = limits
        self.clock = clock
        self.logger = logger
        metrics = RoutingMetrics(provider: name)
        let now = clock.now()
        var state = State()
        state.requests = limits.requestsPerMinute.map { TokenBucket(perMinute: $0, at: now) }
        state.tokens = limits.tokensPerMinute.map { TokenBucket(perMinute: $0, at: now) }
        self.state = Locked(state)
    }

    /// Makes a call when it may be made; throws without making it when it may not.
    ///
    /// - Parameters:
    ///   - tokens: an estimate of what it takes; asked for only where tokens are limited.
    ///   - usage: what it took.
    ///   - body: gets how long it had to wait.
    func run<Reply: Sendable>(
        model: String, priority: CallPriority, deadline: ContinuousClock.Instant,
        tokens: () -> Int, usage: (Reply) -> Usage,
        _ body: (_ waited: Duration) async throws(ProviderError) -> Reply
    ) async throws(ProviderError) -> Reply {
        try admit(model)
        var waited = Duration.zero
        var taken = 0.0
        if limits.areSet {
            taken = limits.tokensPerMinute == nil ? 0 : Double(tokens())
            let began = clock.now()
            if let refusal = await enter(tokens: taken, priority: priority, deadline: deadline) {
                note(model, ProviderError(.cancelled, ""), began: nil)
                throw refusal
            }
            waited = .nanoseconds(clock.now() - began)
        }
        let began = clock.now()
        let result: Result<Reply, ProviderError>
        do throws(ProviderError) {
            result = .success(try await body(waited))
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let reply):
            note(model, nil, began: began)
            let used = usage(reply)
            if limits.areSet { leave(taken, Double(used.inputTokens + used.outputTokens)) }
        case .failure(let error):
            note(model, error, began: began)
            if limits.areSet { leave(taken, taken) }
        }
        return try result.get()
    }

    // MARK: Breakers

    private func admit(_ model: String) throws(ProviderError) {
        let refusal = state.withLock { state in
            state.models[model, default: Model()].breaker.refusal(
                at: clock.now(), name: "\(ModelName(provider: name, model: model))")
        }
        guard let refusal else { return }
        metrics.countRefusal()
        throw refusal
    }

    private func note(_ model: String, _ error: ProviderError?, began: Int64?) {
        let now = clock.now()
        let (before, after, cause) = state.withLock { state in
            let before = state.models[model]?.breaker.state ?? .closed
            state.models[model, default: Model()].ended(error, began: began, at: now)
            let breaker = state.models[model]?.breaker
            return (before, breaker?.state ?? .closed, breaker?.cause ?? "")
        }
        guard before != after else { return }
        metrics.count(after)
        let metadata: Logger.Metadata = [
            "provider.name": "\(name)", "model": "\(model)", "cause": "\(cause)",
        ]
        if after == .open {
            logger.warning("a model is not asked for a while", metadata: metadata)
        } else if after == .closed {
            logger.info("a model is asked again", metadata: metadata)
        }
    }

    private static func isFailure(_ error: ProviderError) -> Bool {
        switch error.kind {
        case .invalidInput, .unsupportedPair, .refused, .cancelled: false
        case .rateLimited, .quota, .unauthorized, .timedOut, .unavailable, .broken: true
        }
    }

    // MARK: Limits

    /// Waits until a call may be made; gives why it may not.
    private func enter(
        tokens: Double, priority: CallPriority, deadline: ContinuousClock.Instant
    ) async -> ProviderError? {
        let left = ContinuousClock.now.duration(to: deadline)
        let patience = priority == .synchronous ? Self.patience : Int64.max / 4
        let now = clock.now()
        let waiter = Waiter(
            tokens: tokens, limit: now + min(patience, Int64(max(0, left / .nanoseconds(1)))))
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let grants = state.withLock { state -> [Grant] in
                    waiter.answer = continuation
                    if waiter.refusal == nil {
                        waiter.refusal = refusal(of: waiter, priority, in: state, at: now)
                    }
                    state.waiting[priority, default: []].append(waiter)
                    return pump(&state)
                }
                resume(grants)
            }
        } onCancel: {
            let grants = state.withLock { state in
                waiter.refusal = ProviderError(.cancelled, "the call was cancelled")
                return pump(&state)
            }
            resume(grants)
        }
    }

    /// Why it is no use to wait.
    private func refusal(
        of waiter: Waiter, _ priority: CallPriority, in state: State, at now: Int64
    ) -> ProviderError? {
        if state.waitingCount >= Self.places { return busy("too many calls wait", until: now) }
        let ahead =
            priority == .synchronous
            ? state.waiting[.synchronous] ?? [] : state.waiting.values.flatMap(\.self)
        let tokens = ahead.reduce(waiter.tokens) { $0 + $1.tokens }
        let moment = max(
            state.requests?.moment(for: Double(ahead.count + 1), at: now) ?? now,
            state.tokens?.moment(for: tokens, at: now) ?? now)
        return moment > waiter.limit ? busy("its limits a minute are used up", until: moment) : nil
    }

    private func busy(_ reason: String, until moment: Int64) -> ProviderError {
        let left = max(1_000_000_000, moment - clock.now())
        return ProviderError(
            .rateLimited, "\(name): \(reason)", retryAfter: .milliseconds((left + 999_999) / 1_000_000))
    }

    private func leave(_ estimated: Double, _ used: Double) {
        let grants = state.withLock { state in
            state.open -= 1
            // What a provider does not tell is as it was estimated.
            if used > 0 { state.tokens?.take(used - estimated, at: clock.now()) }
            return pump(&state)
        }
        resume(grants)
    }

    /// Lets those go that may, and sees to it that the next one is looked at in time.
    private func pump(_ state: inout State) -> [Grant] {
        let now = clock.now()
        var grants: [Grant] = []
        var next = Int64.max
        for priority in [CallPriority.synchronous, .job] {
            var left: [Waiter] = []
            for waiter in state.waiting[priority] ?? [] {
                if waiter.refusal == nil, waiter.limit <= now {
                    waiter.refusal = busy(
                        "its limits are used up, and the call could not wait longer", until: now)
                }
                if let refusal = waiter.refusal {
                    if let answer = waiter.answer { grants.append((answer, refusal)) }
                    waiter.answer = nil
                    continue
                }
                // In order: who comes later does not overtake.
                if next == .max, let moment = moment(for: waiter, state, at: now), moment <= now {
                    state.open += 1
                    state.requests?.take(1, at: now)
                    state.tokens?.take(waiter.tokens, at: now)
                    if let answer = waiter.answer { grants.append((answer, nil)) }
                    waiter.answer = nil
                    continue
                }
                if left.isEmpty, next == .max {
                    next = min(waiter.limit, moment(for: waiter, state, at: now) ?? .max)
                }
                next = min(next, waiter.limit)
                left.append(waiter)
            }
            state.waiting[priority] = left
        }
        setAlarm(next, &state)
        return grants
    }

    /// When a call may be made, as far as time decides; `nil`: when another has ended.
    private func moment(for waiter: Waiter, _ state: State, at now: Int64) -> Int64? {
        if let most = limits.concurrency, state.open >= most { return nil }
        return max(
            state.requests?.moment(for: 1, at: now) ?? now,
            state.tokens?.moment(for: waiter.tokens, at: now) ?? now)
    }

    private func setAlarm(_ moment: Int64, _ state: inout State) {
        if let alarm = state.alarm {
            if alarm.at == moment { return }
            alarm.task.cancel()
            state.alarm = nil
        }
        guard moment < Int64.max / 8 else { return }
        // One at most for a provider, and only while calls wait; it ends with the last of them.
        let task = Task { [self] in
            await clock.sleep(moment)
            guard !Task.isCancelled else { return }
            let grants = self.state.withLock { state in
                if state.alarm?.at == moment { state.alarm = nil }
                return pump(&state)
            }
            resume(grants)
        }
        state.alarm = (moment, task)
    }

    private func resume(_ grants: [Grant]) {
        for (waiter, refusal) in grants { waiter.resume(returning: refusal) }
    }

    // MARK: For people

    var status: ProviderStatus {
        let now = clock.now()
        return state.withLock { state in
            ProviderStatus(
                name: name, openCalls: state.open, waitingCalls: state.waitingCount, limits: limits,
                models: state.models.sorted { $0.key < $1.key }.map { status(of: $0, $1, at: now) })
        }
    }

    private func status(of name: String, _ model: Model, at now: Int64) -> ProviderStatus.Model {
        let (breaker, times) = (model.breaker, model.times.sorted())
        func time(_ share: Double) -> Double? {
            times.isEmpty ? nil : Double(times[min(times.count - 1, Int(Double(times.count) * share))]) / 1e9
        }
        return ProviderStatus.Model(
            name: name, state: breaker.state, cause: breaker.cause,
            since: breaker.history.last.map { clock.wallTime(of: $0.at) },
            nextTry: breaker.nextTry > now ? clock.wallTime(of: breaker.nextTry) : nil, calls: model.calls,
            failures: model.failures, medianTime: time(0.5), longTime: time(0.99),
            history: breaker.history.map {
                .init(at: clock.wallTime(of: $0.at), state: $0.state, cause: $0.cause)
            })
    }

    /// Lets all its models be asked again.
    func reset() {
        let now = clock.now()
        state.withLock { state in
            for model in Array(state.models.keys) { state.models[model]?.breaker.reset(at: now) }
        }
        logger.info("a provider's breakers were reset", metadata: ["provider.name": "\(name)"])
    }
}
