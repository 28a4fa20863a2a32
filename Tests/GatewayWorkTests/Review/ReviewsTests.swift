// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct ReviewsTests {
    private let store = FakeStore()
    private let organization = engine(of: []).organization
    private let start = Timestamp(milliseconds: 1_767_605_400_000)

    private static func named(_ scorer: Scorer, _ id: String = "scr_1") -> NamedScorer {
        NamedScorer(id: ScorerID(unchecked: id), scorer: scorer)
    }

    private static let judged = Scorer(
        name: "Tone", family: .custom, kind: .percentage, instruction: "The tone is warm.",
        model: ModelName(provider: "judge", model: "m"))

    private func bench(
        _ scorers: [NamedScorer], judge: ScriptedGenerator? = nil, random: Double = 0,
        translating: @escaping @Sendable (String) -> String = { $0.uppercased() }
    ) async throws -> (localizer: SynchronousLocalizer, reviews: Reviews) {
        let translating = spanish("one", translating)
        var engine = engine(of: ["one"])
        engine.scorers = scorers
        engine.instructions = [Instruction(name: "a", text: "Be brief.")]
        store.add(engine)
        _ = try store.change(engine.id, of: organization, by: .operator, at: start) { record in
            record.scorers = scorers.map {
                ConfigurationEntry(id: $0.id, value: $0.scorer, createdAt: self.start)
            }
            record.instructions = [
                ConfigurationEntry(
                    id: InstructionID(unchecked: "ins_1"), value: Instruction(name: "a", text: "Be brief."),
                    createdAt: self.start)
            ]
        }
        let providers: [any Provider] = [translating] + (judge.map { [$0] } ?? [])
        let rules = makeLocaleRules()
        let translator = translator(providers)
        let (identifiers, moment) = (IdentifierSource(), start)
        let reviews = Reviews(
            store: store, rules: rules,
            judge: Judge(
                router: translator.router, rules: rules, timeout: .seconds(5), clock: WallClock { moment }),
            feedbackBell: Doorbell(), identifiers: identifiers, clock: WallClock { moment }, logger: quiet,
            random: { random })
        let localizer = SynchronousLocalizer(
            store: store, translator: translator,
            glossaries: GlossaryCache(store: store, rules: rules, logger: quiet), recognizer: nil,
            rules: rules,
            configuration: WorkConfiguration(), reviews: reviews)
        return (localizer, reviews)
    }

    private func localize(_ localizer: SynchronousLocalizer, _ members: String = "") async throws {
        let json = #"{"sourceLocale":"en","targetLocale":"es","data":{"a":"Hello {x}"}\#(members)}"#
        let command = try Localize(try JSONValue(parsing: json), limits: RequestLimits())
        _ = try await localizer.localize(
            command,
            for: Principal(
                organization: organization, key: KeyID(unchecked: "key_1"), user: nil, email: "a@b"))
    }

    private func scores() throws -> [ScoreDay] {
        try store.scores(of: engine(of: []).id, in: organization, from: "2000-01-01", to: "2100-01-01")
    }

    private func reasons() throws -> [Score] {
        try store.scoreReasons(of: engine(of: []).id, in: organization, limit: 99)
    }

    @Test func `structure is judged by the gateway itself`() async throws {
        let (localizer, reviews) = try await bench([Self.named(Scorer(name: "s", family: .structure))])
        try await localize(localizer)
        await reviews.drain()
        let score = try #require(try scores().first)
        #expect(score.count == 1 && score.sum == 1)
        #expect(score.pair.target.spelling == "es" && score.model == "one/m")
        #expect(try reasons() == [])
    }

    @Test func `a failed check is a low score that names it`() async throws {
        let (localizer, reviews) = try await bench(
            [Self.named(Scorer(name: "s", family: .structure))],
            translating: { $0.replacing("Hello", with: "hola hola") })
        try await localize(localizer)
        await reviews.drain()
        #expect(try scores().first?.sum == 0)
        #expect(try reasons().first?.reason == "checks failed: doubledWords")
    }

    @Test func `terms are judged where there are some`() async throws {
        let (localizer, reviews) = try await bench([Self.named(Scorer(name: "g", family: .glossary))])
        try await localize(localizer)
        await reviews.drain()
        #expect(try scores() == [])
        let item = try GlossaryItem(sourceText: "Hello", targetText: "Hola")
        _ = try await store.add(
            NewGlossaryItems(
                engine: engine(of: []).id, items: [(IdentifierSource().next(), item)], limit: 9,
                createdAt: start), of: organization, by: .operator)
        try await localize(localizer)
        await reviews.drain()
        #expect(try scores().map(\.count) == [1])
    }

    @Test func `a language model judges by the reviewer's own words, and the texts are data`() async throws {
        let judge = ScriptedGenerator(name: "judge") { _, _ in #"{"score":40,"reason":"It is cold."}"# }
        let (localizer, reviews) = try await bench([Self.named(Self.judged)], judge: judge)
        try await localize(localizer)
        #expect(judge.calls.isEmpty)
        await reviews.drain()
        let call = try #require(judge.calls.first)
        #expect(call.messages[0].text.contains("The tone is warm."))
        #expect(call.messages[1].text == #"{"texts":[{"source":"Hello {x}","translation":"HELLO {x}"}]}"#)
        #expect(call.payer?.purpose == .review)
        #expect(try scores().first?.sum == 0.4)
        #expect(try reasons().first?.reason == "It is cold.")
    }

    @Test func `a judge of whichever model is asked for one that its provider has`() async throws {
        let judge = ScriptedGenerator(name: "judge") { _, _ in #"{"score":100,"reason":""}"# }
        var scorer = Self.judged
        scorer.model = ModelName(provider: "judge", model: "*")
        let (localizer, reviews) = try await bench([Self.named(scorer)], judge: judge)
        try await localize(localizer)
        await reviews.drain()
        let listed = try await judge.pairs().map(\.model)
        #expect(judge.calls.map(\.model) == listed)
    }

    @Test func `instructions are judged as the engine has them`() async throws {
        let judge = ScriptedGenerator(name: "judge") { _, _ in #"{"score":100,"reason":""}"# }
        var scorer = Self.judged
        scorer.family = .instructions
        let (localizer, reviews) = try await bench([Self.named(scorer)], judge: judge)
        try await localize(localizer)
        await reviews.drain()
        #expect(judge.calls.first?.messages[0].text.contains("- Be brief.") == true)
        #expect(try scores().first?.sum == 1)
    }

    @Test(arguments: ["nonsense", #"{"score":101,"reason":""}"#, #"{"score":"x"}"#, "{}"])
    func `no verdict is no score`(answer: String) async throws {
        let judge = ScriptedGenerator(name: "judge") { _, _ in answer }
        let (localizer, reviews) = try await bench([Self.named(Self.judged)], judge: judge)
        try await localize(localizer)
        await reviews.drain()
        #expect(judge.calls.count == 1)
        #expect(try scores() == [])
    }

    @Test func `a judge that is down changes no answer`() async throws {
        let judge = ScriptedGenerator(name: "judge") { _, _ throws(ProviderError) in
            throw ProviderError(.unavailable, "down")
        }
        let (localizer, reviews) = try await bench([Self.named(Self.judged)], judge: judge)
        try await localize(localizer)
        await reviews.drain()
        #expect(try scores() == [])
    }

    @Test func `a share is judged, and what is for another locale is not`() async throws {
        var (half, french) = (Self.judged, Self.judged)
        half.share = 0.5
        french.target = LocaleTag(unchecked: "fr")
        let judge = ScriptedGenerator(name: "judge") { _, _ in #"{"score":100,"reason":""}"# }
        let scorers = [Self.named(half), Self.named(french, "scr_2")]
        let (localizer, reviews) = try await bench(scorers, judge: judge, random: 0.5)
        try await localize(localizer)
        await reviews.drain()
        #expect(judge.calls.isEmpty)
    }

    @Test func `a text that is not to be kept is shown to no other model`() async throws {
        let judge = ScriptedGenerator(name: "judge") { _, _ in #"{"score":100,"reason":""}"# }
        let scorers = [Self.named(Self.judged), Self.named(Scorer(name: "s", family: .structure), "scr_2")]
        let (localizer, reviews) = try await bench(scorers, judge: judge)
        try await localize(localizer, #","memory":{"store":false}"#)
        await reviews.drain()
        #expect(judge.calls.isEmpty)
        #expect(try scores().map(\.scorer.text) == ["scr_2"])
    }

    @Test func `what is said again and again becomes feedback`() async throws {
        let judge = ScriptedGenerator(name: "judge") { _, _ in #"{"score":10,"reason":"Use “tú”."}"# }
        let (localizer, reviews) = try await bench([Self.named(Self.judged)], judge: judge)
        for count in 1...6 {
            try await localize(localizer)
            await reviews.drain()
            let feedback = try store.nextFeedback(attempts: 1, at: start)
            #expect((feedback != nil) == (count >= 5))
        }
        let feedback = try #require(try store.nextFeedback(attempts: 1, at: start))
        #expect(feedback.origin == .scores)
        #expect(feedback.text.hasPrefix("Reviewers found in translations from en to es:\n- Use “tú”."))
    }
}
