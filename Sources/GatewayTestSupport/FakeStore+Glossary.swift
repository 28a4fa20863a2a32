// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

extension FakeStore {
    /// Adds items unless there are too many.
    public func add(
        _ new: NewGlossaryItems, of organization: OrganizationID, by actor: ConfigurationActor
    ) async throws(StoreError) -> GlossaryAddition {
        guard try engine(new.engine, of: organization) != nil else { return .noEngine }
        return glossaries.withLock { glossaries in
            let kept = new.replacesAll ? [] : glossaries.records.filter { $0.engine == new.engine }
            guard kept.count + new.items.count <= new.limit else {
                return .tooMany(kept.count + new.items.count)
            }
            glossaries.records.removeAll { new.replacesAll && $0.engine == new.engine }
            glossaries.records += new.items.map { id, item in
                GlossaryRecord(
                    id: id, engine: new.engine, item: item, createdAt: new.createdAt, updatedAt: new.createdAt
                )
            }
            glossaries.revisions[new.engine, default: 0] += 1
            return .added
        }
    }

    /// Replaces what an item says.
    public func replace(
        _ id: GlossaryItemID, by item: GlossaryItem, of organization: OrganizationID,
        by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> GlossaryRecord? {
        guard let engine = glossaries.withLock({ $0.records.first { $0.id == id }?.engine }),
            try self.engine(engine, of: organization) != nil
        else { return nil }
        return glossaries.withLock { glossaries in
            guard let index = glossaries.records.firstIndex(where: { $0.id == id }) else { return nil }
            glossaries.records[index].item = item
            glossaries.records[index].updatedAt = moment
            glossaries.revisions[engine, default: 0] += 1
            return glossaries.records[index]
        }
    }

    /// Removes an item.
    public func delete(
        _ id: GlossaryItemID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        guard let engine = glossaries.withLock({ $0.records.first { $0.id == id }?.engine }),
            try self.engine(engine, of: organization) != nil
        else { return false }
        glossaries.withLock { glossaries in
            glossaries.records.removeAll { $0.id == id }
            glossaries.revisions[engine, default: 0] += 1
        }
        return true
    }

    /// Items of an engine, newest first.
    public func glossaryItems(
        _ query: GlossaryQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [GlossaryRecord] {
        guard try engine(query.engine, of: organization) != nil else { return [] }
        return glossaries.withLock { glossaries in
            let found = glossaries.records.filter { record in
                record.engine == query.engine && query.before.map { record.id.text < $0.text } ?? true
            }
            return Array(found.sorted { $0.id.text > $1.id.text }.prefix(query.limit))
        }
    }

    /// All items of an engine.
    public func glossary(
        of engine: EngineID, of organization: OrganizationID
    ) async throws(StoreError) -> Glossary {
        guard try self.engine(engine, of: organization) != nil else {
            return Glossary(revision: 0, items: [])
        }
        return glossaries.withLock { glossaries in
            Glossary(
                revision: glossaries.revisions[engine] ?? 0,
                items: glossaries.records.filter { $0.engine == engine }.sorted { $0.id.text < $1.id.text }
                    .map(\.item))
        }
    }

    /// The revision of an engine's items.
    public func glossaryRevision(of engine: EngineID) async throws(StoreError) -> Int {
        glossaries.withLock { $0.revisions[engine] ?? 0 }
    }
}

/// What a ``FakeStore`` knows of terms.
struct FakeGlossaries {
    var records: [GlossaryRecord] = []
    var revisions: [EngineID: Int] = [:]
}
