// SPDX-License-Identifier: Apache-2.0

/// What the comparisons of a test set say of its models, and how much its raters agree.
public struct ComparisonSetReport: Sendable, Equatable {
    /// What they say of one model.
    public struct Row: Sendable, Equatable {
        /// The model.
        public var model: ModelName
        /// Segments it was asked for.
        public var segments = 0
        /// Those in which it failed.
        public var failures = 0
        /// Mean chrF with the references; `nil` without any.
        public var referenceScore: Double?
        /// Segments whose translation did not pass every check.
        public var checkFailures = 0
        /// What became of the glossary's terms.
        public var terms = ComparedTerms()
        /// Median time in milliseconds of those that did not fail; `nil` without any.
        public var medianMilliseconds: Int?
        /// US dollars.
        public var cost = 0.0
        /// Choices for it.
        public var wins = 0
        /// Choices for another one.
        public var losses = 0
        /// Choices for none.
        public var draws = 0

        init(model: ModelName) { self.model = model }
    }

    /// How much raters agree who chose in the same segments.
    public struct Agreement: Sendable, Equatable {
        /// Who chose at all.
        public var raters = 0
        /// All of them.
        public var choices = 0
        /// Segments in which two or more chose.
        public var sharedSegments = 0
        /// Of all pairs of choices in one segment, the share that prefers the same; `nil` without any.
        public var agreeingPairs: Double?
        /// Fleiss' kappa over the shared segments; `nil` where chance alone would have all agree, or without any.
        public var kappa: Double?
    }

    /// One for each model, in the order of the test set.
    public var rows: [Row]
    /// How much raters agree.
    public var agreement: Agreement

    /// Sums up.
    public init(_ set: ComparisonSet, _ observations: [ComparisonObservation]) {
        rows = set.models.map { Row(model: $0) }
        var places = Dictionary(
            rows.enumerated().map { ($1.model, $0) }, uniquingKeysWith: { first, _ in first })
        var (times, scores): ([ModelName: [Int]], [ModelName: [Double]]) = ([:], [:])
        for observation in observations {
            for candidate in observation.candidates {
                // What a provider lists may have changed since.
                let place = places[candidate.model] ?? rows.count
                if place == rows.count {
                    rows.append(Row(model: candidate.model))
                    places[candidate.model] = place
                }
                rows[place].add(candidate, observation.choices)
                if let score = candidate.referenceScore { scores[candidate.model, default: []].append(score) }
                if !candidate.hasFailed {
                    times[candidate.model, default: []].append(candidate.milliseconds)
                }
            }
        }
        for index in rows.indices {
            let model = rows[index].model
            if let all = times[model] { rows[index].medianMilliseconds = all.sorted()[all.count / 2] }
            if let all = scores[model] {
                rows[index].referenceScore = all.reduce(0, +) / Double(all.count)
            }
        }
        agreement = Agreement(observations)
    }
}

extension ComparisonSetReport.Row {
    fileprivate mutating func add(
        _ candidate: ComparisonObservation.Candidate, _ choices: [ComparisonChoice]
    ) {
        segments += 1
        cost += candidate.cost
        guard !candidate.hasFailed else {
            failures += 1
            return
        }
        if candidate.findings > 0 { checkFailures += 1 }
        terms.kept += candidate.terms.kept
        terms.inserted += candidate.terms.inserted
        terms.missed += candidate.terms.missed
        for choice in choices {
            switch choice.candidate {
            case nil: draws += 1
            case candidate.number: wins += 1
            default: losses += 1
            }
        }
    }
}

extension ComparisonSetReport.Agreement {
    /// Fleiss (1971), with any number of raters a segment.
    ///
    /// "P_i", the share of agreeing pairs of a segment, is taken in the mean over the segments with two choices or more; "p_j" is the
    /// share of such choices that fall to category j: a model, or that none is better.
    fileprivate init(_ observations: [ComparisonObservation]) {
        var names: Set<String> = []
        var (shares, totals): ([Double], [ModelName?: Int]) = ([], [:])
        var (agreeing, pairs, shared) = (0, 0, 0)
        for observation in observations {
            names.formUnion(observation.choices.map(\.rater))
            choices += observation.choices.count
            let count = observation.choices.count
            guard count >= 2 else { continue }
            var counts: [ModelName?: Int] = [:]
            for choice in observation.choices {
                // By model: the numbers of a blind comparison are others in each segment.
                let model = choice.candidate.flatMap { number in
                    observation.candidates.first { $0.number == number }?.model
                }
                counts[model, default: 0] += 1
                totals[model, default: 0] += 1
            }
            let same = counts.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
            agreeing += same
            pairs += count * (count - 1) / 2
            shared += count
            shares.append(Double(same) / Double(count * (count - 1) / 2))
        }
        raters = names.count
        sharedSegments = shares.count
        guard !shares.isEmpty else { return }
        agreeingPairs = Double(agreeing) / Double(pairs)
        let found = shares.reduce(0, +) / Double(shares.count)
        let chance = totals.values.reduce(0.0) {
            let share = Double($1) / Double(shared)
            return $0 + share * share
        }
        if chance < 1 { kappa = (found - chance) / (1 - chance) }
    }
}
