// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func remember(
        _ entries: [NewMemoryEntry], limit: Int
    ) async throws(StoreError) -> MemoryAddition {
        // Not synced: it is a cache, and the next commit of anything else brings it to the disk.
        try await writer.write(isSynced: false) {
            (connection) throws(StoreError) -> (outcome: MemoryAddition, changes: [MemoryChange]) in
            var (stored, changes) = (0, [MemoryChange]())
            for (organization, entries) in Dictionary(grouping: entries, by: \.organization) {
                var addition = MemoryWriting(organization)
                if let excess = try addition.write(entries, limit: limit, connection) {
                    return (.tooMany(excess), [])
                }
                stored += addition.stored
                changes.append(addition.change)
            }
            return (.stored(stored), changes)
        } committed: { [memoryChanges] written in
            for change in written.changes { memoryChanges.publish(change) }
        }.outcome
    }

    func recall(
        _ lookups: [MemoryLookup], _ reuse: MemoryReuse, of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord?] {
        guard reuse != .none, !lookups.isEmpty else { return lookups.map { _ in nil } }
        return try await readers.read { (connection) throws(StoreError) in
            var found: [MemoryRecord?] = []
            found.reserveCapacity(lookups.count)
            for lookup in lookups {
                found.append(try Self.recall(lookup, reuse, of: organization, connection))
            }
            return found
        }
    }

    private static func recall(
        _ lookup: MemoryLookup, _ reuse: MemoryReuse, of organization: OrganizationID,
        _ connection: Connection
    ) throws(StoreError) -> MemoryRecord? {
        let make = { MemoryRecord($0, of: organization) }
        let id = SQLValue.id(organization)
        if let record = try connection.first(MemorySQL.approved, [id, .blob(lookup.key)], make) {
            return record
        }
        if lookup.bareKey != lookup.key,
            let record = try connection.first(MemorySQL.approved, [id, .blob(lookup.bareKey)], make)
        {
            return record
        }
        switch reuse {
        case .fingerprint:
            return try connection.first(
                MemorySQL.made, [id, .blob(lookup.key), .blob(lookup.fingerprint)], make)
        case .source: return try connection.first(MemorySQL.ofSource, [id, .blob(lookup.key)], make)
        case .approved, .none: return nil
        }
    }

    func memory(
        _ query: MemoryQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord] {
        let filter = query.filter
        let values: [SQLValue] = [
            .id(organization), .integer(query.before ?? .max), .int(query.limit),
            .optional(filter.source?.spelling), .optional(filter.target?.spelling),
            .optional(filter.engine?.text), filter.before.map(SQLValue.moment) ?? .null,
            .optional(filter.origin?.rawValue), .optional(query.text),
        ]
        return try await readers.read { (connection) throws(StoreError) in
            try connection.rows(MemorySQL.page, values) { MemoryRecord($0, of: organization) }
        }
    }

    func memory(
        numbers: [Int64], of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord] {
        try await readers.read { (connection) throws(StoreError) in
            var records: [MemoryRecord] = []
            for number in numbers {
                let record = try connection.first(MemorySQL.entry, [.id(organization), .integer(number)]) {
                    MemoryRecord($0, of: organization)
                }
                if let record { records.append(record) }
            }
            return records
        }
    }

    func memorySources(
        of pair: LocalePair, after number: Int64, limit: Int, of organization: OrganizationID
    ) async throws(StoreError) -> [MemorySource] {
        let values: [SQLValue] = [
            .id(organization), .text(pair.source.spelling), .text(pair.target.spelling), .integer(number),
            .int(limit),
        ]
        return try await readers.read { (connection) throws(StoreError) in
            try connection.rows(MemorySQL.sources, values) {
                MemorySource(number: $0.integer(0), text: $0.text(1))
            }
        }
    }

    func memoryCounts(of organization: OrganizationID) async throws(StoreError) -> [MemoryCount] {
        try await readers.read { (connection) throws(StoreError) in
            try connection.rows(MemorySQL.statistics, [.id(organization)]) { row in
                MemoryCount(
                    pair: LocalePair(
                        source: LocaleTag(unchecked: row.text(0)), target: LocaleTag(unchecked: row.text(1))),
                    entries: row.int(2), approved: row.int(3), characters: row.int(4))
            }
        }
    }

    func forget(
        _ id: MemoryEntryID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        guard let number = id.number else { return false }
        return try await forget(MemorySQL.deleteOne, [.id(organization), .integer(number)]) { count in
            (
                ConfigurationChange(
                    entity: MemoryEntryID.entity, id: id.text, action: .delete,
                    before: Array(#"{"entries":\#(count)}"#.utf8)), organization, actor, moment
            )
        } > 0
    }

    func forget(
        _ filter: MemoryFilter, limit: Int, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Int {
        try await forget(
            MemorySQL.deleteSome,
            [
                .id(organization), .int(limit), .optional(filter.source?.spelling),
                .optional(filter.target?.spelling), .optional(filter.engine?.text),
                filter.before.map(SQLValue.moment) ?? .null, .optional(filter.origin?.rawValue),
            ]
        ) { count in
            (
                ConfigurationChange(
                    entity: "Memory", id: organization.text, action: .delete,
                    before: Array(#"{"entries":\#(count)}"#.utf8)), organization, actor, moment
            )
        }
    }

    func forgetMemory(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        try await forget(MemorySQL.deleteOld, [.moment(moment), .int(limit)])
    }

    /// Runs a statement that removes entries and tells number, whether a person approved it, and organization's number.
    /// What a client did is told to the audit log.
    private func forget(
        _ sql: StaticString, _ values: [SQLValue],
        audit:
            @escaping @Sendable (Int) -> (
                ConfigurationChange, of: OrganizationID, by: ConfigurationActor, at: Timestamp
            )? = { _ in nil }
    ) async throws(StoreError) -> Int {
        try await writer.write { (connection) throws(StoreError) in
            let gone = try connection.rows(sql, values) { row in
                (number: row.integer(0), isApproved: row.int(1) == 1, organization: row.integer(2))
            }
            if !gone.isEmpty, let (change, organization, actor, moment) = audit(gone.count) {
                try Self.audit(change, of: organization, by: actor, at: moment, connection)
            }
            var changes: [MemoryChange] = []
            for (number, gone) in Dictionary(grouping: gone, by: \.organization) {
                let approved = gone.count(where: \.isApproved)
                try connection.run(
                    MemorySQL.reduceCounts, [.integer(number), .int(gone.count), .int(approved)])
                let id = try connection.first(MemorySQL.organization, [.integer(number)]) {
                    $0.id(0, OrganizationID.self)
                }
                guard let id else { continue }
                changes.append(MemoryChange(organization: id, removed: gone.map(\.number)))
            }
            return (count: gone.count, changes: changes)
        } committed: { [memoryChanges] forgotten in
            for change in forgotten.changes { memoryChanges.publish(change) }
        }.count
    }
}

extension MemoryRecord {
    /// Reads the columns that ``MemorySQL`` names.
    init(_ row: Row, of organization: OrganizationID) {
        let model = row.optionalText(7).map { ModelName(provider: $0, model: row.text(8)) }
        self.init(
            number: row.integer(0),
            entry: NewMemoryEntry(
                organization: organization, engine: row.isNull(1) ? nil : row.id(1),
                pair: LocalePair(
                    source: LocaleTag(unchecked: row.text(2)), target: LocaleTag(unchecked: row.text(3))),
                key: row.bytes(4), fingerprint: row.bytes(5), source: row.text(10), target: row.text(11),
                model: model, origin: MemoryOrigin(rawValue: row.text(6)) ?? .machine,
                createdAt: row.moment(9)))
    }
}
