// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func engineRecord(
        _ id: EngineID?, of organization: OrganizationID
    ) async throws(StoreError) -> EngineRecord? {
        try await readers.read { (connection) throws(StoreError) in
            try EngineRows.engine(id, of: organization, connection)
        }
    }

    func engineRecords(
        _ query: PageQuery<EngineID>, of organization: OrganizationID
    ) async throws(StoreError) -> [EngineRecord] {
        try await readers.read { (connection) throws(StoreError) in
            try EngineRows.page(query, of: organization, connection)
        }
    }

    func create(
        _ engine: EngineRecord, limit: Int, by actor: ConfigurationActor
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            let count = try connection.first(ConfigurationSQL.count, [.id(engine.organization)]) {
                $0.int(0)
            }
            guard count ?? 0 < limit else { return false }
            try EngineRows.write(engine, after: nil, by: actor, at: engine.createdAt, connection)
            return true
        } committed: { [cache] isStored in
            if isStored { cache.withLock { $0.set(engine) } }
        }
    }

    func change(
        _ id: EngineID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp,
        _ edit: @escaping @Sendable (inout EngineRecord) throws(RequestError) -> Void
    ) async throws(StoreError) -> Result<EngineRecord, RequestError>? {
        try await writer.write { (connection) throws(StoreError) -> Result<EngineRecord, RequestError>? in
            guard let earlier = try EngineRows.engine(id, of: organization, connection) else { return nil }
            var engine = earlier
            do throws(RequestError) {
                try edit(&engine)
            } catch {
                return .failure(error)
            }
            let next = engine.following(earlier, at: moment)
            if next != earlier {
                try EngineRows.write(next, after: earlier, by: actor, at: moment, connection)
            }
            return .success(next)
        } committed: { [cache] changed in
            guard case .success(let engine)? = changed else { return }
            cache.withLock { $0.set(engine) }
        }
    }

    func deleteEngine(
        _ id: EngineID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> EngineDeletion {
        try await writer.write { (connection) throws(StoreError) in
            guard let engine = try EngineRows.engine(id, of: organization, connection) else {
                return .noEngine
            }
            if engine.isDefault { return .isDefault }
            let open = try connection.first(ConfigurationSQL.openJobs, [.id(id)]) { $0.int(0) } ?? 0
            if open > 0 { return .hasOpenJobs(open) }
            try connection.run(ConfigurationSQL.deleteModels, [.id(id)])
            try connection.run(ConfigurationSQL.deleteInstructions, [.id(id)])
            try connection.run(ConfigurationSQL.deleteVoices, [.id(id)])
            try connection.run(ReviewSQL.deleteScorers, [.id(id)])
            try connection.run(ReviewSQL.deleteScores, [.id(id)])
            try connection.run(ReviewSQL.deleteReasons, [.id(id)])
            try connection.run(SuggestionSQL.deleteAll, [.id(id)])
            try connection.run(SuggestionSQL.deleteFeedback, [.id(id)])
            try connection.run(GlossarySQL.deleteAll, [.id(id)])
            try connection.run(GlossarySQL.forget, [.id(id)])
            try connection.run(ConfigurationSQL.deleteEngine, [.id(id), .moment(moment)])
            try EngineRows.audit(
                EngineRecord.changes(from: engine, to: nil), of: organization, by: actor, at: moment,
                connection)
            return EngineDeletion.deleted
        } committed: { [cache] deletion in
            if deletion == .deleted { cache.withLock { $0.remove(engine: id) } }
        }
    }

    func owner(
        of entry: ConfigurationEntryID, in organization: OrganizationID
    ) async throws(StoreError) -> EngineID? {
        let (statement, id): (StaticString, SQLValue) =
            switch entry {
            case .model(let id): (ConfigurationSQL.ownerOfModel, .id(id))
            case .instruction(let id): (ConfigurationSQL.ownerOfInstruction, .id(id))
            case .voice(let id): (ConfigurationSQL.ownerOfVoice, .id(id))
            case .scorer(let id): (ReviewSQL.ownerOfScorer, .id(id))
            case .glossaryItem(let id): (ConfigurationSQL.ownerOfGlossaryItem, .id(id))
            }
        return try await readers.read { (connection) throws(StoreError) in
            try connection.first(statement, [id, .id(organization)]) { $0.id(0) }
        }
    }

    func auditEntries(
        _ query: AuditQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [AuditEntry] {
        let values: [SQLValue] = [
            .id(organization), .optional(query.entity), .optional(query.id),
            .integer(query.before ?? .max), .int(query.limit),
        ]
        return try await readers.read { (connection) throws(StoreError) in
            try connection.rows(ConfigurationSQL.auditPage, values) { row in
                AuditEntry(
                    number: row.integer(0), at: row.moment(1), actor: row.text(2),
                    change: ConfigurationChange(
                        entity: row.text(3), id: row.text(4),
                        action: ConfigurationChange.Action(rawValue: row.text(5)) ?? .update,
                        before: row.optionalBytes(6), after: row.optionalBytes(7)))
            }
        }
    }
}
