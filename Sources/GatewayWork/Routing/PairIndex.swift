// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A provider's pairs, arranged for finding one.
struct PairIndex: Sendable {
    /// All pairs, as the provider listed them.
    let all: [ProviderPair]
    private let sources: [LocaleTag]
    private let bySource: [LocaleTag: [ProviderPair]]
    private let anySource: [ProviderPair]

    init(_ pairs: [ProviderPair]) {
        all = pairs
        let chosen = pairs.filter { $0.refused == nil && !$0.byNameOnly }
        anySource = chosen.filter { $0.source == nil }
        bySource = Dictionary(grouping: chosen.filter { $0.source != nil }) {
            $0.source ?? LocaleTag(unchecked: "und")
        }
        sources = bySource.keys.sorted { $0.folded < $1.folded }
    }

    /// The pair that serves two requested locales when the provider may choose the model.
    func find(source: LocaleTag, target: LocaleTag, rules: any LocaleRules) -> ProviderPair? {
        if let nearest = rules.resolve(source, among: sources),
            let pair = Self.best(bySource[nearest] ?? [], target: target, rules: rules)
        {
            return pair
        }
        return Self.best(anySource, target: target, rules: rules)
    }

    /// The pair that serves two requested locales with a model that the configuration names.
    func find(
        source: LocaleTag, target: LocaleTag, model: String, rules: any LocaleRules
    ) -> Result<ProviderPair, Refusal> {
        let named = Self.pairs(all, of: model)
        guard !named.isEmpty else { return .failure(Refusal(reason: "the provider has no such model")) }
        let fitting = named.filter { pair in
            guard let own = pair.source else { return true }
            return rules.resolve(source, among: [own]) != nil
        }
        guard let pair = Self.best(fitting, target: target, rules: rules) else {
            return .failure(Refusal(reason: "the model does not have the pair"))
        }
        if let reason = pair.refused { return .failure(Refusal(reason: reason)) }
        return .success(pair)
    }

    /// The pairs of a model, under its name. Those that name none are there for every model: a provider that cannot
    /// list its models takes any name.
    static func pairs(_ all: [ProviderPair], of model: String) -> [ProviderPair] {
        let named = all.filter { $0.model == model }
        guard named.isEmpty else { return named }
        return all.filter(\.model.isEmpty).map { pair in
            var pair = pair
            pair.model = model
            return pair
        }
    }

    struct Refusal: Error { let reason: String }

    private static func best(
        _ pairs: [ProviderPair], target: LocaleTag, rules: any LocaleRules
    ) -> ProviderPair? {
        let targets = pairs.compactMap(\.target).filter { isPseudo($0, rules) == isPseudo(target, rules) }
        let nearest: LocaleTag? =
            if isPseudo(target, rules) {
                // A pseudo-locale stands for nothing but itself.
                targets.first { $0 == rules.canonical(target) }
            } else {
                rules.resolve(target, among: targets)
            }
        if let nearest, let pair = pairs.first(where: { $0.target == nearest }) { return pair }
        return pairs.first { $0.target == nil }
    }

    /// CLDR's pseudo-locales have the regions XA, XB and XC.
    private static func isPseudo(_ tag: LocaleTag, _ rules: any LocaleRules) -> Bool {
        switch rules.parts(tag).region {
        case "XA", "XB", "XC": true
        default: false
        }
    }
}
