// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// One way to translate a pair: a provider, a model of it, and the locales it is asked for.
struct Route: Sendable {
    let provider: any Provider
    /// What the provider is asked for.
    let model: String
    /// The provider's own locales that serve the requested ones.
    let source: LocaleTag
    let target: LocaleTag
    let quality: String
    let pivot: [LocaleTag]

    /// Whether it only pretends to translate (docs/plugin-abi.md, `quality`).
    var isTest: Bool { quality == "test" }

    /// `provider/model`, for people and for the rate meter.
    var name: ModelName { ModelName(provider: provider.name, model: model) }
}

extension Route {
    /// One route after the other, with a language between.
    init(_ first: Route, _ second: Route) {
        let provider = PivotProvider(first, second)
        self.init(
            provider: provider, model: provider.model, source: first.source, target: second.target,
            quality: Self.quality(first.quality, second.quality),
            pivot: first.pivot + [first.target] + second.pivot)
    }

    /// What is said of two routes together.
    static func quality(_ first: String, _ second: String) -> String {
        first == second ? first : [first, second].filter { !$0.isEmpty }.joined(separator: "+")
    }
}

/// What routing found for a pair.
struct Routing: Sendable {
    /// In the order they are tried.
    var routes: [Route]
    /// Configured models that cannot serve the pair, each with its reason.
    let passedOver: [PassedOver]

    struct PassedOver: Sendable, Equatable {
        let name: ModelName
        let reason: String
    }
}

/// A pair that nothing serves.
struct UnsupportedPair: Error, Sendable {
    let source: LocaleTag
    let target: LocaleTag
    let passedOver: [Routing.PassedOver]
    /// Up to six pairs that there are, the nearest first.
    let nearest: [(source: LocaleTag, target: LocaleTag)]

    /// One sentence for people.
    var reason: String {
        var text = "no engine translates \(source) to \(target)"
        if !passedOver.isEmpty {
            text += "; tried: " + passedOver.map { "\($0.name) (\($0.reason))" }.joined(separator: ", ")
        }
        if !nearest.isEmpty {
            let pairs = nearest.map { "\($0.source) to \($0.target)" }.joined(separator: ", ")
            text += "; the nearest pairs there are: \(pairs)"
        }
        return text
    }
}
