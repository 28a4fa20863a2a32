// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Work that nobody waits for: in order, a few at once, and bounded. What finds no room is not done, and what waits is lost at a stop.
final class Backlog<Work: Sendable>: Sendable {
    private struct Queue {
        var waiting: [(work: Work, size: Int)] = []
        var size = 0
        /// Work under way.
        var open = 0
    }

    private let most: Int
    private let largest: Int
    private let parallel: Int
    private let queue = Locked(Queue())
    private let bell = Doorbell()

    /// - Parameters:
    ///   - most: what may wait.
    ///   - size: of all that waits together, in whatever ``offer(_:size:)`` counts.
    ///   - parallel: what is done at once.
    init(most: Int, size: Int, parallel: Int) {
        self.most = most
        largest = size
        self.parallel = parallel
    }

    /// Takes work if there is room for it.
    func offer(_ work: Work, size: Int) {
        let isTaken = queue.withLock { queue in
            guard queue.waiting.count < most, queue.size + size <= largest else { return false }
            queue.waiting.append((work, size))
            queue.size += size
            return true
        }
        if isTaken { bell.ring() }
    }

    /// Does what comes until the process stops.
    func run(_ carryOut: @escaping @Sendable (Work) async -> Void) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                while let work = next(atMost: parallel) {
                    group.addTask {
                        await carryOut(work)
                        self.queue.withLock { $0.open -= 1 }
                        self.bell.ring()
                    }
                }
                await bell.wait()
            }
        }
    }

    /// Does all that waits, one after the other, and returns.
    func drain(_ carryOut: (Work) async -> Void) async {
        while let work = next(atMost: .max) {
            await carryOut(work)
            queue.withLock { $0.open -= 1 }
        }
    }

    private func next(atMost limit: Int) -> Work? {
        queue.withLock { queue in
            guard queue.open < limit, !queue.waiting.isEmpty else { return nil }
            let (work, size) = queue.waiting.removeFirst()
            queue.size -= size
            queue.open += 1
            return work
        }
    }
}
