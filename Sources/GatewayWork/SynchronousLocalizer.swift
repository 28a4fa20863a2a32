// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Answers the synchronous calls with the translator that jobs use.
struct SynchronousLocalizer: Localizer {
    let store: any Store
    let translator: Translator
    let glossaries: GlossaryCache
    /// Takes what is to be remembered; `nil` where nothing is.
    let memory: MemoryWriter?
    let sources: SourceFinder
    let rules: any LocaleRules
    let configuration: WorkConfiguration
    /// What every call of a provider goes through.
    let gates: Locked<[CallGate]>
    /// What calls cost; `nil` where nobody pays.
    let ledger: SpendingLedger?
    /// Rung when feedback has come.
    let bell: Doorbell
    /// Rung when a test set has come.
    let setBell: Doorbell
    /// Takes translations to be judged; `nil` where nobody does.
    let reviews: Reviews?
    /// Takes translations to be made again by challengers; `nil` where nobody does.
    let shadows: ShadowRuns?
    let identifiers: IdentifierSource
    let masker = Masker()

    init(
        store: any Store, translator: Translator, glossaries: GlossaryCache, memory: MemoryWriter? = nil,
        recognizer: (any Recognizer)?, rules: any LocaleRules,
        configuration: WorkConfiguration, gates: Locked<[CallGate]> = Locked([]),
        ledger: SpendingLedger? = nil, bell: Doorbell = Doorbell(), setBell: Doorbell = Doorbell(),
        reviews: Reviews? = nil, shadows: ShadowRuns? = nil,
        identifiers: IdentifierSource = IdentifierSource()
    ) {
        self.store = store
        self.translator = translator
        self.glossaries = glossaries
        self.memory = memory
        sources = SourceFinder(recognizer: recognizer, router: translator.router, rules: rules)
        self.rules = rules
        self.configuration = configuration
        self.gates = gates
        self.ledger = ledger
        self.bell = bell
        self.setBell = setBell
        self.reviews = reviews
        self.shadows = shadows
        self.identifiers = identifiers
    }

    func fault(of model: ModelName) async -> String? { await translator.router.fault(of: model) }

    func fault(of challenger: Challenger) async -> String? {
        if let fault = await fault(of: challenger.name) { return fault }
        guard let ledger, !translator.router.isLocal(challenger.name.provider),
            ledger.prices.price(of: challenger.name) == nil
        else { return nil }
        return "\(challenger.name) has no price in `prices`, so that no budget can hold it: it is not asked."
    }

    func providerStatuses() async -> [ProviderStatus] { gates.withLock { $0 }.map(\.status) }

    func resetProvider(_ name: String) async -> ProviderStatus? {
        guard let gate = gates.withLock({ $0.first { $0.name == name } }) else { return nil }
        gate.reset()
        return gate.status
    }

    func localize(_ command: Localize, for principal: Principal) async throws -> LocalizedContent {
        let deadline = ContinuousClock.now + configuration.synchronousDeadline
        let engine = try await engine(command.engine, of: principal)
        let source = try await sources.source(
            of: command, engine: engine, organization: principal.organization)
        let units = TranslationUnits(command.content, context: command.context, masker: masker)
        guard units.units.contains(where: \.isTranslatable),
            rules.canonical(source) != rules.canonical(command.target)
        else {
            // Nothing to do, or nothing that a translation between equal locales could change.
            return LocalizedContent(
                source: source, target: command.target, content: command.content.root, model: nil, usage: nil)
        }
        let order = TranslationOrder(
            units: units, engine: engine, source: source, target: command.target, priority: .synchronous,
            fast: command.fast, memory: command.memory, traceParent: command.traceParent, deadline: deadline,
            glossary: try await glossaries.index(of: engine.id, of: engine.organization),
            briefing: Briefing(
                engine, target: command.target, rules: rules, references: references(command, source: source)),
            key: principal.key)
        do {
            try await refuseIfTooLong(order)
            let translation = try await translator.translate(order)
            memory?.offer(translation.memories)
            reviews?.offer(order, translation)
            shadows?.offer(order, translation)
            return LocalizedContent(
                source: source, target: command.target, content: units.rebuild(translation.texts),
                model: translation.model, usage: translation.usage)
        } catch let error as UnsupportedPair {
            throw RequestError.invalid(field: "targetLocale", reason: "cannot be served: \(error.reason)")
        } catch let error as TranslationFailure {
            throw RequestError.failed(reason: error.reason)
        }
    }

    /// What the caller sent along for the pair.
    private func references(_ command: Localize, source: LocaleTag) -> References {
        if command.references.members.isEmpty { return .none }
        func object(_ locale: LocaleTag) -> JSONObject? {
            let tags = command.references.members.compactMap { try? LocaleTag($0.name) }
            return rules.resolve(locale, among: tags).flatMap { command.references[$0.spelling]?.object }
        }
        guard let own = object(source), let other = object(command.target) else { return .none }
        return References(source: own, target: other)
    }

    func recognize(_ command: Recognize) async throws -> Recognition {
        let candidates = try await sources.candidates(for: command.text, among: [], limit: 5)
        guard let best = candidates.first else {
            return Recognition(
                locale: LocaleTag(unchecked: "und"), language: "und", region: nil, script: nil,
                label: "Unknown",
                direction: .leftToRight, alternatives: [])
        }
        let parts = rules.parts(best.locale)
        let usual = rules.maximized(LocaleTag(unchecked: parts.language)).script
        return Recognition(
            locale: best.locale, language: parts.language, region: parts.region,
            script: parts.script == usual ? nil : parts.script,
            label: rules.displayName(of: best.locale, in: command.labelLocale),
            direction: rules.direction(of: best.locale), alternatives: candidates)
    }

    func check(_ command: CheckTranslation, for principal: Principal) async throws -> CheckReport {
        let engine = try await engine(command.engine, of: principal)
        let glossary = try await glossaries.index(of: engine.id, of: engine.organization)
        let matcher = glossary?.matcher(source: command.source, target: command.target)
        let checker = Checker(source: command.source, target: command.target, rules: rules)
        var entries: [CheckReport.Entry] = []
        for (index, pair) in command.pairs.enumerated() {
            // A document of many texts lets others run in between.
            if index % 256 == 255 { await Task.yield() }
            guard let translation = pair.translation else {
                let missing = Finding(.missing, expected: pair.source)
                entries.append(CheckReport.Entry(path: pair.path, finding: missing))
                continue
            }
            var findings = checker.findings(
                source: pair.source, translation: translation, limit: pair.limit)
            if let glossary, let matcher {
                findings += DocumentTerms.findings(
                    matcher.matches(in: pair.source), glossary, source: pair.source, translation: translation,
                    target: command.target)
            }
            entries += findings.map { CheckReport.Entry(path: pair.path, finding: $0) }
        }
        entries += command.extra.map {
            CheckReport.Entry(path: $0, finding: Finding(.extra, found: $0))
        }
        return CheckReport(segments: command.pairs.count, entries: entries)
    }

    func coverage(of engine: EngineID?, for principal: Principal) async throws -> [Coverage] {
        await translator.router.coverage(of: try await self.engine(engine, of: principal))
    }

    func estimatedCost(characters: Int, target: LocaleTag, for principal: Principal) async throws -> Double {
        guard let ledger else { return 0 }
        let engine = try await engine(nil, of: principal)
        guard let name = translator.router.firstModel(of: engine, target: target) else { return 0 }
        return CostEstimate(prices: ledger.prices).cost(of: name, characters: characters) ?? 0
    }

    func canonical(_ locale: LocaleTag) -> LocaleTag { rules.canonical(locale) }

    func approve(
        _ translations: [TranslatedText], for principal: Principal
    ) async throws -> MemoryAddition {
        let now = (translator.memory?.clock ?? .system).now()
        let entries = translations.map { translation in
            let pair = LocalePair(
                source: rules.canonical(translation.source), target: rules.canonical(translation.target))
            return NewMemoryEntry(
                organization: principal.organization, engine: nil, pair: pair,
                key: MemoryKeys.key(pair, translation.sourceText), fingerprint: [],
                source: translation.sourceText, target: translation.targetText, model: nil, origin: .person,
                createdAt: now)
        }
        return try await store.remember(entries, limit: configuration.memory.entries)
    }

    func approved(
        _ translation: TranslatedText, for principal: Principal
    ) async throws -> MemoryRecord? {
        let pair = LocalePair(
            source: rules.canonical(translation.source), target: rules.canonical(translation.target))
        let key = MemoryKeys.key(pair, translation.sourceText)
        let lookup = MemoryLookup(key: key, bareKey: key, fingerprint: [])
        return try await store.recall([lookup], .approved, of: principal.organization)[0]
    }

    func budgetStatuses(of principal: Principal) async throws -> [BudgetStatus] {
        guard let ledger else { return [] }
        return try await ledger.budgets.statuses(of: principal.organization) { name throws(StoreError) in
            var query = PageQuery<EngineID>(limit: 101)
            var found: [EngineID] = []
            while true {
                let page = try await store.engineRecords(query, of: principal.organization)
                found += page.filter { $0.engine.name == name }.map(\.id)
                guard let last = page.last, page.count == query.limit else { return found }
                query.before = last.id
            }
        }
    }

    func memoryImpact(
        of engine: Engine, becoming changed: Engine, glossary: [GlossaryItem]?
    ) async throws -> [MemoryImpact] {
        let study = MemoryImpactStudy(
            store: store, router: translator.router, rules: rules, masker: masker, prices: ledger?.prices)
        let present = try await glossaries.index(of: engine.id, of: engine.organization)
        var pending = present
        if let glossary {
            pending = await onThread { [rules] in
                glossary.isEmpty ? nil : GlossaryIndex(glossary, rules: rules)
            }
        }
        return try await study.rows(
            of: .init(engine: engine, glossary: present), becoming: .init(engine: changed, glossary: pending))
    }

    func engine(_ id: EngineID?, of principal: Principal) async throws -> Engine {
        if let engine = try await store.engine(id, of: principal.organization) {
            try principal.require(engine.id)
            return engine
        }
        throw RequestError.notFound(entity: EngineID.entity, id: id?.text ?? "default")
    }

    /// Refuses at once what the measured rate of the pair's first model cannot finish in time.
    private func refuseIfTooLong(_ order: TranslationOrder) async throws {
        let bytes = order.units.units.reduce(0) { $0 + ($1.isTranslatable ? $1.text.source.utf8.count : 0) }
        // Short texts are never refused: a rate that says otherwise is wrong.
        guard bytes > 2000 else { return }
        let routing = try await translator.router.routing(
            for: order.engine, source: order.source, target: order.target)
        guard let route = routing.routes.first else { return }
        let seconds = translator.meter.seconds(
            for: bytes, name: route.name, parallel: route.provider.traits.parallelCalls)
        guard let seconds, seconds > configuration.synchronousBudget.inSeconds else { return }
        throw RequestError.invalid(
            field: "data",
            reason: "would take about \(Int(seconds)) s with \(route.name): post it to /jobs/localization")
    }
}
