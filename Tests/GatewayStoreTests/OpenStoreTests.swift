// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import Testing

@testable import GatewayStore

@Suite struct OpenStoreTests {
    @Test func `a second opener is told which process has the database, until it is closed`() async throws {
        let directory = try Directory()
        let store = try await openStore(directory.configuration())
        await #expect(throws: StoreError.locked(holder: "process \(getpid())")) {
            try await openStore(directory.configuration())
        }
        await #expect(throws: StoreError.locked(holder: "process \(getpid())")) {
            try await restoreStore(from: directory.database, to: directory.database)
        }
        await store.close()
        try await withStore(directory.configuration()) { try await $0.check() }
    }

    @Test func `what was stored is there when the database is opened again`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        let group = samples.group(targets: 3)
        try await withStore(directory.configuration()) { (store) async throws in
            try await samples.bootstrap(store)
            _ = try await store.create(group)
            _ = try await samples.claim(store, 1)
        }
        #expect(directory.names == ["gateway.db", "gateway.db.lock"])
        try await withStore(directory.configuration()) { (store) async throws in
            #expect(try await store.principal(keyHash: samples.hash, at: Samples.start)?.key == samples.key)
            #expect(try await store.engine(nil, of: samples.organization)?.models.count == 1)
            #expect(try await store.group(group.id, of: samples.organization)?.counts.queued == 2)
            #expect(try await store.recover(maximumCrashes: 3, at: Samples.start) == 1)
            #expect(try await samples.claim(store, 9).count == 3)
        }
    }

    @Test func `a revoked key stays revoked when the database is opened again`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        try await withStore(directory.configuration()) { (store) async throws in
            try await samples.bootstrap(store)
            _ = try await store.revoke(
                samples.key, of: samples.organization, by: .operator, at: Samples.start)
        }
        try await withStore(directory.configuration()) { (store) async throws in
            #expect(try await store.principal(keyHash: samples.hash, at: Samples.start) == nil)
        }
    }

    @Test func `a database of a newer schema is refused`() async throws {
        let directory = try Directory()
        let migrations = Schema.migrations + ["CREATE TABLE later (number INTEGER PRIMARY KEY) STRICT"]
        await (try await openStore(directory.configuration(), migrations: migrations)).close()
        let known = currentSchemaVersion
        #expect(try schemaVersion(of: directory.database) == known + 1)
        await #expect(throws: StoreError.newerSchema(found: known + 1, known: known)) {
            try await openStore(directory.configuration(migrates: true))
        }
    }

    @Test func `a database of an older schema is migrated only when that is allowed, after a copy`()
        async throws
    {
        let (directory, samples) = (try Directory(), Samples())
        try await withStore(directory.configuration()) { try await samples.bootstrap($0) }
        let known = currentSchemaVersion
        let migrations = Schema.migrations + ["ALTER TABLE api_key ADD COLUMN note TEXT"]
        await #expect(throws: StoreError.olderSchema(found: known, known: known + 1)) {
            try await openStore(directory.configuration(), migrations: migrations)
        }
        let store = try await openStore(directory.configuration(migrates: true), migrations: migrations)
        #expect(try await store.principal(keyHash: samples.hash, at: Samples.start) != nil)
        await store.close()
        #expect(try schemaVersion(of: directory.database) == known + 1)
        let copy = "gateway.db.backup-v\(known)-20260105T093000Z"
        #expect(directory.names == ["gateway.db", copy, "gateway.db.lock"])
        #expect(try schemaVersion(of: directory.path + "/" + copy) == known)
    }

    @Test func `a migration that fails leaves the database as it was`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        try await withStore(directory.configuration()) { try await samples.bootstrap($0) }
        let migrations =
            Schema.migrations + ["DELETE FROM api_key; CREATE TABLE organization (a TEXT) STRICT"]
        await #expect(throws: StoreError.self) {
            try await openStore(directory.configuration(migrates: true), migrations: migrations)
        }
        #expect(try schemaVersion(of: directory.database) == currentSchemaVersion)
        try await withStore(directory.configuration()) { (store) async throws in
            #expect(try await store.principal(keyHash: samples.hash, at: Samples.start) != nil)
        }
    }

    @Test(arguments: [100, 4096, 100_000])
    func `a file of random bytes is corrupt`(length: Int) async throws {
        let directory = try Directory()
        write((0..<length).map { _ in UInt8.random(in: 0...255) }, to: directory.database)
        await #expect {
            try await openStore(directory.configuration())
        } throws: { error in
            if case StoreError.corrupt = error { true } else { false }
        }
        #expect(throws: StoreError.self) { try schemaVersion(of: directory.database) }
    }

    @Test func `another program's database is left alone`() async throws {
        let directory = try Directory()
        let other = try Connection(path: directory.database, access: .write)
        try other.runScript("CREATE TABLE theirs (a TEXT); PRAGMA user_version = 1")
        other.close()
        await #expect {
            try await openStore(directory.configuration(migrates: true))
        } throws: { error in
            if case StoreError.corrupt = error { true } else { false }
        }
    }

    @Test func `a place where nothing can be written is named as such`() async throws {
        let directory = try Directory()
        var configuration = directory.configuration()
        configuration.path = directory.path + "/missing/gateway.db"
        await #expect(
            throws: StoreError.underlying("cannot make the database's lock file: No such file or directory")
        ) {
            try await openStore(configuration)
        }
    }

    @Test func `the schema of no file is nil, and that of an open database is known`() async throws {
        let directory = try Directory()
        #expect(try schemaVersion(of: directory.database) == nil)
        try await withStore(directory.configuration()) { (_) async throws in
            #expect(try schemaVersion(of: directory.database) == currentSchemaVersion)
        }
    }

    @Test func `commits are synchronized with the disk`() async throws {
        let directory = try Directory()
        let store = try await openStore(directory.configuration(), migrations: Schema.migrations)
        let setting = try await store.writer.write { (connection) throws(StoreError) in
            try connection.first("PRAGMA synchronous") { $0.int(0) }
        }
        #expect(setting == 2)
        await store.close()
    }
}
