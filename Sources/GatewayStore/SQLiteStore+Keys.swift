// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func create(
        _ key: APIKeyRecord, by actor: ConfigurationActor
    ) async throws(StoreError) -> KeyCreation {
        try await writer.write { (connection) throws(StoreError) in
            if let user = key.user,
                try AccessRows.member(user.text, of: key.organization, connection) == nil
            {
                return KeyCreation.noMember
            }
            try AccessRows.insert(key, connection)
            try Self.audit(
                ConfigurationChange(
                    entity: KeyID.entity, id: key.id.text, action: .create, after: AccessRows.json(key)),
                of: key.organization, by: actor, at: key.createdAt, connection)
            return .created
        } committed: { [cache] creation in
            if creation == .created { cache.withLock { $0.add(key) } }
        }
    }

    func key(_ id: KeyID, of organization: OrganizationID) async throws(StoreError) -> APIKeyRecord? {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(AccessSQL.key, [.id(organization), .id(id)], AccessRows.key)
        }
    }

    func keys(
        _ query: PageQuery<KeyID>, of organization: OrganizationID
    ) async throws(StoreError) -> [APIKeyRecord] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(
                AccessSQL.keys, [.id(organization)] + Self.page(query), AccessRows.key)
        }
    }

    func revoke(
        _ id: KeyID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> APIKeyRecord? {
        try await writer.write { (connection) throws(StoreError) -> APIKeyRecord? in
            guard
                let key = try connection.first(
                    AccessSQL.key, [.id(organization), .id(id)], AccessRows.key)
            else { return nil }
            return try Self.revoke(key, by: actor, at: moment, connection)
        } committed: { [cache] key in
            if let key { cache.withLock { $0.remove(key: key.id) } }
        }
    }

    func add(
        _ member: Member, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> Member {
        try await writer.write { (connection) throws(StoreError) in
            var member = member
            let folded = AccessRows.folded(member.email)
            if let user = try connection.first(
                AccessSQL.userByEmail, [.text(folded)], { $0.id(0, UserID.self) })
            {
                member.user = user
            } else {
                try connection.run(
                    AccessSQL.insertUser,
                    [.id(member.user), .text(member.email), .text(folded), .moment(moment)])
            }
            let earlier = try AccessRows.member(member.user.text, of: member.organization, connection)
            try connection.run(
                AccessSQL.setMember,
                [.id(member.organization), .id(member.user)] + AccessRows.values(member.grant) + [
                    .moment(moment)
                ])
            var stored = member
            stored.email = try AccessRows.email(of: member.user, connection) ?? member.email
            stored.createdAt = earlier?.createdAt ?? moment
            try Self.audit(
                ConfigurationChange(
                    entity: UserID.entity, id: stored.user.text, action: earlier == nil ? .create : .update,
                    before: earlier.map(AccessRows.json), after: AccessRows.json(stored)),
                of: stored.organization, by: actor, at: moment, connection)
            return stored
        } committed: { [cache] stored in
            cache.withLock { $0.set(stored) }
        }
    }

    func members(
        _ query: PageQuery<UserID>, of organization: OrganizationID
    ) async throws(StoreError) -> [Member] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(AccessSQL.members, [.id(organization)] + Self.page(query), AccessRows.member)
        }
    }

    func member(_ name: String, of organization: OrganizationID) async throws(StoreError) -> Member? {
        try await readers.read { (connection) throws(StoreError) in
            try AccessRows.member(name, of: organization, connection)
        }
    }

    func removeMember(
        _ user: UserID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            guard let member = try AccessRows.member(user.text, of: organization, connection) else {
                return false
            }
            let keys = try connection.rows(
                AccessSQL.personalKeys, [.id(organization), .id(user)], AccessRows.key)
            for key in keys { _ = try Self.revoke(key, by: actor, at: moment, connection) }
            try connection.run(AccessSQL.removeMember, [.id(organization), .id(user)])
            try Self.audit(
                ConfigurationChange(
                    entity: UserID.entity, id: user.text, action: .delete, before: AccessRows.json(member)),
                of: organization, by: actor, at: moment, connection)
            return true
        } committed: { [cache] isGone in
            if isGone { cache.withLock { $0.removeMember(user, of: organization) } }
        }
    }

    /// No id is greater than a tilde.
    static func page<ID>(_ query: PageQuery<ID>) -> [SQLValue] {
        [.text(query.before?.text ?? "~"), .int(query.limit)]
    }

    static func audit(
        _ change: ConfigurationChange, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp, _ connection: Connection
    ) throws(StoreError) {
        guard change.before != change.after else { return }
        try EngineRows.audit([change], of: organization, by: actor, at: moment, connection)
    }

    private static func revoke(
        _ key: APIKeyRecord, by actor: ConfigurationActor, at moment: Timestamp, _ connection: Connection
    ) throws(StoreError) -> APIKeyRecord {
        var revoked = key
        revoked.revokedAt = key.revokedAt ?? moment
        try connection.run(AccessSQL.revokeKey, [.id(key.id), .id(key.organization), .moment(moment)])
        try audit(
            ConfigurationChange(
                entity: KeyID.entity, id: key.id.text, action: .update, before: AccessRows.json(key),
                after: AccessRows.json(revoked)),
            of: key.organization, by: actor, at: moment, connection)
        return revoked
    }
}
