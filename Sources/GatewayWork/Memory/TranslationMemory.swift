// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import Logging

/// Earlier translations, as the translator asks for them and adds to them.
///
/// It is a cache: when the store fails, texts are translated as if nothing were known, and the log says so.
struct TranslationMemory: Sendable {
    let store: any MemoryStore
    let rules: any LocaleRules
    let configuration: MemoryConfiguration
    let clock: WallClock
    let logger: Logger
    let metrics: MemoryMetrics
    /// Finds translations of texts that are like a given one.
    let near: NearMatches

    init(
        store: any MemoryStore, rules: any LocaleRules, configuration: MemoryConfiguration,
        clock: WallClock, logger: Logger
    ) {
        self.store = store
        self.rules = rules
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        metrics = MemoryMetrics()
        near = NearMatches(
            store: store, rules: rules, maximumBytes: configuration.indexBytes, metrics: metrics,
            logger: logger)
    }

    /// Entries that one write takes, so that no other write waits for long.
    static let portion = 500
    /// Units of a batch for which examples are looked for; a prompt has room for few.
    private static let exampleUnits = 40
    /// UTF-8 bytes of a text and its translation together; longer ones are not remembered.
    private static let longest = 65_536

    /// What memory has for a document.
    struct Recollection: Sendable {
        /// Answers that are as good as new ones.
        var answers: [Answer] = []
        /// Answers in case the first model is out of service.
        var stopgaps: [Answer] = []
        /// What the document's texts are remembered by; `nil` when nothing is to be kept of it.
        var keys: MemoryKeys?
    }

    struct Answer: Sendable {
        let unit: Int
        let text: String
        /// What is to be said of it; no errors.
        let findings: [Finding]
    }

    /// What the texts of a document are to be remembered by; `nil` when nothing is to be kept of it.
    func keys(_ order: TranslationOrder, _ routing: Routing) -> MemoryKeys? {
        guard configuration.stores, order.memory.store else { return nil }
        return MemoryKeys(order, MemoryFingerprint(routing, order), rules: rules)
    }

    /// Looks units up. What does not pass the checks against the present configuration is not delivered.
    func recall(_ units: [Int], of order: TranslationOrder, _ routing: Routing) async -> Recollection {
        let reuse = order.memory.reuse ?? order.engine.reuse
        var found = Recollection(keys: keys(order, routing))
        guard reuse != .none, !units.isEmpty else { return found }
        let keys = found.keys ?? MemoryKeys(order, MemoryFingerprint(routing, order), rules: rules)
        do throws(StoreError) {
            let records = try await store.recall(
                units.map(keys.lookup), reuse, of: order.engine.organization)
            take(zip(units, records), of: order, &found)
        } catch {
            logger.warning("translation memory could not be read", metadata: ["error": "\(error)"])
        }
        return found
    }

    /// Translations of texts that are like some units, the nearest first, for a language model to follow.
    ///
    /// What a machine made of the very same text is none: had it been wanted it would have answered.
    func examples(for units: Set<Int>, of order: TranslationOrder) async -> [TranslationExample] {
        let reuse = order.memory.reuse ?? order.engine.reuse
        guard reuse != .none else { return [] }
        var found: [MemoryMatch] = []
        for unit in units.sorted().prefix(Self.exampleUnits) {
            let query = MemoryMatchQuery(
                source: order.source, target: order.target, text: order.units.units[unit].text.source,
                limit: 3)
            // A job may wait until its index is made, a caller may not.
            found += await near.matches(
                query, of: order.engine.organization, waits: order.priority == .job
            ).filter { match in
                match.record.entry.origin == .person || reuse != .approved && match.score < 1
            }
        }
        var seen: Set<Int64> = []
        return found.sorted { $0.score > $1.score }.filter { seen.insert($0.record.number).inserted }.map {
            TranslationExample(source: $0.record.entry.source, target: $0.record.entry.target)
        }
    }

    private func take(
        _ records: some Sequence<(Int, MemoryRecord?)>, of order: TranslationOrder,
        _ found: inout Recollection
    ) {
        let (language, test) = (checker(order, isTest: false), checker(order, isTest: true))
        var (misses, rejected) = (0, 0)
        for (unit, record) in records {
            guard let entry = record?.entry else {
                misses += 1
                continue
            }
            let findings = order.findings(
                of: unit, in: entry.target, entry.origin == .test ? test : language)
            guard BatchRun.errors(findings).isEmpty else {
                rejected += 1
                continue
            }
            let answer = Answer(unit: unit, text: entry.target, findings: findings)
            if entry.origin == .stopgap {
                found.stopgaps.append(answer)
            } else {
                found.answers.append(answer)
            }
        }
        metrics.countLookups(
            hits: found.answers.count, rejected: rejected, misses: misses + found.stopgaps.count)
    }

    private func checker(_ order: TranslationOrder, isTest: Bool) -> Checker {
        Checker(source: order.source, target: order.target, rules: rules, expectsLanguage: !isTest)
    }

    /// The entries that a translation adds.
    func entries(
        of order: TranslationOrder, _ keys: MemoryKeys, _ ledger: TranslationLedger
    ) -> [NewMemoryEntry] {
        let now = clock.now()
        return ledger.makers.compactMap { unit, maker in
            guard let text = ledger.texts[unit] else { return nil }
            let lookup = keys.lookup(unit)
            let entry = NewMemoryEntry(
                organization: order.engine.organization, engine: order.engine.id, pair: keys.pair,
                key: lookup.key, fingerprint: lookup.fingerprint, source: order.units.units[unit].text.source,
                target: text, model: maker.model,
                origin: maker.isStopgap ? .stopgap : maker.isTest ? .test : .machine, createdAt: now)
            return entry.byteCount <= Self.longest ? entry : nil
        }
    }

    /// Writes entries, without a sync of the disk. Returns whether the store took them.
    @discardableResult
    func write(_ entries: [NewMemoryEntry]) async -> Bool {
        for start in stride(from: 0, to: entries.count, by: Self.portion) {
            let portion = Array(entries[start..<min(start + Self.portion, entries.count)])
            do throws(StoreError) {
                if case .stored(let count) = try await store.remember(portion, limit: configuration.entries) {
                    metrics.countStored(count)
                }
            } catch {
                metrics.countFailed(entries.count - start)
                logger.warning("translations could not be remembered", metadata: ["error": "\(error)"])
                return false
            }
        }
        return true
    }
}
