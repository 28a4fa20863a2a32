// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore {
    public func engineRecord(
        _ id: EngineID?, of organization: OrganizationID
    ) throws(StoreError) -> EngineRecord? {
        try configuration { engines, _ in
            engines.first { $0.organization == organization && (id == nil ? $0.isDefault : $0.id == id) }
        }
    }

    public func engineRecords(
        _ query: PageQuery<EngineID>, of organization: OrganizationID
    ) throws(StoreError) -> [EngineRecord] {
        try configuration { engines, _ in
            let own = engines.filter {
                $0.organization == organization && $0.id.text < query.before?.text ?? "~"
            }
            return Array(own.sorted { $0.id.text > $1.id.text }.prefix(query.limit))
        }
    }

    public func create(
        _ engine: EngineRecord, limit: Int, by actor: ConfigurationActor
    ) throws(StoreError) -> Bool {
        try configuration { engines, audit in
            guard engines.count(where: { $0.organization == engine.organization }) < limit else {
                return false
            }
            Self.set(engine, after: nil, by: actor, at: engine.createdAt, &engines, &audit)
            return true
        }
    }

    public func change(
        _ id: EngineID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp,
        _ edit: @escaping @Sendable (inout EngineRecord) throws(RequestError) -> Void
    ) throws(StoreError) -> Result<EngineRecord, RequestError>? {
        try configuration { engines, audit in
            guard let earlier = engines.first(where: { $0.id == id && $0.organization == organization })
            else { return nil }
            var engine = earlier
            do throws(RequestError) {
                try edit(&engine)
            } catch {
                return .failure(error)
            }
            let next = engine.following(earlier, at: moment)
            if next != earlier { Self.set(next, after: earlier, by: actor, at: moment, &engines, &audit) }
            return .success(next)
        }
    }

    public func deleteEngine(
        _ id: EngineID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) throws(StoreError) -> EngineDeletion {
        let open = created.filter { $0.engine == id }.count
        return try configuration { engines, audit in
            guard let engine = engines.first(where: { $0.id == id && $0.organization == organization }) else {
                return .noEngine
            }
            if engine.isDefault { return .isDefault }
            if open > 0 { return .hasOpenJobs(open) }
            engines.removeAll { $0.id == id }
            Self.log(
                EngineRecord.changes(from: engine, to: nil), of: organization, by: actor, at: moment, &audit)
            return .deleted
        }
    }

    public func owner(
        of entry: ConfigurationEntryID, in organization: OrganizationID
    ) throws(StoreError) -> EngineID? {
        if case .glossaryItem(let id) = entry {
            let owner = glossaries.withLock { $0.records.first { $0.id == id }?.engine }
            guard let owner else { return nil }
            return try engine(owner, of: organization)?.id
        }
        return try configuration { engines, _ in
            engines.first { engine in
                guard engine.organization == organization else { return false }
                return switch entry {
                case .model(let id): engine.models.contains { $0.id == id }
                case .instruction(let id): engine.instructions.contains { $0.id == id }
                case .voice(let id): engine.voices.contains { $0.id == id }
                case .scorer(let id): engine.scorers.contains { $0.id == id }
                case .glossaryItem: false
                }
            }?.id
        }
    }

    public func auditEntries(
        _ query: AuditQuery, of organization: OrganizationID
    ) throws(StoreError) -> [AuditEntry] {
        try configuration { _, audit in
            let entries = audit.reversed().filter { entry in
                entry.number < query.before ?? .max
                    && query.entity.map { $0 == entry.change.entity } ?? true
                    && query.id.map { $0 == entry.change.id } ?? true
            }
            return Array(entries.prefix(query.limit))
        }
    }

    private static func set(
        _ engine: EngineRecord, after earlier: EngineRecord?, by actor: ConfigurationActor,
        at moment: Timestamp, _ engines: inout [EngineRecord], _ audit: inout [AuditEntry]
    ) {
        if engine.isDefault {
            for index in engines.indices where engines[index].organization == engine.organization {
                if engines[index].id != engine.id { engines[index].isDefault = false }
            }
        }
        engines.removeAll { $0.id == engine.id }
        engines.append(engine)
        log(
            EngineRecord.changes(from: earlier, to: engine), of: engine.organization, by: actor, at: moment,
            &audit)
    }

    private static func log(
        _ changes: [ConfigurationChange], of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp, _ audit: inout [AuditEntry]
    ) {
        for change in changes {
            audit.append(
                AuditEntry(
                    number: Int64(audit.count + 1), at: moment, actor: actor.description, change: change))
        }
    }
}
