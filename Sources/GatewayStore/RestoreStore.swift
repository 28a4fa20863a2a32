// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Puts a copy that `backUp(to:)` wrote in a database's place, at once or not at all. Returns the copy's schema.
///
/// The database must not be open. What was there is gone afterwards; the copy stays as it is.
///
/// - Throws: `.locked` when a process has the database, `.newerSchema`, `.corrupt` when the copy is damaged or not
///   one of ours; what was there is untouched then.
@discardableResult
public func restoreStore(from copy: String, to path: String) async throws(StoreError) -> Int {
    try await onOwnThread { () throws(StoreError) in
        let lock = try LockFile(path: path)
        defer { lock.release() }
        return try Restoration(copy: copy, path: path).run()
    }
}

/// The steps of a restoration, under the database's lock.
struct Restoration {
    let copy: String
    let path: String
    private var fresh: String { path + ".restored" }

    init(copy: String, path: String) {
        self.copy = copy
        self.path = path
    }

    func run() throws(StoreError) -> Int {
        FileSystem.remove(fresh)
        do throws(StoreError) {
            let connection = try Connection(path: copy, access: .inspect)
            // Before it is copied: copying drops what it cannot use, and damage would go unseen.
            let version = try validate(connection)
            try connection.writeCopy(to: fresh)
            try emptyLog()
            try FileSystem.rename(fresh, to: path)
            return version
        } catch {
            FileSystem.remove(fresh)
            throw error
        }
    }

    private func validate(_ connection: Connection) throws(StoreError) -> Int {
        guard let version = try Migrator.version(of: connection) else {
            throw .corrupt(reason: "the copy is empty")
        }
        guard version <= currentSchemaVersion else {
            throw .newerSchema(found: version, known: currentSchemaVersion)
        }
        guard try connection.first("PRAGMA integrity_check(1)", [], { $0.text(0) }) == "ok" else {
            throw .corrupt(reason: "the copy does not pass the check of its integrity")
        }
        guard try connection.first("PRAGMA foreign_key_check", [], { _ in true }) == nil else {
            throw .corrupt(reason: "the copy has rows that refer to nothing")
        }
        return version
    }

    /// A log that stays behind would be applied to the new file. What is in it goes to the old one first, so that
    /// the old one is whole should we die before the new one has its name; an old one that is damaged cannot be
    /// read, which may be why it is restored.
    private func emptyLog() throws(StoreError) {
        if FileSystem.exists(path), let old = try? Connection(path: path, access: .write) {
            try? old.foldLog()
            old.close()
        }
        for suffix in ["-wal", "-shm"] { FileSystem.remove(path + suffix) }
    }
}
