// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The memory that all connections together may fill with request bodies.
///
/// Bodies up to ``free`` bytes are not counted: the limit on connections bounds them.
final class BodyBudget: Sendable {
    /// Bytes of a body that cost nothing.
    static let free = 64 << 10
    private let left: Locked<Int>

    init(bytes: Int) { left = Locked(bytes) }

    /// Takes so many bytes, or none of them when they are not there.
    func take(_ count: Int) -> Bool {
        left.withLock { left in
            guard left >= count else { return false }
            left -= count
            return true
        }
    }

    func giveBack(_ count: Int) { left.withLock { $0 += count } }
}
