// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// One document to be translated into one locale.
struct TranslationOrder: Sendable {
    let units: TranslationUnits
    private(set) var engine: Engine
    /// As the caller spelled them.
    let source: LocaleTag
    let target: LocaleTag
    private(set) var priority: CallPriority
    let fast: Bool
    /// What the caller said of translation memory.
    private(set) var memory: MemoryOptions
    /// W3C trace context of the request behind it, or `nil`.
    let traceParent: String?
    /// Past it the translation fails; `nil` for a job, whose calls have time limits of their own.
    private(set) var deadline: ContinuousClock.Instant?
    /// The plans of the units that are messages; `nil` for one that is too large to be translated.
    private let messages: [Int: TextPlan?]
    /// The glossary's terms in it; `nil` when there are none.
    let terms: DocumentTerms?
    /// What a language model is told beside the texts.
    let briefing: Briefing
    /// On whose behalf engines are called.
    private(set) var payer: Payer

    init(
        units: TranslationUnits, engine: Engine, source: LocaleTag, target: LocaleTag, priority: CallPriority,
        fast: Bool, memory: MemoryOptions = MemoryOptions(), traceParent: String? = nil,
        deadline: ContinuousClock.Instant?, glossary: GlossaryIndex? = nil, briefing: Briefing = Briefing(),
        key: KeyID? = nil, purpose: Payer.Purpose? = nil
    ) {
        self.units = units
        self.engine = engine
        self.source = source
        self.target = target
        self.priority = priority
        self.fast = fast
        self.memory = memory
        self.traceParent = traceParent
        self.deadline = deadline
        self.briefing = briefing
        payer = Payer(
            organization: engine.organization, engine: engine.id, engineName: engine.name, key: key,
            purpose: purpose ?? (priority == .job ? .job : .localize))
        let messages = Dictionary(
            uniqueKeysWithValues: units.messages.map {
                ($0, units.units[$0].text.plan(source: source, target: target))
            })
        self.messages = messages
        let terms = glossary.map {
            DocumentTerms($0, units: units, source: source, target: target) { unit in
                messages[unit] ?? units.units[unit].text.plan(source: source, target: target)
            }
        }
        self.terms = terms?.isEmpty == false ? terms : nil
    }

    /// The same with another say on what of translation memory answers.
    func reusing(_ reuse: MemoryReuse) -> TranslationOrder {
        var order = self
        order.memory.reuse = reuse
        return order
    }

    /// The same for an engine's challenger alone, off the record.
    func challenging(_ challenger: Challenger) -> TranslationOrder {
        var order = self
        order.engine = engine.asking(challenger.name)
        order.priority = .shadow
        order.memory = MemoryOptions(reuse: MemoryReuse.none, store: false)
        // Its calls have time limits of their own.
        order.deadline = nil
        order.payer.purpose = .shadow
        order.payer.dailyBudget = SpendingLedger.billionths(challenger.dailyBudget)
        return order
    }

    /// What of a unit goes to an engine that takes terms in one way or another.
    func plan(of unit: Int, for binding: TermBinding) -> TextPlan? {
        guard let plan = plan(of: unit), let terms else { return plan(of: unit) }
        return terms.plan(plan, of: unit, for: binding, masker: units.units[unit].text.masker)
    }

    /// What of a unit goes to an engine; `nil` for a message that is too large to be translated.
    func plan(of unit: Int) -> TextPlan? {
        messages[unit] ?? units.units[unit].text.plan(source: source, target: target)
    }

    /// What is found in the whole translation of a unit.
    func findings(of unit: Int, in text: String, _ checker: Checker) -> [Finding] {
        checker.findings(
            source: units.units[unit].text, translation: text, limit: units.units[unit].limit)
            + (terms?.findings(of: unit, in: text) ?? [])
    }
}

/// What became of a document.
struct Translation: Sendable {
    /// One text for each unit.
    let texts: [String]
    let warnings: [JobWarning]
    /// `nil` when no provider was called, now or in the batches that were kept.
    let usage: Usage?
    /// Segments that a model translated.
    let new: Int
    /// Segments that are equal to one of those, or that memory had.
    let reused: Int
    /// What is to be remembered of it.
    let memories: [NewMemoryEntry]
    /// The model that translated most units; `nil` when no provider was called.
    let model: ModelName?
    /// How the model did that is asked first; `nil` when anything came from elsewhere: from memory, from an earlier attempt, from a
    /// model that stood in for it.
    let first: FirstModel?
    /// For the step's record.
    let details: JSONObject
}

/// How the model did that is asked first.
struct FirstModel: Sendable {
    let route: Route
    /// Whether each text has a sound translation by it.
    let isWhole: Bool
    let took: Duration
}

extension Engine {
    /// The same as it is to translate with one model alone, for its work to be compared.
    func asking(_ model: ModelName) -> Engine {
        var engine = self
        engine.models = [ModelConfig(name: model, rank: 1)]
        // A source text in the place of a translation would be compared as one.
        engine.onUnverifiable = .fail
        engine.reuse = .none
        return engine
    }
}

/// Why a document was not translated.
struct TranslationFailure: Error, Sendable {
    let reason: String
    /// Whether another attempt may succeed without anybody changing anything.
    let isRetryable: Bool
    /// Whether it says nothing of the models: they were not asked, or had been asked for too much.
    let isOfLimits: Bool
    /// The longest wait that a provider asked for.
    let retryAfter: Duration?

    /// Every route failed, each with its error.
    init(_ errors: [(name: ModelName, error: ProviderError)]) {
        let list = errors.map { "\($0.name): \($0.error.kind.rawValue), \($0.error.message)" }
        reason = "All configured models failed. " + list.joined(separator: "; ")
        isRetryable = errors.contains { $0.error.isRetryable }
        isOfLimits = errors.allSatisfy { error in
            [.cancelled, .rateLimited, .quota, .unauthorized].contains(error.error.kind)
        }
        retryAfter = errors.compactMap(\.error.retryAfter).max()
    }

    /// The texts came back from the models, each with an error, and none with a translation.
    init(nothing errors: [ProviderError], besides failures: [(name: ModelName, error: ProviderError)]) {
        let list = Set(errors.map { "\($0.kind.rawValue), \($0.message)" }).sorted().prefix(5)
        reason =
            "No text was translated. "
            + (Array(list) + failures.map { "\($0.name): \($0.error.kind.rawValue), \($0.error.message)" })
            .joined(separator: "; ")
        isRetryable = true
        isOfLimits = false
        retryAfter = (errors + failures.map(\.error)).compactMap(\.retryAfter).max()
    }

    init(final reason: String) {
        self.reason = reason
        isRetryable = false
        isOfLimits = false
        retryAfter = nil
    }
}
