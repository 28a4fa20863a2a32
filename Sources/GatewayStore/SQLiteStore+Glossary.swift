// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func add(
        _ new: NewGlossaryItems, of organization: OrganizationID, by actor: ConfigurationActor
    ) async throws(StoreError) -> GlossaryAddition {
        try await writer.write { (connection) throws(StoreError) in
            let engine = SQLValue.id(new.engine)
            guard
                try connection.first(GlossarySQL.hasEngine, [engine, .id(organization)], { _ in true }) != nil
            else { return (outcome: GlossaryAddition.noEngine, revision: Int?.none) }
            let present = try connection.first(GlossarySQL.count, [engine]) { $0.int(0) } ?? 0
            let kept = new.replacesAll ? 0 : present
            guard kept + new.items.count <= new.limit else {
                return (.tooMany(kept + new.items.count), nil)
            }
            if new.replacesAll { try connection.run(GlossarySQL.deleteAll, [engine]) }
            for (id, item) in new.items {
                try connection.run(
                    GlossarySQL.insert, [.id(id), engine] + Self.values(item) + [.moment(new.createdAt)])
            }
            try Self.audit(
                new, present: present, kept: kept, of: organization, by: actor, connection)
            return (.added, try Self.revise(new.engine, by: kept + new.items.count - present, connection))
        } committed: { [cache] added in
            guard let revision = added.revision else { return }
            cache.withLock { $0.set(glossaryRevision: revision, of: new.engine) }
        }.outcome
    }

    func replace(
        _ id: GlossaryItemID, by item: GlossaryItem, of organization: OrganizationID,
        by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> GlossaryRecord? {
        try await writer.write { (connection) throws(StoreError) in
            guard let earlier = try Self.record(id, of: organization, connection) else {
                return (record: GlossaryRecord?.none, revision: 0)
            }
            var record = earlier
            record.item = item
            record.updatedAt = moment
            let revision = try Self.carryOut(
                .replace(id, item), of: earlier.engine, in: organization, by: actor, at: moment, connection)
            return (record, revision)
        } committed: { [cache] replaced in
            guard let record = replaced.record else { return }
            cache.withLock { $0.set(glossaryRevision: replaced.revision, of: record.engine) }
        }.record
    }

    func delete(
        _ id: GlossaryItemID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        try await writer.write { (connection) throws(StoreError) in
            guard let record = try Self.record(id, of: organization, connection) else {
                return (engine: EngineID?.none, revision: 0)
            }
            let revision = try Self.carryOut(
                .delete(id), of: record.engine, in: organization, by: actor, at: moment, connection)
            return (record.engine, revision)
        } committed: { [cache] deleted in
            guard let engine = deleted.engine else { return }
            cache.withLock { $0.set(glossaryRevision: deleted.revision, of: engine) }
        }.engine != nil
    }

    func glossaryItems(
        _ query: GlossaryQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [GlossaryRecord] {
        // No id is greater than a tilde.
        let values: [SQLValue] = [
            .id(query.engine), .id(organization), .text(query.before?.text ?? "~"), .int(query.limit),
        ]
        return try await readers.read { (connection) throws(StoreError) in
            try connection.rows(GlossarySQL.page, values, Self.record)
        }
    }

    func glossary(
        of engine: EngineID, of organization: OrganizationID
    ) async throws(StoreError) -> Glossary {
        try await readers.read { (connection) throws(StoreError) in
            // The revision first: items that are newer than it are read once more, older ones would stay.
            let revision = try connection.first(GlossarySQL.revision, [.id(engine)]) { $0.int(0) } ?? 0
            let items = try connection.rows(
                GlossarySQL.all, [.id(engine), .id(organization)], Self.item)
            return Glossary(revision: revision, items: items)
        }
    }

    func glossaryRevision(of engine: EngineID) async throws(StoreError) -> Int {
        try checkOpen()
        return cache.withLock { $0.glossaryRevision(of: engine) }
    }

    /// Changes one item, and tells the audit log. Returns the glossary's new revision.
    static func carryOut(
        _ edit: GlossaryEdit, of engine: EngineID, in organization: OrganizationID,
        by actor: ConfigurationActor, at moment: Timestamp, _ connection: Connection
    ) throws(StoreError) -> Int {
        let (id, item, change): (GlossaryItemID, GlossaryItem?, Int) =
            switch edit {
            case .add(let id, let item): (id, item, 1)
            case .replace(let id, let item): (id, item, 0)
            case .delete(let id): (id, nil, -1)
            }
        let earlier = try record(id, of: organization, connection)
        if let item, earlier == nil {
            try connection.run(
                GlossarySQL.insert, [.id(id), .id(engine)] + values(item) + [.moment(moment)])
        } else if let item {
            try connection.run(
                GlossarySQL.replace, [.id(id), .id(organization)] + values(item) + [.moment(moment)])
        } else {
            try connection.run(GlossarySQL.delete, [.id(id), .id(organization)])
        }
        let later = try record(id, of: organization, connection)
        try audit(
            ConfigurationChange(
                entity: GlossaryItemID.entity, id: id.text,
                action: earlier == nil ? .create : later == nil ? .delete : .update,
                before: earlier.map(json), after: later.map(json)),
            of: organization, by: actor, at: moment, connection)
        return try revise(engine, by: change, connection)
    }

    static func record(
        _ id: GlossaryItemID, of organization: OrganizationID, _ connection: Connection
    ) throws(StoreError) -> GlossaryRecord? {
        try connection.first(GlossarySQL.item, [.id(id), .id(organization)], record)
    }

    static func record(_ row: Row) -> GlossaryRecord {
        GlossaryRecord(
            id: row.id(9), engine: row.id(12), item: item(row), createdAt: row.moment(10),
            updatedAt: row.moment(11))
    }

    private static func json(_ record: GlossaryRecord) -> [UInt8] {
        var writer = JSONWriter()
        writer.glossaryItem(record)
        return writer.bytes
    }

    /// One item is told as it is; a file of them would fill the log, so that their number is.
    private static func audit(
        _ new: NewGlossaryItems, present: Int, kept: Int, of organization: OrganizationID,
        by actor: ConfigurationActor, _ connection: Connection
    ) throws(StoreError) {
        var change = ConfigurationChange(
            entity: "Glossary", id: new.engine.text, action: .update,
            before: Array(#"{"items":\#(present)}"#.utf8),
            after: Array(#"{"items":\#(kept + new.items.count),"imported":\#(new.items.count)}"#.utf8))
        if !new.replacesAll, new.items.count == 1, let (id, item) = new.items.first {
            let record = GlossaryRecord(
                id: id, engine: new.engine, item: item, createdAt: new.createdAt, updatedAt: new.createdAt)
            change = ConfigurationChange(
                entity: GlossaryItemID.entity, id: id.text, action: .create, after: json(record))
        }
        try audit(change, of: organization, by: actor, at: new.createdAt, connection)
    }

    private static func revise(
        _ engine: EngineID, by count: Int, _ connection: Connection
    ) throws(StoreError) -> Int {
        try connection.first(GlossarySQL.revise, [.id(engine), .int(count)]) { $0.int(0) } ?? 0
    }

    private static func values(_ item: GlossaryItem) -> [SQLValue] {
        [
            .optional(item.sourceLocale?.spelling), .optional(item.targetLocale?.spelling),
            .text(item.sourceText), .text(item.targetText), .text(item.type.rawValue), .optional(item.hint),
            .optional(item.partOfSpeech?.rawValue), .optional(item.gender?.rawValue),
            .optional(item.number?.rawValue),
        ]
    }

    private static func item(_ row: Row) -> GlossaryItem {
        GlossaryItem(
            unchecked: row.text(2), targetText: row.text(3),
            sourceLocale: row.optionalText(0).map(LocaleTag.init(unchecked:)),
            targetLocale: row.optionalText(1).map(LocaleTag.init(unchecked:)),
            type: GlossaryItem.Kind(rawValue: row.text(4)) ?? .customTranslation, hint: row.optionalText(5),
            partOfSpeech: row.optionalText(6).flatMap(GlossaryItem.PartOfSpeech.init),
            gender: row.optionalText(7).flatMap(GlossaryItem.Gender.init),
            number: row.optionalText(8).flatMap(GlossaryItem.Number.init))
    }
}
