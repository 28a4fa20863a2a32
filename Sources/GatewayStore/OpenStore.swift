// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// The schema this version of the gateway writes.
public let currentSchemaVersion = Schema.migrations.count

/// Opens a database, made if it is not there, and keeps other processes out of it.
///
/// A file that is new, or a database without tables, gets the current schema. An older schema is migrated only when
/// `migrates` says so, after a copy was written beside it, named `<path>.backup-v<N>-<time>`.
///
/// - Throws: `.locked` when another process has it, `.newerSchema`, `.olderSchema`, `.corrupt` when the file is no
///   database or another program's, `.full`, `.underlying`.
public func openStore(_ configuration: StoreConfiguration) async throws(StoreError) -> any Store {
    try await openStore(configuration, migrations: Schema.migrations)
}

func openStore(
    _ configuration: StoreConfiguration, migrations: [String]
) async throws(StoreError) -> SQLiteStore {
    try await onOwnThread { () throws(StoreError) in
        let lock = try LockFile(path: configuration.path)
        // A store that was closed has emptied its log.
        let wasCutShort = (FileSystem.size(configuration.path + "-wal") ?? 0) > 0
        let connection = try Connection(path: configuration.path, access: .write)
        try connection.prepareForWriting()
        try Migrator(migrations: migrations, configuration: configuration).migrate(connection)
        let readers = try (0..<configuration.readers).map { _ throws(StoreError) in
            try Connection(path: configuration.path, access: .read)
        }
        return try SQLiteStore(
            configuration: configuration, lock: lock, connection: connection, readers: readers,
            integrity: wasCutShort ? IntegrityCheck(path: configuration.path, configuration.logger) : nil)
    }
}

/// The schema of a database, which may be in use; `nil` when there is no file or nothing in it.
///
/// Blocks its thread: for commands, not for a server.
public func schemaVersion(of path: String) throws(StoreError) -> Int? {
    guard FileSystem.exists(path) else { return nil }
    let connection = try Connection(path: path, access: .inspect)
    return try Migrator.version(of: connection)
}
