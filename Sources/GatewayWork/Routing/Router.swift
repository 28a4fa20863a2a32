// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Finds the models that serve a pair, in the order they are tried.
///
/// Entries of an engine are ordered by how specific they are (both locales, target, source, neither; an exact
/// locale before one that stands in for it), then by rank.
final class Router: Sendable {
    private let rules: any LocaleRules
    private let cache: Locked<Cache>

    private struct Key: Hashable {
        let models: [ModelConfig]
        let pivots: [LocaleTag]
        var source: LocaleTag
        var target: LocaleTag
    }

    private struct Cache {
        var providers: [String: any Provider]
        /// Rises when providers change: what was found out before is not kept then.
        var generation = 0
        var indexes: [String: PairIndex] = [:]
        var routings: [Key: Routing] = [:]
    }

    /// Routings kept; past it all are forgotten, since each is quickly made again.
    private static let cacheLimit = 4096

    init(providers: [any Provider], rules: any LocaleRules) {
        cache = Locked(Cache(providers: Self.named(providers)))
        self.rules = rules
    }

    private static func named(_ providers: [any Provider]) -> [String: any Provider] {
        Dictionary(providers.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Takes these providers in the place of those it had; routes that were handed out keep theirs.
    func replace(_ providers: [any Provider]) {
        cache.withLock { $0 = Cache(providers: Self.named(providers), generation: $0.generation + 1) }
    }

    private func provider(_ name: String) -> (any Provider)? { cache.withLock { $0.providers[name] } }

    /// The routes for a pair; throws ``UnsupportedPair`` when there is none.
    func routing(
        for engine: Engine, source: LocaleTag, target: LocaleTag
    ) async throws(UnsupportedPair) -> Routing {
        let key = Key(models: engine.models, pivots: engine.pivots, source: source, target: target)
        let (known, generation) = cache.withLock { ($0.routings[key], $0.generation) }
        if let known { return known }
        let (routing, isLasting) = await makeRoutingWithPivots(key)
        guard !routing.routes.isEmpty else {
            throw UnsupportedPair(
                source: source, target: target, passedOver: routing.passedOver,
                nearest: await nearest(engine, source: source, target: target))
        }
        if isLasting {
            cache.withLock {
                guard $0.generation == generation else { return }
                if $0.routings.count >= Self.cacheLimit { $0.routings = [:] }
                $0.routings[key] = routing
            }
        }
        return routing
    }

    /// What an engine can translate, sorted by source and target; the first entry that serves a pair has it.
    func coverage(of engine: Engine) async -> [Coverage] {
        var rows: [Coverage] = []
        var seen: Set<[LocaleTag?]> = []
        for entry in engine.models.sorted(by: { $0.rank < $1.rank }) {
            guard let index = await index(of: entry.name.provider) else { continue }
            let pairs =
                entry.name.isAny
                ? index.all.filter { !$0.byNameOnly } : PairIndex.pairs(index.all, of: entry.name.model)
            for pair in pairs where pair.refused == nil {
                guard serves(entry, pair), seen.insert([pair.source, pair.target]).inserted else {
                    continue
                }
                rows.append(
                    Coverage(
                        source: pair.source, target: pair.target,
                        name: ModelName(provider: entry.name.provider, model: pair.model),
                        quality: pair.quality,
                        pivot: pair.pivot))
            }
        }
        return (rows + bridged(rows, by: engine.pivots)).sorted {
            ($0.source?.folded ?? "*", $0.target?.folded ?? "*") < (
                $1.source?.folded ?? "*", $1.target?.folded ?? "*"
            )
        }
    }

    /// Pairs that two rows serve together, over a language between.
    private func bridged(_ rows: [Coverage], by pivots: [LocaleTag]) -> [Coverage] {
        let real = rows.filter { $0.quality != "test" }
        var bridged: [Coverage] = []
        var seen = Set(rows.map { [$0.source, $0.target] })
        var served: [LocaleTag: [LocaleTag]] = [:]
        for row in rows {
            if let source = row.source, let target = row.target { served[source, default: []].append(target) }
        }
        for pivot in pivots {
            let into = real.filter { row in row.target.map { isSame(pivot, $0) } ?? true }
            let outOf = real.filter { row in row.source.map { isSame(pivot, $0) } ?? true }
            for first in into {
                for second in outOf {
                    guard let source = first.source, let target = second.target, !isSame(source, target),
                        !isSame(source, pivot), !isSame(target, pivot),
                        !served[source, default: []].contains(where: { isSame(target, $0) }),
                        seen.isDisjoint(with: [[source, nil], [nil, target], [nil, nil]]),
                        seen.insert([source, target]).inserted
                    else { continue }
                    bridged.append(
                        Coverage(
                            source: source, target: target,
                            name: ModelName(
                                provider: first.name.provider,
                                model: PivotProvider.model(first.name.model, second.name)),
                            quality: Route.quality(first.quality, second.quality),
                            pivot: first.pivot + [pivot] + second.pivot))
                }
            }
        }
        return bridged
    }

    /// The source locales from which an engine reaches a target.
    func sources(of engine: Engine, target: LocaleTag) async -> [LocaleTag] {
        let rows = await coverage(of: engine)
        let fitting = rows.filter { row in
            guard let own = row.target else { return true }
            return rules.resolve(target, among: [own]) != nil
        }
        return Array(Set(fitting.compactMap(\.source))).sorted { $0.folded < $1.folded }
    }

    /// Whether some model takes any source for the target.
    func takesAnySource(_ engine: Engine, target: LocaleTag) async -> Bool {
        await coverage(of: engine).contains { row in
            row.source == nil && (row.target.map { rules.resolve(target, among: [$0]) != nil } ?? true)
        }
    }

    /// The model that is asked first for a target, whatever the source; `nil` when none is.
    func firstModel(of engine: Engine, target: LocaleTag) -> ModelName? {
        engine.models.filter { score($0.target, target) != nil && provider($0.name.provider) != nil }
            .min {
                (-(score($0.target, target) ?? 0), $0.rank) < (-(score($1.target, target) ?? 0), $1.rank)
            }?.name
    }

    /// A provider that takes prompts with its name of a model: the preferred one, else the engine's first one that does; `nil` without
    /// one.
    func generator(of engine: Engine, preferred: ModelName?) async -> (any Provider, model: String)? {
        let ranked = engine.models.sorted { $0.rank < $1.rank }.map(\.name)
        for name in [preferred].compactMap(\.self) + ranked {
            if let found = await generator(named: name) { return found }
        }
        return nil
    }

    /// A provider that takes prompts with its name of a model, which is its first one where any will do.
    func generator(named name: ModelName) async -> (any Provider, model: String)? {
        guard let provider = provider(name.provider), provider.generates else { return nil }
        guard name.isAny else { return (provider, name.model) }
        return await index(of: name.provider)?.all.first.map { (provider, $0.model) }
    }

    /// Whether a provider works on this machine; not when there is none of that name.
    func isLocal(_ name: String) -> Bool { provider(name)?.isLocal ?? false }

    /// What makes a model useless now, in words; `nil` when nothing does.
    func fault(of name: ModelName) async -> String? {
        guard provider(name.provider) != nil else {
            let known = cache.withLock { $0.providers.keys.sorted() }.joined(separator: ", ")
            return "No provider is named \(name.provider); these are: \(known)."
        }
        guard let index = await index(of: name.provider) else {
            return "The provider \(name.provider) does not list its models now."
        }
        guard !name.isAny, PairIndex.pairs(index.all, of: name.model).isEmpty else { return nil }
        return "The provider \(name.provider) has no model \(name.model)."
    }

    /// The routes of a pair, over a language between when no model has it.
    private func makeRoutingWithPivots(_ key: Key) async -> (Routing, isLasting: Bool) {
        var (routing, isLasting) = await makeRouting(key)
        guard routing.routes.isEmpty else { return (routing, isLasting) }
        for pivot in key.pivots where !isSame(pivot, key.source) && !isSame(pivot, key.target) {
            var (into, outOf) = (key, key)
            into.target = pivot
            outOf.source = pivot
            let (firsts, isFirstLasting) = await makeRouting(into)
            let (seconds, isSecondLasting) = await makeRouting(outOf)
            isLasting = isLasting && isFirstLasting && isSecondLasting
            // A fallback on either side is enough.
            for second in seconds.routes.lazy.filter({ !$0.isTest }).prefix(2) {
                for first in firsts.routes.lazy.filter({ !$0.isTest }).prefix(2) {
                    routing.routes.append(Route(first, second))
                }
            }
        }
        return (routing, isLasting)
    }

    private func isSame(_ one: LocaleTag, _ other: LocaleTag) -> Bool {
        rules.resolve(one, among: [other]) != nil
    }

    private func makeRouting(_ key: Key) async -> (Routing, isLasting: Bool) {
        var routes: [Route] = []
        var passedOver: [Routing.PassedOver] = []
        var isLasting = true
        for entry in entries(key.models, source: key.source, target: key.target) {
            guard let provider = provider(entry.name.provider) else {
                passedOver.append(.init(name: entry.name, reason: "the provider is not loaded"))
                continue
            }
            guard let index = await index(of: entry.name.provider) else {
                passedOver.append(.init(name: entry.name, reason: "the provider does not list its pairs now"))
                isLasting = false
                continue
            }
            switch find(entry.name, in: index, key) {
            case .success(let pair):
                routes.append(
                    Route(
                        provider: provider, model: pair.model,
                        source: pair.source ?? rules.canonical(key.source),
                        target: pair.target ?? rules.canonical(key.target), quality: pair.quality,
                        pivot: pair.pivot))
            case .failure(let refusal):
                passedOver.append(.init(name: entry.name, reason: refusal.reason))
            }
        }
        return (Routing(routes: routes, passedOver: passedOver), isLasting)
    }

    private func find(
        _ name: ModelName, in index: PairIndex, _ key: Key
    ) -> Result<ProviderPair, PairIndex.Refusal> {
        guard name.isAny else {
            return index.find(source: key.source, target: key.target, model: name.model, rules: rules)
        }
        guard let pair = index.find(source: key.source, target: key.target, rules: rules) else {
            return .failure(.init(reason: "the provider does not have the pair"))
        }
        return .success(pair)
    }

    /// The entries that match a pair, best first.
    private func entries(_ models: [ModelConfig], source: LocaleTag, target: LocaleTag) -> [ModelConfig] {
        let scored = models.compactMap { entry -> (entry: ModelConfig, score: Int)? in
            guard let sourceScore = score(entry.source, source), let targetScore = score(entry.target, target)
            else { return nil }
            // The target weighs more than the source: 0 to 2 for each, an exact locale 2, one that stands in 1.
            let parts = (targetScore > 0 ? 10 : 0) + (sourceScore > 0 ? 5 : 0)
            return (entry, parts + targetScore * 2 + sourceScore)
        }
        return scored.sorted { ($1.score, $0.entry.rank) < ($0.score, $1.entry.rank) }.map(\.entry)
    }

    private func score(_ configured: LocaleTag?, _ requested: LocaleTag) -> Int? {
        guard let configured else { return 0 }
        if rules.canonical(configured) == rules.canonical(requested) { return 2 }
        return rules.resolve(requested, among: [configured]) != nil ? 1 : nil
    }

    /// Whether an entry's locales let a pair of its provider through.
    private func serves(_ entry: ModelConfig, _ pair: ProviderPair) -> Bool {
        func fits(_ configured: LocaleTag?, _ own: LocaleTag?) -> Bool {
            guard let configured, let own else { return true }
            return rules.resolve(configured, among: [own]) != nil
                || rules.resolve(own, among: [configured]) != nil
        }
        return fits(entry.source, pair.source) && fits(entry.target, pair.target)
    }

    private func index(of name: String) async -> PairIndex? {
        let (known, provider, generation) = cache.withLock {
            ($0.indexes[name], $0.providers[name], $0.generation)
        }
        if let known { return known }
        guard let provider, let pairs = try? await provider.pairs() else { return nil }
        let index = PairIndex(pairs)
        cache.withLock { if $0.generation == generation { $0.indexes[name] = index } }
        return index
    }

    private func nearest(
        _ engine: Engine, source: LocaleTag, target: LocaleTag
    ) async -> [(source: LocaleTag, target: LocaleTag)] {
        let direct = await coverage(of: engine).compactMap { row -> (source: LocaleTag, target: LocaleTag)? in
            guard let source = row.source, let target = row.target else { return nil }
            return (source, target)
        }
        let sameSource = direct.filter { rules.resolve(source, among: [$0.source]) != nil }
        let sameTarget = direct.filter { rules.resolve(target, among: [$0.target]) != nil }
        return Array((sameTarget.prefix(3) + sameSource.prefix(6)).prefix(6))
    }
}
