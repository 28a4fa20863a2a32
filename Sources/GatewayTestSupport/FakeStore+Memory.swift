// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore {
    public func remember(
        _ entries: [NewMemoryEntry], limit: Int
    ) async throws(StoreError) -> MemoryAddition {
        try checkFault()
        let outcome = memories.withLock { memories -> (MemoryAddition, [MemoryChange]) in
            var (kept, changes, stored) = (memories, [MemoryChange](), 0)
            for (organization, entries) in Dictionary(grouping: entries, by: \.organization) {
                var change = MemoryChange(organization: organization)
                let approved = entries.count { $0.origin == .person }
                let present = kept.records.count {
                    $0.entry.organization == organization && $0.entry.origin == .person
                }
                guard approved == 0 || present + approved <= limit else {
                    return (.tooMany(present + approved), [])
                }
                for entry in entries where kept.add(entry, &change) { stored += 1 }
                let excess = kept.records.count { $0.entry.organization == organization } - limit
                if excess > 0 {
                    let oldest = kept.records.filter {
                        $0.entry.organization == organization && $0.entry.origin != .person
                    }.sorted { ($0.entry.createdAt, $0.number) < ($1.entry.createdAt, $1.number) }
                    kept.remove(Set(oldest.prefix(excess).map(\.number)), &change)
                }
                changes.append(change)
            }
            memories = kept
            return (.stored(stored), changes)
        }
        for change in outcome.1 { memoryChanges.publish(change) }
        return outcome.0
    }

    public func recall(
        _ lookups: [MemoryLookup], _ reuse: MemoryReuse, of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord?] {
        try checkFault()
        let records = memories.withLock { $0.records }.filter { $0.entry.organization == organization }
        return lookups.map { lookup in
            if reuse == .none { return nil }
            func approved(_ key: [UInt8]) -> MemoryRecord? {
                records.first { $0.entry.key == key && $0.entry.origin == .person }
            }
            if let record = approved(lookup.key) ?? approved(lookup.bareKey) { return record }
            return switch reuse {
            case .fingerprint:
                records.first {
                    $0.entry.key == lookup.key && $0.entry.fingerprint == lookup.fingerprint
                }
            case .source: records.last { $0.entry.key == lookup.key && $0.entry.origin == .machine }
            case .approved, .none: nil
            }
        }
    }

    public func memory(
        _ query: MemoryQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord] {
        try checkFault()
        return memories.withLock { memories in
            let found = memories.records.filter { record in
                record.entry.organization == organization && query.filter.lets(record.entry)
                    && query.before.map { record.number < $0 } ?? true
                    && query.text.map { record.entry.source.contains($0) || record.entry.target.contains($0) }
                        ?? true
            }
            return Array(found.reversed().prefix(query.limit))
        }
    }

    public func memory(
        numbers: [Int64], of organization: OrganizationID
    ) async throws(StoreError) -> [MemoryRecord] {
        memories.withLock { $0.records }.filter {
            $0.entry.organization == organization && numbers.contains($0.number)
        }
    }

    public func memorySources(
        of pair: LocalePair, after number: Int64, limit: Int, of organization: OrganizationID
    ) async throws(StoreError) -> [MemorySource] {
        try checkFault()
        return memories.withLock { $0.records }.filter {
            $0.entry.organization == organization && $0.entry.pair == pair && $0.number > number
                && [.machine, .person].contains($0.entry.origin)
        }.prefix(limit).map { MemorySource(number: $0.number, text: $0.entry.source) }
    }

    public func memoryCounts(of organization: OrganizationID) async throws(StoreError) -> [MemoryCount] {
        let records = memories.withLock { $0.records }.filter { $0.entry.organization == organization }
        return Dictionary(grouping: records, by: \.entry.pair).map { pair, records in
            MemoryCount(
                pair: pair, entries: records.count, approved: records.count { $0.entry.origin == .person },
                characters: records.reduce(0) { $0 + $1.entry.source.unicodeScalars.count })
        }.sorted {
            ($0.pair.source.spelling, $0.pair.target.spelling) < (
                $1.pair.source.spelling, $1.pair.target.spelling
            )
        }
    }

    public func forget(
        _ id: MemoryEntryID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Bool {
        forget(limit: 1) { $0.id == id && $0.entry.organization == organization } > 0
    }

    public func forget(
        _ filter: MemoryFilter, limit: Int, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Int {
        forget(limit: limit) { $0.entry.organization == organization && filter.lets($0.entry) }
    }

    public func forgetMemory(before moment: Timestamp, limit: Int) async throws(StoreError) -> Int {
        forget(limit: limit) { $0.entry.createdAt < moment && $0.entry.origin != .person }
    }

    private func forget(limit: Int, _ isMeant: (MemoryRecord) -> Bool) -> Int {
        let changes = memories.withLock { memories in
            let gone = memories.records.filter(isMeant).prefix(limit)
            return Dictionary(grouping: gone, by: \.entry.organization).map { organization, gone in
                var change = MemoryChange(organization: organization)
                memories.remove(Set(gone.map(\.number)), &change)
                return change
            }
        }
        for change in changes { memoryChanges.publish(change) }
        return changes.reduce(0) { $0 + $1.removed.count }
    }
}

/// What a ``FakeStore`` remembers, in the order of numbers.
struct FakeMemories {
    private(set) var records: [MemoryRecord] = []
    private var last: Int64 = 0

    /// Returns whether the entry says something new.
    mutating func add(_ entry: NewMemoryEntry, _ change: inout MemoryChange) -> Bool {
        let known = records.first {
            $0.entry.organization == entry.organization && $0.entry.key == entry.key
                && $0.entry.fingerprint == entry.fingerprint
        }
        if let known {
            if known.entry.origin != .stopgap && entry.origin == .stopgap { return false }
            if known.entry.origin == entry.origin && known.entry.target == entry.target { return false }
            remove([known.number], &change)
        }
        last += 1
        records.append(MemoryRecord(number: last, entry: entry))
        if [.machine, .person].contains(entry.origin) {
            change.added.append(
                .init(pair: entry.pair, source: MemorySource(number: last, text: entry.source)))
        }
        return true
    }

    mutating func remove(_ numbers: Set<Int64>, _ change: inout MemoryChange) {
        records.removeAll { numbers.contains($0.number) }
        change.removed += numbers.sorted()
    }
}

extension MemoryFilter {
    fileprivate func lets(_ entry: NewMemoryEntry) -> Bool {
        (source == nil || source == entry.pair.source) && (target == nil || target == entry.pair.target)
            && (engine == nil || engine == entry.engine) && before.map { entry.createdAt < $0 } ?? true
            && (origin == nil || origin == entry.origin)
    }
}
