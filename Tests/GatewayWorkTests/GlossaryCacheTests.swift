// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import GatewayWork
import Testing

@Suite struct GlossaryCacheTests {
    private let organization = OrganizationID(unchecked: "org_1")
    private let engine = EngineID(unchecked: "eng_1")
    private let identifiers = IdentifierSource()

    private func filled() -> FakeStore {
        let store = FakeStore()
        store.add(Engine(id: engine, organization: organization, name: "e", models: []))
        return store
    }

    private func add(_ term: String, to store: FakeStore, of engine: EngineID? = nil) async throws {
        let item = try GlossaryItem(sourceText: term, targetText: "x")
        _ = try await store.add(
            NewGlossaryItems(
                engine: engine ?? self.engine, items: [(identifiers.next(), item)], limit: 10,
                createdAt: Timestamp(milliseconds: 0)),
            of: organization, by: .operator)
    }

    @Test func `an engine without items has no index`() async throws {
        let cache = GlossaryCache(store: filled(), rules: makeLocaleRules(), logger: quiet)
        #expect(try await cache.index(of: engine, of: organization) == nil)
    }

    @Test func `one index is built and shared while nothing changes`() async throws {
        let store = filled()
        try await add("key", to: store)
        let cache = GlossaryCache(store: store, rules: makeLocaleRules(), logger: quiet)
        let found = try await withThrowingTaskGroup(of: ObjectIdentifier?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await cache.index(of: engine, of: organization).map(ObjectIdentifier.init)
                }
            }
            var found: Set<ObjectIdentifier?> = []
            for try await index in group { found.insert(index) }
            return found
        }
        #expect(found.count == 1)
        #expect(found.first != .some(nil))
    }

    @Test func `the request after an edit has what was edited`() async throws {
        let store = filled()
        let cache = GlossaryCache(store: store, rules: makeLocaleRules(), logger: quiet)
        for (count, term) in ["key", "lock", "door"].enumerated() {
            try await add(term, to: store)
            #expect(try await cache.index(of: engine, of: organization)?.count == count + 1)
        }
    }

    @Test func `the old index serves on when the new one cannot be built`() async throws {
        let store = filled()
        try await add("key", to: store)
        let cache = GlossaryCache(store: store, rules: makeLocaleRules(), logger: quiet)
        _ = try await cache.index(of: engine, of: organization)
        try await add("lock", to: store)
        store.fail(with: .full)
        #expect(try await cache.index(of: engine, of: organization)?.count == 1)
        store.fail(with: nil)
        #expect(try await cache.index(of: engine, of: organization)?.count == 2)
    }

    @Test func `engines asked for last keep their indexes while there is room`() async throws {
        let store = filled()
        let second = EngineID(unchecked: "eng_2")
        store.add(Engine(id: second, organization: organization, name: "s", models: []))
        try await add("key", to: store)
        try await add("door", to: store, of: second)
        let cache = GlossaryCache(store: store, rules: makeLocaleRules(), itemLimit: 1, logger: quiet)
        let first = try #require(try await cache.index(of: engine, of: organization))
        _ = try await cache.index(of: second, of: organization)
        let again = try #require(try await cache.index(of: engine, of: organization))
        #expect(first !== again)
        let roomy = GlossaryCache(store: store, rules: makeLocaleRules(), itemLimit: 2, logger: quiet)
        let kept = try #require(try await roomy.index(of: engine, of: organization))
        _ = try await roomy.index(of: second, of: organization)
        #expect(try await roomy.index(of: engine, of: organization) === kept)
    }

    @Test func `readers have the old index of a large glossary until the new one is there`() async throws {
        let store = filled()
        try await add("key", to: store)
        let cache = GlossaryCache(
            store: store, rules: makeLocaleRules(), waitedItems: 0, logger: quiet)
        let old = try #require(try await cache.index(of: engine, of: organization))
        #expect(old.count == 1)
        try await add("lock", to: store)
        let running = Task { try await cache.run() }
        defer { running.cancel() }
        var index = try await cache.index(of: engine, of: organization)
        #expect(index.map { $0.count >= 1 } == true)
        for _ in 0..<20_000 where index?.count != 2 {
            await Task.yield()
            index = try await cache.index(of: engine, of: organization)
        }
        #expect(index?.count == 2)
        #expect(old.count == 1)
    }

    @Test func `a rebuild that failed is tried again`() async throws {
        let store = filled()
        try await add("key", to: store)
        let cache = GlossaryCache(store: store, rules: makeLocaleRules(), logger: quiet)
        store.fail(with: .full)
        await #expect(throws: StoreError.full) { try await cache.index(of: engine, of: organization) }
        store.fail(with: nil)
        #expect(try await cache.index(of: engine, of: organization)?.count == 1)
    }
}
