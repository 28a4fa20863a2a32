// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func create(_ group: NewJobGroup) async throws(StoreError) -> CreateOutcome {
        let amount = QueueCounts.Amount(jobs: group.jobs.count, bytes: group.document.count)
        if let limit = queue.withLock({ $0.reserve(amount, of: group.organization) }) ?? disk.limit {
            return try await known(group) ?? .full(limit)
        }
        let outcome: CreateOutcome
        do throws(StoreError) {
            outcome = try await insert(group)
        } catch {
            queue.withLock { $0.add(-amount, of: group.organization) }
            throw error
        }
        if case .created = outcome { return outcome }
        queue.withLock { $0.add(-amount, of: group.organization) }
        return outcome
    }

    private func insert(_ group: NewJobGroup) async throws(StoreError) -> CreateOutcome {
        try await writer.write { [rounds] (connection) throws(StoreError) in
            let values: [SQLValue] = [
                .id(group.id), .id(group.organization), .id(group.key), .id(group.engine),
                .text(group.source.spelling), .optional(group.callbackURL), .optional(group.idempotencyKey),
                .blob(group.fingerprint), .moment(group.createdAt), .int(group.document.count),
                .int(group.segments), .optional(group.traceParent), .int(group.jobs.count),
            ]
            let numbers = try connection.first(JobSQL.insertGroup, values) {
                (group: $0.integer(0), organization: $0.integer(1))
            }
            guard let numbers else { return try Self.existing(group, connection) ?? .conflict }
            try connection.run(JobSQL.insertDocument, [.integer(numbers.group), .blob(group.document)])
            let round = rounds.withLock { $0.next(for: group.organization) }
            for (position, job) in group.jobs.enumerated() {
                try connection.run(
                    JobSQL.insertJob,
                    [
                        .id(job.id), .integer(numbers.organization), .integer(numbers.group), .int(position),
                        .text(job.target.spelling), .int(round + position), .moment(group.createdAt),
                    ])
            }
            return .created
        } committed: { [arrived] outcome in
            if case .created = outcome { arrived.yield() }
        }
    }

    /// What a repeated request found, which needs no room.
    private func known(_ group: NewJobGroup) async throws(StoreError) -> CreateOutcome? {
        guard group.idempotencyKey != nil else { return nil }
        return try await readers.read { (connection) throws(StoreError) in
            try Self.existing(group, connection)
        }
    }

    func group(_ id: JobGroupID, of organization: OrganizationID) async throws(StoreError) -> JobGroup? {
        try await readers.read { (connection) throws(StoreError) in
            try Self.group(id, of: organization, connection)
        }
    }

    func job(_ id: JobID, of organization: OrganizationID) async throws(StoreError) -> JobRecord? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(JobSQL.job, [.id(id), .id(organization)], JobRecord.init(whole:))
        }
    }

    func jobs(_ query: JobQuery, of organization: OrganizationID) async throws(StoreError) -> [JobRecord] {
        // Nothing is asked of the disk for an engine that has no jobs because it is not there.
        if let engine = query.engine, try await self.engine(engine, of: organization) == nil { return [] }
        return try await readers.read { (connection) throws(StoreError) in
            // All ids sort before "~".
            let before = query.before?.text ?? "~"
            return try connection.rows(
                Self.statement(for: query.status),
                [
                    .id(organization), .text(before), .optional(query.engine?.text),
                    .int(min(max(query.limit, 0), 100)),
                ], JobRecord.init(narrow:))
        }
    }

    func document(of group: JobGroupID) async throws(StoreError) -> [UInt8]? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(JobSQL.document, [.id(group)]) { $0.bytes(0) }
        }
    }

    /// What the group's idempotency key names; `nil` when nothing has it.
    private static func existing(
        _ group: NewJobGroup, _ connection: Connection
    ) throws(StoreError) -> CreateOutcome? {
        let found = try connection.first(
            JobSQL.groupOfKey, [.id(group.organization), .optional(group.idempotencyKey)]
        ) { (id: $0.id(0, JobGroupID.self), fingerprint: $0.bytes(1)) }
        guard let found else { return nil }
        guard found.fingerprint == group.fingerprint else { return .conflict }
        guard let existing = try Self.group(found.id, of: group.organization, connection) else {
            throw .corrupt(reason: "a group has no jobs")
        }
        return .existing(existing)
    }

    private static func group(
        _ id: JobGroupID, of organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) -> JobGroup? {
        let jobs = try connection.rows(JobSQL.group, [.id(id), .id(organization)], JobRecord.init(narrow:))
        guard let first = jobs.first else { return nil }
        return JobGroup(
            id: id, engine: first.engine, source: first.source, jobs: jobs, createdAt: first.createdAt)
    }

    private static func statement(for status: JobStatus?) -> StaticString {
        switch status {
        case nil: JobListSQL.all
        case .queued: JobListSQL.queued
        case .processing: JobListSQL.processing
        case .completed: JobListSQL.completed
        case .completedWithWarnings: JobListSQL.completedWithWarnings
        case .failed: JobListSQL.failed
        }
    }
}
