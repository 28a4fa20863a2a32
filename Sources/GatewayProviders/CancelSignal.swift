// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Something that one task waits for, and that anybody may bring about.
final class CancelSignal: Sendable {
    private enum State {
        case quiet
        case awaited(CheckedContinuation<Void, Never>)
        case raised
    }

    private let state = Locked(State.quiet)

    /// Ends the wait, now or before it begins.
    func raise() {
        let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer { state = .raised }
            if case .awaited(let waiter) = state { return waiter }
            return nil
        }
        waiter?.resume()
    }

    /// Waits until it is raised or the task is cancelled.
    ///
    /// By one task only.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isRaised = state.withLock { state in
                    if case .raised = state { return true }
                    state = .awaited(continuation)
                    return false
                }
                if isRaised { continuation.resume() }
            }
        } onCancel: {
            raise()
        }
    }
}
