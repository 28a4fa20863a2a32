// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func renew(_ leases: [Lease], until: Timestamp) async throws(StoreError) -> [Lease] {
        if leases.isEmpty { return [] }
        return try await writer.write { (connection) throws(StoreError) in
            var held: [Lease] = []
            for lease in leases {
                let values: [SQLValue] = [.id(lease.job), .int(lease.fence), .moment(until)]
                if try connection.run(WorkSQL.renew, values) > 0 { held.append(lease) }
            }
            return held
        }
    }

    func release(_ leases: [Lease]) async throws(StoreError) {
        if leases.isEmpty { return }
        try await writer.write { (connection) throws(StoreError) in
            for lease in leases { try connection.run(WorkSQL.release, [.id(lease.job), .int(lease.fence)]) }
        } committed: { [arrived] in
            arrived.yield()
        }
    }

    func expireLeases(at moment: Timestamp) async throws(StoreError) -> Int {
        try await write { (news, connection) throws(StoreError) in
            let count = try connection.run(WorkSQL.expire, [.moment(moment)])
            news.hasArrivals = count > 0
            if try connection.run(DeliverySQL.expire, [.moment(moment)]) > 0 { news.hasDeliveries = true }
            return count
        }
    }

    func recover(maximumCrashes: Int, at moment: Timestamp) async throws(StoreError) -> Int {
        try await write { (news, connection) throws(StoreError) in
            let message = "The gateway stopped \(maximumCrashes) times while it worked on this job."
            let failed = try connection.rows(
                WorkSQL.failCrashed, [.int(maximumCrashes), .moment(moment), .text(message)], ChangedJob.init)
            let end = EndedJobs.End(status: .failed, message: message)
            for job in failed { try EndedJobs.record([job], end, at: moment, &news, connection) }
            let count = failed.count + (try connection.run(WorkSQL.requeueCrashed))
            news.hasArrivals = count > 0
            if try connection.run(DeliverySQL.requeue) > 0 { news.hasDeliveries = true }
            return count
        }
    }

    func save(_ checkpoint: Checkpoint, under lease: Lease) async throws(StoreError) -> Bool {
        try await write { (news, connection) throws(StoreError) in
            let job = try connection.first(
                WorkSQL.progress,
                [.id(lease.job), .int(lease.fence), .int(checkpoint.segmentsDone)], ChangedJob.init)
            guard let job else { return false }
            try connection.run(
                WorkSQL.saveCheckpoint,
                [.id(job.id), .int(job.run), .int(checkpoint.batch), .blob(checkpoint.payload)])
            let group = try connection.first(WorkSQL.groupID, [.int(job.group)]) { $0.id(0, JobGroupID.self) }
            if let group { news.changes = [job.change(.progressed, in: group, status: .processing)] }
            return true
        }
    }

    func checkpoints(of job: JobID) async throws(StoreError) -> [Checkpoint] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(WorkSQL.checkpoints, [.id(job)]) {
                Checkpoint(batch: $0.int(0), payload: $0.bytes(1))
            }
        }
    }

    func finish(
        _ lease: Lease, _ outcome: AttemptOutcome, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        switch outcome {
        case .completed(let output, let warnings, let hasWarnings, let steps, let receipt):
            let status = hasWarnings ? JobStatus.completedWithWarnings : .completed
            let result = JobResult(output: output, warnings: warnings, steps: steps, receipt: receipt)
            return try await finish(lease, EndedJobs.End(status: status, result: result), at: moment)
        case .failed(let message, let steps, let usage):
            let result = JobResult(steps: steps, receipt: Receipt(usage: usage))
            return try await finish(
                lease, EndedJobs.End(status: .failed, message: message, result: result), at: moment)
        case .retry(let time, let message):
            return try await putOff(lease, until: time, message: message)
        }
    }

    func nextDue() async throws(StoreError) -> Timestamp? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(WorkSQL.nextDue) { $0.isNull(0) ? nil : $0.moment(0) } ?? nil
        }
    }

    private func finish(
        _ lease: Lease, _ end: EndedJobs.End, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await write { (news, connection) throws(StoreError) in
            let values: [SQLValue] = [
                .id(lease.job), .int(lease.fence), .text(end.status.rawValue), .moment(moment),
                .optional(end.message),
            ]
            let jobs = try connection.rows(WorkSQL.end, values, ChangedJob.init)
            try EndedJobs.record(jobs, end, at: moment, &news, connection)
            return !jobs.isEmpty
        }
    }

    private func putOff(
        _ lease: Lease, until time: Timestamp, message: String
    ) async throws(StoreError) -> Bool {
        try await writer.write { [rounds] (connection) throws(StoreError) in
            let organization = try connection.first(WorkSQL.organization, [.id(lease.job)]) {
                $0.id(0, OrganizationID.self)
            }
            guard let organization else { return false }
            let round = rounds.withLock { $0.current(of: organization) }
            return try connection.run(
                WorkSQL.putOff,
                [.id(lease.job), .int(lease.fence), .moment(time), .text(message), .int(round)]) > 0
        } committed: { [arrived] isWritten in
            if isWritten { arrived.yield() }
        }
    }
}
