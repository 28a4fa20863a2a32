// SPDX-License-Identifier: Apache-2.0

/// A glossary item as it is stored.
public struct GlossaryRecord: Sendable, Equatable {
    /// The item's id.
    public var id: GlossaryItemID
    /// The engine it belongs to.
    public var engine: EngineID
    /// What it says.
    public var item: GlossaryItem
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last replaced, or made.
    public var updatedAt: Timestamp

    /// Makes a record.
    public init(
        id: GlossaryItemID, engine: EngineID, item: GlossaryItem, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.engine = engine
        self.item = item
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// Items to be added to one engine, all or none.
public struct NewGlossaryItems: Sendable {
    /// The engine.
    public var engine: EngineID
    /// What is added, with ids that rise.
    public var items: [(id: GlossaryItemID, item: GlossaryItem)]
    /// Whether the engine's items so far are removed first.
    public var replacesAll: Bool
    /// The most items the engine may have.
    public var limit: Int
    /// When they are made.
    public var createdAt: Timestamp

    /// Makes an addition.
    public init(
        engine: EngineID, items: [(id: GlossaryItemID, item: GlossaryItem)], replacesAll: Bool = false,
        limit: Int, createdAt: Timestamp
    ) {
        self.engine = engine
        self.items = items
        self.replacesAll = replacesAll
        self.limit = limit
        self.createdAt = createdAt
    }
}

/// What became of an addition.
public enum GlossaryAddition: Sendable, Equatable {
    /// All are stored.
    case added
    /// The organization has no such engine.
    case noEngine
    /// The engine would have so many items, more than it may.
    case tooMany(Int)
}

/// Which glossary items a list shows, newest first.
public struct GlossaryQuery: Sendable {
    /// The engine they belong to.
    public var engine: EngineID
    /// Only items older than this one.
    public var before: GlossaryItemID?
    /// 1 to 100.
    public var limit: Int

    /// Makes a query.
    public init(engine: EngineID, before: GlossaryItemID? = nil, limit: Int = 20) {
        self.engine = engine
        self.before = before
        self.limit = limit
    }
}

/// All items of an engine at one moment.
public struct Glossary: Sendable, Equatable {
    /// Rises with each change of the engine's items; 0 for an engine that never had one.
    public var revision: Int
    /// Oldest first.
    public var items: [GlossaryItem]

    /// Makes a glossary.
    public init(revision: Int, items: [GlossaryItem]) {
        self.revision = revision
        self.items = items
    }
}
