// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayStore

/// The protocol makes one organization; more of them are put in by SQL, so these are for SQLite alone.
@Suite struct ClaimTests {
    private func withOrganizations(
        _ body: (SQLiteStore, Samples, OrganizationID) async throws -> Void
    ) async throws {
        let (directory, samples) = (try Directory(), Samples())
        let store = try await openStore(directory.configuration(), migrations: Schema.migrations)
        try await samples.bootstrap(store)
        let second: OrganizationID = samples.identifiers.next()
        try await store.writer.write { (connection) throws(StoreError) in
            _ = try connection.run(
                AccessSQL.insertOrganization,
                [.id(second), .text("Second"), .null, .moment(Samples.start)])
        }
        do {
            try await body(store, samples, second)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    @Test(arguments: [1, 2, 3, 7])
    func `organizations take turns, however few jobs a claim takes`(limit: Int) async throws {
        try await withOrganizations { store, samples, second in
            for _ in 0..<3 { _ = try await store.create(samples.group(targets: 20)) }
            _ = try await store.create(samples.group(targets: 20, of: second))
            var owners: [OrganizationID] = []
            while owners.count < 36 { owners += try await samples.claim(store, limit).map(\.organization) }
            let seconds = owners.prefix(36).count { $0 == second }
            #expect((17...19).contains(seconds))
        }
    }

    @Test func `jobs that waited take turns with those that are new`() async throws {
        try await withOrganizations { store, samples, second in
            _ = try await store.create(samples.group(targets: 30))
            for attempt in try await samples.claim(store, 30) {
                _ = try await store.finish(
                    attempt.lease, .retry(at: Samples.start, message: "busy"), at: Samples.start)
            }
            let (own, other) = (samples.group(), samples.group(of: second))
            _ = try await store.create(own)
            _ = try await store.create(other)
            let groups = try await samples.claim(store, 4).map(\.group)
            #expect(groups.contains(own.id))
            #expect(groups.contains(other.id))
        }
    }

    @Test func `a claim reads the heads of indexes, never a table`() async throws {
        try await withOrganizations { store, _, _ in
            let plan = try await store.writer.write { (connection) throws(StoreError) in
                var plan: [String] = []
                let text = Array("EXPLAIN QUERY PLAN \(WorkSQL.claim)".utf8)
                try text.withUnsafeBufferPointer { (text) throws(StoreError) in
                    try connection.prepare(text).run([]) { plan.append($0.text(3)) }
                }
                return plan
            }
            #expect(plan.contains { $0.contains("job_ready (organization=?)") })
            #expect(plan.contains { $0.contains("job_waiting (organization=? AND run_at<?)") })
            // The window, its numbering and the organizations are what is read from end to end.
            let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN (") }
            #expect(Set(scans).isSubset(of: ["SCAN o", "SCAN candidate", "SCAN ranked"]), "\(plan)")
        }
    }
}
