// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

extension InstancePool {
    /// Makes the first instance, so that wrong settings are known before any call; gives why it cannot be made.
    func makeFirst(deadline: Int64) async -> String? {
        state.withLock { $0.beingMade += 1 }
        makeInstance()
        do throws(ProviderError) {
            // Not `enter`: it would make a second one while the first is being made.
            let instance = try await wait(priority: .synchronous, deadline: deadline)
            leave(instance, isOver: true)
            return nil
        } catch {
            return state.withLock { $0.creationFault } ?? error.message
        }
    }

    /// Makes an instance that was counted in `beingMade`: here, or on the thread of one that blocks.
    func makeInstance() {
        let instance = Instance(pool: self)
        guard instance.isPinned else { return add(instance) }
        instance.onThread { self.add(instance) }
    }

    func add(_ instance: Instance) {
        let fault = instance.create(settings: settings, dataDirectory: dataDirectory)
        let grants = state.withLock { state in
            state.beingMade -= 1
            if let fault {
                state.creationFault = fault
                // Not tried again with every call: what there is has to do.
                state.maximum = state.instances.count + state.beingMade
            } else {
                state.instances.append(instance)
                instance.isBusy = false
                instance.isGoing = state.isRetired
                destroyIfIdle(instance)
                // Timers and exchanges that were begun while it was made may have come already.
                if !instance.callbacks.isEmpty { runCallbacks(of: instance) }
            }
            signalStop(in: state)
            return self.grants(in: &state)
        }
        if let fault {
            logger.warning(
                "an instance cannot be made", metadata: ["provider.name": "\(name)", "reason": "\(fault)"])
        }
        resume(grants)
    }

    /// Refuses new calls and waits until no call is open or `grace` has passed.
    ///
    /// Services of the host go on meanwhile: open calls may need them.
    func drain(grace: Duration) async {
        let grants = state.withLock { state in
            state.isStopping = true
            return self.grants(in: &state)
        }
        resume(grants)
        await waitToStop(for: grace) { $0.beingMade == 0 && $0.instances.allSatisfy { $0.openCalls == 0 } }
    }

    func retire() {
        let grants = state.withLock { state in
            state.isStopping = true
            state.isRetired = true
            for instance in state.instances {
                instance.isGoing = true
                destroyIfIdle(instance)
            }
            return self.grants(in: &state)
        }
        resume(grants)
    }

    /// Ends exchanges and instances, and waits until all are gone or `grace` has passed.
    ///
    /// What is stuck then is left to the end of the process.
    func end(grace: Duration) async {
        let exchanges = state.withLock { state in
            for instance in state.instances {
                instance.isGoing = true
                destroyIfIdle(instance)
            }
            return state.instances.flatMap { $0.exchanges }
        }
        for exchange in exchanges { ExchangeTable.shared.cancel(exchange) }
        await waitToStop(for: grace) { $0.instances.allSatisfy(\.isGone) }
    }

    private func waitToStop(for grace: Duration, until isSo: @escaping @Sendable (State) -> Bool) async {
        let signal = CancelSignal()
        let time = monotonicNanoseconds() + grace.milliseconds * 1_000_000
        let timer = TimerThread.shared.schedule(at: time) { signal.raise() }
        state.withLock { state in
            state.stopStep = (isSo, signal)
            signalStop(in: state)
        }
        await signal.wait()
        TimerThread.shared.cancel(timer)
    }

    /// Goes on with stopping when that is possible.
    ///
    /// Called under the lock, whenever something of an instance has ended.
    func signalStop(in state: State) {
        if let (isSo, signal) = state.stopStep, isSo(state) { signal.raise() }
    }

    /// Ends an instance that is going once nothing of it is open.
    ///
    /// Called under the lock.
    func destroyIfIdle(_ instance: Instance) {
        guard instance.isGoing, !instance.isBusy, instance.openCalls == 0, instance.callbacks.isEmpty,
            instance.exchanges.isEmpty
        else { return }
        // Busy for ever: nothing may enter it again.
        instance.isBusy = true
        instance.onThread { [self] in
            instance.destroy()
            state.withLock { state in
                instance.isGone = true
                signalStop(in: state)
            }
        }
    }
}
