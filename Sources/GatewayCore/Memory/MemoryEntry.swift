// SPDX-License-Identifier: Apache-2.0

/// Who an entry of translation memory is from.
public enum MemoryOrigin: String, Sendable, CaseIterable {
    /// A model.
    case machine
    /// A model that stood in for one that was out of service: asked again once that is back.
    case stopgap
    /// A test engine, which writes no language: of no use outside its own configuration.
    case test
    /// Somebody approved it.
    case person
}

/// A translation to be remembered.
public struct NewMemoryEntry: Sendable, Equatable {
    /// Whose it is.
    public var organization: OrganizationID
    /// The engine it was made with; `nil` for one that was imported.
    public var engine: EngineID?
    /// The locales.
    public var pair: LocalePair
    /// Tells pair, text, context and hints from all others: 16 bytes.
    public var key: [UInt8]
    /// Tells the configuration that made it from all others: 16 bytes, or none for what a person approved.
    public var fingerprint: [UInt8]
    /// The text, as it came.
    public var source: String
    /// Its translation.
    public var target: String
    /// The model that really answered; `nil` for a person.
    public var model: ModelName?
    /// Who it is from.
    public var origin: MemoryOrigin
    /// When it was made.
    public var createdAt: Timestamp

    /// Makes an entry.
    public init(
        organization: OrganizationID, engine: EngineID?, pair: LocalePair, key: [UInt8],
        fingerprint: [UInt8], source: String, target: String, model: ModelName?, origin: MemoryOrigin,
        createdAt: Timestamp
    ) {
        self.organization = organization
        self.engine = engine
        self.pair = pair
        self.key = key
        self.fingerprint = fingerprint
        self.source = source
        self.target = target
        self.model = model
        self.origin = origin
        self.createdAt = createdAt
    }

    /// UTF-8 bytes of both texts.
    public var byteCount: Int { source.utf8.count + target.utf8.count }
}

/// An entry as it is stored. It never changes: one that is replaced gets another number.
public struct MemoryRecord: Sendable, Equatable {
    /// Rises with each entry.
    public var number: Int64
    /// What it says.
    public var entry: NewMemoryEntry

    /// Makes a record.
    public init(number: Int64, entry: NewMemoryEntry) {
        self.number = number
        self.entry = entry
    }

    /// The entry's name.
    public var id: MemoryEntryID { MemoryEntryID(number: number) }
}

/// What became of entries that were to be remembered.
public enum MemoryAddition: Sendable, Equatable {
    /// So many are new, or say something new; the others were known.
    case stored(Int)
    /// Nothing is stored: so many would be approved, more than there may be entries.
    case tooMany(Int)
}

/// What an entry is asked for by.
public struct MemoryLookup: Sendable, Hashable {
    /// Of pair, text, context and hints.
    public var key: [UInt8]
    /// Of pair and text alone: what was approved without a context answers in any.
    public var bareKey: [UInt8]
    /// Of the configuration now.
    public var fingerprint: [UInt8]

    /// Makes a lookup.
    public init(key: [UInt8], bareKey: [UInt8], fingerprint: [UInt8]) {
        self.key = key
        self.bareKey = bareKey
        self.fingerprint = fingerprint
    }
}

/// A text with its translation, as people and files hand them over.
public struct TranslatedText: Sendable, Equatable {
    /// As the caller spells it.
    public var source: LocaleTag
    /// As the caller spells it.
    public var target: LocaleTag
    /// The source text.
    public var sourceText: String
    /// Its translation.
    public var targetText: String

    /// Makes a translation.
    public init(source: LocaleTag, target: LocaleTag, sourceText: String, targetText: String) {
        self.source = source
        self.target = target
        self.sourceText = sourceText
        self.targetText = targetText
    }
}
