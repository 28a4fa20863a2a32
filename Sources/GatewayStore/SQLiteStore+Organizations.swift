// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func organizations(
        _ query: PageQuery<OrganizationID>
    ) async throws(StoreError) -> [OrganizationRecord] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(AccessSQL.organizations, Self.page(query), AccessRows.organization)
        }
    }

    func organization(_ id: OrganizationID) async throws(StoreError) -> OrganizationRecord? {
        try await readers.read { (connection) throws(StoreError) in
            try AccessRows.organization(id, connection)
        }
    }

    func create(
        _ organization: NewOrganization, by actor: ConfigurationActor
    ) async throws(StoreError) {
        let (record, engine, key) = (organization.record, organization.engine, organization.key)
        try await writer.write { (connection) throws(StoreError) in
            try connection.run(
                AccessSQL.insertOrganization,
                [
                    .id(record.id), .text(record.name), .optional(record.callbackURL),
                    .moment(record.createdAt),
                ])
            try EngineRows.write(engine, after: nil, by: actor, at: record.createdAt, connection)
            try AccessRows.insert(key, connection)
            let changes = [
                ConfigurationChange(
                    entity: OrganizationID.entity, id: record.id.text, action: .create,
                    after: AccessRows.json(record)),
                ConfigurationChange(
                    entity: KeyID.entity, id: key.id.text, action: .create, after: AccessRows.json(key)),
            ]
            try EngineRows.audit(changes, of: record.id, by: actor, at: record.createdAt, connection)
        } committed: { [cache] in
            cache.withLock { cache in
                cache.set(record)
                cache.set(engine)
                cache.add(key)
            }
        }
    }

    func change(
        _ id: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp,
        _ edit: @escaping @Sendable (inout OrganizationRecord) throws(RequestError) -> Void
    ) async throws(StoreError) -> Result<OrganizationRecord, RequestError>? {
        try await writer.write { (connection) throws(StoreError) -> Change? in
            guard let earlier = try AccessRows.organization(id, connection) else { return nil }
            var next = earlier
            do throws(RequestError) {
                try edit(&next)
            } catch {
                return Change(result: .failure(error))
            }
            guard next != earlier else { return Change(result: .success(earlier)) }
            next.version = earlier.version + 1
            var change = Change(result: .success(next))
            if let name = next.defaultEngine, name != earlier.defaultEngine {
                guard let engine = try EngineRows.engine(name, of: id, connection) else {
                    return Change(result: .failure(.notFound(name)))
                }
                var chosen = engine
                chosen.isDefault = true
                chosen = chosen.following(engine, at: moment)
                try EngineRows.write(chosen, after: engine, by: actor, at: moment, connection)
                change.engine = chosen
            }
            try connection.run(
                AccessSQL.updateOrganization,
                [.id(id), .text(next.name), .optional(next.callbackURL), .int(next.version)])
            try Self.audit(
                ConfigurationChange(
                    entity: OrganizationID.entity, id: id.text, action: .update,
                    before: AccessRows.json(earlier), after: AccessRows.json(next)),
                of: id, by: actor, at: moment, connection)
            return change
        } committed: { [cache] change in
            guard case .success(let record)? = change?.result else { return }
            cache.withLock { cache in
                cache.set(record)
                if let engine = change?.engine { cache.set(engine) }
            }
        }?.result
    }

    /// What a change of an organization came to.
    private struct Change: Sendable {
        var result: Result<OrganizationRecord, RequestError>
        /// The engine that has become the default one.
        var engine: EngineRecord?
    }
}
