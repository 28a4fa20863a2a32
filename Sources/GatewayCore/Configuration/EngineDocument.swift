// SPDX-License-Identifier: Apache-2.0

/// An engine with all it owns as one document, to be kept under version control (docs/operations.md, "Engines as files").
///
/// Members are those of the API; what is left out stays as it is.
public struct EngineDocument: Sendable {
    /// The engine it was written from, or `nil`.
    public let id: EngineID?
    /// What the engine is called.
    public let name: String
    private let settings: JSONValue
    private let models: [ModelConfig]?
    private let instructions: [Instruction]?
    private let voices: [BrandVoice]?
    private let scorers: [Scorer]?
    /// The whole glossary; `nil` when the document does not speak of it.
    public let glossary: [GlossaryItem]?

    private static let settingNames = [
        "name", "description", "sourceLocales", "targetLocales", "onUnverifiable", "memoryReuse",
        "pivotLocales", "challenger", "pipelineConfig", "isDefault",
    ]
    private static let listNames = [
        "modelConfigs", "instructions", "brandVoices", "scorers", "glossaryItems",
    ]

    /// Reads a document; unknown members are mistakes here, for nobody would notice what they do not do.
    public init(_ json: JSONValue) throws(RequestError) {
        let reader = try BodyReader(json)
        try reader.refuseOthers(than: ["id"] + Self.settingNames + Self.listNames)
        id = try reader.engine("id")
        name = try reader.requiredString("name")
        settings = .object(
            JSONObject(reader.body.members.filter { Self.settingNames.contains($0.name) }))
        _ = try EngineSettings(new: settings)
        models = try Self.list("modelConfigs", reader, EntryKind.models, allowed: Self.modelNames)
        instructions = try Self.list(
            "instructions", reader, EntryKind.instructions, allowed: ["name", "text", "targetLocale"])
        voices = try Self.list("brandVoices", reader, EntryKind.voices, allowed: ["text", "targetLocale"])
        scorers = try Self.list("scorers", reader, EntryKind.scorers, allowed: Self.scorerNames)
        glossary = try Self.elements("glossaryItems", reader)?.enumerated().map {
            index, value throws(RequestError) in
            let path = "glossaryItems[\(index)]"
            return try RequestError.within(path) { () throws(RequestError) in
                try BodyReader(value).refuseOthers(than: Self.itemNames)
                return try GlossaryItemBody(value).item
            }
        }
    }

    private static let modelNames = ["provider", "model", "sourceLocale", "targetLocale", "rank"]
    private static let scorerNames = [
        "name", "family", "type", "instruction", "sourceLocale", "targetLocale", "provider", "model", "share",
    ]
    private static let itemNames = [
        "sourceLocale", "targetLocale", "sourceText", "targetText", "type", "hint", "partOfSpeech", "gender",
        "number",
    ]

    private static func elements(_ name: String, _ reader: BodyReader) throws(RequestError) -> [JSONValue]? {
        guard let value = reader.value(name) else { return nil }
        guard let list = value.array else {
            throw .invalid(field: name, reason: "must be a list, not \(value.kind)")
        }
        return list
    }

    private static func list<ID, Value>(
        _ name: String, _ reader: BodyReader, _ kind: EntryKind<ID, Value>, allowed: [String]
    ) throws(RequestError) -> [Value]? {
        guard let list = try elements(name, reader) else { return nil }
        guard list.count <= kind.limit else {
            throw .invalid(
                field: name, reason: "has \(list.count) entries, and an engine up to \(kind.limit)")
        }
        return try list.enumerated().map { index, value throws(RequestError) in
            try RequestError.within("\(name)[\(index)]") { () throws(RequestError) in
                try BodyReader(value).refuseOthers(than: allowed)
                return try kind.read(value, nil)
            }
        }
    }

    /// Makes of an engine what the document says. Entries that say the same, or stand for the same, keep their ids.
    public func apply(
        to engine: inout EngineRecord, identifiers: IdentifierSource, at moment: Timestamp
    ) throws(RequestError) {
        try engine.change(to: settings)
        try engine.replace(models, "modelConfigs", as: .models, identifiers, at: moment)
        try engine.replace(instructions, "instructions", as: .instructions, identifiers, at: moment)
        try engine.replace(voices, "brandVoices", as: .voices, identifiers, at: moment)
        try engine.replace(scorers, "scorers", as: .scorers, identifiers, at: moment)
    }

    /// The document of an engine.
    public static func json(_ engine: EngineRecord, glossary: [GlossaryItem]) -> JSONValue {
        let settings = engine.settings
        func locales(_ locales: [LocaleTag]) -> JSONValue { .array(locales.map { .string($0.spelling) }) }
        func any(_ locale: LocaleTag?) -> JSONValue { .string(locale?.spelling ?? "*") }
        return [
            "id": .string(engine.id.text), "name": .string(settings.name),
            "description": settings.description.map { .string($0) } ?? .null,
            "isDefault": .bool(engine.isDefault),
            "sourceLocales": locales(settings.sourceLocales),
            "targetLocales": locales(settings.targetLocales),
            "onUnverifiable": .string(settings.onUnverifiable.rawValue),
            "memoryReuse": .string(settings.reuse.rawValue), "pivotLocales": locales(settings.pivots),
            "challenger": settings.challenger?.json ?? .null, "pipelineConfig": settings.pipeline.json,
            "modelConfigs": .array(
                engine.models.map { entry in
                    [
                        "sourceLocale": any(entry.value.source), "targetLocale": any(entry.value.target),
                        "provider": .string(entry.value.name.provider),
                        "model": .string(entry.value.name.model), "rank": .number(String(entry.value.rank)),
                    ]
                }),
            "instructions": .array(
                engine.instructions.map { entry in
                    [
                        "name": .string(entry.value.name), "targetLocale": any(entry.value.target),
                        "text": .string(entry.value.text),
                    ]
                }),
            "brandVoices": .array(
                engine.voices.map { entry in
                    [
                        "targetLocale": .string(entry.value.target.spelling),
                        "text": .string(entry.value.text),
                    ]
                }),
            "scorers": .array(engine.scorers.map { json($0.value) }),
            "glossaryItems": .array(glossary.map(json)),
        ]
    }

    private static func json(_ scorer: Scorer) -> JSONValue {
        let members: [(String, JSONValue?)] = [
            ("name", .string(scorer.name)), ("family", .string(scorer.family.rawValue)),
            ("type", .string(scorer.kind.rawValue)), ("instruction", scorer.instruction.map { .string($0) }),
            ("sourceLocale", .string(scorer.source?.spelling ?? "*")),
            ("targetLocale", .string(scorer.target?.spelling ?? "*")),
            ("provider", scorer.model.map { .string($0.provider) }),
            ("model", scorer.model.map { .string($0.model) }), ("share", .double(scorer.share)),
        ]
        return .object(JSONObject(members.compactMap { name, value in value.map { .init(name, $0) } }))
    }

    /// A glossary item without what only stores know of it.
    public static func json(_ item: GlossaryItem) -> JSONValue {
        let members: [(String, String?)] = [
            ("sourceLocale", item.sourceLocale?.spelling ?? "*"),
            ("targetLocale", item.targetLocale?.spelling ?? "*"), ("sourceText", item.sourceText),
            ("targetText", item.targetText), ("type", item.type.rawValue), ("hint", item.hint),
            ("partOfSpeech", item.partOfSpeech?.rawValue), ("gender", item.gender?.rawValue),
            ("number", item.number?.rawValue),
        ]
        return .object(
            JSONObject(members.compactMap { name, text in text.map { .init(name, .string($0)) } }))
    }
}

extension EngineRecord {
    /// Puts values in the place of the entries of a kind, where they are others.
    fileprivate mutating func replace<ID, Value>(
        _ values: [Value]?, _ name: String, as kind: EntryKind<ID, Value>, _ identifiers: IdentifierSource,
        at moment: Timestamp
    ) throws(RequestError) {
        guard let values, values != self[keyPath: kind.entries].map(\.value) else { return }
        try checkOwn(kind.part)
        var left = self[keyPath: kind.entries]
        func take(where isSame: (Value) -> Bool) -> ConfigurationEntry<ID, Value>? {
            left.firstIndex { isSame($0.value) }.map { left.remove(at: $0) }
        }
        // What says the same first, so that nothing takes its place.
        var kept = values.map { value in take { $0 == value } }
        for (index, value) in values.enumerated() where kept[index] == nil {
            kept[index] = take { kind.standsForSame($0, value) }
            kept[index]?.value = value
        }
        var entries: [ConfigurationEntry<ID, Value>] = []
        for (index, value) in values.enumerated() {
            try RequestError.within("\(name)[\(index)]") { () throws(RequestError) in
                try kind.check(value, entries[...])
            }
            entries.append(
                kept[index] ?? ConfigurationEntry(id: identifiers.next(), value: value, createdAt: moment))
        }
        self[keyPath: kind.entries] = entries
    }
}
