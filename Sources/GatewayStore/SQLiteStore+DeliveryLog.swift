// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    /// Attempts that are shown of one delivery.
    private static let shownAttempts = 100

    func deliveries(
        _ query: DeliveryQuery, of organization: OrganizationID
    ) async throws(StoreError) -> DeliveryPage {
        let limit = min(max(query.limit, 1), 100)
        // One more than is shown tells whether anything follows.
        var values: [SQLValue] = [
            .id(organization), .int(query.before ?? .max), .optional(query.status?.rawValue), .int(limit + 1),
        ]
        let statement: StaticString
        if let job = query.job {
            statement = DeliverySQL.ofJob
            values.append(.id(job))
        } else if let group = query.group {
            statement = DeliverySQL.ofGroup
            values.append(.id(group))
        } else {
            let isFailed = query.status == .exhausted || query.status == .stopped
            statement = isFailed ? DeliverySQL.failed : DeliverySQL.all
        }
        return try await readers.read { [values] (connection) throws(StoreError) in
            var found = try connection.rows(statement, values) { ($0.int(0), DeliveryRecord($0)) }
            let hasMore = found.count > limit
            if hasMore { found.removeLast() }
            if let group = query.group, query.job != nil { found.removeAll { $0.1.group != group } }
            for index in found.indices {
                found[index].1.log = try Self.log(of: found[index].0, last: 1, connection)
            }
            return DeliveryPage(deliveries: found.map(\.1), next: hasMore ? found.last?.0 : nil)
        }
    }

    func delivery(
        _ id: DeliveryID, of organization: OrganizationID
    ) async throws(StoreError) -> DeliveryRecord? {
        try await readers.read { (connection) throws(StoreError) in
            let values: [SQLValue] = [.id(organization), .int(.max), .null, .int(1000), .id(id.job)]
            let all = try connection.rows(DeliverySQL.ofJob, values) { ($0.int(0), DeliveryRecord($0)) }
            guard let (number, found) = all.first(where: { $0.1.id == id }) else { return nil }
            var record = found
            record.log = try Self.log(of: number, last: Self.shownAttempts, connection)
            return record
        }
    }

    func replay(
        _ id: DeliveryID, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await write { (news, connection) throws(StoreError) in
            let values: [SQLValue] = [.id(id.job), .int(id.run), .id(organization), .moment(moment)]
            news.hasDeliveries = try connection.run(DeliverySQL.replay, values) > 0
            return news.hasDeliveries
        }
    }

    func webhookSecrets(
        of organization: OrganizationID, at moment: Timestamp, first: SealedSecret
    ) async throws(StoreError) -> [SealedSecret] {
        let known = try await readers.read { (connection) throws(StoreError) in
            try Self.secrets(of: organization, at: moment, connection)
        }
        if !known.isEmpty { return known }
        return try await writer.write { (connection) throws(StoreError) in
            let known = try Self.secrets(of: organization, at: moment, connection)
            if !known.isEmpty { return known }
            try connection.run(
                DeliverySQL.insertSecret,
                [.id(organization), .blob(first.bytes), .moment(first.createdAt)])
            return [first]
        }
    }

    func rotateWebhookSecret(
        to secret: SealedSecret, of organization: OrganizationID, previousUntil: Timestamp
    ) async throws(StoreError) {
        try await writer.write { (connection) throws(StoreError) in
            try connection.run(DeliverySQL.deletePreviousSecrets, [.id(organization)])
            try connection.run(DeliverySQL.expireSecret, [.id(organization), .moment(previousUntil)])
            try connection.run(
                DeliverySQL.insertSecret,
                [.id(organization), .blob(secret.bytes), .moment(secret.createdAt)])
        }
    }

    private static func secrets(
        of organization: OrganizationID, at moment: Timestamp, _ connection: Connection
    ) throws(StoreError) -> [SealedSecret] {
        try connection.rows(DeliverySQL.secrets, [.id(organization), .moment(moment)]) { row in
            SealedSecret(
                bytes: row.bytes(0), createdAt: row.moment(1), expiresAt: row.isNull(2) ? nil : row.moment(2))
        }
    }

    private static func log(
        of number: Int, last count: Int, _ connection: Connection
    ) throws(StoreError) -> [DeliveryAttempt] {
        try connection.rows(DeliverySQL.attempts, [.int(number), .int(count)]) { row in
            DeliveryAttempt(
                number: row.int(0), startedAt: row.moment(1), duration: .milliseconds(row.int(2)),
                status: row.isNull(3) ? nil : row.int(3), error: row.optionalText(4))
        }.reversed()
    }
}

extension DeliveryRecord {
    /// Reads `number, job, run, group, url, status, created, next, completed, attempts`, without the log.
    fileprivate init(_ row: Row) {
        self.init(
            id: DeliveryID(job: row.id(1), run: row.int(2)), group: row.id(3), url: row.text(4),
            status: DeliveryStatus(rawValue: row.text(5)) ?? .pending, createdAt: row.moment(6),
            nextAttemptAt: row.isNull(7) ? nil : row.moment(7),
            completedAt: row.isNull(8) ? nil : row.moment(8), attempts: row.int(9), log: [])
    }
}
