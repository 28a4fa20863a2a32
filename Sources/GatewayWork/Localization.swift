// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
public import GatewayCrypto
import GatewayText
public import Logging
public import ServiceLifecycle

/// The two sides of the work: the synchronous calls, and the worker that runs jobs.
public struct Localization: Sendable {
    /// Answers synchronous calls.
    public let localizer: any Localizer
    /// Runs jobs until the process stops.
    public let worker: any Service
    /// Keeps the indexes of glossaries up to date until the process stops.
    public let glossaries: any Service
    /// Writes what synchronous calls made to translation memory until the process stops.
    public let memory: any Service
    /// Writes down what was used until the process stops.
    public let usage: any Service
    /// Judges translations until the process stops.
    public let reviews: any Service
    /// Has challengers translate what was drawn until the process stops.
    public let shadows: any Service
    /// Reads feedback until the process stops.
    public let feedback: any Service
    /// Compares models over test sets until the process stops.
    public let comparisonSets: any Service
    /// Budgets that are nearly used up, each once for a period.
    public let budgetNotices: AsyncStream<BudgetNotice>
    let replaceProviders: @Sendable ([any Provider], [String: CallLimits], Set<String>) -> Void

    /// Takes these providers in the place of those there were; calls under way end where they are.
    ///
    /// - Parameter changed: names of those that are not what they were: their breakers begin anew.
    public func replace(
        _ providers: [any Provider], limits: [String: CallLimits], changed: Set<String>
    ) { replaceProviders(providers, limits, changed) }
}

/// Puts the translator together, once, for synchronous calls and jobs alike.
///
/// - Parameters:
///   - limits: what providers may be asked, by name.
///   - spending: what they cost, and how much of that there may be.
public func makeLocalization(
    _ configuration: WorkConfiguration, providers: [any Provider], limits: [String: CallLimits] = [:],
    spending: SpendingConfiguration = SpendingConfiguration(),
    recognizer: (any Recognizer)?,
    rules: any LocaleRules, store: any Store, clock: WallClock = .system, logger: Logger
) -> Localization {
    let routingClock = RoutingClock.system(clock)
    let ledger = SpendingLedger(
        prices: spending.prices,
        budgets: Budgets(spending.budgets, store: store, clock: clock, logger: logger),
        recorder: UsageRecorder(store: store, keep: spending.keep, clock: clock, logger: logger), clock: clock
    )
    @Sendable func guarded(_ provider: any Provider, _ limits: CallLimits?) -> GuardedProvider {
        GuardedProvider(
            provider: provider.generates
                ? PromptedProvider(provider, rules: rules, configuration: configuration.prompt) : provider,
            gate: CallGate(
                name: provider.name, limits: limits ?? CallLimits(), clock: routingClock, logger: logger),
            ledger: ledger)
    }
    let translators = Locked(providers.map { guarded($0, limits[$0.name]) })
    let gates = Locked(translators.withLock { $0.map(\.gate) })
    let memory = TranslationMemory(
        store: store, rules: rules, configuration: configuration.memory, clock: clock, logger: logger)
    let memoryWriter = MemoryWriter(memory)
    let translator = Translator(
        router: Router(providers: translators.withLock { $0 }, rules: rules), rules: rules,
        segmenter: Segmenter(),
        meter: RateMeter(),
        callTimeout: configuration.callTimeout, memory: memory)
    let glossaries = GlossaryCache(store: store, rules: rules, logger: logger)
    let (bell, setBell, identifiers) = (Doorbell(), Doorbell(), IdentifierSource(clock: clock))
    let reviews = Reviews(
        store: store, rules: rules,
        judge: Judge(
            router: translator.router, rules: rules, timeout: configuration.callTimeout, clock: clock),
        feedbackBell: bell, identifiers: identifiers, clock: clock, logger: logger)
    let comparisonRun = ComparisonRun(translator: translator)
    let shadows = ShadowRuns(
        store: store, run: comparisonRun, identifiers: identifiers, clock: clock, logger: logger)
    let run = JobRun(
        store: store, documents: JobDocuments(), translator: translator, glossaries: glossaries,
        configuration: configuration, reviews: reviews, shadows: shadows, clock: clock)
    return Localization(
        localizer: SynchronousLocalizer(
            store: store, translator: translator, glossaries: glossaries, memory: memoryWriter,
            recognizer: recognizer, rules: rules,
            configuration: configuration, gates: gates, ledger: ledger, bell: bell, setBell: setBell,
            reviews: reviews, shadows: shadows, identifiers: identifiers),
        worker: Worker(store: store, run: run, configuration: configuration, clock: clock, logger: logger),
        glossaries: glossaries, memory: memoryWriter, usage: ledger.recorder,
        reviews: reviews, shadows: shadows,
        feedback: FeedbackWorker(
            store: store, router: translator.router, reader: FeedbackReader(rules: rules),
            configuration: configuration, doorbell: bell, identifiers: identifiers,
            clock: clock, logger: logger),
        comparisonSets: ComparisonSetWorker(
            store: store, run: comparisonRun, glossaries: glossaries,
            doorbell: setBell, identifiers: identifiers, clock: clock, logger: logger),
        budgetNotices: ledger.budgets.notices,
        replaceProviders: { providers, limits, changed in
            let now = translators.withLock { translators in
                let before = Dictionary(
                    translators.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
                translators = providers.map { provider in
                    if !changed.contains(provider.name), let kept = before[provider.name] { return kept }
                    return guarded(provider, limits[provider.name])
                }
                return translators
            }
            gates.withLock { $0 = now.map(\.gate) }
            translator.router.replace(now)
        })
}

/// What tells a receiver of budgets that are nearly used up until the process stops.
///
/// - Parameter url: the receiver's.
public func makeBudgetNotifier(
    _ notices: AsyncStream<BudgetNotice>, to url: String, _ configuration: DeliveryConfiguration,
    store: any UsageStore, outbound: any Outbound, secrets: WebhookSecrets, clock: WallClock = .system,
    logger: Logger
) -> any Service {
    BudgetNotifier(
        notices: notices, url: url, store: store, outbound: outbound,
        webhook: SignedWebhook(secrets: secrets, timeout: configuration.timeout, clock: clock),
        configuration: configuration, clock: clock, logger: logger)
}

/// What hands results over until the process stops.
///
/// - Parameters:
///   - outbound: the way out for callbacks, with its guard.
///   - publicURL: where this gateway is reached, without a slash at its end.
public func makeDeliveryWorker(
    _ configuration: DeliveryConfiguration, store: any DeliveryStore, outbound: any Outbound,
    secrets: WebhookSecrets, publicURL: @escaping @Sendable () -> String, clock: WallClock = .system,
    logger: Logger
) -> any Service {
    let run = DeliveryRun(
        store: store, outbound: outbound,
        webhook: SignedWebhook(secrets: secrets, timeout: configuration.timeout, clock: clock),
        configuration: configuration,
        publicURL: publicURL,
        clock: clock)
    return DeliveryWorker(
        store: store, run: run, configuration: configuration, clock: clock, logger: logger)
}

/// What removes groups some time after they were over, and translations that nobody approved some time after they were made;
/// `nil` is never.
public func makeRetention(
    keep: Duration?, keepMemory: Duration? = nil,
    store: any Upkeep & MemoryStore & ComparisonStore & ScoreStore,
    clock: WallClock = .system,
    logger: Logger
) -> any Service {
    Retention(store: store, keep: keep, keepMemory: keepMemory, clock: clock, logger: logger)
}
