// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func create(_ feedback: Feedback, limit: Int) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            let open = try connection.first(SuggestionSQL.open, [.id(feedback.organization)]) { $0.int(0) }
            guard open ?? 0 < limit else { return false }
            try connection.run(
                SuggestionSQL.insertFeedback,
                [
                    .id(feedback.id), .id(feedback.organization), .id(feedback.engine), .id(feedback.key),
                    .text(feedback.text), .text(feedback.origin.rawValue), .moment(feedback.createdAt),
                ])
            return true
        }
    }

    func feedback(
        _ id: FeedbackID, of engine: EngineID, in organization: OrganizationID
    ) async throws(StoreError) -> Feedback? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(
                SuggestionSQL.feedback, [.id(id), .id(engine), .id(organization)], Self.feedback)
        }
    }

    func nextFeedback(attempts: Int, at moment: Timestamp) async throws(StoreError) -> Feedback? {
        try await writer.write { (connection) throws(StoreError) -> Feedback? in
            while true {
                let next = try connection.first(SuggestionSQL.countAttempt) { row in
                    (
                        id: row.id(0, FeedbackID.self), engine: row.id(1, EngineID.self), attempt: row.int(2),
                        organization: row.id(3, OrganizationID.self)
                    )
                }
                guard let next else { return nil }
                guard next.attempt > attempts else {
                    return try connection.first(
                        SuggestionSQL.feedback, [.id(next.id), .id(next.engine), .id(next.organization)],
                        Self.feedback)
                }
                try connection.run(
                    SuggestionSQL.endFeedback,
                    [
                        .id(next.id), .text(Feedback.Status.failed.rawValue), .text("[]"),
                        .text("the gateway ended each time it was read"), .moment(moment),
                    ])
            }
        }
    }

    func finish(_ feedback: Feedback, _ suggestions: [Suggestion]) async throws(StoreError) {
        try await writer.write { (connection) throws(StoreError) in
            let unread = JSONValue.array(feedback.unread.map { .string($0) })
            let count = try connection.run(
                SuggestionSQL.endFeedback,
                [
                    .id(feedback.id), .text(feedback.status.rawValue),
                    .text(String(decoding: unread.bytes, as: UTF8.self)), .optional(feedback.errorMessage),
                    feedback.completedAt.map(SQLValue.moment) ?? .null,
                ])
            guard count > 0 else { return }
            try Self.insert(suggestions, of: feedback.organization, connection)
        }
    }

    func suggest(
        _ suggestions: [Suggestion], of organization: OrganizationID
    ) async throws(StoreError) {
        try await writer.write { (connection) throws(StoreError) in
            try Self.insert(suggestions, of: organization, connection)
        }
    }

    func suggestions(
        _ query: SuggestionQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [Suggestion] {
        let values: [SQLValue] = [
            .id(query.engine), .id(organization), .optional(query.status?.rawValue),
            .text(query.before?.text ?? "~"), .int(query.limit),
        ]
        return try await readers.read { (connection) throws(StoreError) in
            try connection.rows(SuggestionSQL.page, values, Self.suggestion)
        }
    }

    func resolvedSuggestion(
        of topic: String, engine: EngineID, in organization: OrganizationID
    ) async throws(StoreError) -> Suggestion? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(
                SuggestionSQL.resolved, [.text(topic), .id(engine), .id(organization)], Self.suggestion)
        }
    }

    func resolve(
        _ id: SuggestionID, of engine: EngineID, in organization: OrganizationID, _ verb: SuggestionVerb,
        by actor: ConfigurationActor, identifiers: IdentifierSource, glossaryLimit: Int, at moment: Timestamp
    ) async throws(StoreError) -> Result<Suggestion, RequestError>? {
        let resolution = try await writer.write { (connection) throws(StoreError) -> Resolution? in
            guard
                var suggestion = try connection.first(
                    SuggestionSQL.suggestion, [.id(id), .id(engine), .id(organization)], Self.suggestion),
                let earlier = try EngineRows.engine(engine, of: organization, connection)
            else { return nil }
            let before = suggestion
            var record = earlier
            var item: GlossaryRecord?
            if let subject = suggestion.glossarySubject(verb) {
                item = try Self.record(subject, of: organization, connection)
            }
            let edit: GlossaryEdit?
            do throws(RequestError) {
                edit = try suggestion.resolve(
                    verb, &record, item: item, identifiers: identifiers, at: moment)
            } catch {
                return Resolution(result: .failure(error))
            }
            guard suggestion != before else { return Resolution(result: .success(suggestion)) }
            var resolution = Resolution(result: .success(suggestion))
            if let edit {
                let count = try connection.first(GlossarySQL.count, [.id(engine)]) { $0.int(0) } ?? 0
                if case .add = edit, count >= glossaryLimit {
                    return Resolution(
                        result: .failure(
                            .invalid(
                                field: "",
                                reason: "the engine has \(count) glossary items, and may have no more")))
                }
                resolution.revision = try Self.carryOut(
                    edit, of: engine, in: organization, by: actor, at: moment, connection)
            }
            let next = record.following(earlier, at: moment)
            if next != earlier {
                try EngineRows.write(next, after: earlier, by: actor, at: moment, connection)
                resolution.engine = next
            }
            try connection.run(
                SuggestionSQL.resolve,
                [
                    .id(id), .text(suggestion.status.rawValue),
                    .blob(JSONValue.array(suggestion.undo.map(\.json)).bytes), .moment(moment),
                ])
            try Self.audit(
                ConfigurationChange(
                    entity: SuggestionID.entity, id: id.text, action: .update, before: Self.json(before),
                    after: Self.json(suggestion)),
                of: organization, by: actor, at: moment, connection)
            return resolution
        } committed: { [cache] resolution in
            cache.withLock { cache in
                if let record = resolution?.engine { cache.set(record) }
                if let revision = resolution?.revision { cache.set(glossaryRevision: revision, of: engine) }
            }
        }
        return resolution?.result
    }

    func glossaryItems(
        spelled text: String, of engine: EngineID, in organization: OrganizationID
    ) async throws(StoreError) -> [GlossaryRecord] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(
                GlossarySQL.spelled, [.id(engine), .id(organization), .text(text)], Self.record)
        }
    }

    /// What a resolution came to.
    private struct Resolution: Sendable {
        var result: Result<Suggestion, RequestError>
        var engine: EngineRecord?
        /// Of the engine's glossary.
        var revision: Int?
    }

    private static func insert(
        _ suggestions: [Suggestion], of organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) {
        for suggestion in suggestions {
            try connection.run(
                SuggestionSQL.giveWay, [.id(suggestion.engine), .text(suggestion.topic)])
            try connection.run(
                SuggestionSQL.insert,
                [
                    .id(suggestion.id), .id(organization), .id(suggestion.engine),
                    .text(suggestion.status.rawValue), .text(suggestion.target.rawValue),
                    .text(suggestion.action.rawValue), .optional(suggestion.subject),
                    blob(suggestion.current), blob(suggestion.proposed), .text(suggestion.reason),
                    .optional(suggestion.sourceText), .text(suggestion.origin.rawValue),
                    blob(suggestion.evidence), .text(suggestion.topic), .moment(suggestion.createdAt),
                ])
        }
    }

    private static func blob(_ object: JSONObject?) -> SQLValue {
        object.map { .blob(JSONValue.object($0).bytes) } ?? .null
    }

    private static func json(_ suggestion: Suggestion) -> [UInt8] {
        var writer = JSONWriter()
        writer.suggestion(suggestion)
        return writer.bytes
    }

    private static func feedback(_ row: Row) -> Feedback {
        var feedback = Feedback(
            id: row.id(0), organization: row.id(1), engine: row.id(2), key: row.id(3), text: row.text(4),
            origin: Suggestion.Origin(rawValue: row.text(6)) ?? .text, createdAt: row.moment(9))
        feedback.status = Feedback.Status(rawValue: row.text(5)) ?? .failed
        let unread = (try? JSONValue(parsing: Array(row.text(7).utf8)))?.array ?? []
        feedback.unread = unread.compactMap(\.string)
        feedback.errorMessage = row.optionalText(8)
        feedback.completedAt = row.isNull(10) ? nil : row.moment(10)
        return feedback
    }

    private static func suggestion(_ row: Row) -> Suggestion {
        func object(_ column: CInt) -> JSONObject? {
            row.optionalBytes(column).flatMap { (try? JSONValue(parsing: $0))?.object }
        }
        var suggestion = Suggestion(
            id: row.id(0), engine: row.id(1),
            target: Suggestion.Target(rawValue: row.text(3)) ?? .instruction,
            action: Suggestion.Action(rawValue: row.text(4)) ?? .create, subject: row.optionalText(5),
            current: object(6), proposed: object(7), reason: row.text(8), sourceText: row.optionalText(9),
            origin: Suggestion.Origin(rawValue: row.text(10)) ?? .text, evidence: object(11),
            createdAt: row.moment(13))
        suggestion.status = Suggestion.Status(rawValue: row.text(2)) ?? .pending
        let undo = (try? JSONValue(parsing: row.bytes(12)))?.array ?? []
        suggestion.undo = undo.compactMap { ConfigurationEdit($0) }
        suggestion.resolvedAt = row.isNull(14) ? nil : row.moment(14)
        return suggestion
    }
}
