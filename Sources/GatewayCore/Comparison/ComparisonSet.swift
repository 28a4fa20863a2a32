// SPDX-License-Identifier: Apache-2.0

/// What a comparison over a test set is likely to use, by the length of its texts alone.
public struct ComparisonEstimate: Sendable, Equatable {
    /// Of all models together.
    public var inputTokens: Int
    /// Of all models together.
    public var outputTokens: Int
    /// US dollars.
    public var cost: Double
    /// Models that cost something, and nobody has said how much; ``cost`` is without them.
    public var unpriced: [ModelName]

    /// Makes an estimate.
    public init(inputTokens: Int = 0, outputTokens: Int = 0, cost: Double = 0, unpriced: [ModelName] = []) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cost = cost
        self.unpriced = unpriced
    }
}

/// Who is compared over a test set, and what that is likely to cost.
public struct ComparisonSetPlan: Sendable, Equatable {
    /// Each by its own name, none of them `*`.
    public var models: [ModelName]
    /// What it is likely to use.
    public var estimate: ComparisonEstimate

    /// Makes a plan.
    public init(models: [ModelName], estimate: ComparisonEstimate) {
        self.models = models
        self.estimate = estimate
    }
}

/// A comparison of models over a test set, on its way or over. Each segment becomes a ``Comparison``.
public struct ComparisonSet: Sendable, Equatable {
    /// What has become of it.
    public enum Status: String, Sendable, CaseIterable {
        case queued, running, completed
        /// Its budget was used up.
        case stopped
        case cancelled, failed

        /// Whether nothing more comes of it.
        public var isOver: Bool { self != .queued && self != .running }
    }

    /// Its id.
    public var id: ComparisonSetID
    /// Whose it is.
    public var organization: OrganizationID
    /// The engine whose glossary, instructions and voices hold.
    public var engine: EngineID
    /// The key that came with it.
    public var key: KeyID
    /// What people call it, or `nil`.
    public var name: String?
    /// As the caller spelled it.
    public var source: LocaleTag
    /// As the caller spelled it.
    public var target: LocaleTag
    /// Who is compared.
    public var models: [ModelName]
    /// Whether names stay hidden, segment by segment, until a choice is made.
    public var isBlind: Bool
    /// How many there are.
    public var segments: Int
    /// How many of them are compared.
    public var done: Int
    /// What it was likely to use when it was made.
    public var estimate: ComparisonEstimate
    /// US dollars that may be spent; `nil` for any amount.
    public var budget: Double?
    /// US dollars that its calls have cost.
    public var spent: Double
    /// What has become of it.
    public var status: Status
    /// Why it failed, or `nil`.
    public var errorMessage: String?
    /// When it came.
    public var createdAt: Timestamp
    /// When its first segment was begun.
    public var startedAt: Timestamp?
    /// When it was over.
    public var completedAt: Timestamp?

    /// Makes one that waits to be run.
    public init(
        id: ComparisonSetID, organization: OrganizationID, engine: EngineID, key: KeyID, name: String? = nil,
        source: LocaleTag, target: LocaleTag, models: [ModelName], isBlind: Bool, segments: Int,
        estimate: ComparisonEstimate, budget: Double? = nil, createdAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.engine = engine
        self.key = key
        self.name = name
        self.source = source
        self.target = target
        self.models = models
        self.isBlind = isBlind
        self.segments = segments
        done = 0
        self.estimate = estimate
        self.budget = budget
        spent = 0
        status = .queued
        self.createdAt = createdAt
    }
}

/// Which test sets a list shows, newest first.
public struct ComparisonSetQuery: Sendable {
    /// Only those of this engine.
    public var engine: EngineID?
    /// Only those older than this one.
    public var before: ComparisonSetID?
    /// 1 and more.
    public var limit: Int

    /// Makes a query.
    public init(engine: EngineID? = nil, before: ComparisonSetID? = nil, limit: Int = 20) {
        self.engine = engine
        self.before = before
        self.limit = limit
    }
}

/// Comparisons of models over test sets.
///
/// A segment is open until its comparison is written, which ends it in the same transaction: none is written twice.
public protocol ComparisonSetStore: Sendable {
    /// Keeps a test set to be run. Returns false when `limit` of the organization are not over.
    func create(
        _ set: ComparisonSet, _ segments: [TestSegment], limit: Int
    ) async throws(StoreError) -> Bool
    /// A test set of an organization.
    func comparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID
    ) async throws(StoreError) -> ComparisonSet?
    /// Test sets, newest first.
    func comparisonSets(
        _ query: ComparisonSetQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [ComparisonSet]
    /// The oldest test set of all organizations that is not over, which is running from now on, counting an attempt; one that was
    /// tried `attempts` times without a segment done fails and is passed over.
    func nextComparisonSet(attempts: Int, at moment: Timestamp) async throws(StoreError) -> ComparisonSet?
    /// The first open segments of a test set, at most `limit`; none when it is over.
    func openSegments(of id: ComparisonSetID, limit: Int) async throws(StoreError) -> [TestSegment]
    /// Keeps the comparison of an open segment, its ``Comparison/place``, and adds what it cost. Returns false, and keeps nothing,
    /// when the test set does not run or the segment is not open.
    ///
    /// - Parameter pair: its locales in canonical form.
    func finish(_ comparison: Comparison, pair: LocalePair) async throws(StoreError) -> Bool
    /// Ends a test set that runs. Its open segments are gone. Returns false when it does not run.
    func end(
        _ id: ComparisonSetID, _ status: ComparisonSet.Status, errorMessage: String?, at moment: Timestamp
    ) async throws(StoreError) -> Bool
    /// Ends a test set that is not over, and gives it as it is then; `nil` when there is none.
    func cancelComparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> ComparisonSet?
    /// Removes a test set with its comparisons and choices. Returns whether there was one.
    func deleteComparisonSet(
        _ id: ComparisonSetID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Bool
    /// The comparisons of a test set's segments behind `position`, in the segments' order, at most `limit`.
    func comparisons(
        of id: ComparisonSetID, in organization: OrganizationID, after position: Int, limit: Int
    ) async throws(StoreError) -> [Comparison]
    /// What the comparisons of a test set are to its numbers.
    func observations(
        of id: ComparisonSetID, in organization: OrganizationID
    ) async throws(StoreError) -> [ComparisonObservation]
}

extension JSONWriter {
    /// Writes a test set's members as clients see them.
    public mutating func members(of set: ComparisonSet) {
        member("id", set.id.text)
        member("name", set.name)
        member("status", set.status.rawValue)
        member("engineId", set.engine.text)
        member("sourceLocale", set.source.spelling)
        member("targetLocale", set.target.spelling)
        name("models")
        array { array in for model in set.models { array.string(model.description) } }
        member("blind", set.isBlind)
        member("segments", set.segments)
        member("done", set.done)
        name("estimate")
        estimate(set.estimate)
        member("budget", set.budget)
        member("spent", set.spent)
        member("errorMessage", set.errorMessage)
        member("createdAt", set.createdAt)
        member("startedAt", set.startedAt)
        member("completedAt", set.completedAt)
    }

    /// Writes an estimate.
    public mutating func estimate(_ estimate: ComparisonEstimate) {
        object {
            $0.member("inputTokens", estimate.inputTokens)
            $0.member("outputTokens", estimate.outputTokens)
            $0.member("cost", estimate.cost)
            $0.name("unpricedModels")
            $0.array { array in for model in estimate.unpriced { array.string(model.description) } }
        }
    }
}
