// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// One configured provider whose plugin runs in a process of its own, and the calls that wait for it.
///
/// What ``InstancePool`` is to a plugin in the gateway's process; the instances themselves live in the other one.
final class IsolatedPool: ProviderPool {
    let name: String
    let plugin: String
    let limits: ProviderLimits
    let logger: Logger
    let services: HostServices
    /// The program that hosts the plugin.
    let program: String
    let state: Locked<State>

    /// What its instances may ask for.
    let secrets: Locked<[String: String]>

    /// What a new process is told, made anew for each: manifest and library may have been replaced.
    typealias Plan = @Sendable () throws(PluginFault) -> StartOrder

    enum Phase {
        /// A process is being started.
        case starting
        case running(ChildSession)
        /// None runs before that moment of the monotonic clock, in nanoseconds, and why not.
        case pausing(until: Int64, reason: String)
        case stopped
    }

    struct State {
        var plan: Plan
        var phase = Phase.starting
        var waiting = WaitingCalls<ChildSession>()
        var policy: RestartPolicy
        /// The process that is being started, beside the running one when that is to be replaced.
        var next: ChildSession?
        /// Those that end with their last call.
        var old: [ChildSession] = []
        /// What the last process that was ready could do.
        var hosted: HostedClass?
        /// Ready processes there were.
        var generation = 0
        /// Ends of processes that nobody had wanted.
        var crashes = 0
        var isReplacing = false
        /// Told once how the start that is under way ends: why it failed, or `nil`.
        var starts: [@Sendable (String?) -> Void] = []
        var isStopping = false
        /// What is waited for while the gateway stops.
        var stopStep: (isSo: @Sendable (State) -> Bool, signal: CancelSignal)?
    }

    init(
        name: String, plugin: String, program: String, limits: ProviderLimits, logger: Logger,
        services: HostServices, secrets: Locked<[String: String]> = Locked([:]), plan: @escaping Plan
    ) {
        self.name = name
        self.plugin = plugin
        self.program = program
        self.secrets = secrets
        self.limits = limits
        var logger = logger
        logger[metadataKey: "provider.name"] = "\(name)"
        logger[metadataKey: "plugin.id"] = "\(plugin)"
        self.logger = logger
        self.services = services
        state = Locked(
            State(
                plan: plan,
                policy: RestartPolicy(
                    crashesInARow: limits.crashesInARow, crashesAMinute: limits.crashesAMinute)))
    }

    /// What the provider can do, as its last process said.
    var hosted: HostedClass? { state.withLock { $0.hosted } }

    /// Changes with each new process.
    var generation: Int { state.withLock { $0.generation } }

    var secretValues: [String] {
        secrets.withLock { Array($0.values) }
            + state.withLock { $0.sessions.flatMap { $0.order.secrets.values } }
    }

    func give(_ secrets: [String: String]) {
        self.secrets.withLock { $0 = secrets }
        for session in state.withLock({ $0.sessions }) { session.give(secrets: secrets) }
    }

    var load: ProviderLoad {
        state.withLock { state in
            var sessions = state.old
            var fault: String?
            switch state.phase {
            case .running(let session): sessions.append(session)
            case .pausing(_, let reason): fault = reason
            case .starting, .stopped: break
            }
            return ProviderLoad(
                instances: sessions.count, openCalls: sessions.reduce(0) { $0 + $1.openCalls },
                waitingCalls: state.waiting.count, stuckCalls: sessions.reduce(0) { $0 + $1.stuckCalls },
                processes: sessions.map { $0.process.id }, crashes: state.crashes, fault: fault)
        }
    }

    // MARK: Calls

    /// Makes one call and waits for its end.
    ///
    /// - Parameter frame: lays out the call for its ticket, given the milliseconds that are left.
    func run(
        _ kind: Call.Kind, priority: CallPriority, timeLimit: Duration, isSuspect: Bool = false,
        _ frame: (_ ticket: UInt64, _ milliseconds: Int64) -> [UInt8]
    ) async throws(ProviderError) -> CallEnd {
        if Task.isCancelled { throw ProviderError(.cancelled, "the call was cancelled") }
        guard timeLimit > .zero else { throw ProviderError(.timedOut, "\(name): the deadline has passed") }
        let began = monotonicNanoseconds()
        let deadline = began + Int64(clamping: min(timeLimit, .seconds(1_000_000)).milliseconds) * 1_000_000
        let session = try await enter(priority: priority, deadline: deadline, isSuspect: isSuspect)
        let call = RemoteCall(kind: kind, isSuspect: isSuspect)
        let bytes = frame(call.ticket, max(1, (deadline - monotonicNanoseconds()) / 1_000_000))
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { session.make(call, deadline: deadline, bytes, $0) }
        } onCancel: {
            session.abandon(call, ProviderError(.cancelled, "the call was cancelled"), isLate: false)
        }
        return try answer.get()
    }

    private func enter(
        priority: CallPriority, deadline: Int64, isSuspect: Bool
    ) async throws(ProviderError) -> ChildSession {
        let session: ChildSession? = state.withLock { state in
            state.waiting.count == 0 ? place(in: &state, isSuspect: isSuspect) : nil
        }
        if let session { return session }
        let waiter = WaitingCall<ChildSession>(priority: priority, isSuspect: isSuspect)
        let timer = TimerThread.shared.schedule(at: deadline) {
            self.giveUp(waiter, ProviderError(.timedOut, "\(self.name): no instance became free in time"))
        }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let grants = state.withLock { state in
                    waiter.answer = { continuation.resume(returning: $0) }
                    // Jobs' calls are as many as `work.parallel_jobs` lets run, and one that is refused costs a whole attempt.
                    if priority == .synchronous, state.waiting.synchronousCount >= limits.waitingCalls {
                        waiter.refusal =
                            waiter.refusal
                            ?? ProviderError(
                                .rateLimited, "\(name): too many calls wait", retryAfter: .seconds(1))
                    }
                    state.waiting.add(waiter)
                    return self.grants(in: &state)
                }
                resume(grants)
            }
        } onCancel: {
            giveUp(waiter, ProviderError(.cancelled, "the call was cancelled"))
        }
        TimerThread.shared.cancel(timer)
        return try answer.get()
    }

    private func giveUp(_ waiter: WaitingCall<ChildSession>, _ error: ProviderError) {
        let grants = state.withLock { state in
            waiter.refusal = waiter.refusal ?? error
            return self.grants(in: &state)
        }
        resume(grants)
    }

    /// A place in the process that runs, if it has one that is free.
    private func place(in state: inout State, isSuspect: Bool) -> ChildSession? {
        guard case .running(let session) = state.phase, !state.isStopping, !session.isLone else { return nil }
        guard session.openCalls < (isSuspect ? 1 : session.hosted?.places ?? 1) else { return nil }
        session.isLone = isSuspect
        session.openCalls += 1
        return session
    }

    private func refusal(in state: State) -> ProviderError? {
        if state.isStopping { return ProviderError(.unavailable, "\(name): the gateway is stopping") }
        guard case .pausing(let until, let reason) = state.phase else { return nil }
        // What is started again in a moment is waited for.
        let left = until - monotonicNanoseconds()
        guard left > 2_000_000_000 else { return nil }
        return ProviderError(
            .unavailable, "\(name) is out of service: \(reason)", retryAfter: .milliseconds(left / 1_000_000))
    }

    typealias Grant = WaitingCalls<ChildSession>.Grant

    /// Takes those out of the queue who need not wait any longer.
    func grants(in state: inout State) -> [Grant] {
        if state.waiting.count == 0 { return [] }
        var grants = state.waiting.takeRefused(with: refusal(in: state))
        // Whoever has to be alone is not overtaken, or it would wait for ever.
        while let first = state.waiting.first, let session = place(in: &state, isSuspect: first.isSuspect) {
            guard let answer = state.waiting.takeFirst()?.answer else { continue }
            grants.append((answer, .success(session)))
        }
        return grants
    }

    func resume(_ grants: [Grant]) {
        for (tell, answer) in grants { tell(answer) }
    }

    /// Gives a call's place back.
    func leave(_ session: ChildSession, isSuspect: Bool, isDone: Bool) {
        let (grants, mustFinish) = state.withLock { state in
            session.openCalls -= 1
            if isSuspect { session.isLone = false }
            if isDone { state.policy.succeeded() }
            if state.isStopping, let (isSo, signal) = state.stopStep, isSo(state) { signal.raise() }
            return (self.grants(in: &state), session.isGoing && session.openCalls == 0)
        }
        if mustFinish { session.finish() }
        resume(grants)
    }
}
