// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func create(_ comparison: Comparison, pair: LocalePair) async throws(StoreError) {
        try await writer.write { (connection) throws(StoreError) in
            try Self.insert(comparison, pair: pair, connection)
        }
    }

    static func insert(
        _ comparison: Comparison, pair: LocalePair, _ connection: Connection
    ) throws(StoreError) {
        try connection.run(
            ComparisonSQL.insert,
            [
                .id(comparison.id), .id(comparison.organization), .id(comparison.engine),
                .text(comparison.source.spelling), .text(comparison.target.spelling),
                .text(pair.source.spelling), .text(pair.target.spelling),
                .int(comparison.isBlind ? 1 : 0), .int(comparison.characters),
                .int(comparison.remembered), .moment(comparison.createdAt),
                Self.json(comparison.content), .optional(comparison.place?.set.text),
                comparison.place.map { .int($0.position) } ?? .null, .optional(comparison.place?.reference),
                .int(comparison.isShadow ? 1 : 0),
            ])
        for candidate in comparison.candidates {
            try connection.run(
                ComparisonSQL.insertCandidate,
                [
                    .id(comparison.id), .int(candidate.number), .text(candidate.model.provider),
                    .text(candidate.model.model), .optional(candidate.answered?.description),
                    Self.json(candidate.content), .optional(candidate.error), .blob(candidate.warnings),
                    .int(candidate.findings), .int(candidate.terms.kept), .int(candidate.terms.inserted),
                    .int(candidate.terms.missed), .int(candidate.milliseconds),
                    .int(candidate.usage.inputTokens), .int(candidate.usage.outputTokens),
                    .int(candidate.usage.cachedInputTokens), .real(candidate.usage.cost),
                    candidate.agreement.map(SQLValue.real) ?? .null, .blob(candidate.fingerprint),
                    candidate.referenceScore.map(SQLValue.real) ?? .null,
                ])
        }
    }

    func comparison(
        _ id: ComparisonID, of organization: OrganizationID
    ) async throws(StoreError) -> Comparison? {
        try await readers.read { (connection) throws(StoreError) -> Comparison? in
            let found = try connection.first(
                ComparisonSQL.comparison, [.id(id), .id(organization)], Self.comparison)
            guard let found else { return nil }
            return try Self.whole(found, connection)
        }
    }

    /// A comparison's number, and the comparison without candidates and choices.
    static func comparison(_ row: Row) -> (Int64, Comparison) {
        var comparison = Comparison(
            id: row.id(1), organization: row.id(2), engine: row.id(3),
            source: LocaleTag(unchecked: row.text(4)), target: LocaleTag(unchecked: row.text(5)),
            isBlind: row.int(6) == 1, characters: row.int(7), content: Self.object(row.optionalBytes(10)),
            candidates: [], remembered: row.int(8), createdAt: row.moment(9))
        if !row.isNull(11) {
            comparison.place = ComparisonPlace(
                set: row.id(11), position: row.int(12), reference: row.optionalText(13))
        }
        comparison.isShadow = row.int(14) == 1
        return (row.integer(0), comparison)
    }

    /// The comparison with its candidates and choices.
    static func whole(
        _ row: (Int64, Comparison), _ connection: Connection
    ) throws(StoreError) -> Comparison {
        let number = row.0
        var comparison = row.1
        comparison.candidates = try connection.rows(
            ComparisonSQL.candidates, [.integer(number)], Self.candidate)
        comparison.choices = try connection.rows(ComparisonSQL.choices, [.integer(number)], Self.choice)
        return comparison
    }

    func choose(
        _ choice: ComparisonChoice, in id: ComparisonID, of organization: OrganizationID,
        by actor: ConfigurationActor
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            let earlier = try connection.first(
                ComparisonSQL.choice, [.id(id), .id(organization), .text(choice.rater)], Self.choice)
            let count = try connection.run(
                ComparisonSQL.choose,
                [
                    .id(id), .id(organization), .text(choice.rater),
                    choice.candidate.map(SQLValue.int) ?? .null, Self.json(choice.edit),
                    choice.editDistance.map(SQLValue.real) ?? .null, .moment(choice.at),
                ])
            guard count > 0 else { return false }
            try Self.audit(
                ConfigurationChange(
                    entity: ComparisonID.entity, id: id.text, action: earlier == nil ? .create : .update,
                    before: earlier.map(Self.told), after: Self.told(choice)),
                of: organization, by: actor, at: choice.at, connection)
            return true
        }
    }

    /// A choice as the audit log has it, without texts.
    private static func told(_ choice: ComparisonChoice) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("rater", choice.rater)
            $0.member("candidate", choice.candidate)
            $0.member("edited", choice.editDistance != nil)
        }
        return writer.bytes
    }

    func shadowRuns(
        of engine: EngineID, in organization: OrganizationID, _ query: PageQuery<ComparisonID>
    ) async throws(StoreError) -> [Comparison] {
        try await readers.read { (connection) throws(StoreError) in
            let rows = try connection.rows(
                ComparisonSQL.shadowRuns,
                // No id is greater than a tilde.
                [.id(engine), .id(organization), .text(query.before?.text ?? "~"), .int(query.limit)],
                Self.comparison)
            return try rows.map { row throws(StoreError) in try Self.whole(row, connection) }
        }
    }

    func observations(
        of engine: EngineID, in organization: OrganizationID, pair: LocalePair?, isUnjudged: Bool, limit: Int
    ) async throws(StoreError) -> [ComparisonObservation] {
        let values: [SQLValue] = [
            .id(engine), .id(organization), .int(limit), .optional(pair?.source.spelling),
            .optional(pair?.target.spelling), .int(isUnjudged ? 1 : 0),
        ]
        return try await readers.read { (connection) throws(StoreError) in
            Self.observations(
                try connection.rows(ComparisonSQL.observed, values, Self.observation),
                try connection.rows(ComparisonSQL.observedCandidates, values, Self.observedCandidate),
                try connection.rows(ComparisonSQL.observedChoices, values, Self.observedChoice))
        }
    }

    /// Puts what belongs to comparisons, by their numbers, into their places.
    static func observations(
        _ rows: [(Int64, ComparisonObservation)], _ candidates: [(Int64, ComparisonObservation.Candidate)],
        _ choices: [(Int64, ComparisonChoice)]
    ) -> [ComparisonObservation] {
        var observations = rows.map(\.1)
        let places = Dictionary(
            rows.enumerated().map { ($1.0, $0) }, uniquingKeysWith: { first, _ in first })
        for (number, candidate) in candidates {
            if let place = places[number] { observations[place].candidates.append(candidate) }
        }
        for (number, choice) in choices {
            if let place = places[number] { observations[place].choices.append(choice) }
        }
        return observations
    }

    static func observation(_ row: Row) -> (Int64, ComparisonObservation) {
        (
            row.integer(0),
            ComparisonObservation(
                pair: LocalePair(
                    source: LocaleTag(unchecked: row.text(1)), target: LocaleTag(unchecked: row.text(2))),
                characters: row.int(3), candidates: [], choices: [])
        )
    }

    static func observedCandidate(_ row: Row) -> (Int64, ComparisonObservation.Candidate) {
        (
            row.integer(0),
            ComparisonObservation.Candidate(
                number: row.int(1), model: ModelName(provider: row.text(2), model: row.text(3)),
                hasFailed: row.int(4) == 1, findings: row.int(5),
                terms: ComparedTerms(kept: row.int(6), inserted: row.int(7), missed: row.int(8)),
                milliseconds: row.int(9), cost: row.real(10),
                referenceScore: row.isNull(11) ? nil : row.real(11))
        )
    }

    static func observedChoice(_ row: Row) -> (Int64, ComparisonChoice) {
        (
            row.integer(0),
            ComparisonChoice(
                rater: row.text(1), candidate: row.isNull(2) ? nil : row.int(2),
                editDistance: row.isNull(3) ? nil : row.real(3), at: row.moment(4))
        )
    }

    func removeComparisonTexts(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try await writer.write { (connection) throws(StoreError) in
            let numbers = try connection.rows(ComparisonSQL.withTexts, [.moment(moment), .int(limit)]) {
                $0.integer(0)
            }
            for number in numbers {
                if try connection.first(ComparisonSQL.isUnjudged, [.integer(number)], { $0.int(0) }) == 1 {
                    try connection.run(ComparisonSQL.removeCandidates, [.integer(number)])
                    try connection.run(ComparisonSQL.remove, [.integer(number)])
                    continue
                }
                try connection.run(ComparisonSQL.removeText, [.integer(number)])
                try connection.run(ComparisonSQL.removeCandidateTexts, [.integer(number)])
                try connection.run(ComparisonSQL.removeEdits, [.integer(number)])
            }
            return numbers.count
        }
    }

    private static func json(_ object: JSONObject?) -> SQLValue {
        object.map { .blob(JSONValue.object($0).bytes) } ?? .null
    }

    private static func object(_ bytes: [UInt8]?) -> JSONObject? {
        bytes.flatMap { (try? JSONValue(parsing: $0))?.object }
    }

    private static func candidate(_ row: Row) -> ComparisonCandidate {
        ComparisonCandidate(
            number: row.int(0), model: ModelName(provider: row.text(1), model: row.text(2)),
            answered: row.optionalText(3).flatMap { ModelName($0) }, content: object(row.optionalBytes(4)),
            error: row.optionalText(5), warnings: row.bytes(6), findings: row.int(7),
            terms: ComparedTerms(kept: row.int(8), inserted: row.int(9), missed: row.int(10)),
            milliseconds: row.int(11),
            usage: Usage(
                inputTokens: row.int(12), outputTokens: row.int(13), cost: row.real(15),
                cachedInputTokens: row.int(14)),
            agreement: row.isNull(16) ? nil : row.real(16),
            referenceScore: row.isNull(18) ? nil : row.real(18), fingerprint: row.bytes(17))
    }

    private static func choice(_ row: Row) -> ComparisonChoice {
        ComparisonChoice(
            rater: row.text(0), candidate: row.isNull(1) ? nil : row.int(1),
            edit: object(row.optionalBytes(2)), editDistance: row.isNull(3) ? nil : row.real(3),
            at: row.moment(4))
    }
}
