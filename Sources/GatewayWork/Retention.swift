// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import ServiceLifecycle

/// Removes groups some time after they were over, a few at a time, so that nobody who writes has to wait for long.
struct Retention: Service {
    let store: any Upkeep & MemoryStore & ComparisonStore & ScoreStore
    /// How long what is over is kept; `nil` for ever.
    let keep: Duration?
    /// How long translations are remembered that nobody approved; `nil` for ever.
    var keepMemory: Duration?
    let clock: WallClock
    let logger: Logger

    private static let interval = Duration.seconds(60)
    /// Entries of memory removed with one write.
    private static let forgotten = 1_000
    /// Jobs removed with one write.
    private static let batch = 100

    func run() async throws {
        guard keep != nil || keepMemory != nil else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while let keep, try await removeSome(olderThan: keep) {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    while let keep, try await removeTexts(olderThan: keep) {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    while let keepMemory, try await forgetSome(olderThan: keepMemory) {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("old groups could not be removed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Returns whether there may be more.
    private func forgetSome(olderThan keep: Duration) async throws -> Bool {
        let limit = Timestamp(milliseconds: clock.now().milliseconds - keep.milliseconds)
        let count = try await store.forgetMemory(before: limit, limit: Self.forgotten)
        if count > 0 { logger.debug("old translations forgotten", metadata: ["count": "\(count)"]) }
        return count == Self.forgotten
    }

    /// Returns whether there may be more.
    private func removeTexts(olderThan keep: Duration) async throws -> Bool {
        let limit = Timestamp(milliseconds: clock.now().milliseconds - keep.milliseconds)
        let count = try await store.removeComparisonTexts(before: limit, limit: Self.batch)
        if count > 0 { logger.debug("texts of old comparisons removed", metadata: ["count": "\(count)"]) }
        let reasons = try await store.removeScoreReasons(before: limit, limit: Self.forgotten)
        return count == Self.batch || reasons == Self.forgotten
    }

    /// Returns whether there may be more.
    private func removeSome(olderThan keep: Duration) async throws -> Bool {
        let limit = Timestamp(milliseconds: clock.now().milliseconds - keep.milliseconds)
        let count = try await store.removeGroups(overBefore: limit, limit: Self.batch)
        if count > 0 { logger.debug("old jobs removed", metadata: ["count": "\(count)"]) }
        return count >= Self.batch / 2
    }
}
