// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func create(
        _ set: ComparisonSet, _ segments: [TestSegment], limit: Int
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            let open = try connection.first(ComparisonSetSQL.open, [.id(set.organization)]) { $0.int(0) }
            guard open ?? 0 < limit else { return false }
            try connection.run(
                ComparisonSetSQL.insert,
                [
                    .id(set.id), .id(set.organization), .id(set.engine), .id(set.key), .optional(set.name),
                    .text(set.source.spelling), .text(set.target.spelling), Self.names(set.models),
                    .int(set.isBlind ? 1 : 0), .int(set.segments), .int(set.estimate.inputTokens),
                    .int(set.estimate.outputTokens), .real(set.estimate.cost),
                    Self.names(set.estimate.unpriced), set.budget.map(SQLValue.real) ?? .null,
                    .moment(set.createdAt),
                ])
            for segment in segments {
                try connection.run(
                    ComparisonSetSQL.insertSegment,
                    [
                        .id(set.id), .int(segment.position), .text(segment.source),
                        .optional(segment.reference),
                    ])
            }
            return true
        }
    }

    func comparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID
    ) async throws(StoreError) -> ComparisonSet? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(ComparisonSetSQL.set, [.id(id), .id(organization)], Self.comparisonSet)
        }
    }

    func comparisonSets(
        _ query: ComparisonSetQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [ComparisonSet] {
        let values: [SQLValue] = [
            // No id is greater than a tilde.
            .id(organization), .text(query.before?.text ?? "~"), .int(query.limit),
            .optional(query.engine?.text),
        ]
        return try await readers.read { (connection) throws(StoreError) in
            try connection.rows(ComparisonSetSQL.page, values, Self.comparisonSet)
        }
    }

    func nextComparisonSet(
        attempts: Int, at moment: Timestamp
    ) async throws(StoreError) -> ComparisonSet? {
        try await writer.write { (connection) throws(StoreError) -> ComparisonSet? in
            while true {
                let next = try connection.first(ComparisonSetSQL.countAttempt, [.moment(moment)]) { row in
                    (
                        id: row.id(0, ComparisonSetID.self),
                        organization: row.id(1, OrganizationID.self), attempt: row.int(2)
                    )
                }
                guard let next else { return nil }
                guard next.attempt > attempts else {
                    return try connection.first(
                        ComparisonSetSQL.set, [.id(next.id), .id(next.organization)], Self.comparisonSet)
                }
                _ = try Self.end(
                    next.id, .failed, "the gateway ended each time its next segments were compared", moment,
                    connection)
            }
        }
    }

    func openSegments(of id: ComparisonSetID, limit: Int) async throws(StoreError) -> [TestSegment] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(ComparisonSetSQL.openSegments, [.id(id), .int(limit)]) { row in
                TestSegment(position: row.int(0), source: row.text(1), reference: row.optionalText(2))
            }
        }
    }

    func finish(_ comparison: Comparison, pair: LocalePair) async throws(StoreError) -> Bool {
        guard let place = comparison.place else { return false }
        return try await writer.write { (connection) throws(StoreError) in
            let taken = try connection.run(
                ComparisonSetSQL.takeSegment, [.id(place.set), .int(place.position)])
            guard taken > 0 else { return false }
            try Self.insert(comparison, pair: pair, connection)
            let cost = comparison.candidates.reduce(0) { $0 + $1.usage.cost }
            try connection.run(ComparisonSetSQL.spend, [.id(place.set), .real(cost)])
            return true
        }
    }

    func end(
        _ id: ComparisonSetID, _ status: ComparisonSet.Status, errorMessage: String?, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            try Self.end(id, status, errorMessage, moment, connection)
        }
    }

    private static func end(
        _ id: ComparisonSetID, _ status: ComparisonSet.Status, _ error: String?, _ moment: Timestamp,
        _ connection: Connection
    ) throws(StoreError) -> Bool {
        let count = try connection.run(
            ComparisonSetSQL.end, [.id(id), .text(status.rawValue), .optional(error), .moment(moment)])
        guard count > 0 else { return false }
        try connection.run(ComparisonSetSQL.removeSegments, [.id(id)])
        return true
    }

    func cancelComparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> ComparisonSet? {
        try await writer.write { (connection) throws(StoreError) in
            let count = try connection.run(
                ComparisonSetSQL.cancel, [.id(id), .id(organization), .moment(moment)])
            if count > 0 { try connection.run(ComparisonSetSQL.removeSegments, [.id(id)]) }
            return try connection.first(
                ComparisonSetSQL.set, [.id(id), .id(organization)], Self.comparisonSet)
        }
    }

    func deleteComparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            guard
                let number = try Self.number(id, organization, connection),
                let set = try connection.first(
                    ComparisonSetSQL.set, [.id(id), .id(organization)], Self.comparisonSet)
            else { return false }
            try connection.run(ComparisonSetSQL.removeSegments, [.id(id)])
            try connection.run(ComparisonSetSQL.removeChoices, [.integer(number)])
            try connection.run(ComparisonSetSQL.removeCandidates, [.integer(number)])
            try connection.run(ComparisonSetSQL.removeComparisons, [.integer(number)])
            try connection.run(ComparisonSetSQL.remove, [.integer(number)])
            var before = JSONWriter()
            before.object { $0.members(of: set) }
            try Self.audit(
                ConfigurationChange(
                    entity: ComparisonSetID.entity, id: id.text, action: .delete, before: before.bytes),
                of: organization, by: actor, at: moment, connection)
            return true
        }
    }

    func comparisons(
        of id: ComparisonSetID, in organization: OrganizationID, after position: Int, limit: Int
    ) async throws(StoreError) -> [Comparison] {
        try await readers.read { (connection) throws(StoreError) in
            guard let number = try Self.number(id, organization, connection) else { return [] }
            let bare = try connection.rows(
                ComparisonSetSQL.comparisons, [.integer(number), .int(position), .int(limit)],
                Self.comparison)
            var comparisons: [Comparison] = []
            for row in bare { comparisons.append(try Self.whole(row, connection)) }
            return comparisons
        }
    }

    func observations(
        of id: ComparisonSetID, in organization: OrganizationID
    ) async throws(StoreError) -> [ComparisonObservation] {
        try await readers.read { (connection) throws(StoreError) in
            guard let number = try Self.number(id, organization, connection) else { return [] }
            let values: [SQLValue] = [.integer(number)]
            return Self.observations(
                try connection.rows(ComparisonSetSQL.observed, values, Self.observation),
                try connection.rows(
                    ComparisonSetSQL.observedCandidates, values, Self.observedCandidate),
                try connection.rows(ComparisonSetSQL.observedChoices, values, Self.observedChoice))
        }
    }

    private static func number(
        _ id: ComparisonSetID, _ organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) -> Int64? {
        try connection.first(ComparisonSetSQL.number, [.id(id), .id(organization)]) { $0.integer(0) }
    }

    private static func names(_ models: [ModelName]) -> SQLValue {
        let names = JSONValue.array(models.map { .string($0.description) })
        return .text(String(decoding: names.bytes, as: UTF8.self))
    }

    private static func names(_ text: String) -> [ModelName] {
        let names = (try? JSONValue(parsing: Array(text.utf8)))?.array ?? []
        return names.compactMap { $0.string.flatMap { ModelName($0) } }
    }

    private static func comparisonSet(_ row: Row) -> ComparisonSet {
        var set = ComparisonSet(
            id: row.id(0), organization: row.id(1), engine: row.id(2), key: row.id(3),
            name: row.optionalText(4), source: LocaleTag(unchecked: row.text(5)),
            target: LocaleTag(unchecked: row.text(6)), models: names(row.text(7)), isBlind: row.int(8) == 1,
            segments: row.int(9),
            estimate: ComparisonEstimate(
                inputTokens: row.int(10), outputTokens: row.int(11), cost: row.real(12),
                unpriced: names(row.text(13))),
            budget: row.isNull(14) ? nil : row.real(14), createdAt: row.moment(18))
        set.spent = row.real(15)
        set.status = ComparisonSet.Status(rawValue: row.text(16)) ?? .failed
        set.errorMessage = row.optionalText(17)
        set.startedAt = row.isNull(19) ? nil : row.moment(19)
        set.completedAt = row.isNull(20) ? nil : row.moment(20)
        set.done = row.int(21)
        return set
    }
}
