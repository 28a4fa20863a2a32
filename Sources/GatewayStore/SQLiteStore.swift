// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The store over one SQLite file: one thread writes, a few read, keys and engines are in memory.
final class SQLiteStore: Store {
    let writer: Writer
    let readers: Readers
    let cache: Locked<AccessCache>
    let rounds = Locked(Rounds())
    let arrivals: AsyncStream<Void>
    let arrived: AsyncStream<Void>.Continuation
    private let path: String
    private let isClosed = Locked(false)

    init(
        configuration: StoreConfiguration, lock: LockFile, connection: Connection, readers: [Connection]
    ) throws(StoreError) {
        cache = Locked(try AccessCache(connection))
        try rounds.withLock { rounds throws(StoreError) in try rounds.load(from: connection) }
        (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        path = configuration.path
        self.readers = Readers(readers)
        writer = Writer(connection, lock: lock, maximumGroup: configuration.maximumGroupCommit)
    }

    /// Throws when the store is closed: for what is answered from memory.
    func checkOpen() throws(StoreError) {
        if isClosed.withLock({ $0 }) { throw .closed }
    }

    func check() async throws(StoreError) {
        try await writer.write { (connection) throws(StoreError) in
            _ = try connection.run("UPDATE write_check SET checks = checks + 1 WHERE number = 1")
        }
    }

    func backUp(to target: String) async throws(StoreError) {
        try checkOpen()
        // A connection of its own: it is one long read, and neither writers nor readers wait for it.
        try await onOwnThread { [path] () throws(StoreError) in
            try Connection(path: path, access: .inspect).writeCopy(to: target)
        }
    }

    func close() async {
        isClosed.withLock { $0 = true }
        arrived.finish()
        await readers.close()
        await writer.close()
    }
}
