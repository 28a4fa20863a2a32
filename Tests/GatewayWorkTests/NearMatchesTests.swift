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
        #expect(try await store.forget(filter, limit: 10, of: organization) == 1)
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
}
