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
        try await writer.write { (connection) throws(StoreError) in
            try connection.run(WorkSQL.expire, [.moment(moment)])
        } committed: { [arrived] count in
            if count > 0 { arrived.yield() }
        }
    }

    func recover(maximumCrashes: Int, at moment: Timestamp) async throws(StoreError) -> Int {
        try await writer.write { (connection) throws(StoreError) in
            let message = "The gateway stopped \(maximumCrashes) times while it worked on this job."
            let failed = try connection.rows(
                WorkSQL.failCrashed, [.int(maximumCrashes), .moment(moment), .text(message)]
            ) { (job: $0.id(0, JobID.self), run: $0.int(1)) }
            for (job, run) in failed {
                try Self.store(JobResult(), of: job, run: run, connection)
            }
            return failed.count + (try connection.run(WorkSQL.requeueCrashed))
        } committed: { [arrived] count in
            if count > 0 { arrived.yield() }
        }
    }

    func save(_ checkpoint: Checkpoint, under lease: Lease) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            try connection.run(
                WorkSQL.saveCheckpoint,
                [.id(lease.job), .int(lease.fence), .int(checkpoint.batch), .blob(checkpoint.payload)]) > 0
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
        case .completed(let output, let warnings, let hasWarnings, let steps, let usage):
            let status = hasWarnings ? JobStatus.completedWithWarnings : .completed
            let result = JobResult(output: output, warnings: warnings, steps: steps, usage: usage)
            return try await end(lease, status, result, message: nil, at: moment)
        case .failed(let message, let steps, let usage):
            let result = JobResult(steps: steps, usage: usage)
            return try await end(lease, .failed, result, message: message, at: moment)
        case .retry(let time, let message):
            return try await putOff(lease, until: time, message: message)
        }
    }

    func nextDue() async throws(StoreError) -> Timestamp? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(WorkSQL.nextDue) { $0.isNull(0) ? nil : $0.moment(0) } ?? nil
        }
    }

    private func end(
        _ lease: Lease, _ status: JobStatus, _ result: JobResult, message: String?, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            let values: [SQLValue] = [
                .id(lease.job), .int(lease.fence), .text(status.rawValue), .moment(moment),
                .optional(message),
            ]
            guard let run = try connection.first(WorkSQL.end, values, { $0.int(0) }) else { return false }
            try Self.store(result, of: lease.job, run: run, connection)
            return true
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

    /// Stores what a run produced; its checkpoints have served.
    private static func store(
        _ result: JobResult, of job: JobID, run: Int, _ connection: Connection
    ) throws(StoreError) {
        try connection.run(
            WorkSQL.insertResult,
            [
                .id(job), .int(run), .int(result.usage.inputTokens), .int(result.usage.outputTokens),
                .real(result.usage.cost), .blob(result.warnings), .blob(result.steps),
                result.output.map(SQLValue.blob) ?? .null,
            ])
        try connection.run(WorkSQL.deleteCheckpoints, [.id(job), .int(run)])
    }
}
