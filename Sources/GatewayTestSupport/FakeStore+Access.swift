// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Keys, members and organizations of a ``FakeStore``.
struct FakeAccess {
    /// Those that tests made up.
    var principals: [[UInt8]: Principal] = [:]
    var keys: [APIKeyRecord] = []
    var members: [Member] = []
    var organizations: [OrganizationRecord] = []
}

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore {
    public func principal(keyHash: [UInt8], at moment: Timestamp) throws(StoreError) -> Principal? {
        try checkFault()
        return access.withLock { access in
            if let principal = access.principals[keyHash] { return principal }
            guard let key = access.keys.first(where: { $0.hash == keyHash }), key.revokedAt == nil,
                key.expiresAt.map({ moment < $0 }) ?? true
            else { return nil }
            guard let user = key.user else {
                return Principal(
                    organization: key.organization, key: key.id, user: nil, email: "service@local.invalid",
                    grant: key.grant)
            }
            let member = access.members.first { $0.user == user && $0.organization == key.organization }
            return member.map {
                Principal(
                    organization: key.organization, key: key.id, user: user, email: $0.email, grant: $0.grant)
            }
        }
    }

    public func create(_ key: APIKeyRecord, by actor: ConfigurationActor) throws(StoreError) -> KeyCreation {
        access.withLock { access in
            if let user = key.user,
                !access.members.contains(where: { $0.user == user && $0.organization == key.organization })
            {
                return .noMember
            }
            access.keys.append(key)
            return .created
        }
    }

    public func key(_ id: KeyID, of organization: OrganizationID) throws(StoreError) -> APIKeyRecord? {
        access.withLock { $0.keys.first { $0.id == id && $0.organization == organization } }
    }

    public func keys(
        _ query: PageQuery<KeyID>, of organization: OrganizationID
    ) throws(StoreError) -> [APIKeyRecord] {
        access.withLock { access in
            Self.page(access.keys.filter { $0.organization == organization }, query, \.id)
        }
    }

    public func revoke(
        _ key: KeyID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) throws(StoreError) -> APIKeyRecord? {
        access.withLock { access in
            access.principals = access.principals.filter {
                $0.value.key != key || $0.value.organization != organization
            }
            guard
                let index = access.keys.firstIndex(where: { $0.id == key && $0.organization == organization })
            else { return nil }
            access.keys[index].revokedAt = access.keys[index].revokedAt ?? moment
            return access.keys[index]
        }
    }

    public func organizations(
        _ query: PageQuery<OrganizationID>
    ) throws(StoreError) -> [OrganizationRecord] {
        access.withLock { Self.page($0.organizations, query, \.id) }
    }

    public func organization(_ id: OrganizationID) throws(StoreError) -> OrganizationRecord? {
        let engine = try engine(nil, of: id)?.id
        return access.withLock { access in
            var found =
                access.organizations.first { $0.id == id }
                ?? engine.map { _ in
                    OrganizationRecord(id: id, name: "First", createdAt: Timestamp(milliseconds: 0))
                }
            found?.defaultEngine = engine
            return found
        }
    }

    public func create(
        _ organization: NewOrganization, by actor: ConfigurationActor
    ) throws(StoreError) {
        access.withLock { access in
            access.organizations.append(organization.record)
            access.keys.append(organization.key)
        }
        _ = try create(organization.engine, limit: .max, by: actor)
    }

    public func change(
        _ id: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp,
        _ edit: @escaping @Sendable (inout OrganizationRecord) throws(RequestError) -> Void
    ) throws(StoreError) -> Result<OrganizationRecord, RequestError>? {
        guard let earlier = try organization(id) else { return nil }
        var record = earlier
        do throws(RequestError) {
            try edit(&record)
        } catch {
            return .failure(error)
        }
        if let engine = record.defaultEngine, engine != earlier.defaultEngine {
            let changed = try change(engine, of: id, by: actor, at: moment) { $0.isDefault = true }
            if changed == nil { return .failure(.notFound(engine)) }
        }
        if record != earlier { record.version += 1 }
        access.withLock { access in
            access.organizations.removeAll { $0.id == id }
            access.organizations.append(record)
        }
        return .success(record)
    }

    public func callbackURL(of organization: OrganizationID) throws(StoreError) -> String? {
        access.withLock { $0.organizations.first { $0.id == organization }?.callbackURL }
    }

    public func add(
        _ member: Member, by actor: ConfigurationActor, at moment: Timestamp
    ) throws(StoreError) -> Member {
        access.withLock { access in
            var member = member
            if let known = access.members.first(where: { $0.email.lowercased() == member.email.lowercased() })
            {
                member.user = known.user
            }
            access.members.removeAll { $0.user == member.user && $0.organization == member.organization }
            access.members.append(member)
            return member
        }
    }

    public func members(
        _ query: PageQuery<UserID>, of organization: OrganizationID
    ) throws(StoreError) -> [Member] {
        access.withLock { access in
            Self.page(access.members.filter { $0.organization == organization }, query, \.user)
        }
    }

    public func member(_ name: String, of organization: OrganizationID) throws(StoreError) -> Member? {
        access.withLock { access in
            access.members.first {
                $0.organization == organization
                    && ($0.user.text == name || $0.email.lowercased() == name.lowercased())
            }
        }
    }

    public func removeMember(
        _ user: UserID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) throws(StoreError) -> Bool {
        access.withLock { access in
            let count = access.members.count
            access.members.removeAll { $0.user == user && $0.organization == organization }
            return access.members.count < count
        }
    }

    private static func page<Element, ID: Identifier>(
        _ elements: [Element], _ query: PageQuery<ID>, _ id: (Element) -> ID
    ) -> [Element] {
        let older = elements.filter { id($0).text < query.before?.text ?? "~" }
        return Array(older.sorted { id($0).text > id($1).text }.prefix(query.limit))
    }
}
