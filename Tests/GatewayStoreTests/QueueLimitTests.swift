// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayStore
import Testing

/// What may wait, at its limits.
@Suite struct QueueLimitTests {
    private func withStore(
        _ limits: QueueLimits, _ body: (any Store, Samples) async throws -> Void
    ) async throws {
        let (directory, samples) = (try Directory(), Samples())
        var configuration = directory.configuration()
        configuration.limits = limits
        try await GatewayStoreTests.withStore(configuration) { (store) async throws in
            try await samples.bootstrap(store)
            try await body(store, samples)
        }
    }

    private func limit(_ outcome: CreateOutcome) -> QueueLimit? {
        if case .full(let limit) = outcome { limit } else { nil }
    }

    private func isCreated(_ outcome: CreateOutcome) -> Bool {
        if case .created = outcome { true } else { false }
    }

    @Test(arguments: [
        (QueueLimits(jobs: 3, minimumFree: 0), QueueLimit.jobs),
        (QueueLimits(jobsPerOrganization: 3, minimumFree: 0), .jobsPerOrganization),
        (QueueLimits(bytes: 8, minimumFree: 0), .bytes),
        (QueueLimits(bytesPerOrganization: 8, minimumFree: 0), .bytesPerOrganization),
    ])
    func `a group that would pass a limit is not stored, and there is room again when others are over`(
        limits: QueueLimits, limit: QueueLimit
    ) async throws {
        try await withStore(limits) { (store, samples) async throws in
            let document = Array("1234".utf8)
            let first = samples.group(targets: 2, document: document)
            #expect(isCreated(try await store.create(first)))
            let more = samples.group(targets: 2, document: Array("56789".utf8))
            #expect(self.limit(try await store.create(more)) == limit)
            #expect(try await store.group(more.id, of: samples.organization) == nil)
            for attempt in try await samples.claim(store, 2) {
                _ = try await store.finish(attempt.lease, Samples.completed, at: Samples.start)
            }
            #expect(isCreated(try await store.create(more)))
            _ = try await store.cancel(.group(more.id), of: samples.organization, at: Samples.start)
            #expect(isCreated(try await store.create(samples.group(targets: 2, document: document))))
        }
    }

    @Test func `jobs that are deleted or run again are counted`() async throws {
        try await withStore(QueueLimits(jobs: 2, minimumFree: 0)) { (store, samples) async throws in
            let first = samples.group(targets: 2)
            #expect(isCreated(try await store.create(first)))
            _ = try await store.delete(
                .job(first.jobs[0].id), of: samples.organization, by: .operator, at: Samples.start)
            let second = samples.group(targets: 1)
            #expect(isCreated(try await store.create(second)))
            #expect(limit(try await store.create(samples.group())) == .jobs)
            _ = try await store.cancel(.group(second.id), of: samples.organization, at: Samples.start)
            _ = try await store.retry(
                .group(second.id), cancelledToo: true, of: samples.organization, at: Samples.start)
            #expect(limit(try await store.create(samples.group())) == .jobs)
            _ = try await store.delete(
                .group(second.id), of: samples.organization, by: .operator, at: Samples.start)
            #expect(isCreated(try await store.create(samples.group())))
        }
    }

    @Test func `what was open before a restart counts after it`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        try await GatewayStoreTests.withStore(directory.configuration()) { (store) async throws in
            try await samples.bootstrap(store)
            _ = try await store.create(samples.group(targets: 2))
        }
        var configuration = directory.configuration()
        configuration.limits = QueueLimits(jobs: 2, minimumFree: 0)
        try await GatewayStoreTests.withStore(configuration) { (store) async throws in
            #expect(limit(try await store.create(samples.group())) == .jobs)
        }
    }

    @Test func `of many at once no more are stored than there is room for`() async throws {
        try await withStore(QueueLimits(jobs: 10, minimumFree: 0)) { (store, samples) async throws in
            let created = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for _ in 0..<64 {
                    tasks.addTask { isCreated(try await store.create(samples.group())) }
                }
                return try await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(created == 10)
        }
    }

    @Test func `a repeated request finds its group though the queue is full`() async throws {
        try await withStore(QueueLimits(jobs: 1, minimumFree: 0)) { (store, samples) async throws in
            var group = samples.group()
            group.idempotencyKey = "k"
            #expect(isCreated(try await store.create(group)))
            guard case .existing(let found) = try await store.create(group) else {
                Issue.record("it is not found")
                return
            }
            #expect(found.id == group.id)
            group.fingerprint = [9]
            guard case .conflict = try await store.create(group) else {
                Issue.record("another request is found")
                return
            }
        }
    }

    @Test func `nothing is stored while the disk has less room than must stay free`() async throws {
        try await withStore(QueueLimits(minimumFree: 1 << 50)) { (store, samples) async throws in
            #expect(limit(try await store.create(samples.group())) == .disk)
        }
    }
}
