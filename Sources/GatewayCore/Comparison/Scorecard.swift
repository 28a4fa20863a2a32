// SPDX-License-Identifier: Apache-2.0

/// What comparisons say of an engine's models, pair by pair.
public struct Scorecard: Sendable, Equatable {
    /// What they say of one model for one pair.
    public struct Row: Sendable, Equatable {
        /// The model.
        public var model: ModelName
        /// Comparisons it took part in.
        public var comparisons: Int
        /// Those in which it failed.
        public var failures: Int
        /// Choices between it and another, each other counted.
        public var duels: Int
        /// Those it won, a draw as half of one.
        public var wins: Double
        /// Bradley-Terry strength on the logarithmic scale, 0 for the mean of the pair's models.
        public var strength: Double
        /// The ends of the interval in which the strength lies with 95 %.
        public var interval: ClosedRange<Double>
        /// Mean edits a character of those that somebody edited; `nil` without any.
        public var editDistance: Double?
        /// Comparisons in which its translation did not pass every check.
        public var checkFailures: Int
        /// Terms it kept by itself, of those that were its own to keep; `nil` without any.
        public var termsKept: Double?
        /// Terms that the gateway put in its place, which say nothing of it.
        public var insertedTerms: Int
        /// Median time in milliseconds of those that did not fail; `nil` without any.
        public var medianMilliseconds: Int?
        /// US dollars for 1,000 characters; `nil` without any.
        public var costPerThousandCharacters: Double?

        /// Makes a row of nothing.
        public init(model: ModelName) {
            self.model = model
            comparisons = 0
            failures = 0
            duels = 0
            wins = 0
            strength = 0
            interval = 0...0
            checkFailures = 0
            insertedTerms = 0
        }
    }

    /// The models of one pair.
    public struct Pair: Sendable, Equatable {
        /// Canonical locales.
        public var pair: LocalePair
        /// Choices that were made.
        public var choices: Int
        /// Whether the choices are enough to prefer the first model to all others that were tried as often.
        public var isDecided: Bool
        /// The strongest first.
        public var rows: [Row]

        /// Makes a pair.
        public init(pair: LocalePair, choices: Int, isDecided: Bool, rows: [Row]) {
            self.pair = pair
            self.choices = choices
            self.isDecided = isDecided
            self.rows = rows
        }
    }

    /// By pair.
    public var pairs: [Pair]

    /// Makes a scorecard.
    public init(pairs: [Pair]) { self.pairs = pairs }
}

/// What is left of a comparison for a scorecard.
public struct ComparisonObservation: Sendable, Equatable {
    /// What one candidate did.
    public struct Candidate: Sendable, Equatable {
        /// Its number.
        public var number: Int
        /// Who was asked.
        public var model: ModelName
        /// Whether it failed.
        public var hasFailed: Bool
        /// Findings that are errors or warnings.
        public var findings: Int
        /// What became of terms.
        public var terms: ComparedTerms
        /// In milliseconds.
        public var milliseconds: Int
        /// US dollars.
        public var cost: Double
        /// chrF with the reference of a test set's segment; `nil` without one.
        public var referenceScore: Double?

        /// Makes a candidate.
        public init(
            number: Int, model: ModelName, hasFailed: Bool, findings: Int, terms: ComparedTerms,
            milliseconds: Int, cost: Double, referenceScore: Double? = nil
        ) {
            self.number = number
            self.model = model
            self.hasFailed = hasFailed
            self.findings = findings
            self.terms = terms
            self.milliseconds = milliseconds
            self.cost = cost
            self.referenceScore = referenceScore
        }
    }

    /// Canonical locales.
    public var pair: LocalePair
    /// Characters that were translated.
    public var characters: Int
    /// All of it.
    public var candidates: [Candidate]
    /// What was preferred; texts left out.
    public var choices: [ComparisonChoice]

    /// Makes an observation.
    public init(pair: LocalePair, characters: Int, candidates: [Candidate], choices: [ComparisonChoice]) {
        self.pair = pair
        self.characters = characters
        self.candidates = candidates
        self.choices = choices
    }
}

/// Comparisons of models.
public protocol ComparisonStore: Sendable {
    /// Keeps a comparison.
    ///
    /// - Parameter pair: its locales in canonical form.
    func create(_ comparison: Comparison, pair: LocalePair) async throws(StoreError)
    /// A comparison of an organization.
    func comparison(_ id: ComparisonID, of organization: OrganizationID) async throws(StoreError)
        -> Comparison?
    /// Keeps what a rater prefers, in the place of what the same rater preferred before. Returns whether there is such a
    /// comparison.
    func choose(
        _ choice: ComparisonChoice, in id: ComparisonID, of organization: OrganizationID,
        by actor: ConfigurationActor
    ) async throws(StoreError) -> Bool
    /// What the comparisons of an engine are to its scorecard, newest first, at most `limit`.
    ///
    /// - Parameters:
    ///   - pair: only those of this pair, canonical; `nil` for all.
    ///   - isUnjudged: whether it is about shadow runs that nobody chose in, or about all else.
    func observations(
        of engine: EngineID, in organization: OrganizationID, pair: LocalePair?, isUnjudged: Bool, limit: Int
    ) async throws(StoreError) -> [ComparisonObservation]
    /// A page of the shadow runs of an engine, newest first.
    func shadowRuns(
        of engine: EngineID, in organization: OrganizationID, _ query: PageQuery<ComparisonID>
    ) async throws(StoreError) -> [Comparison]
    /// Removes the texts of comparisons of all organizations that were made before `moment`, at most of `limit`; what
    /// counts for scorecards stays, but shadow runs that nobody chose in go as a whole. Returns of how many.
    func removeComparisonTexts(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int
}
