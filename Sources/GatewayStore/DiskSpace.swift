// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Whether the disk has room for more, asked of the system once a second at most.
final class DiskSpace: Sendable {
    private let path: String
    private let minimumFree: Int
    private let known = Locked((asked: ContinuousClock.Instant.now - .seconds(10), isLow: false))

    init(path: String, minimumFree: Int) {
        self.path = path
        self.minimumFree = minimumFree
    }

    /// The limit that is reached, or `nil`.
    var limit: QueueLimit? {
        guard minimumFree > 0 else { return nil }
        let isLow = known.withLock { known in
            let now = ContinuousClock.Instant.now
            if now - known.asked >= .seconds(1) {
                known = (now, FileSystem.free(at: path).map { $0 < minimumFree } ?? false)
            }
            return known.isLow
        }
        return isLow ? .disk : nil
    }
}
