// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import Testing

@testable import GatewayStore

@Suite struct WriterTests {
    private func withSQLite(_ body: (SQLiteStore, Samples) async throws -> Void) async throws {
        let (directory, samples) = (try Directory(), Samples())
        let store = try await openStore(directory.configuration(), migrations: Schema.migrations)
        try await samples.bootstrap(store)
        do {
            try await body(store, samples)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    @Test func `what is acknowledged is on the disk first, but for deeds that say otherwise`() async throws {
        try await withSQLite { store, _ in
            let modes = Locked<[(isSynced: Bool, mode: Int?)]>([])
            func deed(_ isSynced: Bool) -> @Sendable () async throws -> Void {
                {
                    try await store.writer.write(isSynced: isSynced) { (connection) throws(StoreError) in
                        let mode = try connection.first("PRAGMA synchronous") { $0.int(0) }
                        modes.withLock { $0.append((isSynced, mode)) }
                    }
                }
            }
            for isSynced in [true, false, true] { try await deed(isSynced)() }
            let errors = await together(store, [true, false, true, false].map(deed))
            #expect(errors.allSatisfy { $0 == nil })
            let seen = modes.withLock { $0 }
            #expect(seen.count == 7)
            // 2 is FULL, 1 is NORMAL.
            #expect(seen.allSatisfy { $0.mode == ($0.isSynced ? 2 : 1) })
        }
    }

    /// Holds the writer up until `deeds` wait, so that they share a commit.
    private func together(
        _ store: SQLiteStore, _ deeds: [@Sendable () async throws -> Void]
    ) async -> [(any Error)?] {
        let (isHeld, gate) = (Locked(false), Locked(false))
        return await withTaskGroup(of: (Int, (any Error)?).self) { tasks in
            tasks.addTask {
                try? await store.writer.write { _ in
                    isHeld.withLock { $0 = true }
                    while !gate.withLock({ $0 }) { usleep(100) }
                }
                return (-1, nil)
            }
            while !isHeld.withLock({ $0 }) { await Task.yield() }
            for (number, deed) in deeds.enumerated() {
                tasks.addTask {
                    do {
                        try await deed()
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            while store.writer.waiting < deeds.count { await Task.yield() }
            gate.withLock { $0 = true }
            var errors = [(any Error)?](repeating: nil, count: deeds.count)
            for await (number, error) in tasks where number >= 0 { errors[number] = error }
            return errors
        }
    }

    @Test func `deeds that wait share a commit: when it fails, none was done`() async throws {
        try await withSQLite { (store, samples) async throws in
            let group = samples.group()
            let errors = await together(
                store,
                [
                    { _ = try await store.create(group) },
                    {
                        try await store.writer.write { (connection) throws(StoreError) in
                            // Found wrong by the commit only.
                            try connection.runScript(
                                """
                                PRAGMA defer_foreign_keys = ON;
                                INSERT INTO checkpoint VALUES ('none', 1, 0, x'00')
                                """)
                        }
                    },
                ])
            #expect(errors.allSatisfy { $0 != nil })
            #expect(try await store.group(group.id, of: samples.organization) == nil)
            _ = try await store.create(group)
            #expect(try await store.group(group.id, of: samples.organization) != nil)
        }
    }

    @Test func `a full disk fails what does not fit, and the store works on when there is room`() async throws
    {
        try await withSQLite { (store, samples) async throws in
            try await store.limit(toPages: 40)
            let small = (0..<10).map { _ in samples.group() }
            let large = samples.group(document: [UInt8](repeating: 1, count: 1_000_000))
            let deeds = small[..<5] + [large] + small[5...]
            let errors = await together(store, deeds.map { group in { _ = try await store.create(group) } })
            #expect(
                errors.map { $0 as? StoreError } == [nil, nil, nil, nil, nil, .full]
                    + .init(repeating: nil, count: 5))
            await #expect(throws: StoreError.full) { _ = try await store.create(large) }
            for group in small { #expect(try await store.group(group.id, of: samples.organization) != nil) }
            #expect(try await samples.claim(store, 100).count == 10)
            try await store.limit(toPages: 100_000)
            _ = try await store.create(large)
            #expect(try await store.document(of: large.id) == large.document)
        }
    }

    @Test func `a deed that ends the whole transaction takes no other with it`() async throws {
        try await withSQLite { (store, samples) async throws in
            let groups = (0..<4).map { _ in samples.group() }
            var deeds: [@Sendable () async throws -> Void] = groups.map { group in
                { _ = try await store.create(group) }
            }
            // As SQLite does by itself when a disk is full.
            deeds.insert(
                {
                    try await store.writer.write { (connection) throws(StoreError) in
                        if connection.isInTransaction { try connection.runScript("ROLLBACK") }
                        throw .full
                    }
                }, at: 2)
            let errors = await together(store, deeds)
            #expect(errors.map { $0 as? StoreError } == [nil, nil, .full, nil, nil])
            for group in groups { #expect(try await store.group(group.id, of: samples.organization) != nil) }
        }
    }

    @Test func `an error names tables and columns, not values`() async throws {
        try await withSQLite { (store, samples) async throws in
            let group = samples.group()
            _ = try await store.create(group)
            await #expect {
                _ = try await store.create(group)
            } throws: { error in
                "\(error)".contains("job_group.id") && !"\(error)".contains(group.id.text)
            }
        }
    }

    @Test func `what was begun before the store closes is finished`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        let store = try await openStore(directory.configuration(), migrations: Schema.migrations)
        try await samples.bootstrap(store)
        let groups = (0..<30).map { _ in samples.group() }
        let stored = await withTaskGroup(of: JobGroupID?.self, returning: [JobGroupID].self) { tasks in
            for group in groups {
                tasks.addTask { (try? await store.create(group)) == nil ? nil : group.id }
            }
            await store.close()
            return await tasks.reduce(into: []) { if let id = $1 { $0.append(id) } }
        }
        try await withStore(directory.configuration()) { (store) async throws in
            let found = try await store.jobs(JobQuery(limit: 100), of: samples.organization)
            #expect(found.count == stored.count)
        }
    }
}

extension SQLiteStore {
    fileprivate func limit(toPages pages: Int) async throws {
        try await writer.write { (connection) throws(StoreError) in
            try connection.runScript("PRAGMA max_page_count = \(pages)")
        }
    }
}
