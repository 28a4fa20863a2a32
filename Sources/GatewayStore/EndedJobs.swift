// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A job that a statement just changed.
struct ChangedJob {
    let id: JobID
    let run: Int
    /// Number of its group's row.
    let group: Int
    let target: LocaleTag
    let position: Int
    let segmentsDone: Int

    /// Reads `id, run, job_group, target, position, segments_done`.
    init(_ row: Row) {
        id = row.id(0)
        run = row.int(1)
        group = row.int(2)
        target = LocaleTag(unchecked: row.text(3))
        position = row.int(4)
        segmentsDone = row.int(5)
    }

    func change(
        _ event: JobChange.Event, in group: JobGroupID, status: JobStatus, isCancelled: Bool = false,
        message: String? = nil
    ) -> JobChange {
        JobChange(
            event, job: id, group: group, target: target, run: run, status: status, isCancelled: isCancelled,
            errorMessage: message, segmentsDone: segmentsDone)
    }
}

/// What a write did to the queue, to be told once it is durable.
struct QueueNews: Sendable {
    var changes: [JobChange] = []
    var amounts: [(OrganizationID, QueueCounts.Amount)] = []
    var hasArrivals = false
    var hasDeliveries = false
}

/// The end of jobs, the one way for all: results, deliveries and the group's count in the transaction that ended them.
enum EndedJobs {
    /// How a run ended.
    struct End {
        var status: JobStatus
        var isCancelled = false
        var message: String?
        var result = JobResult()
    }

    /// Records the end of jobs of one group, in this order, whose rows say it already.
    static func record(
        _ jobs: [ChangedJob], _ end: End, at moment: Timestamp, _ news: inout QueueNews,
        _ connection: Connection
    ) throws(StoreError) {
        guard let first = jobs.first else { return }
        let group = try close(jobs.count, of: first.group, at: moment, &news, connection)
        for job in jobs {
            try store(end, of: job, connection)
            if let url = group.callbackURL {
                try connection.run(
                    DeliverySQL.insert,
                    [
                        .id(job.id), .int(job.run), .int(job.group), .int(group.organization), .text(url),
                        .text("\(group.organization) \(receiver(of: url))"), .moment(moment),
                    ])
                news.hasDeliveries = true
            }
            news.changes.append(
                job.change(
                    .ended, in: group.id, status: end.status, isCancelled: end.isCancelled,
                    message: end.message))
        }
    }

    /// Counts jobs of a group as open no more, or, when negative, as open again.
    static func close(
        _ count: Int, of number: Int, at moment: Timestamp, _ news: inout QueueNews, _ connection: Connection
    ) throws(StoreError) -> (id: JobGroupID, callbackURL: String?, organization: Int) {
        let row = try connection.first(
            ControlSQL.closeJobs, [.int(number), .int(count), .moment(moment)]
        ) { row in
            (
                id: row.id(0, JobGroupID.self), owner: row.id(1, OrganizationID.self),
                callbackURL: row.optionalText(2), open: row.int(3), bytes: row.int(4),
                organization: row.int(5)
            )
        }
        guard let row else { throw .corrupt(reason: "a job has no group") }
        var amount = QueueCounts.Amount(jobs: -count)
        if count > 0, row.open == 0 { amount.bytes = -row.bytes }
        if count < 0, row.open == -count { amount.bytes = row.bytes }
        news.amounts.append((row.owner, amount))
        return (row.id, row.callbackURL, row.organization)
    }

    /// What tells receivers apart: the URL without its query, which may name the single call.
    static func receiver(of url: String) -> Substring { url.prefix { $0 != "?" && $0 != "#" } }

    private static func store(_ end: End, of job: ChangedJob, _ connection: Connection) throws(StoreError) {
        let (result, receipt) = (end.result, end.result.receipt)
        try connection.run(
            WorkSQL.insertResult,
            [
                .id(job.id), .int(job.run), .int(receipt.usage.inputTokens),
                .int(receipt.usage.outputTokens), .real(receipt.usage.cost), .blob(result.warnings),
                .blob(result.steps), result.output.map(SQLValue.blob) ?? .null, .text(end.status.rawValue),
                .int(end.isCancelled ? 1 : 0), .optional(end.message), .int(receipt.new),
                .int(receipt.reused),
            ])
        // The batches of a run that failed serve the next one.
        if end.status != .failed { try connection.run(ControlSQL.deleteCheckpoints, [.id(job.id)]) }
    }
}
