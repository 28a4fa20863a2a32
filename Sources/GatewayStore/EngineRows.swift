// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Engines with what they own, as the database holds them.
enum EngineRows {
    /// One engine with what it owns; `nil` as id means the default one.
    static func engine(
        _ id: EngineID?, of organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) -> EngineRecord? {
        let key = id.map(SQLValue.id) ?? .null
        let found = try connection.first(ConfigurationSQL.engine, [key, .id(organization)], record)
        guard var engine = found else { return nil }
        try complete(&engine, connection)
        return engine
    }

    /// A page of engines, newest first.
    static func page(
        _ query: PageQuery<EngineID>, of organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) -> [EngineRecord] {
        var engines = try connection.rows(
            ConfigurationSQL.page,
            // No id is greater than a tilde.
            [.id(organization), .text(query.before?.text ?? "~"), .int(query.limit)], record)
        for index in engines.indices { try complete(&engines[index], connection) }
        return engines
    }

    /// All engines of all organizations, with what they own.
    static func all(_ connection: Connection) throws(StoreError) -> [EngineRecord] {
        var engines: [EngineID: EngineRecord] = [:]
        for engine in try connection.rows(ConfigurationSQL.engines, [], record) {
            engines[engine.id] = engine
        }
        for (engine, entry) in try connection.rows(ConfigurationSQL.models, [.null], model) {
            engines[engine]?.models.append(entry)
        }
        for (engine, entry) in try connection.rows(ConfigurationSQL.instructions, [.null], instruction) {
            engines[engine]?.instructions.append(entry)
        }
        for (engine, entry) in try connection.rows(ConfigurationSQL.voices, [.null], voice) {
            engines[engine]?.voices.append(entry)
        }
        for (engine, entry) in try connection.rows(ReviewSQL.scorers, [.null], scorer) {
            engines[engine]?.scorers.append(entry)
        }
        return Array(engines.values)
    }

    /// Writes what has changed since `earlier`, and what was done into the audit log.
    static func write(
        _ engine: EngineRecord, after earlier: EngineRecord?, by actor: ConfigurationActor,
        at moment: Timestamp, _ connection: Connection
    ) throws(StoreError) {
        if engine.isDefault, earlier?.isDefault != true {
            try moveDefault(to: engine, by: actor, at: moment, connection)
        }
        try connection.run(
            earlier == nil ? ConfigurationSQL.insertEngine : ConfigurationSQL.updateEngine, values(engine))
        if engine.models != earlier?.models ?? [] {
            try connection.run(ConfigurationSQL.deleteModels, [.id(engine.id)])
            for entry in engine.models {
                let model = entry.value
                try connection.run(
                    ConfigurationSQL.insertModel,
                    [
                        .id(engine.id), .id(entry.id), .optional(model.source?.spelling),
                        .optional(model.target?.spelling), .text(model.name.provider),
                        .text(model.name.model), .int(model.rank),
                    ] + stamps(entry))
            }
        }
        if engine.instructions != earlier?.instructions ?? [] {
            try connection.run(ConfigurationSQL.deleteInstructions, [.id(engine.id)])
            for entry in engine.instructions {
                try connection.run(
                    ConfigurationSQL.insertInstruction,
                    [
                        .id(engine.id), .id(entry.id), .text(entry.value.name),
                        .optional(entry.value.target?.spelling), .text(entry.value.text),
                    ] + stamps(entry))
            }
        }
        if engine.voices != earlier?.voices ?? [] {
            try connection.run(ConfigurationSQL.deleteVoices, [.id(engine.id)])
            for entry in engine.voices {
                try connection.run(
                    ConfigurationSQL.insertVoice,
                    [
                        .id(engine.id), .id(entry.id), .text(entry.value.target.spelling),
                        .text(entry.value.text),
                    ] + stamps(entry))
            }
        }
        if engine.scorers != earlier?.scorers ?? [] {
            try connection.run(ReviewSQL.deleteScorers, [.id(engine.id)])
            for entry in engine.scorers {
                try connection.run(ReviewSQL.insertScorer, [.id(engine.id)] + values(entry) + stamps(entry))
            }
        }
        try audit(
            EngineRecord.changes(from: earlier, to: engine), of: engine.organization, by: actor, at: moment,
            connection)
    }

    /// Appends to the audit log.
    static func audit(
        _ changes: [ConfigurationChange], of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp, _ connection: Connection
    ) throws(StoreError) {
        for change in changes {
            try connection.run(
                ConfigurationSQL.audit,
                [
                    .id(organization), .moment(moment), .text(actor.description), .text(change.entity),
                    .text(change.id), .text(change.action.rawValue),
                    change.before.map(SQLValue.blob) ?? .null, change.after.map(SQLValue.blob) ?? .null,
                ])
        }
    }

    /// Takes the default from the engine that has it, so that there is never more than one.
    private static func moveDefault(
        to engine: EngineRecord, by actor: ConfigurationActor, at moment: Timestamp, _ connection: Connection
    ) throws(StoreError) {
        guard let holder = try self.engine(nil, of: engine.organization, connection), holder.id != engine.id
        else { return }
        var next = holder
        next.isDefault = false
        try write(next.following(holder, at: moment), after: holder, by: actor, at: moment, connection)
    }

    private static func complete(
        _ engine: inout EngineRecord, _ connection: Connection
    ) throws(StoreError) {
        let id = [SQLValue.id(engine.id)]
        engine.models = try connection.rows(ConfigurationSQL.models, id) { model($0).1 }
        engine.instructions = try connection.rows(ConfigurationSQL.instructions, id) { instruction($0).1 }
        engine.voices = try connection.rows(ConfigurationSQL.voices, id) { voice($0).1 }
        engine.scorers = try connection.rows(ReviewSQL.scorers, id) { scorer($0).1 }
    }

    private static func values(_ engine: EngineRecord) -> [SQLValue] {
        let settings = engine.settings
        let provisioned = EnginePart.allCases.filter(engine.provisioned.contains)
        return [
            .id(engine.id), .id(engine.organization), .text(settings.name), .optional(settings.description),
            .text(locales(settings.sourceLocales)), .text(locales(settings.targetLocales)),
            .int(engine.isDefault ? 1 : 0), .text(settings.onUnverifiable.rawValue),
            .text(settings.reuse.rawValue), .text(provisioned.map(\.rawValue).joined(separator: ",")),
            .int(engine.version), .moment(engine.createdAt), .moment(engine.updatedAt),
            .text(locales(settings.pivots)),
            .optional(settings.challenger.map { String(decoding: $0.json.bytes, as: UTF8.self) }),
            .text(String(decoding: settings.pipeline.json.bytes, as: UTF8.self)),
        ]
    }

    private static func values(_ entry: ConfigurationEntry<ScorerID, Scorer>) -> [SQLValue] {
        let scorer = entry.value
        return [
            .id(entry.id), .text(scorer.name), .text(scorer.family.rawValue), .text(scorer.kind.rawValue),
            .optional(scorer.instruction), .optional(scorer.source?.spelling),
            .optional(scorer.target?.spelling), .optional(scorer.model?.provider),
            .optional(scorer.model?.model), .real(scorer.share),
        ]
    }

    private static func scorer(_ row: Row) -> (EngineID, ConfigurationEntry<ScorerID, Scorer>) {
        let value = Scorer(
            name: row.text(2), family: Scorer.Family(rawValue: row.text(3)) ?? .structure,
            kind: Scorer.Kind(rawValue: row.text(4)) ?? .boolean, instruction: row.optionalText(5),
            source: row.optionalText(6).map(LocaleTag.init(unchecked:)),
            target: row.optionalText(7).map(LocaleTag.init(unchecked:)),
            model: row.optionalText(8).map { ModelName(provider: $0, model: row.optionalText(9) ?? "*") },
            share: row.real(10))
        return (row.id(0), entry(row, value, stamps: 11))
    }

    private static func stamps<ID, Value>(_ entry: ConfigurationEntry<ID, Value>) -> [SQLValue] {
        [.int(entry.version), .moment(entry.createdAt), .moment(entry.updatedAt)]
    }

    private static func locales(_ locales: [LocaleTag]) -> String {
        // A locale needs no escapes.
        "[" + locales.map { "\"\($0.spelling)\"" }.joined(separator: ",") + "]"
    }

    private static func locales(_ text: String) -> [LocaleTag] {
        let array = (try? JSONValue(parsing: Array(text.utf8)))?.array ?? []
        return array.compactMap(\.string).map(LocaleTag.init(unchecked:))
    }

    private static func challenger(_ text: String?) -> Challenger? {
        text.flatMap { try? Challenger(JSONValue(parsing: Array($0.utf8))) }
    }

    private static func pipeline(_ text: String) -> PipelineConfig {
        let value = try? JSONValue(parsing: Array(text.utf8))
        return value.flatMap { try? PipelineConfig($0, field: "") } ?? PipelineConfig()
    }

    private static func record(_ row: Row) -> EngineRecord {
        var engine = EngineRecord(
            id: row.id(0), organization: row.id(1), isDefault: row.int(6) == 1,
            settings: EngineSettings(
                name: row.text(2), description: row.optionalText(3), sourceLocales: locales(row.text(4)),
                targetLocales: locales(row.text(5)),
                onUnverifiable: OnUnverifiable(rawValue: row.text(7)) ?? .source,
                reuse: MemoryReuse(rawValue: row.text(8)) ?? .fingerprint, pivots: locales(row.text(13)),
                challenger: challenger(row.optionalText(14)), pipeline: pipeline(row.text(15))),
            createdAt: row.moment(11))
        engine.provisioned = Set(
            row.text(9).split(separator: ",").compactMap { EnginePart(rawValue: String($0)) })
        engine.version = row.int(10)
        engine.updatedAt = row.moment(12)
        return engine
    }

    private static func model(
        _ row: Row
    ) -> (EngineID, ConfigurationEntry<ModelConfigID, ModelConfig>) {
        let value = ModelConfig(
            source: row.optionalText(2).map(LocaleTag.init(unchecked:)),
            target: row.optionalText(3).map(LocaleTag.init(unchecked:)),
            name: ModelName(provider: row.text(4), model: row.text(5)), rank: row.int(6))
        return (row.id(0), entry(row, value, stamps: 7))
    }

    private static func instruction(
        _ row: Row
    ) -> (EngineID, ConfigurationEntry<InstructionID, Instruction>) {
        let value = Instruction(
            name: row.text(2), target: row.optionalText(3).map(LocaleTag.init(unchecked:)), text: row.text(4))
        return (row.id(0), entry(row, value, stamps: 5))
    }

    private static func voice(_ row: Row) -> (EngineID, ConfigurationEntry<BrandVoiceID, BrandVoice>) {
        let value = BrandVoice(target: LocaleTag(unchecked: row.text(2)), text: row.text(3))
        return (row.id(0), entry(row, value, stamps: 4))
    }

    private static func entry<ID, Value>(
        _ row: Row, _ value: Value, stamps: CInt
    ) -> ConfigurationEntry<ID, Value> {
        ConfigurationEntry(
            id: row.id(1), value: value, version: row.int(stamps), createdAt: row.moment(stamps + 1),
            updatedAt: row.moment(stamps + 2))
    }
}
