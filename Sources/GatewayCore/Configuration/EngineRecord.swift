// SPDX-License-Identifier: Apache-2.0

/// A part of an engine that the configuration file may keep to itself.
public enum EnginePart: String, Sendable, CaseIterable {
    /// What happens to unverifiable texts, what of translation memory is used, and over which languages it goes.
    case settings
    /// Which models serve which pairs.
    case models
    /// What translations have to follow.
    case instructions
    /// How the brand speaks.
    case voices
}

/// What an engine says of itself, without what it owns.
public struct EngineSettings: Sendable, Equatable {
    /// A name for people.
    public var name: String
    /// More for people; `nil` for none.
    public var description: String?
    /// The locales it is meant to translate from, for people and clients that ask; empty for any.
    public var sourceLocales: [LocaleTag]
    /// The locales it is meant to translate into; empty for any.
    public var targetLocales: [LocaleTag]
    /// What happens to a text that no model translated soundly.
    public var onUnverifiable: OnUnverifiable
    /// Which earlier translations answer instead of its models.
    public var reuse: MemoryReuse
    /// Languages over which a pair is translated that none of its models has.
    public var pivots: [LocaleTag]
    /// A model that is to be compared with those that serve; `nil` for none.
    public var challenger: Challenger?
    /// Which optional stages its jobs go through unless they say otherwise.
    public var pipeline: PipelineConfig

    /// Makes settings.
    public init(
        name: String, description: String? = nil, sourceLocales: [LocaleTag] = [],
        targetLocales: [LocaleTag] = [], onUnverifiable: OnUnverifiable = .source,
        reuse: MemoryReuse = .fingerprint, pivots: [LocaleTag] = [], challenger: Challenger? = nil,
        pipeline: PipelineConfig = PipelineConfig()
    ) {
        self.name = name
        self.description = description
        self.sourceLocales = sourceLocales
        self.targetLocales = targetLocales
        self.onUnverifiable = onUnverifiable
        self.reuse = reuse
        self.pivots = pivots
        self.challenger = challenger
        self.pipeline = pipeline
    }
}

/// An engine as it is stored, with what it owns except its glossary; ``engine`` is what translates.
public struct EngineRecord: Sendable, Equatable {
    /// The engine's id.
    public var id: EngineID
    /// Whose it is.
    public var organization: OrganizationID
    /// Whether it serves the organization's requests that name none.
    public var isDefault: Bool
    /// What it says of itself.
    public var settings: EngineSettings
    /// Parts that the configuration file decides at each start, and nobody else.
    public var provisioned: Set<EnginePart>
    /// Which models serve which pairs, oldest entry first.
    public var models: [ConfigurationEntry<ModelConfigID, ModelConfig>]
    /// What translations have to follow, in the order it is told.
    public var instructions: [ConfigurationEntry<InstructionID, Instruction>]
    /// How the brand speaks, at most one voice for a locale.
    public var voices: [ConfigurationEntry<BrandVoiceID, BrandVoice>]
    /// Who reviews translations.
    public var scorers: [ConfigurationEntry<ScorerID, Scorer>]
    /// 1 when it is made; rises with each change of ``settings`` or ``isDefault``.
    public var version: Int
    /// When it was made.
    public var createdAt: Timestamp
    /// When its settings were last changed, or it was made.
    public var updatedAt: Timestamp

    /// Makes an engine that owns nothing yet.
    public init(
        id: EngineID, organization: OrganizationID, isDefault: Bool = false, settings: EngineSettings,
        createdAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.isDefault = isDefault
        self.settings = settings
        provisioned = []
        models = []
        instructions = []
        voices = []
        scorers = []
        version = 1
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// Makes an engine of what translations see, with new names for what it owns.
    public init(
        _ engine: Engine, isDefault: Bool = false, provisioned: Set<EnginePart> = [],
        identifiers: IdentifierSource, createdAt: Timestamp
    ) {
        self.init(
            id: engine.id, organization: engine.organization, isDefault: isDefault,
            settings: EngineSettings(
                name: engine.name, onUnverifiable: engine.onUnverifiable, reuse: engine.reuse,
                pivots: engine.pivots, challenger: engine.challenger, pipeline: engine.pipeline),
            createdAt: createdAt)
        self.provisioned = provisioned
        func entries<ID, Value>(_ values: [Value]) -> [ConfigurationEntry<ID, Value>] {
            values.map { ConfigurationEntry(id: identifiers.next(), value: $0, createdAt: createdAt) }
        }
        models = entries(engine.models)
        instructions = entries(engine.instructions)
        voices = entries(engine.voices)
    }

    /// The engine as translations see it.
    public var engine: Engine {
        Engine(
            id: id, organization: organization, name: settings.name, models: models.map(\.value),
            onUnverifiable: settings.onUnverifiable, instructions: instructions.map(\.value),
            voices: voices.map(\.value), reuse: settings.reuse, pivots: settings.pivots,
            scorers: scorers.map { NamedScorer(id: $0.id, scorer: $0.value) },
            challenger: settings.challenger, pipeline: settings.pipeline)
    }

    /// What this engine has become since `earlier`, with versions counted.
    public func following(_ earlier: EngineRecord, at moment: Timestamp) -> EngineRecord {
        var next = self
        next.models = Self.following(earlier.models, models, at: moment)
        next.instructions = Self.following(earlier.instructions, instructions, at: moment)
        next.voices = Self.following(earlier.voices, voices, at: moment)
        next.scorers = Self.following(earlier.scorers, scorers, at: moment)
        let isSame = settings == earlier.settings && isDefault == earlier.isDefault
        next.version = isSame ? earlier.version : earlier.version + 1
        next.createdAt = earlier.createdAt
        next.updatedAt = isSame ? earlier.updatedAt : moment
        return next
    }

    /// Takes over the parts that `file` provisions. Entries that say the same keep their ids.
    public mutating func provision(from file: EngineRecord) {
        provisioned = file.provisioned
        if provisioned.contains(.settings) {
            settings.onUnverifiable = file.settings.onUnverifiable
            settings.reuse = file.settings.reuse
            settings.pivots = file.settings.pivots
        }
        if provisioned.contains(.models) { models = Self.renamed(file.models, after: models) }
        if provisioned.contains(.instructions) {
            instructions = Self.renamed(file.instructions, after: instructions)
        }
        if provisioned.contains(.voices) { voices = Self.renamed(file.voices, after: voices) }
    }

    private static func following<ID, Value>(
        _ earlier: [ConfigurationEntry<ID, Value>], _ entries: [ConfigurationEntry<ID, Value>],
        at moment: Timestamp
    ) -> [ConfigurationEntry<ID, Value>] {
        let known = Dictionary(earlier.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return entries.map { $0.following(known[$0.id], at: moment) }
    }

    private static func renamed<ID, Value>(
        _ entries: [ConfigurationEntry<ID, Value>], after earlier: [ConfigurationEntry<ID, Value>]
    ) -> [ConfigurationEntry<ID, Value>] {
        var left = earlier
        return entries.map { entry in
            guard let index = left.firstIndex(where: { $0.value == entry.value }) else { return entry }
            return left.remove(at: index)
        }
    }
}
