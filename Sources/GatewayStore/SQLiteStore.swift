// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The store over one SQLite file: one thread writes, a few read, keys and engines are in memory.
final class SQLiteStore: Store {
    let writer: Writer
    let readers: Readers
    let cache: Locked<AccessCache>
    let rounds = Locked(Rounds())
    let queue: Locked<QueueCounts>
    let changes = ChangeFeed()
    let memoryChanges = MemoryFeed()
    let arrivals: AsyncStream<Void>
    let arrived: AsyncStream<Void>.Continuation
    let deliveryArrivals: AsyncStream<Void>
    let deliveryArrived: AsyncStream<Void>.Continuation
    let disk: DiskSpace
    private let integrity: IntegrityCheck?
    private let path: String
    private let isClosed = Locked(false)

    init(
        configuration: StoreConfiguration, lock: LockFile, connection: Connection, readers: [Connection],
        integrity: IntegrityCheck?
    ) throws(StoreError) {
        cache = Locked(try AccessCache(connection))
        try rounds.withLock { rounds throws(StoreError) in try rounds.load(from: connection) }
        queue = Locked(QueueCounts(limits: configuration.limits))
        try queue.withLock { queue throws(StoreError) in try queue.load(from: connection) }
        (arrivals, arrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (deliveryArrivals, deliveryArrived) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        disk = DiskSpace(path: configuration.path, minimumFree: configuration.limits.minimumFree)
        self.integrity = integrity
        path = configuration.path
        self.readers = Readers(readers)
        writer = Writer(connection, lock: lock, maximumGroup: configuration.maximumGroupCommit)
    }

    /// Throws when the store is closed: for what is answered from memory.
    func checkOpen() throws(StoreError) {
        if isClosed.withLock({ $0 }) { throw .closed }
    }

    /// Does a deed in a transaction and tells what it did to the queue once that is durable.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (_ news: inout QueueNews, Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await writer.write { (connection) throws(StoreError) in
            var news = QueueNews()
            let value = try body(&news, connection)
            return (value: value, news: news)
        } committed: { [self] written in
            tell(written.news)
        }.value
    }

    private func tell(_ news: QueueNews) {
        if !news.amounts.isEmpty {
            queue.withLock { queue in
                for (organization, amount) in news.amounts { queue.add(amount, of: organization) }
            }
        }
        changes.publish(news.changes)
        if news.hasArrivals { arrived.yield() }
        if news.hasDeliveries { deliveryArrived.yield() }
    }

    func check() async throws(StoreError) {
        try await writer.write { (connection) throws(StoreError) in
            _ = try connection.run("UPDATE write_check SET checks = checks + 1 WHERE number = 1")
        }
    }

    func queueState() async throws(StoreError) -> QueueState {
        let open = queue.withLock { $0.jobs }
        return try await readers.read { (connection) throws(StoreError) in
            var state = QueueState()
            state.leased = try connection.first(UpkeepSQL.leasedJobs) { $0.int(0) } ?? 0
            state.waiting = try connection.first(UpkeepSQL.waitingJobs) { $0.int(0) } ?? 0
            state.ready = max(0, open - state.leased - state.waiting)
            state.oldestReady =
                try connection.first(UpkeepSQL.oldestReady) { $0.isNull(0) ? nil : $0.moment(0) } ?? nil
            let due = try connection.first(UpkeepSQL.openDeliveries) { row in
                (count: row.int(0), oldest: row.isNull(1) ? nil : row.moment(1))
            }
            let leased = try connection.first(UpkeepSQL.leasedDeliveries) { $0.int(0) } ?? 0
            state.openDeliveries = (due?.count ?? 0) + leased
            state.oldestDelivery = due?.oldest
            return state
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
        deliveryArrived.finish()
        integrity?.stop()
        await readers.close()
        await writer.close()
    }
}
