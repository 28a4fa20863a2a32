// SPDX-License-Identifier: Apache-2.0

/// One row of the matrix of what can be translated.
public struct Coverage: Sendable {
    /// Canonical tag, or `nil` for any.
    public var source: LocaleTag?
    /// Canonical tag, or `nil` for any.
    public var target: LocaleTag?
    /// Who translates it.
    public var name: ModelName
    /// The provider's label, or empty.
    public var quality: String
    /// Locales passed through; empty when direct.
    public var pivot: [LocaleTag]

    /// Makes a row.
    public init(source: LocaleTag?, target: LocaleTag?, name: ModelName, quality: String, pivot: [LocaleTag])
    {
        self.source = source
        self.target = target
        self.name = name
        self.quality = quality
        self.pivot = pivot
    }
}

/// What answers the synchronous calls: the seam between the API and the work.
public protocol Localizer: Sendable {
    /// Translates within the call. Throws ``RequestError`` or ``StoreError``.
    func localize(_ command: Localize, for principal: Principal) async throws -> LocalizedContent
    /// Tells the locale of a text. Throws ``RequestError``.
    func recognize(_ command: Recognize) async throws -> Recognition
    /// Compares translations with their sources. Throws ``RequestError`` or ``StoreError``.
    func check(_ command: CheckTranslation, for principal: Principal) async throws -> CheckReport
    /// The pairs that an engine serves, in order of source, target. Throws ``RequestError`` or ``StoreError``.
    func coverage(of engine: EngineID?, for principal: Principal) async throws -> [Coverage]
    /// What makes a model useless now, in words: no provider of that name, no such model. `nil` when nothing does.
    func fault(of model: ModelName) async -> String?
    /// What keeps a challenger from being asked, in words: as ``fault(of:)-(ModelName)``, or no price to hold it to its budget.
    func fault(of challenger: Challenger) async -> String?
    /// How healthy each provider is, in the order of the configuration.
    func providerStatuses() async -> [ProviderStatus]
    /// Lets all models of a provider be asked again; `nil` when there is no such provider.
    func resetProvider(_ name: String) async -> ProviderStatus?
    /// Puts translations by people into the memory of the caller's organization. Throws ``StoreError``.
    func approve(_ translations: [TranslatedText], for principal: Principal) async throws
        -> MemoryAddition
    /// The entry that people approved of that text, whatever its translation; `nil` when there is none. Throws ``StoreError``.
    func approved(_ translation: TranslatedText, for principal: Principal) async throws -> MemoryRecord?
    /// A locale as memory knows it.
    func canonical(_ locale: LocaleTag) -> LocaleTag
    /// How much of each budget is spent. Throws ``StoreError``.
    func budgetStatuses(of principal: Principal) async throws -> [BudgetStatus]
    /// What a change of an engine would have translated again, by pair.
    ///
    /// - Parameter glossary: the changed engine's items; `nil` when they stay.
    func memoryImpact(
        of engine: Engine, becoming changed: Engine, glossary: [GlossaryItem]?
    ) async throws -> [MemoryImpact]
    /// Has models translate the same content, and keeps what they made. Throws ``RequestError`` or ``StoreError``.
    ///
    /// - Parameters:
    ///   - id: what the comparison is called.
    ///   - each: told of each candidate that is done; its agreement with the others is not known then.
    func compare(
        _ command: Compare, as id: ComparisonID, for principal: Principal,
        each: @escaping @Sendable (ComparisonCandidate) -> Void
    ) async throws -> Comparison
    /// Keeps which candidate somebody prefers. Throws ``RequestError`` or ``StoreError``.
    func choose(
        _ choice: ChooseCandidate, in id: ComparisonID, for principal: Principal
    ) async throws -> Comparison
    /// What the comparisons of an engine say of its models. Throws ``RequestError`` or ``StoreError``.
    func scorecard(of engine: EngineID, for principal: Principal) async throws -> Scorecard
    /// Finds the models of a test set, and what comparing them is likely to cost. Throws ``RequestError``.
    func plan(_ command: CompareSet, with engine: Engine) async throws -> ComparisonSetPlan
    /// Has test sets run that the store has kept.
    func runComparisonSets()
    /// Has feedback read that the store has kept.
    func readFeedback()
    /// US dollars that a provider would take for translating so many characters; 0 for local engines.
    func estimatedCost(characters: Int, target: LocaleTag, for principal: Principal) async throws -> Double
}
