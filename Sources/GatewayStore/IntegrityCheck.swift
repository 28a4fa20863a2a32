// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// Looks through a database whose last user did not close it, beside those who work on it (`PRAGMA quick_check`).
///
/// SQLite's own promise is that a crash leaves nothing broken; this notices a disk that does not keep to its part.
final class IntegrityCheck: Sendable {
    private let connection = Locked<Connection?>(nil)
    private let isStopped = Locked(false)

    /// Begins on a thread of its own.
    init(path: String, _ logger: Logger) {
        startThread { [connection, isStopped] in
            guard let own = try? Connection(path: path, access: .inspect) else { return }
            connection.withLock { $0 = own }
            defer { connection.withLock { $0 = nil } }
            let found = try? own.rows("PRAGMA quick_check(10)") { $0.text(0) }
            if isStopped.withLock({ $0 }) { return }
            switch found {
            case ["ok"]: logger.info("the database is sound after the last process was cut short")
            case let faults?:
                logger.error(
                    "the database is damaged: restore a backup", metadata: ["faults": "\(faults)"])
            case nil: logger.warning("the database could not be looked through")
            }
        }
    }

    /// Ends it early.
    func stop() {
        isStopped.withLock { $0 = true }
        connection.withLock { $0?.interrupt() }
    }
}
