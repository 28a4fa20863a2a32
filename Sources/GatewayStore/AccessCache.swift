// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Keys, engines and the revisions of their glossaries, kept in memory because every request asks for them.
struct AccessCache: Sendable {
    /// By the key's hash; revoked keys are not in it.
    private var principals: [[UInt8]: Principal] = [:]
    private var engines: [EngineID: Engine] = [:]
    private var defaults: [OrganizationID: EngineID] = [:]
    private var glossaryRevisions: [EngineID: Int] = [:]

    /// An empty cache.
    init() {}

    /// All that the database holds.
    init(_ connection: Connection) throws(StoreError) {
        for key in try connection.rows(
            AccessSQL.validKeys, [],
            { row in
                (hash: row.bytes(0), key: row.id(1, KeyID.self), organization: row.id(2, OrganizationID.self))
            })
        {
            add(key: key.key, hash: key.hash, of: key.organization)
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

    func principal(hash: [UInt8]) -> Principal? { principals[hash] }

    func engine(_ id: EngineID?, of organization: OrganizationID) -> Engine? {
        guard let id = id ?? defaults[organization], let engine = engines[id],
            engine.organization == organization
        else { return nil }
        return engine
    }

    mutating func add(key: KeyID, hash: [UInt8], of organization: OrganizationID) {
        // Clients take an answer without an address for a key that is not valid.
        principals[hash] = Principal(
            organization: organization, key: key, user: nil, email: "service+\(key)@local.invalid")
    }

    mutating func remove(key: KeyID) {
        principals = principals.filter { $0.value.key != key }
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
