// SPDX-License-Identifier: Apache-2.0
import CSQLite
import GatewayCore
import Glibc

/// A connection to a database, with the statements it has prepared. It belongs to one thread at a time.
final class Connection: @unchecked Sendable {
    // Sendable: handed over once, from the thread that opens a store to the one that uses the connection from then
    // on; SQLite itself allows that (SQLITE_OPEN_NOMUTEX).

    enum Access {
        case write
        /// Reads; the file is there and ours.
        case read
        /// Reads what may be anything.
        case inspect
    }

    private let path: String
    private let database: OpaquePointer
    private var isClosed = false
    /// By the address of their text, which is a constant of the program.
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]

    /// Whether SQLite took what the whole process wants of it; asked for before the first connection.
    private static let isPrepared = csqlite_count_no_allocations() == SQLITE_OK

    init(path: String, access: Access) throws(StoreError) {
        let mode =
            switch access {
            case .write: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            // A reader of a database in WAL mode takes part in its shared memory, and one that could only read would
            // leave that and the log behind.
            case .read, .inspect: SQLITE_OPEN_READWRITE
            }
        _ = Self.isPrepared
        var database: OpaquePointer?
        let code = sqlite3_open_v2(path, &database, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let database else {
            let error = StoreError(code: code, database)
            sqlite3_close_v2(database)
            throw error
        }
        self.path = path
        self.database = database
        sqlite3_busy_timeout(database, 5000)
        if access == .read { try runScript("PRAGMA query_only = ON; PRAGMA cache_size = -4000") }
    }

    deinit { close() }

    /// Closes the connection, which is of no use from then on.
    func close() {
        statements.removeAll()
        if !isClosed { sqlite3_close_v2(database) }
        isClosed = true
    }

    /// Makes the connection the one that writes.
    func prepareForWriting() throws(StoreError) {
        // Anything but "wal" means that the file system cannot share memory, or that another process is in it.
        let mode = try first("PRAGMA journal_mode = WAL") { $0.text(0) }
        guard mode == "wal" else { throw .underlying("the database cannot be put into WAL mode") }
        // FULL: a commit is on the disk before it is acknowledged. Checkpoints each 16 MB: they cost two syncs.
        try runScript(
            """
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA trusted_schema = OFF;
            PRAGMA cell_size_check = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -16000;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA journal_size_limit = 67108864
            """)
    }

    /// Runs a statement. Returns how many rows it changed.
    @discardableResult
    func run(_ sql: StaticString, _ values: [SQLValue] = []) throws(StoreError) -> Int {
        try statement(sql).run(values) { _ in }
        return Int(sqlite3_changes(database))
    }

    /// All rows of a statement.
    func rows<Element>(
        _ sql: StaticString, _ values: [SQLValue] = [], _ make: (Row) -> Element
    ) throws(StoreError) -> [Element] {
        var elements: [Element] = []
        try statement(sql).run(values) { elements.append(make($0)) }
        return elements
    }

    /// The first row of a statement, which runs to its end.
    func first<Element>(
        _ sql: StaticString, _ values: [SQLValue] = [], _ make: (Row) -> Element
    ) throws(StoreError) -> Element? {
        var element: Element?
        try statement(sql).run(values) { if element == nil { element = make($0) } }
        return element
    }

    /// Runs statements that have no parameters and are not kept.
    func runScript(_ sql: String) throws(StoreError) {
        let code = sqlite3_exec(database, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw StoreError(code: code, database) }
    }

    /// Runs `body` as a transaction that writes.
    func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
        try run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // Some errors end the transaction themselves.
            if isInTransaction { try run("ROLLBACK") }
            throw error
        }
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(database) == 0 }

    /// Makes the statement that runs end with an error. From any thread, as long as the connection is open.
    func interrupt() { sqlite3_interrupt(database) }

    /// Moves all that is committed from the log into the file and empties the log.
    func foldLog() throws(StoreError) {
        let code = sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        guard code == SQLITE_OK else { throw StoreError(code: code, database) }
    }

    /// Writes a consistent copy to a new file, which has its name only once it is whole and on the disk.
    func writeCopy(to target: String) throws(StoreError) {
        guard !FileSystem.exists(target) else { throw .underlying("the file to be written exists already") }
        let partial = target + ".partial"
        FileSystem.remove(partial)
        do throws(StoreError) {
            try run("VACUUM INTO $1", [.text(partial)])
            try FileSystem.synchronize(partial)
            try FileSystem.rename(partial, to: target)
        } catch {
            // A disk that is full leaves the copy's own journal too.
            for suffix in ["", "-journal"] { FileSystem.remove(partial + suffix) }
            throw error
        }
    }

    private func statement(_ sql: StaticString) throws(StoreError) -> Statement {
        if let statement = statements[sql.utf8Start] { return statement }
        let statement = try prepare(UnsafeBufferPointer(start: sql.utf8Start, count: sql.utf8CodeUnitCount))
        statements[sql.utf8Start] = statement
        return statement
    }

    /// A statement that is not kept.
    func prepare(_ text: UnsafeBufferPointer<UInt8>) throws(StoreError) -> Statement {
        try Statement(text, database)
    }
}
