// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let memory: [StorePromise] = [
        StorePromise("an entry answers for its key and fingerprint, as it was stored") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let entry = fixture.entry(tenant, 1)
            try expectEqual(try await store.remember([entry], limit: 9), .stored(1))
            let found = try await store.recall(
                [fixture.lookup(1), fixture.lookup(2), fixture.lookup(1, under: 8)], .fingerprint,
                of: tenant.organization)
            try expectEqual(found.map { $0?.entry }, [entry, nil, nil])
            try expectEqual(try await store.remember([entry], limit: 9), .stored(0))
            let record = try required(found[0], "it was found")
            try expectEqual(MemoryEntryID(record.id.text)?.number, record.number)
            try expectEqual(
                try await store.memory(numbers: [record.number, 99], of: tenant.organization), [record])
        },
        StorePromise("what a person approved goes before all else, for its key, then without a context") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let bare = fixture.entry(tenant, 2, origin: .person, target: "bare")
            let own = fixture.entry(tenant, 1, origin: .person, target: "own")
            let made = fixture.entry(tenant, 1)
            _ = try await store.remember([made, bare], limit: 9)
            let lookup = MemoryLookup(key: made.key, bareKey: bare.key, fingerprint: made.fingerprint)
            try expectEqual(try await fixture.answer(tenant, to: lookup), "bare")
            _ = try await store.remember([own], limit: 9)
            for reuse in [MemoryReuse.fingerprint, .source, .approved] {
                try expectEqual(try await fixture.answer(tenant, to: lookup, reuse), "own")
            }
            try expectEqual(try await fixture.answer(tenant, to: lookup, MemoryReuse.none), nil)
        },
        StorePromise("any model's newest entry answers when only the source counts, a test's never") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var first = fixture.entry(tenant, 1, under: 1, target: "first")
            first.createdAt = fixture.start + .seconds(9)
            let entries = [
                first, fixture.entry(tenant, 1, under: 2, target: "second"),
                fixture.entry(tenant, 1, under: 3, origin: .test), fixture.entry(tenant, 2, origin: .stopgap),
            ]
            _ = try await store.remember(entries, limit: 9)
            let found = try await store.recall(
                [fixture.lookup(1, under: 7), fixture.lookup(2)], .source, of: tenant.organization)
            try expectEqual(found.map { $0?.entry.target }, ["second", nil])
        },
        StorePromise("an entry is replaced under a new number, but not by what only stood in") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let changes = Locked<[MemoryChange]>([])
            store.memoryChanges.observe { change in changes.withLock { $0.append(change) } }
            let steps: [(MemoryOrigin, String, String)] = [
                (.stopgap, "a", "a"), (.stopgap, "b", "b"), (.machine, "c", "c"), (.stopgap, "d", "c"),
                (.machine, "e", "e"),
            ]
            for (origin, text, expected) in steps {
                _ = try await store.remember(
                    [fixture.entry(tenant, 1, origin: origin, target: text)], limit: 9)
                try expectEqual(try await fixture.answer(tenant, to: fixture.lookup(1)), expected)
            }
            let all = try await store.memory(MemoryQuery(), of: tenant.organization)
            try expectEqual(all.count, 1)
            let source = MemorySource(number: all[0].number, text: "text 1")
            try expectEqual(changes.withLock { $0.last?.added }, [.init(pair: fixture.pair, source: source)])
            try expectEqual(changes.withLock { $0.last?.removed }, [all[0].number - 1])
            try expectEqual(
                try await store.memoryCounts(of: tenant.organization),
                [MemoryCount(pair: fixture.pair, entries: 1, approved: 0, characters: 6)])
        },
        StorePromise("at the limit the oldest entries go that nobody approved") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var entries = (1...4).map { fixture.entry(tenant, $0, origin: $0 == 1 ? .person : .machine) }
            for index in entries.indices { entries[index].createdAt = fixture.start + .seconds(index) }
            _ = try await store.remember(entries, limit: 3)
            try expectEqual(try await fixture.sources(tenant), ["text 4", "text 3", "text 1"])
            let approved = (5...7).map { fixture.entry(tenant, $0, origin: .person) }
            try expectEqual(try await store.remember(approved, limit: 3), .tooMany(4))
            try expectEqual(try await fixture.sources(tenant), ["text 4", "text 3", "text 1"])
            try expectEqual(try await store.remember(Array(approved.dropLast()), limit: 3), .stored(2))
            try expectEqual(try await fixture.sources(tenant), ["text 6", "text 5", "text 1"])
        },
        StorePromise("entries are listed newest first, page by page, by what is asked of them") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var entries = (1...5).map { fixture.entry(tenant, $0) }
            entries[1].pair.target = LocaleTag(unchecked: "fr")
            entries[2].origin = .person
            entries[2].fingerprint = []
            entries[3].engine = nil
            entries[4].createdAt = fixture.start + .seconds(5)
            _ = try await store.remember(entries, limit: 9)
            var filters: [(MemoryFilter, [String])] = []
            filters.append((MemoryFilter(), ["text 5", "text 4", "text 3", "text 2", "text 1"]))
            filters.append((MemoryFilter(target: LocaleTag(unchecked: "fr")), ["text 2"]))
            filters.append((MemoryFilter(source: LocaleTag(unchecked: "fr")), []))
            filters.append((MemoryFilter(origin: .person), ["text 3"]))
            filters.append((MemoryFilter(engine: tenant.engine), ["text 5", "text 3", "text 2", "text 1"]))
            filters.append(
                (MemoryFilter(before: fixture.start + .seconds(5)), ["text 4", "text 3", "text 2", "text 1"]))
            for (filter, expected) in filters {
                try expectEqual(try await fixture.sources(tenant, MemoryQuery(filter: filter)), expected)
            }
            try expectEqual(try await fixture.sources(tenant, MemoryQuery(text: "xt 4")), ["text 4"])
            try expectEqual(
                try await fixture.sources(tenant, MemoryQuery(text: "\u{FC}bersetzt")),
                ["text 5", "text 4", "text 3", "text 2", "text 1"])
            let first = try await store.memory(MemoryQuery(limit: 2), of: tenant.organization)
            try expectEqual(
                try await fixture.sources(tenant, MemoryQuery(before: first[1].number, limit: 2)),
                ["text 3", "text 2"])
        },
        StorePromise("the sources of a pair are read in the order of numbers, with what is of use only") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let entries = zip(1...4, [MemoryOrigin.machine, .test, .stopgap, .person]).map {
                fixture.entry(tenant, $0, origin: $1)
            }
            _ = try await store.remember(entries, limit: 9)
            var found: [MemorySource] = []
            for _ in 0..<3 {
                found += try await store.memorySources(
                    of: fixture.pair, after: found.last?.number ?? 0, limit: 1, of: tenant.organization)
            }
            try expectEqual(found.map(\.text), ["text 1", "text 4"])
        },
        StorePromise("entries are forgotten one by one, by filter and by age, and that is told") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let removed = Locked<[Int64]>([])
            store.memoryChanges.observe { change in removed.withLock { $0 += change.removed } }
            var entries = (1...6).map { fixture.entry(tenant, $0, origin: $0 == 6 ? .person : .machine) }
            entries[1].pair.target = LocaleTag(unchecked: "fr")
            for index in 2..<5 { entries[index].createdAt = fixture.start + .seconds(index) }
            _ = try await store.remember(entries, limit: 9)
            let all = try await store.memory(MemoryQuery(), of: tenant.organization)
            try expect(
                try await store.forget(all[5].id, of: tenant.organization, by: .operator, at: fixture.start),
                "it was there")
            try expect(
                !(try await store.forget(all[5].id, of: tenant.organization, by: .operator, at: fixture.start)),
                "it is gone")
            let french = MemoryFilter(target: LocaleTag(unchecked: "fr"))
            try expectEqual(
                try await store.forget(
                    french, limit: 9, of: tenant.organization, by: .operator, at: fixture.start), 1)
            let moment = fixture.start + .seconds(4)
            try expectEqual(try await store.forgetMemory(before: moment, limit: 1), 1)
            try expectEqual(try await store.forgetMemory(before: moment, limit: 9), 1)
            try expectEqual(
                try await store.memory(MemoryQuery(), of: tenant.organization).map(\.entry.source),
                ["text 6", "text 5"])
            try expectEqual(removed.withLock { $0 }, all.reversed().prefix(4).map(\.number))
            try expectEqual(
                try await store.memoryCounts(of: tenant.organization).map { [$0.entries, $0.approved] },
                [[2, 1]])
            try expectEqual(
                try await store.forget(
                    MemoryFilter(), limit: 1, of: tenant.organization, by: .operator, at: fixture.start), 1)
            try expectEqual(
                try await store.forget(
                    MemoryFilter(), limit: 9, of: tenant.organization, by: .operator, at: fixture.start), 1)
            try expectEqual(try await store.memoryCounts(of: tenant.organization), [])
        },
        StorePromise("another organization's memory does not exist") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let stranger = fixture.newTenant().organization
            _ = try await store.remember([fixture.entry(tenant, 1)], limit: 9)
            let record = try required(
                try await store.memory(MemoryQuery(), of: tenant.organization).first, "it is there")
            try expectEqual(try await store.recall([fixture.lookup(1)], .source, of: stranger), [nil])
            try expectEqual(try await store.memory(MemoryQuery(), of: stranger), [])
            try expectEqual(try await store.memory(numbers: [record.number], of: stranger), [])
            try expectEqual(
                try await store.memorySources(of: fixture.pair, after: 0, limit: 9, of: stranger), [])
            try expectEqual(try await store.memoryCounts(of: stranger), [])
            try expect(
                !(try await store.forget(record.id, of: stranger, by: .operator, at: fixture.start)),
                "not theirs")
            try expectEqual(
                try await store.forget(
                    MemoryFilter(), limit: 9, of: stranger, by: .operator, at: fixture.start), 0)
            try expectEqual(
                try await store.recall([fixture.lookup(1)], .fingerprint, of: tenant.organization), [record])
        },
    ]
}

extension StoreFixture {
    var pair: LocalePair {
        LocalePair(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "pt-BR"))
    }

    func answer(
        _ tenant: Tenant, to lookup: MemoryLookup, _ reuse: MemoryReuse = .fingerprint
    ) async throws -> String? {
        try await store.recall([lookup], reuse, of: tenant.organization)[0]?.entry.target
    }

    /// The source texts of the entries that a list shows.
    func sources(_ tenant: Tenant, _ query: MemoryQuery = MemoryQuery()) async throws -> [String] {
        try await store.memory(query, of: tenant.organization).map(\.entry.source)
    }

    /// The entry of the text with that number under a configuration with that one.
    func entry(
        _ tenant: Tenant, _ text: Int, under configuration: UInt8 = 0, origin: MemoryOrigin = .machine,
        target: String = "\u{FC}bersetzt"
    ) -> NewMemoryEntry {
        NewMemoryEntry(
            organization: tenant.organization, engine: origin == .person ? nil : tenant.engine, pair: pair,
            key: lookup(text).key,
            fingerprint: origin == .person ? [] : lookup(text, under: configuration).fingerprint,
            source: "text \(text)", target: target,
            model: origin == .person ? nil : ModelName(provider: "apertium", model: "eng-por/x"),
            origin: origin, createdAt: start)
    }

    func lookup(_ text: Int, under configuration: UInt8 = 0) -> MemoryLookup {
        let key = Array(repeating: UInt8(text), count: 16)
        return MemoryLookup(
            key: key, bareKey: key, fingerprint: Array(repeating: configuration, count: 16))
    }
}
