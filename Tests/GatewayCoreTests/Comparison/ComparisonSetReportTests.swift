// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@Suite struct ComparisonSetReportTests {
    private static let models = ["a/m", "b/m"].compactMap { ModelName($0) }

    private func report(_ observations: [ComparisonObservation]) -> ComparisonSetReport {
        ComparisonSetReport(
            ComparisonSet(
                id: ComparisonSetID(unchecked: "cst_1"), organization: OrganizationID(unchecked: "org_1"),
                engine: EngineID(unchecked: "eng_1"), key: KeyID(unchecked: "key_1"),
                source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "es"), models: Self.models,
                isBlind: false, segments: 9, estimate: ComparisonEstimate(),
                createdAt: Timestamp(milliseconds: 0)), observations)
    }

    /// Choices by rater; with `isSwapped` the second model is candidate 1.
    private func observation(
        _ choices: [String: Int?], isSwapped: Bool = false, fails: Bool = false, score: Double? = nil,
        milliseconds: Int = 10
    ) -> ComparisonObservation {
        let numbers = isSwapped ? [2, 1] : [1, 2]
        return ComparisonObservation(
            pair: LocalePair(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "es")),
            characters: 4,
            candidates: zip(Self.models, numbers).enumerated().map { index, pair in
                .init(
                    number: pair.1, model: pair.0, hasFailed: fails && index == 1, findings: index,
                    terms: ComparedTerms(kept: 1, inserted: 0, missed: index), milliseconds: milliseconds,
                    cost: 0.5, referenceScore: fails && index == 1 ? nil : score)
            },
            choices: choices.map {
                ComparisonChoice(rater: $0.key, candidate: $0.value, at: Timestamp(milliseconds: 0))
            })
    }

    @Test func `a model's numbers are summed up, and failures count for nothing but themselves`() {
        let report = report([
            observation(["x": 1], score: 40, milliseconds: 30), observation([:], score: 60, milliseconds: 10),
            observation(["x": nil], fails: true, milliseconds: 20),
        ])
        let (first, second) = (report.rows[0], report.rows[1])
        #expect(first.segments == 3 && first.failures == 0 && second.failures == 1)
        #expect(first.referenceScore == 50 && second.referenceScore == 50)
        #expect(first.medianMilliseconds == 20 && second.medianMilliseconds == 30)
        #expect(first.checkFailures == 0 && second.checkFailures == 2)
        #expect(second.terms == ComparedTerms(kept: 2, inserted: 0, missed: 2))
        #expect(first.cost == 1.5)
        #expect((first.wins, first.losses, first.draws) == (1, 0, 1))
        #expect((second.wins, second.losses, second.draws) == (0, 1, 0))
    }

    @Test func `a model without a segment has a row of nothing`() {
        let report = report([])
        #expect(report.rows.map(\.model) == Self.models)
        #expect(report.rows[0].referenceScore == nil && report.rows[0].medianMilliseconds == nil)
        #expect(report.agreement.raters == 0 && report.agreement.kappa == nil)
    }

    @Test func `raters agree about a model, whatever its number is`() {
        let agreement = report([
            observation(["x": 1, "y": 1]), observation(["x": 1, "y": 1], isSwapped: true),
            observation(["x": 1]),
        ]).agreement
        #expect(agreement.raters == 2 && agreement.choices == 5 && agreement.sharedSegments == 2)
        #expect(agreement.agreeingPairs == 1)
        #expect(agreement.kappa == 1)
    }

    @Test func `kappa is what is known of Fleiss's formula`() {
        // Two raters, four segments: a a, b b, a b, none a. Agreement 2/4; shares a 4/8, b 3/8, none 1/8.
        let agreement = report([
            observation(["x": 1, "y": 1]), observation(["x": 2, "y": 2]), observation(["x": 1, "y": 2]),
            observation(["x": nil, "y": 1]),
        ]).agreement
        let chance = (16.0 + 9 + 1) / 64
        #expect(agreement.agreeingPairs == 0.5)
        #expect(agreement.kappa.map { abs($0 - (0.5 - chance) / (1 - chance)) < 1e-12 } == true)
    }

    @Test func `when all prefer one alone kappa says nothing`() {
        let agreement = report([observation(["x": 1, "y": 1, "z": 1])]).agreement
        #expect(agreement.agreeingPairs == 1 && agreement.kappa == nil)
    }
}
