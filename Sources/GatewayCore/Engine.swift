// SPDX-License-Identifier: Apache-2.0

/// What a provider is asked to use, as configurations and answers name it: `provider/model`.
public struct ModelName: Sendable, Hashable, CustomStringConvertible {
    /// The provider's name.
    public var provider: String
    /// The provider's name of the model; `*` for whichever of its models has the pair.
    public var model: String

    /// Makes a name of its parts.
    public init(provider: String, model: String) {
        self.provider = provider
        self.model = model
    }

    /// Takes `provider/model`; the model may hold slashes of its own. A bare provider means any of its models.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let provider = parts.first, !provider.isEmpty else { return nil }
        let model = parts.count == 2 ? String(parts[1]) : "*"
        guard !model.isEmpty else { return nil }
        self.init(provider: String(provider), model: model)
    }

    /// Whether the provider chooses the model.
    public var isAny: Bool { model == "*" }

    /// `provider/model`.
    public var description: String { "\(provider)/\(model)" }
}

/// One entry of an engine: which model serves a pair of locales, and when.
public struct ModelConfig: Sendable, Hashable {
    /// `nil` for any source locale.
    public var source: LocaleTag?
    /// `nil` for any target locale.
    public var target: LocaleTag?
    /// What is asked.
    public var name: ModelName
    /// 1 is tried first among entries that are equally specific.
    public var rank: Int

    /// Makes an entry.
    public init(source: LocaleTag? = nil, target: LocaleTag? = nil, name: ModelName, rank: Int) {
        self.source = source
        self.target = target
        self.name = name
        self.rank = rank
    }
}

/// What happens to a text for which no model gave a sound translation.
public enum OnUnverifiable: String, Sendable, CaseIterable {
    /// It keeps its source text, and a warning says so.
    case source
    /// The localization fails.
    case fail
}

/// Stored configuration that clients name `eng_…`. A value; it runs nothing.
public struct Engine: Sendable, Equatable {
    /// The engine's id.
    public var id: EngineID
    /// Whose it is.
    public var organization: OrganizationID
    /// A name for people.
    public var name: String
    /// Its models, in any order.
    public var models: [ModelConfig]
    /// What happens to a text that no model translated soundly.
    public var onUnverifiable: OnUnverifiable
    /// What its translations have to follow, in the order it is told.
    public var instructions: [Instruction]
    /// How the brand speaks, at most one voice for a locale.
    public var voices: [BrandVoice]
    /// Which earlier translations answer instead of its models.
    public var reuse: MemoryReuse
    /// Languages over which a pair is translated that none of its models has, the first that serves first.
    public var pivots: [LocaleTag]
    /// Who reviews its translations.
    public var scorers: [NamedScorer]
    /// A model that is to be compared with them; `nil` for none.
    public var challenger: Challenger?
    /// Which optional stages its jobs go through unless they say otherwise.
    public var pipeline: PipelineConfig

    /// Makes an engine.
    public init(
        id: EngineID, organization: OrganizationID, name: String, models: [ModelConfig],
        onUnverifiable: OnUnverifiable = .source, instructions: [Instruction] = [], voices: [BrandVoice] = [],
        reuse: MemoryReuse = .fingerprint, pivots: [LocaleTag] = [],
        scorers: [NamedScorer] = [], challenger: Challenger? = nil,
        pipeline: PipelineConfig = PipelineConfig()
    ) {
        self.id = id
        self.organization = organization
        self.name = name
        self.models = models
        self.onUnverifiable = onUnverifiable
        self.instructions = instructions
        self.voices = voices
        self.reuse = reuse
        self.pivots = pivots
        self.scorers = scorers
        self.challenger = challenger
        self.pipeline = pipeline
    }
}
