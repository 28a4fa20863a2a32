// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension InstancePool {
    /// What a callback comes from, and so which limit it counts against.
    enum Service {
        case compute
        case timer
        case exchange(UInt64)
    }

    /// Counts a timer; false when the instance is going or has too many.
    func reserveTimer(in instance: Instance) -> Bool {
        state.withLock { _ in
            guard !instance.isGoing, instance.openTimers < limits.openServices else { return false }
            instance.openTimers += 1
            return true
        }
    }

    /// Counts an exchange; false when the instance is going or has too many.
    func reserve(exchange: UInt64, in instance: Instance) -> Bool {
        state.withLock { _ in
            guard !instance.isGoing, instance.exchanges.count < limits.openServices else { return false }
            instance.exchanges.insert(exchange)
            return true
        }
    }

    /// Takes back an exchange that was not begun after all.
    func forget(exchange: UInt64, in instance: Instance) {
        state.withLock { _ in
            instance.exchanges.remove(exchange)
            destroyIfIdle(instance)
        }
    }

    /// Has the instance run a callback when nothing else of it runs; false when it is not run.
    func post(_ service: Service, to instance: Instance, _ callback: @escaping Instance.Callback) -> Bool {
        state.withLock { _ in
            switch service {
            case .compute:
                guard !instance.isGoing, instance.callbacks.count < limits.openServices else { return false }
                instance.callbacks.append(callback)
            case .timer:
                instance.openTimers -= 1
                guard !instance.isGoing else { return false }
                instance.callbacks.append(callback)
            case .exchange(let exchange):
                // Comes even when the instance is going: its end waits for this.
                instance.callbacks.append { [self] in
                    callback()
                    state.withLock { _ in _ = instance.exchanges.remove(exchange) }
                }
            }
            if !instance.isBusy { runCallbacks(of: instance) }
            return true
        }
    }

    /// Takes the gate for all callbacks that wait.
    ///
    /// Called under the lock.
    func runCallbacks(of instance: Instance) {
        instance.isBusy = true
        instance.onThread { [self] in
            let callbacks = state.withLock { _ in
                defer { instance.callbacks = [] }
                return instance.callbacks
            }
            for callback in callbacks { callback() }
            let grants = state.withLock { state in
                // Calls that wait go before callbacks that came meanwhile, so neither can keep the other out.
                instance.isBusy = false
                let grants = self.grants(in: &state)
                if !instance.isBusy, !instance.callbacks.isEmpty { runCallbacks(of: instance) }
                destroyIfIdle(instance)
                return grants
            }
            resume(grants)
        }
    }
}
