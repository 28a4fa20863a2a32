// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct NearMatchesTests {
    private let store = FakeStore()
    private let organization = OrganizationID(unchecked: "org_0000000000000001")

    private func near(bytes: Int = 1 << 30) -> NearMatches {
        NearMatches(
            store: store, rules: makeLocaleRules(), maximumBytes: bytes, metrics: MemoryMetrics(),
            logger: quiet)
    }

    private func remember(
        _ source: String, _ target: String, context: String = "", origin: MemoryOrigin = .machine,
        to locale: String = "es", of organization: OrganizationID? = nil
    ) async throws {
        let pair = LocalePair(source: tag("en"), target: tag(locale))
        let entry = NewMemoryEntry(
            organization: organization ?? self.organization, engine: nil, pair: pair,
            key: MemoryKeys.key(pair, source, context: context),
            fingerprint: origin == .person ? [] : Array(repeating: 1, count: 16), source: source,
            target: target, model: nil, origin: origin, createdAt: Timestamp(milliseconds: 1))
        _ = try await store.remember([entry], limit: 1000)
    }

    private func found(
        _ near: NearMatches, _ text: String, to target: String = "es", limit: Int = 5
    ) async -> [String] {
        let query = MemoryMatchQuery(source: tag("EN"), target: tag(target), text: text, limit: limit)
        return await near.matches(query, of: organization).map(\.record.entry.target)
    }

    @Test func `translations of texts like the one asked for are found, of the pair and organization`()
        async throws
    {
        try await remember("Open the file", "Abrir el archivo")
        try await remember("Open the files", "Ouvrir les fichiers", to: "fr")
        try await remember(
            "Open the fire", "Abrir el fuego", of: OrganizationID(unchecked: "org_0000000000000002"))
        let near = near()
        #expect(await found(near, "Open this file") == ["Abrir el archivo"])
        #expect(await found(near, "Open this file", to: "fr") == ["Ouvrir les fichiers"])
        #expect(await found(near, "Open this file", to: "de").isEmpty)
        #expect(await found(near, "Nothing like it").isEmpty)
    }

    @Test func `what comes and goes is in the next answer`() async throws {
        let near = near()
        #expect(await found(near, "Open the file").isEmpty)
        try await remember("Open the file", "Abrir el archivo")
        #expect(await found(near, "Open the file") == ["Abrir el archivo"])
        try await remember("Open the file", "Abra el archivo")
        #expect(await found(near, "Open the file") == ["Abra el archivo"])
        let filter = MemoryFilter(target: tag("es"))
        #expect(
            try await store.forget(
                filter, limit: 10, of: organization, by: .operator, at: Timestamp(milliseconds: 0)) == 1)
        #expect(await found(near, "Open the file").isEmpty)
    }

    @Test func `of one source a person's comes first, and only once`() async throws {
        try await remember("Open the file", "aprobado", origin: .person)
        try await remember("Open the file", "hecho", context: "a menu")
        try await remember("Open the files", "otros")
        try await remember("Open a file", "prueba", origin: .test)
        #expect(await found(near(), "Open the file") == ["aprobado", "otros"])
        #expect(await found(near(), "Open the file", limit: 1) == ["aprobado"])
    }

    @Test func `an index that was dropped for another is made again`() async throws {
        let near = near(bytes: 1)
        for locale in ["es", "fr"] { try await remember("Open the file", locale, to: locale) }
        for locale in ["es", "fr", "es", "fr"] {
            #expect(await found(near, "Open the file", to: locale) == [locale])
        }
    }

    @Test func `many that ask at once wait for one index`() async throws {
        for number in 0..<200 { try await remember("text number \(number)", "\(number)") }
        let near = near()
        await withTaskGroup(of: [String].self) { group in
            for _ in 0..<20 { group.addTask { await found(near, "text number 77", limit: 1) } }
            for await answer in group { #expect(answer == ["77"]) }
        }
    }

    @Test func `a store that fails gives no matches, and serves the next question again`() async throws {
        try await remember("Open the file", "Abrir el archivo")
        let near = near()
        store.fail(with: .full)
        #expect(await found(near, "Open the file").isEmpty)
        store.fail(with: nil)
        #expect(await found(near, "Open the file") == ["Abrir el archivo"])
    }

    @Test func `more changes than are kept make the index anew`() async throws {
        let near = near()
        #expect(await found(near, "Open the file").isEmpty)
        for start in stride(from: Int64(0), to: 60_000, by: 10_000) {
            store.memoryChanges.publish(
                MemoryChange(organization: organization, removed: Array(start..<start + 10_000)))
        }
        try await remember("Open the file", "Abrir el archivo")
        #expect(await found(near, "Open the file") == ["Abrir el archivo"])
    }

    private func prompts(
        _ text: String, of engine: Engine, options: MemoryOptions = MemoryOptions(),
        priority: CallPriority = .job
    ) async throws -> [[String]] {
        let memory = TranslationMemory(
            store: store, rules: makeLocaleRules(), configuration: MemoryConfiguration(), clock: .system,
            logger: quiet)
        let model = ScriptedGenerator(translating: { $0.uppercased() })
        let prompted = PromptedProvider(
            model, rules: makeLocaleRules(), configuration: PromptConfiguration())
        let content = Content(JSONObject([.init("a", .string(text))]))
        let order = TranslationOrder(
            units: TranslationUnits(content, context: "", masker: Masker()), engine: engine,
            source: tag("en"),
            target: tag("es"), priority: priority, fast: false, memory: options, deadline: nil)
        _ = try await translator([prompted], memory: memory).translate(order)
        return model.asked.map { asked in
            (asked.body["examples"]?.array ?? []).map { $0.object?["target"]?.string ?? "" }
        }
    }

    private var engine: Engine {
        var engine = GatewayWorkTests.engine(of: ["scripted"])
        engine.organization = organization
        return engine
    }

    @Test func `a language model sees what is like its text, the nearest first, and nobody else's`()
        async throws
    {
        try await remember("Open the file", "Abrir el archivo")
        try await remember("Open the new file", "Abrir el archivo nuevo")
        try await remember("Close all of it", "Cerrar todo")
        try await remember(
            "Open the fire", "Abrir el fuego", of: OrganizationID(unchecked: "org_0000000000000002"))
        #expect(
            try await prompts("Open the files", of: engine) == [
                ["Abrir el archivo", "Abrir el archivo nuevo"]
            ])
    }

    @Test func `what a machine made of the same text is no example, what a person approved is`() async throws
    {
        try await remember("Open the file", "Abrir el archivo")
        #expect(try await prompts("Open the file", of: engine) == [[]])
        try await remember("Open the file", "Abra el archivo", context: "other", origin: .person)
        #expect(try await prompts("Open the file", of: engine) == [["Abra el archivo"]])
    }

    @Test(arguments: [(MemoryReuse.none, 0), (.approved, 1), (.source, 2)])
    func `a request sees no more than it may use`(_ reuse: MemoryReuse, _ count: Int) async throws {
        try await remember("Open the file", "Abrir el archivo")
        try await remember("Open the fine", "Abrir lo fino", origin: .person)
        let examples = try await prompts("Open the files", of: engine, options: MemoryOptions(reuse: reuse))
        #expect(examples.map(\.count) == [count])
    }

    @Test func `a caller does not wait until an index is made`() async throws {
        try await remember("Open the file", "Abrir el archivo")
        let near = near()
        let query = MemoryMatchQuery(source: tag("en"), target: tag("es"), text: "Open the files")
        #expect(await near.matches(query, of: organization, waits: false).isEmpty)
        #expect(await found(near, "Open the files") == ["Abrir el archivo"])
        #expect(await near.matches(query, of: organization, waits: false).count == 1)
    }
}
