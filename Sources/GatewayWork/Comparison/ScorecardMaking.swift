// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension Scorecard {
    /// When comparisons are said to have decided something.
    struct Threshold: Sendable {
        /// Duels that a model takes part in before.
        var duels = 10
        /// How sure it has to be that the first is stronger than each other that was tried as often.
        var confidence = 0.95
    }

    /// On either side of a strength.
    private static let deviations = 1.959964

    /// What comparisons say, pair by pair.
    init(_ observations: [ComparisonObservation], _ threshold: Threshold = Threshold()) {
        let byPair = Dictionary(grouping: observations, by: \.pair)
        self.init(
            pairs: byPair.map { Self.pair($0, $1, threshold) }.sorted {
                ($0.pair.source.folded, $0.pair.target.folded) < (
                    $1.pair.source.folded, $1.pair.target.folded
                )
            })
    }

    private static func pair(
        _ pair: LocalePair, _ observations: [ComparisonObservation], _ threshold: Threshold
    ) -> Pair {
        let models = Set(observations.flatMap { $0.candidates.map(\.model) })
            .sorted { $0.description < $1.description }
        let places = Dictionary(models.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var wins = models.map { _ in models.map { _ in 0.0 } }
        for observation in observations {
            for choice in observation.choices { count(choice, observation.candidates, places, &wins) }
        }
        // A model without a duel would blur what is known of the others.
        let tried = models.indices.filter { place in
            models.indices.contains { wins[place][$0] + wins[$0][place] > 0 }
        }
        let fit = BradleyTerry(wins: tried.map { row in tried.map { wins[row][$0] } })
        let fitted = Dictionary(uniqueKeysWithValues: tried.enumerated().map { (models[$1], $0) })
        let rows = models.enumerated().map { place, model in
            var row = row(model, observations)
            row.wins = wins[place].reduce(0, +)
            row.duels = Int((row.wins + wins.reduce(0) { $0 + $1[place] }).rounded())
            let own = fitted[model]
            row.strength = own.map { fit.strengths[$0] } ?? 0
            let reach = deviations * (own.map { fit.deviations[$0] } ?? BradleyTerry.priorDeviation)
            row.interval = (row.strength - reach)...(row.strength + reach)
            return row
        }.sorted { ($1.strength, $0.model.description) < ($0.strength, $1.model.description) }
        return Pair(
            pair: pair, choices: observations.reduce(0) { $0 + $1.choices.count },
            isDecided: isDecided(rows, fit, fitted, threshold), rows: rows)
    }

    /// The preferred one beats each other that did not fail; with none preferred all of them draw.
    private static func count(
        _ choice: ComparisonChoice, _ candidates: [ComparisonObservation.Candidate],
        _ places: [ModelName: Int], _ wins: inout [[Double]]
    ) {
        let present = candidates.filter { !$0.hasFailed }
        for (index, one) in present.enumerated() {
            for other in present[(index + 1)...] {
                guard let first = places[one.model], let second = places[other.model], first != second else {
                    continue
                }
                switch choice.candidate {
                case one.number: wins[first][second] += 1
                case other.number: wins[second][first] += 1
                case nil:
                    wins[first][second] += 0.5
                    wins[second][first] += 0.5
                // Of two that were not preferred nothing was said.
                default: break
                }
            }
        }
    }

    private static func isDecided(
        _ rows: [Row], _ fit: BradleyTerry, _ places: [ModelName: Int], _ threshold: Threshold
    ) -> Bool {
        // Of those that were hardly tried nothing is known, and nobody has to wait for them.
        let tried = rows.filter { $0.duels >= threshold.duels }
        guard let best = rows.first, tried.count > 1, tried.first == best, let first = places[best.model]
        else {
            return false
        }
        return tried.dropFirst().allSatisfy { other in
            places[other.model].map { fit.confidence(that: first, beats: $0) >= threshold.confidence }
                ?? false
        }
    }

    private static func row(_ model: ModelName, _ observations: [ComparisonObservation]) -> Row {
        var row = Row(model: model)
        var (times, distances): ([Int], [Double]) = ([], [])
        var (kept, own, characters) = (0, 0, 0)
        var cost = 0.0
        for observation in observations {
            for candidate in observation.candidates where candidate.model == model {
                row.comparisons += 1
                if candidate.hasFailed {
                    row.failures += 1
                    continue
                }
                times.append(candidate.milliseconds)
                if candidate.findings > 0 { row.checkFailures += 1 }
                kept += candidate.terms.kept
                own += candidate.terms.kept + candidate.terms.missed
                row.insertedTerms += candidate.terms.inserted
                characters += observation.characters
                cost += candidate.cost
                distances += observation.choices.filter { $0.candidate == candidate.number }
                    .compactMap(\.editDistance)
            }
        }
        if !times.isEmpty { row.medianMilliseconds = times.sorted()[times.count / 2] }
        if characters > 0 { row.costPerThousandCharacters = cost / Double(characters) * 1000 }
        if own > 0 { row.termsKept = Double(kept) / Double(own) }
        if !distances.isEmpty { row.editDistance = distances.reduce(0, +) / Double(distances.count) }
        return row
    }
}
