// SPDX-License-Identifier: Apache-2.0

/// An entry whose text is like one that is to be translated.
public struct MemoryMatch: Sendable, Equatable {
    /// The entry.
    public var record: MemoryRecord
    /// 0 to 1, which is for the same text: 1 − the Levenshtein distance / the length of the longer text, in code points.
    public var score: Double

    /// Makes a match.
    public init(record: MemoryRecord, score: Double) {
        self.record = record
        self.score = score
    }
}

/// What is looked for among the entries of a pair.
public struct MemoryMatchQuery: Sendable, Equatable {
    /// As the caller spelled them.
    public var source: LocaleTag
    /// As the caller spelled it.
    public var target: LocaleTag
    /// A text of the source locale.
    public var text: String
    /// At most so many entries, at least 1.
    public var limit: Int
    /// 0 to 1.
    public var minimumScore: Double

    /// Makes a query.
    public init(
        source: LocaleTag, target: LocaleTag, text: String, limit: Int = 5, minimumScore: Double = 0.7
    ) {
        self.source = source
        self.target = target
        self.text = text
        self.limit = limit
        self.minimumScore = minimumScore
    }
}
