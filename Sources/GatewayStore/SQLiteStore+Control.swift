// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func cancel(
        _ scope: JobScope, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> Int? {
        try await change(scope, of: organization) { (group, job, news, connection) throws(StoreError) in
            let message = "Cancelled by the client."
            let jobs = try connection.rows(
                ControlSQL.cancel, [.int(group), .optional(job?.text), .moment(moment), .text(message)],
                ChangedJob.init
            ).sorted { $0.position < $1.position }
            let end = EndedJobs.End(status: .failed, isCancelled: true, message: message)
            try EndedJobs.record(jobs, end, at: moment, &news, connection)
            return jobs.count
        }
    }

    /// What is run again was accepted before and is on the disk, so no limit of the queue refuses it.
    func retry(
        _ scope: JobScope, cancelledToo: Bool, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> Int? {
        try await change(scope, of: organization) {
            [rounds] (group, job, news, connection) throws(StoreError) in
            let round = rounds.withLock { $0.current(of: organization) }
            let jobs = try connection.rows(
                ControlSQL.retry,
                [
                    .int(group), .optional(job?.text), .int(cancelledToo ? 1 : 0), .moment(moment),
                    .int(round),
                ], ChangedJob.init)
            guard !jobs.isEmpty else { return 0 }
            let id = try EndedJobs.close(-jobs.count, of: group, at: moment, &news, connection).id
            news.changes += jobs.map { $0.change(.queuedAgain, in: id, status: .processing) }
            news.hasArrivals = true
            return jobs.count
        }
    }

    func delete(
        _ scope: JobScope, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> Int? {
        try await change(scope, of: organization) { (group, job, news, connection) throws(StoreError) in
            let count = try Self.remove(group: group, only: job, at: moment, &news, connection)
            let (entity, id) =
                switch scope {
                case .job(let id): (JobID.entity, id.text)
                case .group(let id): (JobGroupID.entity, id.text)
                }
            try Self.audit(
                ConfigurationChange(
                    entity: entity, id: id, action: .delete, before: Array(#"{"jobs":\#(count)}"#.utf8)),
                of: organization, by: actor, at: moment, connection)
            return count
        }
    }

    func removeGroups(overBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try await write { (news, connection) throws(StoreError) in
            var removed = 0
            let groups = try connection.rows(
                UpkeepSQL.overGroups, [.moment(moment), .int(max(1, limit))], { ($0.int(0), $0.int(1)) })
            for (group, jobs) in groups where removed == 0 || removed + jobs <= limit {
                removed += try Self.remove(group: group, only: nil, at: moment, &news, connection)
            }
            return removed
        }
    }

    /// Does something to the jobs of a scope; `nil` when there is no such thing.
    private func change(
        _ scope: JobScope, of organization: OrganizationID,
        _ body:
            @escaping @Sendable (
                _ group: Int, _ job: JobID?, _ news: inout QueueNews, _ connection: Connection
            ) throws(StoreError) -> Int
    ) async throws(StoreError) -> Int? {
        try await write { (news, connection) throws(StoreError) -> Int? in
            let (group, job) =
                switch scope {
                case .group(let id):
                    (
                        try connection.first(
                            ControlSQL.groupNumber, [.id(id), .id(organization)], { $0.int(0) }),
                        nil as JobID?
                    )
                case .job(let id):
                    (
                        try connection.first(
                            ControlSQL.groupNumberOfJob, [.id(id), .id(organization)], { $0.int(0) }), id
                    )
                }
            guard let group else { return nil }
            return try body(group, job, &news, connection)
        }
    }

    /// Removes jobs of a group with all they left, and the group with the last of them. Returns how many jobs went.
    private static func remove(
        group: Int, only job: JobID?, at moment: Timestamp, _ news: inout QueueNews, _ connection: Connection
    ) throws(StoreError) -> Int {
        var open = 0
        let jobs = try connection.rows(ControlSQL.jobs, [.int(group), .optional(job?.text)]) { row in
            if row.int(6) == 1 { open += 1 }
            return ChangedJob(row)
        }
        let id = try EndedJobs.close(open, of: group, at: moment, &news, connection).id
        for job in jobs {
            for statement in [
                ControlSQL.deleteAttempts, ControlSQL.deleteDeliveries, ControlSQL.deleteCheckpoints,
                ControlSQL.deleteResults, ControlSQL.deleteJob,
            ] {
                try connection.run(statement, [.id(job.id)])
            }
            news.changes.append(job.change(.deleted, in: id, status: .failed))
        }
        if try connection.first(ControlSQL.hasJobs, [.int(group)], { _ in true }) == nil {
            try connection.run(ControlSQL.deleteDocument, [.int(group)])
            try connection.run(ControlSQL.deleteGroup, [.int(group)])
        }
        return jobs.count
    }
}
