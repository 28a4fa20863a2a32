// SPDX-License-Identifier: Apache-2.0

/// By what usage is told apart and grouped.
public enum UsageDimension: String, Sendable, CaseIterable {
    /// UTC day, `2026-01-31`.
    case day
    case engine, key, provider, model, source, target, purpose
}

/// What was used, of one kind: sums over calls.
public struct UsageRow: Sendable, Equatable {
    /// Of what: a value for each dimension that is told apart; all of them for a row that is to be stored.
    public var values: [UsageDimension: String]
    /// Sums.
    public var sums: UsageSums

    /// Makes a row.
    public init(values: [UsageDimension: String], sums: UsageSums) {
        self.values = values
        self.sums = sums
    }
}

/// Sums over calls of engines.
public struct UsageSums: Sendable, Equatable {
    /// Calls, failed ones too.
    public var calls: Int
    /// Calls that failed.
    public var failures: Int
    /// Segments that were translated.
    public var segments: Int
    /// Characters (Unicode scalars) of their source texts.
    public var characters: Int
    /// As providers tell.
    public var inputTokens: Int
    /// As providers tell.
    public var outputTokens: Int
    /// Those of the input that a prompt cache had.
    public var cachedInputTokens: Int
    /// Billionths of a US dollar.
    public var cost: Int
    /// Calls that succeeded and whose cost nobody knows.
    public var unpricedCalls: Int

    /// Makes sums.
    public init(
        calls: Int = 0, failures: Int = 0, segments: Int = 0, characters: Int = 0, inputTokens: Int = 0,
        outputTokens: Int = 0, cachedInputTokens: Int = 0, cost: Int = 0, unpricedCalls: Int = 0
    ) {
        self.calls = calls
        self.failures = failures
        self.segments = segments
        self.characters = characters
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cachedInputTokens = cachedInputTokens
        self.cost = cost
        self.unpricedCalls = unpricedCalls
    }

    /// The sums, in the order in which they are declared.
    public static let all: [any WritableKeyPath<UsageSums, Int> & Sendable] = [
        \.calls, \.failures, \.segments, \.characters, \.inputTokens, \.outputTokens, \.cachedInputTokens,
        \.cost,
        \.unpricedCalls,
    ]

    /// Adds up.
    public static func += (left: inout UsageSums, right: UsageSums) {
        // One by one: every call comes by here, and key paths take a microsecond.
        left.calls += right.calls
        left.failures += right.failures
        left.segments += right.segments
        left.characters += right.characters
        left.inputTokens += right.inputTokens
        left.outputTokens += right.outputTokens
        left.cachedInputTokens += right.cachedInputTokens
        left.cost += right.cost
        left.unpricedCalls += right.unpricedCalls
    }

    /// US dollars.
    public var dollars: Double { Double(cost) / 1e9 }
}

/// Which usage is wanted.
public struct UsageQuery: Sendable, Equatable {
    /// The first UTC day, `2026-01-31`.
    public var from: String
    /// The last one.
    public var to: String
    /// What is told apart, in this order; all else is summed.
    public var groups: [UsageDimension]
    /// Rows at most.
    public var limit: Int
    /// Only of this engine.
    public var engine: EngineID?

    /// Makes a query.
    public init(
        from: String, to: String, groups: [UsageDimension], limit: Int = 10_000, engine: EngineID? = nil
    ) {
        self.from = from
        self.to = to
        self.groups = groups
        self.limit = limit
        self.engine = engine
    }
}
