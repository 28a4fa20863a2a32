// SPDX-License-Identifier: Apache-2.0

/// What a reviewer said of one translation.
public struct Score: Sendable, Equatable {
    /// Whose it is.
    public var organization: OrganizationID
    /// The engine that translated.
    public var engine: EngineID
    /// The reviewer.
    public var scorer: ScorerID
    /// Canonical locales.
    public var pair: LocalePair
    /// The model that translated.
    public var model: String
    /// 0 to 1; 1 is a pass, or 100.
    public var value: Double
    /// Why it is not perfect; `nil` for a perfect one.
    public var reason: String?
    /// When it was judged.
    public var at: Timestamp

    /// Makes a score.
    public init(
        organization: OrganizationID, engine: EngineID, scorer: ScorerID, pair: LocalePair, model: String,
        value: Double, reason: String? = nil, at: Timestamp
    ) {
        self.organization = organization
        self.engine = engine
        self.scorer = scorer
        self.pair = pair
        self.model = model
        self.value = value
        self.reason = reason
        self.at = at
    }

    /// Below it a score counts as low.
    public static let low = 0.6
}

/// The scores of one day.
public struct ScoreDay: Sendable, Equatable {
    /// The reviewer; it may be gone.
    public var scorer: ScorerID
    /// Canonical locales.
    public var pair: LocalePair
    /// The model that translated.
    public var model: String
    /// UTC, such as `2026-01-05`.
    public var day: String
    /// Scores of that day.
    public var count: Int
    /// Their sum, each 0 to 1.
    public var sum: Double

    /// Makes a day.
    public init(
        scorer: ScorerID, pair: LocalePair, model: String, day: String, count: Int, sum: Double
    ) {
        self.scorer = scorer
        self.pair = pair
        self.model = model
        self.day = day
        self.count = count
        self.sum = sum
    }
}

/// What reviewers said.
public protocol ScoreStore: Sendable {
    /// Adds scores. Of reasons the newest 1,000 of an engine stay.
    func record(_ scores: [Score]) async throws(StoreError)
    /// Scores of an engine from a UTC day to another, both included, by reviewer, pair, model and day.
    func scores(
        of engine: EngineID, in organization: OrganizationID, from: String, to: String
    ) async throws(StoreError) -> [ScoreDay]
    /// The newest scores with a reason, at most `limit`.
    func scoreReasons(
        of engine: EngineID, in organization: OrganizationID, limit: Int
    ) async throws(StoreError) -> [Score]
    /// Reasons of low scores by a reviewer for a pair that were not taken before, once there are `count`; none else.
    func takeLowScores(
        of engine: EngineID, in organization: OrganizationID, by scorer: ScorerID, pair: LocalePair,
        count: Int
    ) async throws(StoreError) -> [String]
    /// Removes reasons of all organizations from before a moment, at most `limit`. Returns how many.
    func removeScoreReasons(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int
}
