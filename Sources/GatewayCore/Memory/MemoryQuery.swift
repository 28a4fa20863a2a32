// SPDX-License-Identifier: Apache-2.0

/// Which entries of an organization are meant; what is `nil` does not matter.
public struct MemoryFilter: Sendable, Equatable {
    /// Canonical tag.
    public var source: LocaleTag?
    /// Canonical tag.
    public var target: LocaleTag?
    /// The engine they were made with.
    public var engine: EngineID?
    /// Made before that.
    public var before: Timestamp?
    /// Who they are from.
    public var origin: MemoryOrigin?

    /// Makes a filter; the defaults let everything through.
    public init(
        source: LocaleTag? = nil, target: LocaleTag? = nil, engine: EngineID? = nil,
        before: Timestamp? = nil, origin: MemoryOrigin? = nil
    ) {
        self.source = source
        self.target = target
        self.engine = engine
        self.before = before
        self.origin = origin
    }
}

/// Which entries a list shows, newest first.
public struct MemoryQuery: Sendable {
    /// Those meant.
    public var filter: MemoryFilter
    /// Text or translation holds this, letter for letter; `nil` for any.
    public var text: String?
    /// Only older ones.
    public var before: Int64?
    /// How many, at least 1.
    public var limit: Int

    /// Makes a query.
    public init(
        filter: MemoryFilter = MemoryFilter(), text: String? = nil, before: Int64? = nil, limit: Int = 20
    ) {
        self.filter = filter
        self.text = text
        self.before = before
        self.limit = limit
    }
}

/// The source text of an entry.
public struct MemorySource: Sendable, Equatable {
    /// The entry's number.
    public var number: Int64
    /// The text.
    public var text: String

    /// Makes a source.
    public init(number: Int64, text: String) {
        self.number = number
        self.text = text
    }
}

/// How many entries there are of a pair.
public struct MemoryCount: Sendable, Equatable {
    /// The locales.
    public var pair: LocalePair
    /// All.
    public var entries: Int
    /// Those that a person approved.
    public var approved: Int
    /// Characters of their source texts.
    public var characters: Int

    /// Makes a count.
    public init(pair: LocalePair, entries: Int, approved: Int, characters: Int) {
        self.pair = pair
        self.entries = entries
        self.approved = approved
        self.characters = characters
    }
}
