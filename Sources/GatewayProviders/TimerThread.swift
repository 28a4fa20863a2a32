// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// One thread that does small things at their time, for all deadlines and for `clock/1`.
final class TimerThread: Sendable {
    typealias Work = @Sendable () -> Void

    /// The process's own, started when first used.
    static let shared = TimerThread()

    private struct Entry {
        let time: Int64
        let id: UInt64
    }

    private struct State {
        /// A binary heap, earliest first.
        ///
        /// An entry whose work is gone was called off.
        var heap: [Entry] = []
        var work: [UInt64: Work] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Monitor(State())

    init() {
        startThread { [state] in
            while true { Self.next(state)() }
        }
    }

    /// Does `work` once `time` has come, in nanoseconds of the monotonic clock.
    ///
    /// The work must be short.
    func schedule(at time: Int64, _ work: @escaping Work) -> UInt64 {
        state.change { state in
            state.lastID += 1
            state.work[state.lastID] = work
            state.heap.append(Entry(time: time, id: state.lastID))
            state.heap.siftUp { $0.time < $1.time }
            return (result: state.lastID, isNews: state.heap.first?.id == state.lastID)
        }
    }

    /// Calls work off.
    ///
    /// Nothing happens when it was begun.
    func cancel(_ id: UInt64) {
        state.change { state in
            guard state.work.removeValue(forKey: id) != nil else { return (result: (), isNews: false) }
            // A deadline is far away and nearly always called off: without this the heap would hold the calls of
            // the last half minute.
            if state.heap.count > 64, state.heap.count > state.work.count * 2 {
                state.heap = state.heap.filter { state.work[$0.id] != nil }.sorted { $0.time < $1.time }
            }
            return (result: (), isNews: false)
        }
    }

    private static func next(_ state: Monitor<State>) -> Work {
        state.wait { state in
            while let first = state.heap.first {
                guard state.work[first.id] != nil else {
                    state.heap.removeRoot { $0.time < $1.time }
                    continue
                }
                guard first.time <= monotonicNanoseconds() else { return .waitUntil(first.time) }
                state.heap.removeRoot { $0.time < $1.time }
                if let work = state.work.removeValue(forKey: first.id) { return .done(work) }
            }
            return .wait
        }
    }
}

extension Array {
    /// Restores a heap after its last element was added.
    fileprivate mutating func siftUp(_ isBefore: (Element, Element) -> Bool) {
        var child = count - 1
        while child > 0, isBefore(self[child], self[(child - 1) / 2]) {
            swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the first element out of a heap.
    fileprivate mutating func removeRoot(_ isBefore: (Element, Element) -> Bool) {
        swapAt(0, count - 1)
        removeLast()
        var parent = 0
        while true {
            let children = (2 * parent + 1)..<Swift.max(2 * parent + 1, Swift.min(2 * parent + 3, count))
            guard let child = children.min(by: { isBefore(self[$0], self[$1]) }),
                isBefore(self[child], self[parent])
            else { return }
            swapAt(parent, child)
            parent = child
        }
    }
}
