// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayWork

@Suite struct BradleyTerryTests {
    /// Wins, strengths and deviations: the latter by gradient ascent and matrix inversion in NumPy, under the same prior.
    private static let cases: [([[Double]], [Double], [Double])] = [
        ([[0, 12], [3, 0]], [0.65948, -0.65948], [0.30878, 0.30878]),
        (
            [[0, 5, 2.5], [1, 0, 4], [0.5, 3, 0]], [0.97594, -0.38231, -0.59363],
            [0.53782, 0.40145, 0.46376]
        ),
        ([[0, 40], [0, 0]], [2.14845, -2.14845], [0.61785, 0.61785]),
        ([[0, 0], [0, 0]], [0, 0], [1.41421, 1.41421]),
        (
            [[0, 30, 28, 25], [10, 0, 22, 18], [4, 15, 0, 30], [2, 9, 3, 0]],
            [1.36302, 0.05871, -0.08121, -1.34051], [0.21037, 0.16852, 0.1694, 0.22286]
        ),
    ]

    @Test(arguments: cases.indices)
    func `strengths and deviations are those of an independent computation`(index: Int) {
        let (wins, strengths, deviations) = Self.cases[index]
        let fit = BradleyTerry(wins: wins)
        for (found, expected) in zip(fit.strengths + fit.deviations, strengths + deviations) {
            #expect(abs(found - expected) < 2e-5, "\(found) \(expected)")
        }
    }

    @Test func `confidence grows with duels, and few say little`() {
        func confidence(_ won: Double, _ lost: Double) -> Double {
            BradleyTerry(wins: [[0, won], [lost, 0]]).confidence(that: 0, beats: 1)
        }
        #expect(abs(confidence(5, 5) - 0.5) < 1e-9)
        #expect(confidence(1, 0) < 0.8)
        #expect(confidence(20, 5) > 0.99)
        #expect(abs(confidence(3, 9) + confidence(9, 3) - 1) < 1e-9)
        #expect(BradleyTerry(wins: []).strengths.isEmpty)
    }
}

@Suite struct ScorecardTests {
    private static let pair = LocalePair(source: tag("en"), target: tag("es"))

    private func candidate(
        _ number: Int, _ name: String, hasFailed: Bool = false, findings: Int = 0,
        terms: ComparedTerms = ComparedTerms(), milliseconds: Int = 10, cost: Double = 0
    ) -> ComparisonObservation.Candidate {
        .init(
            number: number, model: ModelName(provider: name, model: "m"), hasFailed: hasFailed,
            findings: findings, terms: terms, milliseconds: milliseconds, cost: cost)
    }

    private func observation(
        _ candidates: [ComparisonObservation.Candidate], _ chosen: Int?..., distance: Double? = nil
    ) -> ComparisonObservation {
        ComparisonObservation(
            pair: Self.pair, characters: 500, candidates: candidates,
            choices: chosen.enumerated().map {
                ComparisonChoice(
                    rater: "r\($0)", candidate: $1, editDistance: distance, at: Timestamp(milliseconds: 0))
            })
    }

    @Test func `a choice beats each other that made a translation, and says nothing of two others`() {
        let three = [candidate(1, "a"), candidate(2, "b"), candidate(3, "c", hasFailed: true)]
        let rows = Scorecard([observation(three, 2)]).pairs[0].rows
        #expect(
            rows.map { "\($0.model) \($0.duels) \($0.wins) \($0.failures)" } == [
                "b/m 1 1.0 0", "c/m 0 0.0 1", "a/m 1 0.0 0",
            ])
        let four = [candidate(1, "a"), candidate(2, "b"), candidate(3, "c")]
        #expect(Scorecard([observation(four, 1)]).pairs[0].rows.map(\.duels) == [2, 1, 1])
        let draw = Scorecard([observation(four, nil)]).pairs[0].rows
        #expect(draw.map(\.wins) == [1, 1, 1] && draw.allSatisfy { abs($0.strength) < 1e-9 })
    }

    @Test func `nothing is decided by few duels, however clear, nor by many that are not`() {
        let two = [candidate(1, "a"), candidate(2, "b")]
        func isDecided(_ won: Int, _ lost: Int) -> Bool {
            let choices = Array(repeating: 1, count: won) + Array(repeating: 2, count: lost)
            return Scorecard(choices.map { observation(two, $0) }).pairs[0].isDecided
        }
        #expect(!isDecided(9, 0) && isDecided(14, 1) && !isDecided(30, 28))
    }

    @Test func `terms that the gateway put in are no merit, and sums are by what did not fail`() {
        let terms = ComparedTerms(kept: 3, inserted: 5, missed: 1)
        let observed = [
            observation(
                [candidate(1, "a", findings: 2, terms: terms, milliseconds: 30, cost: 0.5)], 1, distance: 0.25
            ),
            observation([candidate(1, "a", milliseconds: 10, cost: 0.1)]),
            observation([candidate(1, "a", hasFailed: true, milliseconds: 9000, cost: 9)]),
        ]
        let row = Scorecard(observed).pairs[0].rows[0]
        #expect(row.comparisons == 3 && row.failures == 1 && row.checkFailures == 1)
        #expect(row.termsKept == 0.75 && row.insertedTerms == 5 && row.editDistance == 0.25)
        #expect(
            row.medianMilliseconds == 30 && row.costPerThousandCharacters.map { abs($0 - 0.6) < 1e-9 } == true
        )
    }
}
