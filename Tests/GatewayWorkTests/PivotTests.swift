// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct PivotTests {
    /// Marks each text with the target, behind what there is.
    private func marking(
        _ name: String, _ pairs: [ProviderPair], traits: ProviderTraits = ProviderTraits(),
        _ spoil: @escaping @Sendable (String) -> String = { $0 }
    ) -> ScriptedProvider {
        ScriptedProvider(name: name, pairs: pairs, traits: traits) { call in
            call.segments.map { spoil($0.text) + " " + call.target.spelling }
        }
    }

    private func engine(_ names: [String], pivots: [String]) -> Engine {
        var made = GatewayWorkTests.engine(of: names)
        made.pivots = pivots.map(tag)
        return made
    }

    @Test func `a pair that nobody has goes over a configured language, and the answer says so`() async throws
    {
        let one = marking("one", [pair("en", "es", "en-es")])
        let two = marking("two", [pair("es", "ca", "es-ca"), pair("es", "ca", "other")])
        let order = try order(
            #"{"a":"Hello {name}"}"#, engine(["one", "two"], pivots: ["fr", "es"]), to: "ca")
        let translation = try await translator([one, two]).translate(order)
        #expect(translation.texts == ["Hello {name} es ca"])
        #expect(translation.model?.description == "one/en-es+two/es-ca")
        #expect(translation.details["pivot"] == ["es"])
        // Both calls are counted.
        #expect(translation.usage?.inputTokens == "Hello ⟦1⟧".count + "Hello ⟦1⟧ es".count)
        #expect(two.calls[0].segments[0].spans.map(\.number) == [1])
        #expect(two.calls.map(\.source.spelling) == ["es"])
    }

    @Test func `no language lies between unless the engine says so, or when a model has the pair`()
        async throws
    {
        let both = marking("one", [pair("en", "es"), pair("es", "ca")])
        await #expect(throws: UnsupportedPair.self) {
            try await translator([both]).translate(
                try order(#"{"a":"x"}"#, engine(["one"], pivots: []), to: "ca"))
        }
        let direct = marking("direct", [pair("en", "ca")])
        let translation = try await translator([both, direct]).translate(
            try order(#"{"a":"x"}"#, engine(["one", "direct"], pivots: ["es"]), to: "ca"))
        #expect(translation.texts == ["x ca"])
        #expect(both.calls.isEmpty)
    }

    @Test func `a test engine is no bridge`() async throws {
        let fake = marking(
            "fake", [ProviderPair(source: nil, target: tag("es"), model: "m", quality: "test")])
        let two = marking("two", [pair("es", "ca")])
        await #expect(throws: UnsupportedPair.self) {
            try await translator([fake, two]).translate(
                try order(#"{"a":"x"}"#, engine(["fake", "two"], pivots: ["es"]), to: "ca"))
        }
    }

    @Test func `tags that change places on the way are told of as they stand`() async throws {
        let one = ScriptedProvider(name: "one", pairs: [pair("en", "es")]) { call in
            call.segments.map { _ in "⟦3⟧ y ⟦1⟧uno⟦2⟧" }
        }
        let two = marking("two", [pair("es", "ca")])
        let order = try order(
            #"{"a":"<b>one</b> and {x}"}"#, engine(["one", "two"], pivots: ["es"]), to: "ca")
        let translation = try await translator([one, two]).translate(order)
        #expect(translation.texts == ["{x} y <b>uno</b> ca"])
        let spans = two.calls[0].segments[0].spans
        #expect(spans.map(\.number) == [3, 1, 2])
        #expect(spans.map(\.kind) == [.standalone, .open(partner: 2), .close(partner: 1)])
        let bytes = Array(two.calls[0].segments[0].text.utf8)
        #expect(spans.map { String(decoding: bytes[$0.range], as: UTF8.self) } == ["⟦3⟧", "⟦1⟧", "⟦2⟧"])
    }

    @Test(arguments: ["lost", "⟦1⟧ ⟦1⟧", "⟦2⟧"])
    func `a text whose tokens did not survive the first half goes up the ladder, the others on`(
        spoiled: String
    ) async throws {
        let one = ScriptedProvider(name: "one", pairs: [pair("en", "es")]) { call in
            call.segments.map { $0.text.hasPrefix("bad") ? spoiled : $0.text }
        }
        let two = marking("two", [pair("es", "ca")])
        let order = try order(
            #"{"a":"bad {x}","b":"good {x}"}"#, engine(["one", "two"], pivots: ["es"]), to: "ca")
        let translation = try await translator([one, two]).translate(order)
        #expect(translation.texts[1] == "good {x} ca")
        // The pieces beside the token go alone; where one of them is lost too, the source stays.
        #expect(translation.texts[0] == (spoiled == "lost" ? "lost ca {x}" : "bad {x}"))
        #expect(translation.warnings.map(\.path) == (spoiled == "lost" ? [] : ["a"]))
        #expect(two.calls[0].segments.map(\.text) == ["good ⟦1⟧"])
    }

    @Test func `instructions and voice are for who writes the target`() async throws {
        let (one, two) = (marking("one", [pair("en", "es")]), marking("two", [pair("es", "ca")]))
        var own = engine(["one", "two"], pivots: ["es"])
        own.instructions = [Instruction(name: "n", target: nil, text: "Say tu.")]
        own.voices = [BrandVoice(target: tag("ca"), text: "Warm.")]
        let document = try #require(try JSONValue(parsing: #"{"a":"x"}"#).object)
        let order = TranslationOrder(
            units: TranslationUnits(Content(document), context: "", masker: Masker()), engine: own,
            source: tag("en"), target: tag("ca"), priority: .job, fast: false, deadline: nil,
            briefing: Briefing(own, target: tag("ca"), rules: makeLocaleRules()))
        _ = try await translator([one, two]).translate(order)
        #expect(one.calls[0].instructions.isEmpty && one.calls[0].voice.isEmpty)
        #expect(two.calls[0].instructions == ["Say tu."] && two.calls[0].voice == "Warm.")
    }

    @Test func `when the second half fails another is tried, and each that failed is named`() async throws {
        let one = marking("one", [pair("en", "es")])
        let down = ScriptedProvider(name: "down", pairs: [pair("es", "ca")]) { _ throws(ProviderError) in
            throw ProviderError(.unavailable, "no network")
        }
        let two = marking("two", [pair("es", "ca")])
        let order = try order(#"{"a":"x"}"#, engine(["one", "down", "two"], pivots: ["es"]), to: "ca")
        let translation = try await translator([one, down, two]).translate(order)
        #expect(translation.texts == ["x es ca"])
        #expect(
            translation.details["fallbacks"]?.array?.first?.object?["model"] == "one/m+down/m")
    }

    @Test func `what an engine can translate counts the bridges`() async throws {
        let providers = [
            marking("one", [pair("en", "es"), pair("fr", "es")]), marking("two", [pair("es", "ca")]),
        ]
        let router = Router(providers: providers, rules: makeLocaleRules())
        let rows = await router.coverage(of: engine(["one", "two"], pivots: ["es"]))
        #expect(
            rows.map { "\($0.source?.spelling ?? "*")>\($0.target?.spelling ?? "*") \($0.name)" } == [
                "en>ca one/m+two/m", "en>es one/m", "es>ca two/m", "fr>ca one/m+two/m", "fr>es one/m",
            ])
        #expect(rows[0].pivot == [tag("es")])
        #expect(
            await router.sources(of: engine(["one", "two"], pivots: ["es"]), target: tag("ca")).count == 3)
    }
}
