// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func claim(_ claim: Claim) async throws(StoreError) -> [Attempt] {
        if claim.limit < 1 { return [] }
        // A claim that is lost with the machine's power was none: the job is as it was.
        return try await writer.write(isSynced: false) { (connection) throws(StoreError) in
            let jobs = try connection.rows(
                claim.suspects ? WorkSQL.claimSuspects : WorkSQL.claim,
                [.moment(claim.now), .moment(claim.leaseUntil), .text(claim.owner), .int(claim.limit)],
                ClaimedJob.init)
            return try Self.attempts(jobs, connection)
        } committed: { [rounds, changes] claimed in
            rounds.withLock { rounds in
                for job in claimed { rounds.serve(job.turn, of: job.attempt.organization) }
            }
            changes.publish(claimed.map(\.change))
        }.map(\.attempt)
    }

    /// In the order of their turns; the rows come in any.
    private static func attempts(
        _ jobs: [ClaimedJob], _ connection: Connection
    ) throws(StoreError) -> [(attempt: Attempt, turn: Int, change: JobChange)] {
        var groups: [Int: ClaimedGroup] = [:]
        var served: [Int: (count: Int, before: Int)] = [:]
        var claimed: [(attempt: Attempt, turn: Int, change: JobChange)] = []
        for job in jobs.sorted(by: ClaimedJob.isBefore) {
            var group = groups[job.group]
            if group == nil {
                group = try connection.first(WorkSQL.claimedGroup, [.int(job.group)], ClaimedGroup.init)
                groups[job.group] = group
            }
            guard let group else { throw .corrupt(reason: "a job has no group") }
            served[job.organization, default: (0, group.served)].count += 1
            claimed.append((job.attempt(in: group), job.turn, job.change(in: group)))
        }
        // The next claim begins with whom this one left short: organizations with fewer jobs were served earlier.
        for (number, _) in served.sorted(by: {
            ($0.value.count, $0.value.before) < ($1.value.count, $1.value.before)
        }) {
            try connection.run(WorkSQL.serve, [.int(number)])
        }
        return claimed
    }
}

/// What attempts of a group have in common.
private struct ClaimedGroup {
    let id: JobGroupID
    let engine: EngineID
    let source: LocaleTag
    let organization: OrganizationID
    let served: Int
    let traceParent: String?
    let key: KeyID

    init(_ row: Row) {
        id = row.id(0)
        engine = row.id(1)
        source = LocaleTag(unchecked: row.text(2))
        organization = row.id(3)
        served = row.int(4)
        traceParent = row.optionalText(5)
        key = row.id(6)
    }
}

/// A row that a claim took.
private struct ClaimedJob {
    let lease: Lease
    let attempt: Int
    let crashes: Int
    let target: LocaleTag
    let turn: Int
    let runAt: Int
    let run: Int
    let segmentsDone: Int
    /// Numbers of rows.
    let group: Int
    let organization: Int

    init(_ row: Row) {
        lease = Lease(job: row.id(0), fence: row.int(1))
        attempt = row.int(2)
        crashes = row.int(3)
        target = LocaleTag(unchecked: row.text(4))
        turn = row.int(5)
        runAt = row.int(6)
        group = row.int(7)
        organization = row.int(8)
        run = row.int(9)
        segmentsDone = row.int(10)
    }

    static func isBefore(_ left: ClaimedJob, _ right: ClaimedJob) -> Bool {
        (left.turn, left.runAt, left.lease.job.text) < (right.turn, right.runAt, right.lease.job.text)
    }

    func attempt(in group: ClaimedGroup) -> Attempt {
        Attempt(
            lease: lease, organization: group.organization, group: group.id, engine: group.engine,
            key: group.key, source: group.source, target: target, run: run, number: attempt, crashes: crashes,
            traceParent: group.traceParent)
    }

    func change(in group: ClaimedGroup) -> JobChange {
        JobChange(
            .begun, job: lease.job, group: group.id, target: target, run: run, status: .processing,
            segmentsDone: segmentsDone)
    }
}
