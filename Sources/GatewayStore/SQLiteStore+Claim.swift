// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func claim(_ claim: Claim) async throws(StoreError) -> [Attempt] {
        if claim.limit < 1 { return [] }
        return try await writer.write { (connection) throws(StoreError) in
            let jobs = try connection.rows(
                WorkSQL.claim,
                [.moment(claim.now), .moment(claim.leaseUntil), .text(claim.owner), .int(claim.limit)],
                ClaimedJob.init)
            return try Self.attempts(jobs, connection)
        } committed: { [rounds] claimed in
            rounds.withLock { rounds in
                for (attempt, turn) in claimed { rounds.serve(turn, of: attempt.organization) }
            }
        }.map(\.attempt)
    }

    /// In the order of their turns; the rows come in any.
    private static func attempts(
        _ jobs: [ClaimedJob], _ connection: Connection
    ) throws(StoreError) -> [(attempt: Attempt, turn: Int)] {
        var groups: [Int: ClaimedGroup] = [:]
        var served: [Int: (count: Int, before: Int)] = [:]
        var claimed: [(attempt: Attempt, turn: Int)] = []
        for job in jobs.sorted(by: ClaimedJob.isBefore) {
            var group = groups[job.group]
            if group == nil {
                group = try connection.first(WorkSQL.claimedGroup, [.int(job.group)], ClaimedGroup.init)
                groups[job.group] = group
            }
            guard let group else { throw .corrupt(reason: "a job has no group") }
            served[job.organization, default: (0, group.served)].count += 1
            claimed.append((job.attempt(in: group), job.turn))
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

    init(_ row: Row) {
        id = row.id(0)
        engine = row.id(1)
        source = LocaleTag(unchecked: row.text(2))
        organization = row.id(3)
        served = row.int(4)
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
    }

    static func isBefore(_ left: ClaimedJob, _ right: ClaimedJob) -> Bool {
        (left.turn, left.runAt, left.lease.job.text) < (right.turn, right.runAt, right.lease.job.text)
    }

    func attempt(in group: ClaimedGroup) -> Attempt {
        Attempt(
            lease: lease, organization: group.organization, group: group.id, engine: group.engine,
            source: group.source, target: target, number: attempt, crashes: crashes)
    }
}
