// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Logging
import Testing

@testable import GatewayWork

func tag(_ text: String) -> LocaleTag { LocaleTag(unchecked: text) }

/// A log that nobody reads.
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

func engine(_ models: [ModelConfig], onUnverifiable: OnUnverifiable = .source) -> Engine {
    Engine(
        id: EngineID(unchecked: "eng_0000000000000001"),
        organization: OrganizationID(unchecked: "org_0000000000000001"),
        name: "Default", models: models, onUnverifiable: onUnverifiable)
}

/// Entries `name/*` in order of rank, for any pair.
func engine(of names: [String], onUnverifiable: OnUnverifiable = .source) -> Engine {
    engine(
        names.enumerated().map { ModelConfig(name: ModelName(provider: $1, model: "*"), rank: $0 + 1) },
        onUnverifiable: onUnverifiable)
}

func pair(_ source: String?, _ target: String?, _ model: String = "m") -> ProviderPair {
    ProviderPair(source: source.map(tag), target: target.map(tag), model: model)
}

/// A provider from English to Spanish that answers each segment with a function of its text.
func spanish(
    _ name: String = "scripted", traits: ProviderTraits = ProviderTraits(),
    _ answer: @escaping @Sendable (String) -> String = { $0.uppercased() }
) -> ScriptedProvider {
    ScriptedProvider(name: name, pairs: [pair("en", "es")], traits: traits) { call in
        call.segments.map { answer($0.text) }
    }
}

func failing(_ name: String, _ error: ProviderError) -> ScriptedProvider {
    ScriptedProvider(name: name, pairs: [pair("en", "es")]) { _ throws(ProviderError) in throw error }
}

func translator(_ providers: [any Provider], memory: TranslationMemory? = nil) -> Translator {
    Translator(
        router: Router(providers: providers, rules: makeLocaleRules()), rules: makeLocaleRules(),
        segmenter: Segmenter(), meter: RateMeter(),
        callTimeout: .seconds(10), memory: memory)
}

func order(_ json: String, _ engine: Engine, to target: String = "es") throws -> TranslationOrder {
    let root = try #require(try JSONValue(parsing: json).object)
    return TranslationOrder(
        units: TranslationUnits(Content(root), context: "", masker: Masker()), engine: engine,
        source: tag("en"),
        target: tag(target), priority: .job, fast: false, deadline: nil)
}

extension TranslationOrder {
    func json(_ translation: Translation) -> String {
        String(decoding: JSONValue.object(units.rebuild(translation.texts)).bytes, as: UTF8.self)
    }
}
