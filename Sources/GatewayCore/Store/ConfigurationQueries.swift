// SPDX-License-Identifier: Apache-2.0

/// Names an entry of an engine, whatever it says.
public enum ConfigurationEntryID: Sendable, Equatable {
    /// Which model serves a pair.
    case model(ModelConfigID)
    /// What translations have to follow.
    case instruction(InstructionID)
    /// How the brand speaks.
    case voice(BrandVoiceID)
    /// Who reviews translations.
    case scorer(ScorerID)
    /// A term.
    case glossaryItem(GlossaryItemID)
}

/// What became of a wish to remove an engine.
public enum EngineDeletion: Sendable, Equatable {
    /// It is gone.
    case deleted
    /// The organization has no such engine.
    case noEngine
    /// It is the default engine.
    case isDefault
    /// So many of its jobs are not over.
    case hasOpenJobs(Int)
}

/// One line of the audit log.
public struct AuditEntry: Sendable, Equatable {
    /// Rises with each entry.
    public var number: Int64
    /// When it was done.
    public var at: Timestamp
    /// Who did it, see ``ConfigurationActor``.
    public var actor: String
    /// What was done.
    public var change: ConfigurationChange

    /// Makes an entry.
    public init(number: Int64, at: Timestamp, actor: String, change: ConfigurationChange) {
        self.number = number
        self.at = at
        self.actor = actor
        self.change = change
    }
}

/// Which entries of the audit log a list shows, newest first.
public struct AuditQuery: Sendable {
    /// Only entries about things of this kind, as ``ConfigurationChange/entity`` names it.
    public var entity: String?
    /// Only entries about this thing.
    public var id: String?
    /// Only entries older than the one of this number.
    public var before: Int64?
    /// 1 to 101.
    public var limit: Int

    /// Makes a query.
    public init(entity: String? = nil, id: String? = nil, before: Int64? = nil, limit: Int = 20) {
        self.entity = entity
        self.id = id
        self.before = before
        self.limit = limit
    }
}
