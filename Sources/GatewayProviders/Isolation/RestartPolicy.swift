// SPDX-License-Identifier: Apache-2.0

/// When a plugin's process that ended is started again.
///
/// Times are nanoseconds of the monotonic clock.
struct RestartPolicy: Sendable {
    /// What becomes of it.
    enum Decision: Equatable {
        case restart(after: Int64)
        /// It has crashed too often: out of service for a while, and then tried once.
        case pause(Int64)
    }

    private static let window: Int64 = 60_000_000_000
    private static let first: Int64 = 100_000_000
    private static let longest: Int64 = 30_000_000_000

    /// Crashes one after the other, with no call done between them, that put it out of service.
    let crashesInARow: Int
    /// Crashes within a minute that do.
    let crashesAMinute: Int

    /// Those since a call was last done.
    private(set) var inARow = 0
    /// Those of them that cannot be laid to a single call.
    private var unexplained = 0
    private var recent: [Int64] = []

    init(crashesInARow: Int, crashesAMinute: Int) {
        self.crashesInARow = crashesInARow
        self.crashesAMinute = crashesAMinute
    }

    /// A call was done.
    mutating func succeeded() {
        guard inARow > 0 else { return }
        (inARow, unexplained) = (0, 0)
    }

    /// The process ended.
    ///
    /// - Parameter isExplained: a single call was open, so that it is the cause. The text that kills is sought by halving
    ///   a batch, and waits that grew with each step would make that last for minutes.
    mutating func crashed(at now: Int64, isExplained: Bool) -> Decision {
        inARow += 1
        if !isExplained || unexplained == 0 { unexplained += 1 }
        recent.removeAll { $0 < now - Self.window }
        recent.append(now)
        if inARow >= crashesInARow || recent.count >= crashesAMinute { return .pause(Self.longest) }
        return .restart(after: min(Self.longest, Self.first << Int64(min(unexplained - 1, 20))))
    }
}
