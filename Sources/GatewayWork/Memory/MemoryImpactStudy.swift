// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Finds out which remembered translations a change of an engine would put out of use.
struct MemoryImpactStudy: Sendable {
    let store: any Store
    let router: Router
    let rules: any LocaleRules
    let masker: Masker
    let prices: PriceTable?

    /// Entries that are read and compared at once.
    private static let portion = 500

    /// An engine with what decides which of its entries answer.
    struct Version: Sendable {
        let engine: Engine
        let glossary: GlossaryIndex?
    }

    /// A row for each pair with entries that answer now, by pair.
    func rows(of present: Version, becoming pending: Version) async throws -> [MemoryImpact] {
        var query = MemoryQuery(filter: MemoryFilter(engine: present.engine.id), limit: Self.portion)
        var rows: [LocalePair: MemoryImpact] = [:]
        while true {
            try Task.checkCancellation()
            let records = try await store.memory(query, of: present.engine.organization)
            let byPair = Dictionary(
                grouping: records.map(\.entry).filter { $0.origin != .person }, by: \.pair)
            for (pair, entries) in byPair {
                try await study(
                    entries, of: pair, present, pending, &rows[pair, default: MemoryImpact(pair: pair)])
            }
            guard records.count == Self.portion, let last = records.last else { break }
            query.before = last.number
        }
        return rows.values.filter { $0.entries > 0 }.sorted {
            ($0.pair.source.folded, $0.pair.target.folded) < ($1.pair.source.folded, $1.pair.target.folded)
        }
    }

    private func study(
        _ entries: [NewMemoryEntry], of pair: LocalePair, _ present: Version, _ pending: Version,
        _ row: inout MemoryImpact
    ) async throws {
        let texts = entries.map(\.source)
        let now = await answers(present, to: texts, of: pair)
        let then = await answers(pending, to: texts, of: pair)
        row.isUnsupported = then == nil
        for entry in entries where now?.take(entry) == true {
            row.entries += 1
            guard then?.take(entry) != true else { continue }
            row.again += 1
            row.characters += entry.source.unicodeScalars.count
        }
        guard let route = then?.route else { return }
        row.cost = CostEstimate(prices: prices).cost(of: route, characters: row.characters) ?? 0
    }

    /// Which entries of some texts answer.
    private struct Answers {
        let reuse: MemoryReuse
        /// By text, of calls that prefer speed and of those that do not.
        let fingerprints: [String: [[UInt8]]]
        let plain: [[UInt8]]
        /// The model that is asked first.
        let route: ModelName?

        func take(_ entry: NewMemoryEntry) -> Bool {
            switch reuse {
            case .none, .approved: false
            case .source where entry.origin != .test: true
            case .source, .fingerprint: (fingerprints[entry.source] ?? plain).contains(entry.fingerprint)
            }
        }
    }

    /// `nil` when an engine has no model for the pair.
    private func answers(_ version: Version, to texts: [String], of pair: LocalePair) async -> Answers? {
        let engine = version.engine
        guard let routing = try? await router.routing(for: engine, source: pair.source, target: pair.target)
        else { return nil }
        let members = texts.enumerated().map { JSONObject.Member(String($0), .string($1)) }
        let order = TranslationOrder(
            units: TranslationUnits(Content(JSONObject(members)), context: "", masker: masker),
            engine: engine,
            source: pair.source, target: pair.target, priority: .job, fast: false, deadline: nil,
            glossary: version.glossary, briefing: Briefing(engine, target: pair.target, rules: rules))
        var fingerprints: [String: [[UInt8]]] = [:]
        var plain: [[UInt8]] = []
        for fast in [false, true] {
            var fingerprint = MemoryFingerprint(routing, order)
            fingerprint.fast = fast
            plain.append(fingerprint.digest())
            let keys = MemoryKeys(order, fingerprint, rules: rules)
            for unit in order.units.units.indices {
                fingerprints[order.units.units[unit].text.source, default: []].append(
                    keys.lookup(unit).fingerprint)
            }
        }
        return Answers(
            reuse: engine.reuse, fingerprints: fingerprints, plain: plain, route: routing.routes.first?.name)
    }
}
