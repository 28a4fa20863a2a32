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
                if let key = stored.key {
                    cache.add(key: key.id, hash: key.hash, of: stored.engine.organization)
                }
            }
        }
        return (stored.engine.organization, stored.key != nil)
    }

    func principal(keyHash: [UInt8]) async throws(StoreError) -> Principal? {
        try checkOpen()
        return cache.withLock { $0.principal(hash: keyHash) }
    }

    func engine(_ id: EngineID?, of organization: OrganizationID) async throws(StoreError) -> Engine? {
        try checkOpen()
        return cache.withLock { $0.engine(id, of: organization) }
    }

    func create(_ key: APIKeyRecord) async throws(StoreError) {
        try await writer.write { (connection) throws(StoreError) in
            try Self.store(key, of: key.organization, connection)
        } committed: { [cache] in
            guard key.revokedAt == nil else { return }
            cache.withLock { $0.add(key: key.id, hash: key.hash, of: key.organization) }
        }
    }

    func keys(of organization: OrganizationID) async throws(StoreError) -> [APIKeyRecord] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(AccessSQL.keys, [.id(organization)]) { row in
                APIKeyRecord(
                    id: row.id(0), organization: organization, name: row.text(1), hash: row.bytes(2),
                    createdAt: row.moment(3), revokedAt: row.isNull(4) ? nil : row.moment(4))
            }
        }
    }

    func revoke(
        _ key: KeyID, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            try connection.run(AccessSQL.revokeKey, [.id(key), .id(organization), .moment(moment)]) > 0
        } committed: { [cache] isThere in
            if isThere { cache.withLock { $0.remove(key: key) } }
        }
    }

    func organizations() async throws(StoreError) -> [(id: OrganizationID, name: String)] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(AccessSQL.organizations) { (id: $0.id(0), name: $0.text(1)) }
        }
    }

    /// Returns the default engine as it stands now, and the key if it was stored.
    private static func store(
        _ bootstrap: Bootstrap, _ connection: Connection
    ) throws(StoreError) -> (engine: EngineRecord, key: APIKeyRecord?) {
        let existing = try connection.first(AccessSQL.organizations) { $0.id(0, OrganizationID.self) }
        let organization = existing ?? bootstrap.organization
        if existing == nil {
            try connection.run(
                AccessSQL.insertOrganization, [.id(organization), .text(bootstrap.organizationName)])
        }
        let engine = try storeDefault(bootstrap.engine, of: organization, connection)
        guard let key = bootstrap.key,
            try connection.first(AccessSQL.hasKey, [.id(organization)], { _ in true }) == nil
        else { return (engine, nil) }
        try store(key, of: organization, connection)
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

    private static func store(
        _ key: APIKeyRecord, of organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) {
        try connection.run(
            AccessSQL.insertKey,
            [
                .id(key.id), .id(organization), .text(key.name), .blob(key.hash), .moment(key.createdAt),
                key.revokedAt.map(SQLValue.moment) ?? .null,
            ])
    }
}
