// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// What several models are to translate, each as the engine would.
struct ComparisonOrder: Sendable {
    let engine: Engine
    let glossary: GlossaryIndex?
    let models: [ModelName]
    let content: Content
    let units: TranslationUnits
    /// As the caller spelled them.
    let source: LocaleTag
    let target: LocaleTag
    let isBlind: Bool
    let priority: CallPriority
    /// Past it a candidate fails; `nil` where calls have time limits of their own.
    let deadline: ContinuousClock.Instant?
    let key: KeyID
    /// W3C trace context of the request behind it, or `nil`.
    var traceParent: String?

    /// The order that one engine gets.
    func order(_ engine: Engine, rules: any LocaleRules) -> TranslationOrder {
        TranslationOrder(
            units: units, engine: engine, source: source, target: target, priority: priority, fast: false,
            memory: MemoryOptions(reuse: MemoryReuse.none, store: false), traceParent: traceParent,
            deadline: deadline, glossary: glossary,
            briefing: Briefing(engine, target: target, rules: rules), key: key, purpose: .compare)
    }
}
