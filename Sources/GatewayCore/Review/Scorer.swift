// SPDX-License-Identifier: Apache-2.0

/// A reviewer of an engine's translations (docs/http-api.md, "Reviewers").
public struct Scorer: Sendable, Hashable {
    /// What it looks at.
    public enum Family: String, Sendable, CaseIterable {
        /// Whether the glossary's terms are in the translation; judged by the gateway.
        case glossary
        /// Whether the translation passed every check; judged by the gateway.
        case structure
        /// Whether the engine's instructions are followed; judged by a language model.
        case instructions
        /// Whatever its own instruction says; judged by a language model.
        case custom

        /// Whether the gateway judges it, at once and for nothing.
        public var isLocal: Bool { self == .glossary || self == .structure }
    }

    /// What it gives.
    public enum Kind: String, Sendable, CaseIterable {
        /// Passed or not.
        case boolean
        /// 0 to 100.
        case percentage
    }

    /// For people.
    public var name: String
    /// What it looks at.
    public var family: Family
    /// What it gives.
    public var kind: Kind
    /// What a custom one is told to look for; `nil` for the others.
    public var instruction: String?
    /// `nil` for any source locale.
    public var source: LocaleTag?
    /// `nil` for any target locale.
    public var target: LocaleTag?
    /// The language model that judges; `nil` where the gateway does.
    public var model: ModelName?
    /// Of the translations how many are judged: 0 to 1.
    public var share: Double

    /// Makes a reviewer.
    public init(
        name: String, family: Family, kind: Kind = .boolean, instruction: String? = nil,
        source: LocaleTag? = nil, target: LocaleTag? = nil, model: ModelName? = nil, share: Double = 1
    ) {
        self.name = name
        self.family = family
        self.kind = kind
        self.instruction = instruction
        self.source = source
        self.target = target
        self.model = model
        self.share = share
    }
}

/// A reviewer as translations see it.
public struct NamedScorer: Sendable, Hashable {
    /// Its name in the configuration.
    public var id: ScorerID
    /// What it does.
    public var scorer: Scorer

    /// Makes one.
    public init(id: ScorerID, scorer: Scorer) {
        self.id = id
        self.scorer = scorer
    }
}

extension Scorer {
    init(_ body: JSONValue, earlier: Scorer?) throws(RequestError) {
        let reader = try BodyReader(body)
        guard let name = try reader.text("name", limit: 200) ?? earlier?.name else {
            throw .invalid(field: "name", reason: "is missing")
        }
        let family = try reader.choice("family") ?? earlier?.family ?? Family.custom
        let instruction =
            try reader.text("instruction", limit: 10_000, mayBreakLines: true) ?? earlier?.instruction
        if family == .custom, instruction?.isEmpty ?? true {
            throw .invalid(field: "instruction", reason: "is missing: what is a custom reviewer to look for?")
        }
        let model = try reader.modelName(earlier: earlier?.model)
        if !family.isLocal, model == nil {
            throw .invalid(
                field: "provider",
                reason: "is missing: a language model judges, and not the one that translated")
        }
        self.init(
            name: name, family: family,
            kind: family.isLocal ? .boolean : try reader.choice("type") ?? earlier?.kind ?? .boolean,
            instruction: family == .custom ? instruction : nil,
            source: try reader.anyLocale("sourceLocale", earlier: earlier?.source),
            target: try reader.anyLocale("targetLocale", earlier: earlier?.target),
            model: family.isLocal ? nil : model,
            share: try reader.share() ?? earlier?.share ?? (family.isLocal ? 1 : 0.1))
    }
}

extension EntryKind where ID == ScorerID, Value == Scorer {
    /// Who reviews translations.
    public static let scorers = EntryKind(
        entries: \.scorers, part: nil, limit: 100, name: { .scorer($0) },
        read: { body, earlier throws(RequestError) in try Scorer(body, earlier: earlier) },
        replaced: { _, _ in nil }, standsForSame: { $0.name == $1.name },
        check: { _, _ in },
        write: { $0.scorer($1, of: $2, warnings: $3) })
}

extension JSONWriter {
    /// Writes a reviewer, and what makes its model useless now.
    public mutating func scorer(
        _ entry: ConfigurationEntry<ScorerID, Scorer>, of engine: EngineID, warnings: [String] = []
    ) {
        object {
            $0.member("id", entry.id.text)
            $0.member("ownerEngineId", engine.text)
            $0.member("name", entry.value.name)
            $0.member("family", entry.value.family.rawValue)
            $0.member("type", entry.value.kind.rawValue)
            $0.member("instruction", entry.value.instruction)
            $0.member("sourceLocale", entry.value.source?.spelling ?? "*")
            $0.member("targetLocale", entry.value.target?.spelling ?? "*")
            $0.member("provider", entry.value.model?.provider)
            $0.member("model", entry.value.model?.model)
            $0.member("share", entry.value.share)
            $0.stamps(entry.version, entry.createdAt, entry.updatedAt)
            $0.warnings(warnings)
        }
    }
}
