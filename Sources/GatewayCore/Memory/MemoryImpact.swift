// SPDX-License-Identifier: Apache-2.0

/// What a change of an engine does to what is remembered of a pair.
public struct MemoryImpact: Sendable, Equatable {
    /// The locales.
    public var pair: LocalePair
    /// Entries that answer now.
    public var entries: Int
    /// Those of them that would not any more, so that their texts are translated again when they next come.
    public var again: Int
    /// Characters of those texts.
    public var characters: Int
    /// US dollars that translating them is estimated to cost; 0 where no price is known.
    public var cost: Double
    /// Whether the changed engine has no model for the pair.
    public var isUnsupported: Bool

    /// Makes a row.
    public init(
        pair: LocalePair, entries: Int = 0, again: Int = 0, characters: Int = 0, cost: Double = 0,
        isUnsupported: Bool = false
    ) {
        self.pair = pair
        self.entries = entries
        self.again = again
        self.characters = characters
        self.cost = cost
        self.isUnsupported = isUnsupported
    }
}
