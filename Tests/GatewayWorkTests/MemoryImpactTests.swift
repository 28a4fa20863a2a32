// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct MemoryImpactTests {
    private let store = FakeStore()
    private let provider = ScriptedProvider(
        pairs: [pair("en", "es"), pair("en", "de"), pair("en", "es", "other")],
        traits: ProviderTraits(terms: .native)
    ) { call in call.segments.map { $0.text.uppercased() } }

    private func impact(
        of present: Engine, becoming pending: Engine, glossary: [GlossaryItem]? = nil,
        had: [GlossaryItem] = []
    ) async throws -> [String] {
        func index(_ items: [GlossaryItem]) -> GlossaryIndex? {
            items.isEmpty ? nil : GlossaryIndex(items, rules: makeLocaleRules())
        }
        var prices = PriceTable()
        prices.prices[ModelName(provider: "scripted", model: "*")] = Price(characters: 1_000_000)
        let study = MemoryImpactStudy(
            store: store, router: Router(providers: [provider], rules: makeLocaleRules()),
            rules: makeLocaleRules(), masker: Masker(), prices: prices)
        let rows = try await study.rows(
            of: .init(engine: present, glossary: index(had)),
            becoming: .init(engine: pending, glossary: index(glossary ?? had)))
        return rows.map { row in
            "\(row.pair.target) \(row.again)/\(row.entries) \(row.characters) \(row.cost)"
                + (row.isUnsupported ? " unsupported" : "")
        }
    }

    private func remember(
        _ json: String, _ engine: Engine, to target: String, fast: Bool = false, items: [GlossaryItem] = []
    ) async throws {
        let memory = TranslationMemory(
            store: store, rules: makeLocaleRules(), configuration: MemoryConfiguration(), clock: .system,
            logger: quiet)
        let root = try #require(try JSONValue(parsing: json).object)
        let order = TranslationOrder(
            units: TranslationUnits(Content(root), context: "", masker: Masker()), engine: engine,
            source: tag("en"), target: tag(target), priority: .job, fast: fast, deadline: nil,
            glossary: items.isEmpty ? nil : GlossaryIndex(items, rules: makeLocaleRules()),
            briefing: Briefing(engine, target: tag(target), rules: makeLocaleRules()))
        let translation = try await translator([provider], memory: memory).translate(order)
        await memory.write(translation.memories)
    }

    @Test func `a change asks anew for what it changes, and tells how much that is`() async throws {
        let present = engine(of: ["scripted"])
        try await remember(#"{"a":"one","b":"three"}"#, present, to: "es")
        try await remember(#"{"a":"one"}"#, present, to: "de")
        try await remember(#"{"a":"quick"}"#, present, to: "de", fast: true)
        #expect(try await impact(of: present, becoming: present) == ["de 0/2 0 0.0", "es 0/2 0 0.0"])
        var pending = present
        pending.instructions = [Instruction(name: "n", target: tag("es"), text: "Say tú.")]
        #expect(try await impact(of: present, becoming: pending) == ["de 0/2 0 0.0", "es 2/2 8 8.0"])
        pending = engine([
            ModelConfig(target: tag("es"), name: ModelName(provider: "scripted", model: "other"), rank: 1)
        ])
        #expect(
            try await impact(of: present, becoming: pending) == ["de 2/2 8 0.0 unsupported", "es 2/2 8 8.0"])
    }

    @Test func `a glossary item concerns the texts that have its term`() async throws {
        let present = engine(of: ["scripted"])
        let item = try GlossaryItem(sourceText: "cart", targetText: "carrito")
        try await remember(#"{"a":"the cart","b":"the door"}"#, present, to: "es")
        #expect(try await impact(of: present, becoming: present, glossary: [item]) == ["es 1/2 8 8.0"])
        try await remember(#"{"a":"my cart"}"#, present, to: "es", items: [item])
        #expect(
            try await impact(of: present, becoming: present, glossary: [], had: [item]) == ["es 1/2 7 7.0"])
    }

    @Test func `an engine that takes any earlier translation asks for nothing anew`() async throws {
        var present = engine(of: ["scripted"])
        try await remember(#"{"a":"one"}"#, present, to: "es")
        present.reuse = .source
        var pending = present
        pending.instructions = [Instruction(name: "n", target: nil, text: "Say tú.")]
        #expect(try await impact(of: present, becoming: pending) == ["es 0/1 0 0.0"])
        pending.reuse = .none
        #expect(try await impact(of: present, becoming: pending) == ["es 1/1 3 3.0"])
    }
}
