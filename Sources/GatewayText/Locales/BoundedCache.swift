// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A table of answers that always come out the same, behind a lock and with a limit.
///
/// At the limit it is emptied: keys come from clients, real ones are few and soon found again, and so nothing
/// has to be written down when an answer is read.
struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    private let values = Locked<[Key: Value]>([:])

    /// Holds at most `limit` answers.
    init(limit: Int) { self.limit = limit }

    /// The kept answer, or the one `find` gives. `find` runs outside the lock, perhaps twice for one key.
    func value(for key: Key, orElse find: () -> Value) -> Value {
        if let kept = values.withLock({ $0[key] }) { return kept }
        let found = find()
        values.withLock { values in
            if values.count >= limit { values.removeAll(keepingCapacity: true) }
            values[key] = found
        }
        return found
    }
}
