// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func claim(_ claim: DeliveryClaim) async throws(StoreError) -> [DueDelivery] {
        if claim.receivers < 1 || claim.perReceiver < 1 { return [] }
        // As with jobs, a claim that is lost with the machine's power was none.
        return try await writer.write(isSynced: false) { (connection) throws(StoreError) in
            let receivers = try connection.rows(
                DeliverySQL.dueReceivers, [.moment(claim.now), .int(claim.receivers)], { $0.text(0) })
            var due: [DueDelivery] = []
            for receiver in receivers {
                due += try Self.claim(claim, for: receiver, connection)
            }
            return due
        }
    }

    private static func claim(
        _ claim: DeliveryClaim, for receiver: String, _ connection: Connection
    ) throws(StoreError) -> [DueDelivery] {
        let rows = try connection.rows(
            DeliverySQL.claim,
            [.moment(claim.now), .text(receiver), .int(claim.perReceiver), .moment(claim.leaseUntil)],
            ClaimedDelivery.init)
        var groups: [Int: ClaimedDelivery.Group] = [:]
        var due: [DueDelivery] = []
        for row in rows.sorted(by: { ($0.runAt, $0.number) < ($1.runAt, $1.number) }) {
            var group = groups[row.group]
            if group == nil {
                group = try connection.first(
                    DeliverySQL.claimedGroup, [.int(row.group)], ClaimedDelivery.Group.init)
                groups[row.group] = group
            }
            guard let group else { throw .corrupt(reason: "a delivery has no group") }
            due.append(row.delivery(in: group, to: receiver))
        }
        return due
    }

    func content(
        of delivery: DeliveryID, maximumOutputBytes: Int
    ) async throws(StoreError) -> DeliveryContent? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(
                DeliverySQL.content, [.id(delivery.job), .int(delivery.run), .int(maximumOutputBytes)]
            ) { row in
                DeliveryContent(
                    source: LocaleTag(unchecked: row.text(0)), target: LocaleTag(unchecked: row.text(1)),
                    status: JobStatus(rawValue: row.text(2)) ?? .failed, isCancelled: row.int(3) == 1,
                    errorMessage: row.optionalText(4), warnings: row.bytes(5), outputBytes: row.int(6),
                    output: row.optionalBytes(7))
            }
        }
    }

    func finish(
        _ delivery: DueDelivery, _ attempt: DeliveryAttempt, _ outcome: DeliveryOutcome, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            let key: [SQLValue] = [.id(delivery.id.job), .int(delivery.id.run), .int(delivery.attempt)]
            let number: Int?
            switch outcome {
            case .retry(let time, let isThin):
                number = try connection.first(
                    DeliverySQL.putOff, key + [.moment(time), .int(isThin ? 1 : 0)], { $0.int(0) })
            case .delivered, .exhausted, .stopped:
                number = try connection.first(
                    DeliverySQL.end, key + [.text(outcome.status.rawValue), .moment(moment)], { $0.int(0) })
            }
            guard let number else { return false }
            try connection.run(
                DeliverySQL.insertAttempt,
                [
                    .int(number), .int(attempt.number), .moment(attempt.startedAt),
                    .integer(attempt.duration.milliseconds), attempt.status.map(SQLValue.int) ?? .null,
                    .optional(attempt.error),
                ])
            return true
        } committed: { [deliveryArrived] isWritten in
            if isWritten { deliveryArrived.yield() }
        }
    }

    func release(_ deliveries: [DueDelivery]) async throws(StoreError) {
        if deliveries.isEmpty { return }
        try await writer.write { (connection) throws(StoreError) in
            for delivery in deliveries {
                try connection.run(
                    DeliverySQL.release,
                    [.id(delivery.id.job), .int(delivery.id.run), .int(delivery.attempt)])
            }
        } committed: { [deliveryArrived] in
            deliveryArrived.yield()
        }
    }

    func nextDelivery() async throws(StoreError) -> Timestamp? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(DeliverySQL.nextDue) { $0.isNull(0) ? nil : $0.moment(0) } ?? nil
        }
    }
}

extension DeliveryOutcome {
    fileprivate var status: DeliveryStatus {
        switch self {
        case .delivered: .delivered
        case .retry: .pending
        case .exhausted: .exhausted
        case .stopped: .stopped
        }
    }
}

/// A row that a claim took.
private struct ClaimedDelivery {
    /// What deliveries of a group have in common.
    struct Group {
        let id: JobGroupID
        let organization: OrganizationID
        let traceParent: String?

        init(_ row: Row) {
            id = row.id(0)
            organization = row.id(1)
            traceParent = row.optionalText(2)
        }
    }

    let number: Int
    let id: DeliveryID
    let url: String
    let attempt: Int
    let attemptsBefore: Int
    let isThin: Bool
    let runAt: Int
    /// Number of its row.
    let group: Int

    init(_ row: Row) {
        number = row.int(0)
        id = DeliveryID(job: row.id(1), run: row.int(2))
        url = row.text(3)
        attempt = row.int(4)
        attemptsBefore = row.int(5)
        isThin = row.int(6) == 1
        runAt = row.int(7)
        group = row.int(8)
    }

    func delivery(in group: Group, to receiver: String) -> DueDelivery {
        DueDelivery(
            id: id, organization: group.organization, group: group.id, url: url, receiver: receiver,
            attempt: attempt, attemptOfSchedule: attempt - attemptsBefore, isThin: isThin,
            traceParent: group.traceParent)
    }
}
