// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A localizer that writes in capitals, or does what it was told to.
public final class FakeLocalizer {
    private struct State {
        var error: (any Error)?
        var isStuck = false
        var hasModel = true
        var commands: [Localize] = []
        var cancellations = 0
    }

    private let state = Locked(State())

    /// Makes a localizer that works.
    public init() {}

    /// Makes every call throw, or, with `nil`, work again.
    public func fail(with error: (any Error)?) { state.withLock { $0.error = error } }

    /// Makes every localization wait until it is cancelled, or no more.
    public func stick(_ isStuck: Bool) { state.withLock { $0.isStuck = isStuck } }

    /// Makes answers say that no provider was called, or that one was.
    public func haveModel(_ hasModel: Bool) { state.withLock { $0.hasModel = hasModel } }

    /// The localizations asked for so far.
    public var commands: [Localize] { state.withLock { $0.commands } }

    /// How many localizations were cancelled while they were stuck.
    public var cancellations: Int { state.withLock { $0.cancellations } }
}

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeLocalizer: Localizer {
    public func localize(_ command: Localize, for principal: Principal) async throws -> LocalizedContent {
        let state = self.state.withLock { state in
            state.commands.append(command)
            return state
        }
        if let error = state.error { throw error }
        if state.isStuck {
            do {
                try await Task.sleep(for: .seconds(3600))
            } catch {
                self.state.withLock { $0.cancellations += 1 }
                throw error
            }
        }
        let texts = command.content.leaves.map { $0.text.uppercased() }
        let hasModel = state.hasModel && !texts.isEmpty
        return LocalizedContent(
            source: command.source ?? LocaleTag(unchecked: "en"), target: command.target,
            content: command.content.replacing(texts),
            model: hasModel ? ModelName(provider: "fake", model: "capitals") : nil,
            usage: hasModel ? Usage(inputTokens: 12, outputTokens: 7, cost: 0.00021) : nil)
    }

    public func readFeedback() {}

    public func plan(_ command: CompareSet, with engine: Engine) async throws -> ComparisonSetPlan {
        let names = ["a", "b"].map { ModelName(provider: "fake", model: $0) }
        return ComparisonSetPlan(
            models: command.models.isEmpty ? names : command.models,
            estimate: ComparisonEstimate(
                inputTokens: command.characters, outputTokens: command.characters,
                cost: Double(command.characters) / 100, unpriced: [names[1]]))
    }

    public func runComparisonSets() {}

    public func recognize(_ command: Recognize) async throws -> Recognition {
        if let error = state.withLock({ $0.error }) { throw error }
        return Recognition(
            locale: LocaleTag(unchecked: "pt-BR"), language: "pt", region: "BR", script: nil,
            label: "Brazilian Portuguese (\(command.labelLocale))", direction: .leftToRight,
            alternatives: [
                LocaleCandidate(locale: LocaleTag(unchecked: "pt-BR"), confidence: 0.75),
                LocaleCandidate(locale: LocaleTag(unchecked: "gl"), confidence: 0.1234567),
            ])
    }

    public func check(_ command: CheckTranslation, for principal: Principal) async throws -> CheckReport {
        if let error = state.withLock({ $0.error }) { throw error }
        let finding = Finding(check: "placeholders", severity: .error, expected: "%s", found: "")
        let entries = command.pairs.prefix(1).map { CheckReport.Entry(path: $0.path, finding: finding) }
        return CheckReport(segments: command.pairs.count, entries: entries)
    }

    public func fault(of model: ModelName) async -> String? {
        model.provider == "unknown" ? "No provider is named unknown." : nil
    }

    public func providerStatuses() async -> [ProviderStatus] {
        let at = Timestamp(milliseconds: 1_767_605_400_000)
        return [
            ProviderStatus(
                name: "fake", openCalls: 2, waitingCalls: 1,
                limits: CallLimits(concurrency: 4, requestsPerMinute: 60, tokensPerMinute: nil),
                models: [
                    .init(
                        name: "capitals", state: .open, cause: "unavailable: no connection", since: at,
                        nextTry: at + .seconds(5), calls: 9, failures: 5, medianTime: 0.0125, longTime: 0.25,
                        history: [.init(at: at, state: .open, cause: "unavailable: no connection")])
                ]),
            ProviderStatus(name: "idle"),
        ]
    }

    public func canonical(_ locale: LocaleTag) -> LocaleTag { locale }

    public func approve(
        _ translations: [TranslatedText], for principal: Principal
    ) async throws -> MemoryAddition {
        if let error = state.withLock({ $0.error }) { throw error }
        return translations.count > 3 ? .tooMany(translations.count) : .stored(translations.count)
    }

    public func approved(
        _ translation: TranslatedText, for principal: Principal
    ) async throws -> MemoryRecord? {
        MemoryRecord(
            number: 7,
            entry: NewMemoryEntry(
                organization: principal.organization, engine: nil,
                pair: LocalePair(source: translation.source, target: translation.target), key: [],
                fingerprint: [], source: translation.sourceText, target: translation.targetText, model: nil,
                origin: .person, createdAt: Timestamp(milliseconds: 1_767_605_400_000)))
    }

    public func compare(
        _ command: Compare, as id: ComparisonID, for principal: Principal,
        each: @escaping @Sendable (ComparisonCandidate) -> Void
    ) async throws -> Comparison { throw RequestError.failed(reason: "nobody compares here") }

    public func choose(
        _ choice: ChooseCandidate, in id: ComparisonID, for principal: Principal
    ) async throws -> Comparison { throw RequestError.notFound(id) }

    public func fault(of challenger: Challenger) async -> String? { await fault(of: challenger.name) }

    public func scorecard(of engine: EngineID, for principal: Principal) async throws -> Scorecard {
        Scorecard(pairs: [])
    }

    public func memoryImpact(
        of engine: Engine, becoming changed: Engine, glossary: [GlossaryItem]?
    ) async throws -> [MemoryImpact] { [] }

    public func budgetStatuses(of principal: Principal) async throws -> [BudgetStatus] {
        [
            BudgetStatus(
                budget: Budget(name: "all", amount: 5_000_000_000, period: .month), from: "2026-01-01",
                spent: 1_250_000_000, reserved: 0)
        ]
    }

    public func resetProvider(_ name: String) async -> ProviderStatus? {
        name == "fake" ? ProviderStatus(name: "fake", models: [.init(name: "capitals")]) : nil
    }

    public func coverage(of engine: EngineID?, for principal: Principal) async throws -> [Coverage] {
        if let error = state.withLock({ $0.error }) { throw error }
        let capitals = ModelName(provider: "fake", model: "capitals")
        return [
            Coverage(
                source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "es"), name: capitals,
                quality: "draft", pivot: [LocaleTag(unchecked: "ca")]),
            Coverage(source: nil, target: nil, name: capitals, quality: "", pivot: []),
        ]
    }

    public func estimatedCost(
        characters: Int, target: LocaleTag, for principal: Principal
    ) async throws -> Double { Double(characters) / 1_000_000 }
}
