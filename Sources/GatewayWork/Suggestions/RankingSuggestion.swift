// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Proposes another order of a pair's models when comparisons have decided it.
struct RankingSuggestion {
    /// The pair of a scorecard.
    let scores: Scorecard.Pair
    /// The models that serve the pair now, the first that is asked first.
    let present: [ModelName]
    /// The names of the pair's locales as the engine's entries would have them.
    let source: LocaleTag
    let target: LocaleTag

    /// `nil` when nothing is decided, or when the first one is first already.
    func suggestion(
        for engine: EngineID, id: SuggestionID, at moment: Timestamp
    ) -> Suggestion? {
        guard scores.isDecided, let best = scores.rows.first?.model, best != present.first else { return nil }
        // What was tried in its order, then what was not in the order it has.
        let tried = scores.rows.filter { $0.duels > 0 && $0.failures < $0.comparisons }.map(\.model)
        let ranking = tried + present.filter { !tried.contains($0) }
        func names(_ models: [ModelName]) -> JSONValue { .array(models.map { .string($0.description) }) }
        func body(_ models: [ModelName]) -> JSONObject {
            JSONObject([
                .init("sourceLocale", .string(source.spelling)),
                .init("targetLocale", .string(target.spelling)),
                .init("models", names(models)),
            ])
        }
        return Suggestion(
            id: id, engine: engine, target: .modelConfig, action: present.isEmpty ? .create : .update,
            current: body(present), proposed: body(ranking), reason: reason(best), origin: .comparisons,
            evidence: evidence, createdAt: moment)
    }

    private func reason(_ best: ModelName) -> String {
        let row = scores.rows.first
        let (wins, duels) = (row?.wins ?? 0, row?.duels ?? 0)
        return "From \(source) to \(target), \(best) won \(Self.short(wins)) of \(duels) duels in "
            + "\(scores.choices) choices"
            + (present.first.map { "; \($0) is asked first now" } ?? "") + "."
    }

    private static func short(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }

    private var evidence: JSONObject {
        JSONObject([
            .init("choices", .number(String(scores.choices))),
            .init(
                "models",
                .array(
                    scores.rows.map { row in
                        [
                            "model": .string(row.model.description), "duels": .number(String(row.duels)),
                            "wins": .number(Self.short(row.wins)),
                            "strength": .number(Self.rounded(row.strength)),
                            "interval": .array([
                                .number(Self.rounded(row.interval.lowerBound)),
                                .number(Self.rounded(row.interval.upperBound)),
                            ]), "insertedTerms": .number(String(row.insertedTerms)),
                            "checkFailures": .number(String(row.checkFailures)),
                        ]
                    })),
        ])
    }

    private static func rounded(_ number: Double) -> String { String((number * 1000).rounded() / 1000) }
}
