// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// Brings a database to the schema of this program, or says why not.
struct Migrator {
    let migrations: [String]
    let configuration: StoreConfiguration

    func migrate(_ connection: Connection) throws(StoreError) {
        let known = migrations.count
        let found = try Self.version(of: connection)
        if let found {
            if found == known { return }
            guard found < known else { throw .newerSchema(found: found, known: known) }
            guard configuration.migrates else { throw .olderSchema(found: found, known: known) }
            try keepCopy(of: connection, version: found)
        }
        if let found {
            for version in found..<known {
                try connection.transaction { () throws(StoreError) in try apply(version, connection) }
            }
        } else {
            // At once: a start that is cut short must not leave a fresh database that looks like an old one.
            try connection.transaction { () throws(StoreError) in
                for version in 0..<known { try apply(version, connection) }
            }
        }
        if let found {
            configuration.logger.notice(
                "database migrated", metadata: ["schema.from": "\(found)", "schema.to": "\(known)"])
        }
    }

    private func apply(_ version: Int, _ connection: Connection) throws(StoreError) {
        try connection.runScript(migrations[version])
        // Pragmas take no parameters. Both are part of the transaction: they live in the first page.
        try connection.runScript("PRAGMA user_version = \(version + 1)")
        try connection.runScript("PRAGMA application_id = \(Schema.applicationID)")
    }

    /// The schema of a database; `nil` when it has no tables. Throws when it is another program's.
    static func version(of connection: Connection) throws(StoreError) -> Int? {
        let version = try connection.first("PRAGMA user_version") { $0.int(0) } ?? 0
        let application = try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
        if application == Schema.applicationID { return version }
        let tables = try connection.first("SELECT count(*) FROM sqlite_schema") { $0.int(0) } ?? 0
        if tables == 0, version == 0 { return nil }
        throw .corrupt(reason: "the file is a database of another program")
    }

    private func keepCopy(of connection: Connection, version: Int) throws(StoreError) {
        let moment = configuration.clock.now().iso8601.prefix(19).filter { $0 != "-" && $0 != ":" }
        let path = configuration.path + ".backup-v\(version)-\(moment)Z"
        try connection.writeCopy(to: path)
        configuration.logger.notice("database copied before its migration", metadata: ["path": "\(path)"])
    }
}
