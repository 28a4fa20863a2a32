// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The one thread that writes. Deeds that wait when it wakes share one transaction, and so one sync of the disk.
final class Writer: Sendable {
    private let inbox = Inbox<any PendingWrite>(users: 1)

    /// Whether commits go to the disk at once (`PRAGMA synchronous`), as the thread has set it.
    private struct Mode { var isSynced = true }

    /// Starts the thread, which holds the lock until the connection is closed.
    init(_ connection: Connection, lock: LockFile, maximumGroup: Int) {
        startThread { [inbox] in
            var mode = Mode()
            while true {
                let deeds = inbox.take(atMost: maximumGroup)
                if deeds.isEmpty { break }
                // First what need not wait for the disk, so that it does not wait for the others' sync either.
                for isSynced in [false, true] {
                    Self.commit(deeds.filter { $0.isSynced == isSynced }, isSynced, &mode, connection)
                }
            }
            // Without this the log stays beside the file, whole: nothing is lost if it fails.
            try? connection.foldLog()
            connection.close()
            lock.release()
            inbox.leave()
        }
    }

    deinit { inbox.close() }

    /// Does a deed in a transaction, with others that wait. `committed` sees the result once it is durable, in the
    /// order of the commits and before the caller does; it must be short.
    ///
    /// - Parameter isSynced: false for what may be lost with the machine's power, though not with the process: the
    ///   next commit of another deed brings it to the disk.
    func write<Value: Sendable>(
        isSynced: Bool = true, _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value,
        committed: @escaping @Sendable (Value) -> Void = { _ in }
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let deed = PendingDeed(body, isSynced: isSynced, committed: committed, continuation)
            if !inbox.put(deed) { deed.settle(.closed) }
        }
        return try result.get()
    }

    /// How many deeds wait for the next commit.
    var waiting: Int { inbox.count }

    /// Refuses new deeds, finishes those that wait, and closes the database.
    func close() async {
        inbox.close()
        await inbox.ended()
    }

    private static func commit(
        _ deeds: [any PendingWrite], _ isSynced: Bool, _ mode: inout Mode, _ connection: Connection
    ) {
        if deeds.isEmpty { return }
        if mode.isSynced != isSynced {
            do throws(StoreError) {
                try connection.run(isSynced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
                mode.isSynced = isSynced
            } catch {
                for deed in deeds { deed.settle(error) }
                return
            }
        }
        commit(deeds, connection)
    }

    private static func commit(_ deeds: [any PendingWrite], _ connection: Connection) {
        if deeds.count == 1 { return commitAlone(deeds[0], connection) }
        var failures = [StoreError?](repeating: nil, count: deeds.count)
        do throws(StoreError) {
            try connection.run("BEGIN IMMEDIATE")
            for (index, deed) in deeds.enumerated() {
                do throws(StoreError) {
                    try connection.run("SAVEPOINT deed")
                    try deed.run(connection)
                    try connection.run("RELEASE deed")
                } catch {
                    // A full disk, for one, ends the whole transaction: then each of the others gets one of its own.
                    guard connection.isInTransaction else {
                        deed.settle(error)
                        for other in deeds[..<index] + deeds[(index + 1)...] {
                            commitAlone(other, connection)
                        }
                        return
                    }
                    failures[index] = error
                    try connection.run("ROLLBACK TO deed")
                    try connection.run("RELEASE deed")
                }
            }
            try connection.run("COMMIT")
        } catch {
            if connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
            for (index, deed) in deeds.enumerated() { deed.settle(failures[index] ?? error) }
            return
        }
        for (index, deed) in deeds.enumerated() { deed.settle(failures[index]) }
    }

    private static func commitAlone(_ deed: any PendingWrite, _ connection: Connection) {
        do throws(StoreError) {
            try connection.transaction { () throws(StoreError) in try deed.run(connection) }
            deed.settle(nil)
        } catch {
            deed.settle(error)
        }
    }
}
