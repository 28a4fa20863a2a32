// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Keys, engines and the revisions of their glossaries, kept in memory because every request asks for them.
struct AccessCache: Sendable {
    private struct Holder: Sendable {
        var principal: Principal
        var expiresAt: Timestamp?
    }

    /// By the key's hash; revoked keys are not in it.
    private var holders: [[UInt8]: Holder] = [:]
    private var members: [OrganizationID: [UserID: Member]] = [:]
    private var callbackURLs: [OrganizationID: String] = [:]
    private var engines: [EngineID: Engine] = [:]
    private var defaults: [OrganizationID: EngineID] = [:]
    private var glossaryRevisions: [EngineID: Int] = [:]

    /// An empty cache.
    init() {}

    /// All that the database holds.
    init(_ connection: Connection) throws(StoreError) {
        for member in try connection.rows(AccessSQL.allMembers, [], AccessRows.member) { set(member) }
        for key in try connection.rows(AccessSQL.validKeys, [], AccessRows.key) { add(key) }
        for (organization, url) in try connection.rows(
            AccessSQL.callbackURLs, [], { ($0.id(0, OrganizationID.self), $0.text(1)) })
        {
            callbackURLs[organization] = url
        }
        for engine in try EngineRows.all(connection) { set(engine) }
        for (engine, revision) in try connection.rows(
            GlossarySQL.revisions, [], { ($0.id(0, EngineID.self), $0.int(1)) })
        {
            set(glossaryRevision: revision, of: engine)
        }
    }

    /// 0 for an engine that never had an item.
    func glossaryRevision(of engine: EngineID) -> Int { glossaryRevisions[engine] ?? 0 }

    mutating func set(glossaryRevision revision: Int, of engine: EngineID) {
        glossaryRevisions[engine] = revision
    }

    func principal(hash: [UInt8], at moment: Timestamp) -> Principal? {
        guard let holder = holders[hash] else { return nil }
        if let end = holder.expiresAt, end <= moment { return nil }
        return holder.principal
    }

    func callbackURL(of organization: OrganizationID) -> String? { callbackURLs[organization] }

    func engine(_ id: EngineID?, of organization: OrganizationID) -> Engine? {
        guard let id = id ?? defaults[organization], let engine = engines[id],
            engine.organization == organization
        else { return nil }
        return engine
    }

    mutating func add(_ key: APIKeyRecord) {
        guard key.revokedAt == nil else { return }
        let principal: Principal
        if let user = key.user {
            guard let member = members[key.organization]?[user] else { return }
            principal = Principal(
                organization: key.organization, key: key.id, user: user, email: member.email,
                grant: member.grant)
        } else {
            // Clients take an answer without an address for a key that is not valid.
            principal = Principal(
                organization: key.organization, key: key.id, user: nil,
                email: "service+\(key.id)@local.invalid", grant: key.grant)
        }
        holders[key.hash] = Holder(principal: principal, expiresAt: key.expiresAt)
    }

    mutating func remove(key: KeyID) {
        holders = holders.filter { $0.value.principal.key != key }
    }

    /// A member's personal keys may what the member may, from now on.
    mutating func set(_ member: Member) {
        members[member.organization, default: [:]][member.user] = member
        for (hash, holder) in holders
        where holder.principal.user == member.user && holder.principal.organization == member.organization {
            holders[hash]?.principal = Principal(
                organization: member.organization, key: holder.principal.key, user: member.user,
                email: member.email, grant: member.grant)
        }
    }

    mutating func removeMember(_ user: UserID, of organization: OrganizationID) {
        members[organization]?[user] = nil
        holders = holders.filter {
            $0.value.principal.user != user || $0.value.principal.organization != organization
        }
    }

    mutating func set(_ organization: OrganizationRecord) {
        callbackURLs[organization.id] = organization.callbackURL
    }

    mutating func set(_ record: EngineRecord) {
        engines[record.id] = record.engine
        if record.isDefault {
            defaults[record.organization] = record.id
        } else if defaults[record.organization] == record.id {
            defaults[record.organization] = nil
        }
    }

    mutating func remove(engine: EngineID) {
        engines[engine] = nil
        glossaryRevisions[engine] = nil
    }
}
