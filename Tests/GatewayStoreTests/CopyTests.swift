// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayStore

@Suite struct CopyTests {
    @Test func `a backup that is made while jobs are written is whole`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        let copy = directory.path + "/copy.db"
        let before = samples.group(targets: 5)
        try await withStore(directory.configuration()) { (store) async throws in
            try await samples.bootstrap(store)
            _ = try await store.create(before)
            try await withThrowingTaskGroup { tasks in
                for _ in 0..<50 {
                    tasks.addTask { _ = try await store.create(samples.group(targets: 4)) }
                }
                tasks.addTask { try await store.backUp(to: copy) }
                try await tasks.waitForAll()
            }
            await #expect(throws: StoreError.self) { try await store.backUp(to: copy) }
        }
        #expect(!directory.names.contains { $0.hasSuffix(".partial") })
        var configuration = directory.configuration()
        configuration.path = copy
        try await withStore(configuration) { (store) async throws in
            #expect(try await store.group(before.id, of: samples.organization)?.jobs.count == 5)
            #expect(try await store.principal(keyHash: samples.hash, at: Samples.start) != nil)
        }
    }

    @Test func `a backup that cannot be written leaves nothing behind`() async throws {
        let directory = try Directory()
        try await withStore(directory.configuration()) { (store) async throws in
            await #expect(throws: StoreError.self) {
                try await store.backUp(to: directory.path + "/missing/copy.db")
            }
        }
    }

    @Test func `a restored database is the copy, whatever was there and in its log`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        let copy = directory.path + "/copy.db"
        let (before, after) = (samples.group(), samples.group())
        try await withStore(directory.configuration()) { (store) async throws in
            try await samples.bootstrap(store)
            _ = try await store.create(before)
            try await store.backUp(to: copy)
            _ = try await store.create(after)
        }
        write([UInt8](repeating: 9, count: 9000), to: directory.database + "-wal")
        #expect(try await restoreStore(from: copy, to: directory.database) == currentSchemaVersion)
        try await withStore(directory.configuration()) { (store) async throws in
            #expect(try await store.group(before.id, of: samples.organization) != nil)
            #expect(try await store.group(after.id, of: samples.organization) == nil)
        }
        #expect(directory.names == ["copy.db", "gateway.db", "gateway.db.lock"])
    }

    @Test func `a damaged copy is not restored, and what was there stays`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        let copy = directory.path + "/copy.db"
        let group = samples.group(targets: 100)
        try await withStore(directory.configuration()) { (store) async throws in
            try await samples.bootstrap(store)
            _ = try await store.create(group)
            try await store.backUp(to: copy)
        }
        let whole = bytes(of: copy)
        let page = 4096
        // Any page: also those of indexes, which a mere copy would make anew.
        for number in 1..<(whole.count / page) {
            var damaged = whole
            for index in 0..<1000 { damaged[number * page + index] = 0xA5 }
            write(damaged, to: copy)
            await #expect(throws: StoreError.self) {
                try await restoreStore(from: copy, to: directory.database)
            }
        }
        write(Array(whole.prefix(whole.count / 2)), to: copy)
        await #expect(throws: StoreError.self) { try await restoreStore(from: copy, to: directory.database) }
        await #expect(throws: StoreError.self) {
            try await restoreStore(from: directory.path + "/missing.db", to: directory.database)
        }
        try await withStore(directory.configuration()) { (store) async throws in
            #expect(try await store.group(group.id, of: samples.organization)?.jobs.count == 100)
        }
        #expect(directory.names == ["copy.db", "gateway.db", "gateway.db.lock"])
    }

    @Test func `the log of a damaged database is not applied to what is restored`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        let copy = directory.path + "/copy.db"
        let (before, after) = (samples.group(), samples.group())
        let store = try await openStore(directory.configuration(), migrations: Schema.migrations)
        try await samples.bootstrap(store)
        _ = try await store.create(before)
        try await store.backUp(to: copy)
        _ = try await store.create(after)
        let log = bytes(of: directory.database + "-wal")
        await store.close()
        write([UInt8](repeating: 0xA5, count: 50_000), to: directory.database)
        write(log, to: directory.database + "-wal")
        try await restoreStore(from: copy, to: directory.database)
        try await withStore(directory.configuration()) { (store) async throws in
            #expect(try await store.group(before.id, of: samples.organization) != nil)
            #expect(try await store.group(after.id, of: samples.organization) == nil)
        }
    }

    @Test func `a copy of a newer schema is not restored`() async throws {
        let directory = try Directory()
        let known = currentSchemaVersion
        let migrations = Schema.migrations + ["CREATE TABLE later (number INTEGER PRIMARY KEY) STRICT"]
        await (try await openStore(directory.configuration(), migrations: migrations)).close()
        await #expect(throws: StoreError.newerSchema(found: known + 1, known: known)) {
            try await restoreStore(from: directory.database, to: directory.path + "/other.db")
        }
    }

    @Test func `files as a kill in the middle of a write leaves them hold all that was acknowledged`()
        async throws
    {
        let (directory, killed, samples) = (try Directory(), try Directory(), Samples())
        let store = try await openStore(directory.configuration(), migrations: Schema.migrations)
        try await samples.bootstrap(store)
        var acknowledged: [NewJobGroup] = []
        for _ in 0..<40 {
            let group = samples.group(targets: 3)
            _ = try await store.create(group)
            acknowledged.append(group)
        }
        let claimed = try await samples.claim(store, 10)
        _ = try await store.finish(claimed[0].lease, Samples.completed, at: Samples.start)
        // On the writer's thread, inside its transaction: nothing else writes while the files are taken.
        try await store.writer.write { (connection) throws(StoreError) in
            try connection.runScript("PRAGMA cache_size = 1; UPDATE job SET target = 'x-lost', run_at = 0")
            for suffix in ["", "-wal"] {
                write(bytes(of: directory.database + suffix), to: killed.database + suffix)
            }
        }
        await store.close()
        #expect(bytes(of: killed.database + "-wal").count > 100_000)
        try await withStore(killed.configuration()) { (store) async throws in
            for group in acknowledged {
                let found = try #require(try await store.group(group.id, of: samples.organization))
                #expect(found.jobs.map(\.target) == group.jobs.map(\.target))
            }
            #expect(try await store.job(claimed[0].lease.job, of: samples.organization)?.status == .completed)
            #expect(try await store.recover(maximumCrashes: 3, at: Samples.start) == 9)
        }
    }
}
