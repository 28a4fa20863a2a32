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
        var models: [EngineID: [ModelConfig]] = [:]
        for (engine, model) in try connection.rows(AccessSQL.models, [], Self.model) {
            models[engine, default: []].append(model)
        }
        var instructions: [EngineID: [Instruction]] = [:]
        for (engine, instruction) in try connection.rows(AccessSQL.instructions, [], Self.instruction) {
            instructions[engine, default: []].append(instruction)
        }
        var voices: [EngineID: [BrandVoice]] = [:]
        for (engine, voice) in try connection.rows(AccessSQL.voices, [], Self.voice) {
            voices[engine, default: []].append(voice)
        }
        for (engine, isDefault) in try connection.rows(AccessSQL.engines, [], Self.engine) {
            var engine = engine
            engine.models = models[engine.id] ?? []
            engine.instructions = instructions[engine.id] ?? []
            engine.voices = voices[engine.id] ?? []
            add(engine, isDefault: isDefault)
        }
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

    mutating func add(_ engine: Engine, isDefault: Bool) {
        engines[engine.id] = engine
        if isDefault { defaults[engine.organization] = engine.id }
    }

    private static func model(_ row: Row) -> (EngineID, ModelConfig) {
        let model = ModelConfig(
            source: row.optionalText(1).map(LocaleTag.init(unchecked:)),
            target: row.optionalText(2).map(LocaleTag.init(unchecked:)),
            name: ModelName(provider: row.text(3), model: row.text(4)), rank: row.int(5))
        return (row.id(0), model)
    }

    private static func instruction(_ row: Row) -> (EngineID, Instruction) {
        let instruction = Instruction(
            name: row.text(1), target: row.optionalText(2).map(LocaleTag.init(unchecked:)), text: row.text(3))
        return (row.id(0), instruction)
    }

    private static func voice(_ row: Row) -> (EngineID, BrandVoice) {
        (row.id(0), BrandVoice(target: LocaleTag(unchecked: row.text(1)), text: row.text(2)))
    }

    private static func engine(_ row: Row) -> (Engine, isDefault: Bool) {
        let engine = Engine(
            id: row.id(0), organization: row.id(1), name: row.text(2), models: [],
            onUnverifiable: OnUnverifiable(rawValue: row.text(4)) ?? .source,
            reuse: MemoryReuse(rawValue: row.text(5)) ?? .fingerprint)
        return (engine, row.int(3) == 1)
    }
}
