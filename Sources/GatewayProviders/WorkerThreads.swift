// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// Threads of the gateway's own that do what they are given, in order: one thread for an instance that
/// blocks, a few for the callbacks of all others.
///
/// What they get is bounded by those who give it.
final class WorkerThreads: Sendable {
    typealias Work = @Sendable () -> Void

    private struct State {
        var queue: [Work] = []
        var head = 0
        var isEnding = false
    }

    private let state = Monitor(State())

    /// Starts so many threads.
    init(count: Int) {
        for _ in 0..<count { startThread { [state] in Self.run(state) } }
    }

    /// Adds work at the end.
    func add(_ work: @escaping Work) {
        state.change { $0.queue.append(work) }
    }

    /// Ends the one thread of an instance, after what it has been given.
    func end() {
        state.change { $0.isEnding = true }
    }

    private static func run(_ state: Monitor<State>) {
        while true {
            let work: Work? = state.wait { state in
                if state.head < state.queue.count {
                    let work = state.queue[state.head]
                    state.head += 1
                    if state.head == state.queue.count {
                        state.queue.removeAll(keepingCapacity: true)
                        state.head = 0
                    } else if state.head >= 1024 {
                        state.queue.removeFirst(state.head)
                        state.head = 0
                    }
                    return .done(work)
                }
                return state.isEnding ? .done(nil) : .wait
            }
            guard let work else { return }
            work()
        }
    }
}
