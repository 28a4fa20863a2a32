// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func bootstrap(_ bootstrap: Bootstrap) async throws(StoreError) -> (
        organization: OrganizationID, storedKey: Bool
    ) {
        let stored = try await writer.write { (connection) throws(StoreError) in
            try Self.store(bootstrap, connection)
        } committed: { [cache] stored in
            cache.withLock { cache in
                cache.set(stored.engine)
                if let key = stored.key { cache.add(key) }
            }
        }
        return (stored.engine.organization, stored.key != nil)
    }

    func principal(
        keyHash: [UInt8], at moment: Timestamp
    ) async throws(StoreError) -> Principal? {
        try checkOpen()
        return cache.withLock { $0.principal(hash: keyHash, at: moment) }
    }

    func engine(_ id: EngineID?, of organization: OrganizationID) async throws(StoreError) -> Engine? {
        try checkOpen()
        return cache.withLock { $0.engine(id, of: organization) }
    }

    func callbackURL(of organization: OrganizationID) async throws(StoreError) -> String? {
        try checkOpen()
        return cache.withLock { $0.callbackURL(of: organization) }
    }

    /// Returns the default engine as it stands now, and the key if it was stored.
    private static func store(
        _ bootstrap: Bootstrap, _ connection: Connection
    ) throws(StoreError) -> (engine: EngineRecord, key: APIKeyRecord?) {
        let existing = try connection.first(AccessSQL.firstOrganization) { $0.id(0, OrganizationID.self) }
        let organization = existing ?? bootstrap.organization
        if existing == nil {
            try connection.run(
                AccessSQL.insertOrganization,
                [
                    .id(organization), .text(bootstrap.organizationName), .null,
                    .moment(bootstrap.engine.createdAt),
                ])
        }
        let engine = try storeDefault(bootstrap.engine, of: organization, connection)
        guard var key = bootstrap.key,
            try connection.first(AccessSQL.hasKey, [.id(organization)], { _ in true }) == nil
        else { return (engine, nil) }
        key.organization = organization
        try AccessRows.insert(key, connection)
        try EngineRows.audit(
            [
                ConfigurationChange(
                    entity: KeyID.entity, id: key.id.text, action: .create, after: AccessRows.json(key))
            ],
            of: organization, by: .file, at: key.createdAt, connection)
        return (engine, key)
    }

    private static func storeDefault(
        _ given: EngineRecord, of organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) -> EngineRecord {
        let moment = given.createdAt
        guard let earlier = try EngineRows.engine(nil, of: organization, connection) else {
            var engine = given
            engine.organization = organization
            engine.isDefault = true
            try EngineRows.write(engine, after: nil, by: .file, at: moment, connection)
            return engine
        }
        var engine = earlier
        engine.provision(from: given)
        engine = engine.following(earlier, at: moment)
        if engine != earlier {
            try EngineRows.write(engine, after: earlier, by: .file, at: moment, connection)
        }
        return engine
    }
}
