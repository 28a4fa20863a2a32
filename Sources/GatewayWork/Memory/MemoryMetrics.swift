// SPDX-License-Identifier: Apache-2.0
import Metrics

/// What translation memory counts (docs/operations.md, "Metrics").
struct MemoryMetrics: Sendable {
    private let hits = lookups("hit")
    private let misses = lookups("miss")
    private let rejected = lookups("rejected")
    private let stored = entries("stored")
    private let dropped = entries("dropped")
    private let failed = entries("failed")
    private let near = searches("found")
    private let nothing = searches("none")
    private let seconds = Timer(label: "dragoman.memory.search")

    /// - Parameters:
    ///   - hits: texts that were answered.
    ///   - rejected: texts whose entry did not pass the checks.
    ///   - misses: texts without an entry.
    func countLookups(hits: Int, rejected: Int, misses: Int) {
        self.hits.increment(by: hits)
        self.rejected.increment(by: rejected)
        self.misses.increment(by: misses)
    }

    func countStored(_ count: Int) { stored.increment(by: count) }
    func countDropped(_ count: Int) { dropped.increment(by: count) }
    func countFailed(_ count: Int) { failed.increment(by: count) }

    func countSearch(found: Bool, took duration: Duration) {
        (found ? near : nothing).increment()
        seconds.recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }

    private static func lookups(_ outcome: String) -> Counter {
        Counter(label: "dragoman.memory.lookups", dimensions: [("outcome", outcome)])
    }

    private static func entries(_ outcome: String) -> Counter {
        Counter(label: "dragoman.memory.entries", dimensions: [("outcome", outcome)])
    }

    private static func searches(_ outcome: String) -> Counter {
        Counter(label: "dragoman.memory.searches", dimensions: [("outcome", outcome)])
    }
}
