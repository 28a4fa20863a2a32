// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import Logging

/// The instances of one configured provider, and the calls that wait for one.
///
/// Its lock is the gate of every instance: whoever set `isBusy` is alone in the instance until it is cleared.
final class InstancePool: ProviderPool {
    let name: String
    let providerClass: ProviderClass
    let limits: ProviderLimits
    let logger: Logger
    let services: HostServices
    let settings: [UInt8]
    let dataDirectory: String
    /// What `secret/1` gives, by name.
    let secrets: Locked<[String: String]>
    private let openCallsOfInstance: Int
    let state: Locked<State>

    struct State {
        var instances: [Instance] = []
        var beingMade = 0
        var maximum: Int
        var waiting = WaitingCalls<Instance>()
        var stuck = 0
        var isStopping = false
        /// Each instance ends with its last call.
        var isRetired = false
        var creationFault: String?
        /// What is waited for while the gateway stops.
        var stopStep: (isSo: @Sendable (State) -> Bool, signal: CancelSignal)?
    }

    init(
        name: String, providerClass: ProviderClass, instances: Int?, settings: [UInt8], dataDirectory: String,
        secrets: [String: String] = [:], limits: ProviderLimits, logger: Logger, services: HostServices
    ) {
        self.name = name
        self.providerClass = providerClass
        self.limits = limits
        self.logger = logger
        self.services = services
        self.settings = settings
        self.dataDirectory = dataDirectory
        self.secrets = Locked(secrets)
        openCallsOfInstance =
            providerClass.maximumOpenCalls > 0 ? providerClass.maximumOpenCalls : limits.openCallsOfInstance
        var maximum = max(1, instances ?? Processors.count)
        if providerClass.maximumInstances > 0 { maximum = min(maximum, providerClass.maximumInstances) }
        state = Locked(State(maximum: maximum))
    }

    /// The plugin's own, with a digest of settings that are not all left out: other settings may give other output.
    var revision: String {
        guard settings.count > 2 else { return providerClass.revision }
        return providerClass.revision + "+" + hexadecimal(sha256(settings)).prefix(12)
    }

    /// Calls worth having open at the same time.
    var parallelCalls: Int {
        let maximum = state.withLock { $0.maximum }
        return min(64, maximum * min(openCallsOfInstance, providerClass.maximumOpenCalls > 0 ? 64 : 8))
    }

    /// Calls that can be open at the same time.
    var places: Int {
        let (places, overflow) = state.withLock { $0.maximum }.multipliedReportingOverflow(
            by: openCallsOfInstance)
        return overflow ? .max : places
    }

    var secretValues: [String] { secrets.withLock { Array($0.values) } }

    func give(_ secrets: [String: String]) { self.secrets.withLock { $0 = secrets } }

    /// How busy it is.
    var load: ProviderLoad {
        state.withLock { state in
            ProviderLoad(
                instances: state.instances.count { !$0.isGone },
                openCalls: state.instances.reduce(0) { $0 + $1.openCalls },
                waitingCalls: state.waiting.count, stuckCalls: state.stuck)
        }
    }

    // MARK: Getting an instance

    /// A place in a free instance, which is then busy until ``leave(_:isOver:)``.
    ///
    /// Waits for one, by priority and then in order, until `deadline` in nanoseconds of the monotonic clock.
    func enter(priority: CallPriority, deadline: Int64) async throws(ProviderError) -> Instance {
        while true {
            switch state.withLock({ place(in: &$0) }) {
            case .instance(let instance): return instance
            case .refused(let error): throw error
            case .make where !providerClass.isBlocking: makeInstance()
            case .make:
                makeInstance()
                return try await wait(priority: priority, deadline: deadline)
            case .full: return try await wait(priority: priority, deadline: deadline)
            }
        }
    }

    enum Place {
        case instance(Instance)
        case make
        case full
        case refused(ProviderError)
    }

    func place(in state: inout State) -> Place {
        if let refusal = refusal(in: state) { return .refused(refusal) }
        if let instance = freeInstance(in: state), instance.openCalls == 0 || !canMake(in: state) {
            return .instance(occupy(instance))
        }
        guard canMake(in: state) else { return .full }
        state.beingMade += 1
        return .make
    }

    private func canMake(in state: State) -> Bool { state.instances.count + state.beingMade < state.maximum }

    private func freeInstance(in state: State) -> Instance? {
        var best: Instance?
        for instance in state.instances where !instance.isBusy && instance.openCalls < openCallsOfInstance {
            if instance.openCalls < best?.openCalls ?? .max { best = instance }
        }
        return best
    }

    private func occupy(_ instance: Instance) -> Instance {
        instance.isBusy = true
        instance.openCalls += 1
        return instance
    }

    func refusal(in state: State) -> ProviderError? {
        if state.isStopping { return ProviderError(.unavailable, "\(name): the gateway is stopping") }
        let places = state.maximum.multipliedReportingOverflow(by: openCallsOfInstance)
        if state.stuck > 0,
            state.stuck >= min(limits.stuckCalls, places.overflow ? .max : places.partialValue)
        {
            return ProviderError(.unavailable, "\(name) is out of service: \(state.stuck) stuck calls")
        }
        if state.instances.isEmpty, state.beingMade == 0, state.maximum == 0 {
            return ProviderError(.unavailable, "\(name): \(state.creationFault ?? "it has no instance")")
        }
        return nil
    }

    func wait(priority: CallPriority, deadline: Int64) async throws(ProviderError) -> Instance {
        let waiter = WaitingCall<Instance>(priority: priority)
        let timer = TimerThread.shared.schedule(at: deadline) {
            self.giveUp(waiter, ProviderError(.timedOut, "\(self.name): no instance became free in time"))
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let grants = state.withLock { state in
                    waiter.answer = { continuation.resume(returning: $0) }
                    if let refusal = refusal(in: state) { waiter.refusal = waiter.refusal ?? refusal }
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
        return try result.get()
    }

    /// Ends a call's wait, or notes for one that does not wait yet that it must not.
    func giveUp(_ waiter: WaitingCall<Instance>, _ error: ProviderError) {
        let grants = state.withLock { state in
            waiter.refusal = waiter.refusal ?? error
            return self.grants(in: &state)
        }
        resume(grants)
    }

    typealias Grant = WaitingCalls<Instance>.Grant

    /// Takes those out of the queue who need not wait any longer.
    func grants(in state: inout State) -> [Grant] {
        if state.waiting.count == 0 { return [] }
        let refusal = refusal(in: state)
        var grants: [Grant] = state.waiting.takeRefused(with: refusal)
        while state.waiting.count > 0, let instance = freeInstance(in: state),
            let waiter = state.waiting.takeFirst()
        {
            guard let answer = waiter.answer else { continue }
            grants.append((answer, .success(occupy(instance))))
        }
        return grants
    }

    func resume(_ grants: [Grant]) {
        for (tell, answer) in grants { tell(answer) }
    }
}

extension InstancePool {
    /// Clears the gate after a plugin's function has returned; `isOver`: the call has also finished.
    func leave(_ instance: Instance, isOver: Bool) {
        let grants = state.withLock { state in
            if isOver { instance.openCalls -= 1 }
            return self.free(instance, in: &state)
        }
        resume(grants)
    }

    /// Gives back what a call had that had returned before it finished.
    func settle(_ call: Call) {
        call.arena?.free()
        call.arena = nil
        let grants = state.withLock { state in
            call.instance.openCalls -= 1
            destroyIfIdle(call.instance)
            signalStop(in: state)
            return self.grants(in: &state)
        }
        resume(grants)
    }

    private func free(_ instance: Instance, in state: inout State) -> [Grant] {
        instance.isBusy = false
        // Callbacks go first: they end calls that are open.
        if !instance.callbacks.isEmpty { runCallbacks(of: instance) }
        destroyIfIdle(instance)
        signalStop(in: state)
        return grants(in: &state)
    }

    /// A call outlived its deadline.
    ///
    /// Called under the lock of the call's shard.
    func becameStuck() { state.withLock { $0.stuck += 1 } }

    /// A stuck call has finished after all.
    func recovered() {
        let grants = state.withLock { state in
            state.stuck -= 1
            return self.grants(in: &state)
        }
        resume(grants)
    }

    /// Ends the wait of all when nothing will become free.
    func refuseWaitersIfStuck() {
        resume(state.withLock { grants(in: &$0) })
    }
}
