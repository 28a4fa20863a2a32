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

    let name: String
    private let limits: CallLimits
    private let clock: RoutingClock
    private let logger: Logger
    private let metrics: RoutingMetrics
    private let state: Locked<State>

    private struct State {
        var models: [String: ModelHealth] = [:]
        /// All of them, and those that nobody waits for.
        var open = 0
        var openShadows = 0
        /// Calls that the provider takes at once, as the last call that nobody waits for found it.
        var places = Int.max
        /// Who gives way when calls that somebody waits for find no room.
        var yielding: [UInt64: Doorbell] = [:]
        var nextYielding: UInt64 = 0
        var requests: TokenBucket?
        var tokens: TokenBucket?
        /// Those of people before those of jobs, and these before what nobody waits for, each in order.
        var waiting: [CallPriority: [Waiter]] = [:]
        var alarm: (at: Int64, task: Task<Void, Never>)?

        /// Those who have to give way when more calls are open than there is room for.
        func bells(ifOver most: Int) -> [Doorbell] {
            openShadows > 0 && open > most ? Array(yielding.values) : []
        }

        var waitingCount: Int { waiting.values.reduce(0) { $0 + $1.count } }
    }

    /// A call that waits, behind the gate's lock.
    private final class Waiter: @unchecked Sendable {
        // Sendable: touched under the gate's lock alone.
        let priority: CallPriority
        let tokens: Double
        let limit: Int64
        var answer: CheckedContinuation<ProviderError?, Never>?
        var refusal: ProviderError?

        init(priority: CallPriority, tokens: Double, limit: Int64) {
            (self.priority, self.tokens, self.limit) = (priority, tokens, limit)
        }
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
    ///   - places: calls that the provider takes at once; asked for only by those that nobody waits for.
    ///   - tokens: an estimate of what it takes; asked for only where tokens are limited.
    ///   - usage: what it took.
    ///   - body: gets how long it had to wait.
    func run<Reply: Sendable>(
        model: String, priority: CallPriority, deadline: ContinuousClock.Instant,
        places: @autoclosure () -> Int = .max, tokens: () -> Int, usage: (Reply) -> Usage,
        _ body: (_ waited: Duration) async throws(ProviderError) -> Reply
    ) async throws(ProviderError) -> Reply {
        let waits = limits.areSet || priority == .shadow
        try admit(model, priority, enters: !waits)
        var waited = Duration.zero
        var taken = 0.0
        if waits {
            if priority == .shadow {
                let places = places()
                state.withLock { $0.places = places }
            }
            taken = limits.tokensPerMinute == nil ? 0 : Double(tokens())
            let began = clock.now()
            if let refusal = await enter(tokens: taken, priority: priority, deadline: deadline) {
                // What nobody waits for was never how a model is tried again, so there is nothing to take back.
                if priority != .shadow {
                    note(model, ProviderError(.cancelled, ""), began: nil, leaves: false)
                }
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
            note(model, nil, began: began, leaves: !waits)
            let used = usage(reply)
            if waits { leave(priority, taken, Double(used.inputTokens + used.outputTokens)) }
        case .failure(let error):
            note(model, error, began: began, leaves: !waits)
            if waits { leave(priority, taken, taken) }
        }
        return try result.get()
    }

    /// Does what nobody waits for, until it is done or has to make room for a call that somebody waits for.
    ///
    /// - Returns: whether it was done.
    func whileNobodyNeedsRoom(_ body: @escaping @Sendable () async -> Void) async -> Bool {
        let bell = Doorbell()
        let number = state.withLock { state in
            state.nextYielding += 1
            state.yielding[state.nextYielding] = bell
            return state.nextYielding
        }
        defer { state.withLock { _ = $0.yielding.removeValue(forKey: number) } }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await body()
                return true
            }
            group.addTask {
                await bell.wait()
                return false
            }
            let isDone = await group.next() ?? true
            group.cancelAll()
            return isDone
        }
    }

    // MARK: Breakers

    /// - Parameter enters: whether it is open from now on, without waiting.
    private func admit(_ model: String, _ priority: CallPriority, enters: Bool) throws(ProviderError) {
        let (refusal, yielding) = state.withLock { state -> (ProviderError?, [Doorbell]) in
            let now = clock.now()
            guard priority != .shadow else {
                // How a model fares is found out by calls that somebody wants.
                let isTrusted = state.models[model]?.breaker.isTrusted(at: now) ?? true
                return (isTrusted ? nil : ProviderError(.cancelled, "the model does not work now"), [])
            }
            let refusal = state.models[model, default: ModelHealth()].breaker.refusal(
                at: now, name: "\(ModelName(provider: name, model: model))")
            if refusal == nil, enters { state.open += 1 }
            return (refusal, state.bells(ifOver: state.places))
        }
        for bell in yielding { bell.ring() }
        guard let refusal else { return }
        if priority != .shadow { metrics.countRefusal() }
        throw refusal
    }

    private func note(_ model: String, _ error: ProviderError?, began: Int64?, leaves: Bool) {
        let now = clock.now()
        let (before, after, cause, grants) = state.withLock { state in
            var grants: [Grant] = []
            if leaves {
                state.open -= 1
                if state.waitingCount > 0 { grants = pump(&state) }
            }
            let before = state.models[model]?.breaker.state ?? .closed
            state.models[model, default: ModelHealth()].ended(error, began: began, at: now)
            let breaker = state.models[model]?.breaker
            return (before, breaker?.state ?? .closed, breaker?.cause ?? "", grants)
        }
        resume(grants)
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

    // MARK: Limits

    /// Waits until a call may be made; gives why it may not.
    private func enter(
        tokens: Double, priority: CallPriority, deadline: ContinuousClock.Instant
    ) async -> ProviderError? {
        let left = ContinuousClock.now.duration(to: deadline)
        let patience = priority == .synchronous ? Self.patience : Int64.max / 4
        let now = clock.now()
        let waiter = Waiter(
            priority: priority, tokens: tokens,
            limit: now + min(patience, Int64(max(0, left / .nanoseconds(1)))))
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (grants, yielding) = state.withLock { state -> ([Grant], [Doorbell]) in
                    waiter.answer = continuation
                    if waiter.refusal == nil {
                        waiter.refusal = refusal(of: waiter, in: state, at: now)
                    }
                    state.waiting[priority, default: []].append(waiter)
                    let grants = pump(&state)
                    if priority == .shadow { return (grants, []) }
                    // One that waits has no place yet.
                    let most = waiter.answer == nil ? state.places : (limits.concurrency ?? .max) - 1
                    return (grants, state.bells(ifOver: most))
                }
                for bell in yielding { bell.ring() }
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
        of waiter: Waiter, in state: State, at now: Int64
    ) -> ProviderError? {
        if state.waitingCount >= Self.places { return busy("too many calls wait", until: now) }
        let ahead = state.waiting.filter { $0.key >= waiter.priority }.values.flatMap(\.self)
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

    private func leave(_ priority: CallPriority, _ estimated: Double, _ used: Double) {
        let grants = state.withLock { state in
            state.open -= 1
            if priority == .shadow { state.openShadows -= 1 }
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
        for priority in CallPriority.allCases.reversed() {
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
                    if priority == .shadow { state.openShadows += 1 }
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
        let places = limits.concurrency ?? .max
        guard waiter.priority == .shadow else {
            if state.open >= places { return nil }
            return max(
                state.requests?.moment(for: 1, at: now) ?? now,
                state.tokens?.moment(for: waiter.tokens, at: now) ?? now)
        }
        // What nobody waits for takes a few of the places, leaves one to whoever comes next, and half of what a minute allows.
        let most = min(places, state.places)
        guard state.openShadows < max(1, most / 4), state.open == 0 || state.open + 1 < most else {
            return nil
        }
        return max(
            state.requests?.spareMoment(for: 1, at: now) ?? now,
            state.tokens?.spareMoment(for: waiter.tokens, at: now) ?? now)
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
                models: state.models.sorted { $0.key < $1.key }.map { $1.status(as: $0, at: now, clock) })
        }
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
