// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// A translation that is to be judged.
struct Review: Sendable {
    let scorers: [NamedScorer]
    let pair: LocalePair
    /// Who translated.
    let model: String
    let payer: Payer
    /// What translations have to follow.
    let instructions: [String]
    /// Source and translation of what is shown to a judge.
    let texts: [(source: String, translation: String)]
    /// What the gateway found at once.
    let localScores: [Score]

    /// UTF-8 bytes of texts that a judge is shown of one document.
    private static let mostBytes = 8 << 10

    var bytes: Int { texts.reduce(256) { $0 + $1.source.utf8.count + $1.translation.utf8.count } }

    init(
        _ order: TranslationOrder, _ translation: Translation, by scorers: [NamedScorer], pair: LocalePair,
        model: String, at moment: Timestamp
    ) {
        self.scorers = scorers
        self.pair = pair
        self.model = model
        payer = order.payer
        instructions = order.briefing.instructions
        var texts: [(source: String, translation: String)] = []
        if scorers.contains(where: { !$0.scorer.family.isLocal }) {
            var left = Self.mostBytes
            for (unit, text) in zip(order.units.units, translation.texts) where unit.isTranslatable {
                let source = unit.text.source
                left -= source.utf8.count + text.utf8.count
                guard left >= 0 || texts.isEmpty else { break }
                texts.append((source, text))
            }
        }
        self.texts = texts
        let payer = order.payer
        func score(_ named: NamedScorer, _ value: Double, _ reason: String?) -> Score {
            Score(
                organization: payer.organization, engine: payer.engine, scorer: named.id, pair: pair,
                model: model, value: value, reason: reason, at: moment)
        }
        localScores = scorers.compactMap { named in
            switch named.scorer.family {
            case .glossary:
                let bounds = (translation.details["terms"]?.array ?? []).compactMap { $0.object }
                // A text without terms says nothing about them.
                if bounds.isEmpty { return nil }
                let missing = bounds.filter { $0["bound"]?.string == "missing" }
                let names = missing.compactMap { $0["source"]?.string ?? $0["term"]?.string }
                return score(
                    named, missing.isEmpty ? 1 : 0,
                    missing.isEmpty ? nil : "terms missing: \(names.joined(separator: ", "))")
            case .structure:
                let faults = translation.warnings.compactMap(\.check)
                return score(
                    named, faults.isEmpty ? 1 : 0,
                    faults.isEmpty ? nil : "checks failed: \(Set(faults).sorted().joined(separator: ", "))")
            case .instructions, .custom: return nil
            }
        }
    }
}
