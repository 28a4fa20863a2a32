// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

/// docs/http-api.md, "Shadow runs".
@Suite struct ShadowRunsTests {
    private struct Bench {
        let store: FakeStore
        let localizer: SynchronousLocalizer
        let shadows: ShadowRuns
    }

    private let clock = ManualClock()
    private let principal = Principal(
        organization: engine(of: []).organization, key: KeyID(unchecked: "key_1"), user: nil, email: "a@b")

    private func bench(
        _ providers: [any Provider], models: [String] = ["one"], challenger: String? = "two",
        share: Double = 1,
        random: Double = 0, pivots: [LocaleTag] = [], store: FakeStore? = nil,
        memory: TranslationMemory? = nil
    ) -> Bench {
        let store = store ?? FakeStore()
        var own = engine(of: models)
        own.challenger = challenger.map {
            Challenger(name: ModelName(provider: $0, model: "m"), share: share, dailyBudget: 1)
        }
        own.pivots = pivots
        store.add(own)
        let rules = makeLocaleRules()
        let translator = translator(providers, memory: memory)
        let shadows = ShadowRuns(
            store: store, run: ComparisonRun(translator: translator), identifiers: IdentifierSource(),
            clock: clock.wall, logger: quiet, random: { random })
        let localizer = SynchronousLocalizer(
            store: store, translator: translator,
            glossaries: GlossaryCache(store: store, rules: rules, logger: quiet), recognizer: nil,
            rules: rules, configuration: WorkConfiguration(), shadows: shadows)
        return Bench(store: store, localizer: localizer, shadows: shadows)
    }

    @discardableResult private func localize(
        _ bench: Bench, _ text: String = "Hello {x}", _ members: String = ""
    ) async throws -> String? {
        let json = #"{"sourceLocale":"en","targetLocale":"es","data":{"a":"\#(text)"}\#(members)}"#
        let command = try Localize(try JSONValue(parsing: json), limits: RequestLimits())
        return try await bench.localizer.localize(command, for: principal).content["a"]?.string
    }

    private func runs(_ bench: Bench) async throws -> [Comparison] {
        try await bench.store.shadowRuns(
            of: engine(of: []).id, in: principal.organization, PageQuery(limit: 100))
    }

    private func candidate(_ provider: String, _ bench: Bench) async throws -> ComparisonCandidate {
        try #require(try await runs(bench).first?.candidates.first { $0.model.provider == provider })
    }

    @Test func `a challenger translates after the answer, and both are compared blind`() async throws {
        let second = spanish("two") { $0.lowercased() + "!" }
        let bench = self.bench([spanish("one"), second])
        #expect(try await localize(bench) == "HELLO {x}")
        #expect(second.calls.isEmpty)
        await bench.shadows.drain()
        let run = try #require(try await runs(bench).first)
        #expect(run.isShadow && run.isBlind && run.choices.isEmpty)
        #expect(run.characters == 9 && run.content?["a"] == "Hello {x}")
        #expect(run.candidates.map(\.number) == [1, 2])
        let (one, two) = try await (candidate("one", bench), candidate("two", bench))
        #expect(one.content?["a"] == "HELLO {x}" && two.content?["a"] == "hello {x}!")
        #expect(one.agreement != nil && two.agreement != nil)
        #expect(one.fingerprint.count == 16 && two.fingerprint.count == 16)
        #expect(one.fingerprint != two.fingerprint)
    }

    @Test func `a challenger is asked off the record, behind all others and at its own expense`() async throws
    {
        let second = spanish("two")
        let bench = self.bench([spanish("one"), second])
        try await localize(bench)
        await bench.shadows.drain()
        let call = try #require(second.calls.first)
        #expect(call.priority == .shadow && call.isPrivate)
        #expect(call.payer?.purpose == .shadow && call.payer?.key == principal.key)
        #expect(call.payer?.dailyBudget == 1_000_000_000)
    }

    @Test func `what a shadow run and a comparison say of the same model is of the same configuration`()
        async throws
    {
        let bench = self.bench([spanish("one"), spanish("two")], models: ["one", "two"])
        try await localize(bench)
        await bench.shadows.drain()
        let command = try Compare(
            JSONValue(parsing: #"{"sourceLocale":"en","targetLocale":"es","data":{"a":"Hello {x}"}}"#),
            limits: RequestLimits())
        let asked = try await bench.localizer.compare(
            command, as: ComparisonID(unchecked: "cmp_1"), for: principal, each: { _ in })
        let (one, two) = try await (candidate("one", bench), candidate("two", bench))
        #expect(asked.candidates.map(\.fingerprint) == [one.fingerprint, two.fingerprint])
    }

    @Test func `results join the scorecard, and are no duels until somebody chooses`() async throws {
        let bench = self.bench([spanish("one"), spanish("two") { $0.lowercased() }])
        try await localize(bench)
        await bench.shadows.drain()
        func rows() async throws -> [Scorecard.Row] {
            try await bench.localizer.scorecard(of: engine(of: []).id, for: principal).pairs[0].rows
        }
        #expect(try await rows().map(\.comparisons) == [1, 1])
        #expect(try await rows().map(\.duels) == [0, 0])
        let run = try #require(try await runs(bench).first)
        let number = try await candidate("two", bench).number
        _ = try await bench.localizer.choose(
            ChooseCandidate(JSONValue(parsing: #"{"candidate":\#(number)}"#)), in: run.id, for: principal)
        #expect(try await rows().map(\.wins) == [1, 0])
        #expect(try await rows()[0].model.provider == "two")
    }

    @Test(arguments: [(0.3, 1), (0.6, 0)])
    func `a share of the traffic is drawn`(random: Double, count: Int) async throws {
        let bench = self.bench([spanish("one"), spanish("two")], share: 0.5, random: random)
        try await localize(bench)
        await bench.shadows.drain()
        #expect(try await runs(bench).count == count)
    }

    @Test func `nothing is drawn without a challenger, of what is not to be kept, and of what is very long`()
        async throws
    {
        let bench = self.bench([spanish("one"), spanish("two")])
        try await localize(bench, "Hello", #","memory":{"store":false}"#)
        try await localize(bench, String(repeating: "word ", count: 10_001))
        await bench.shadows.drain()
        #expect(try await runs(bench).isEmpty)
        let plain = self.bench([spanish("one"), spanish("two")], challenger: nil)
        try await localize(plain)
        await plain.shadows.drain()
        #expect(try await runs(plain).isEmpty)
    }

    @Test func `a challenger that serves already, or cannot serve the pair, has nothing to be compared with`()
        async throws
    {
        let elsewhere = ScriptedProvider(name: "two", pairs: [pair("de", "fr")]) { call in
            call.segments.map(\.text)
        }
        let bridge = ScriptedProvider(name: "two", pairs: [pair("en", "ca"), pair("ca", "es")]) { call in
            call.segments.map { $0.text.uppercased() }
        }
        for (providers, challenger) in [
            ([spanish("one"), elsewhere], "two"), ([spanish("one"), bridge], "two"),
            ([spanish("one")], "one"),
            ([spanish("one")], "nobody"),
        ] {
            let bench = self.bench(providers, challenger: challenger, pivots: [tag("ca")])
            try await localize(bench)
            await bench.shadows.drain()
            #expect(try await runs(bench).isEmpty)
        }
    }

    @Test func `a translation that another model stood in for is no model's`() async throws {
        let bad = failing("one", ProviderError(.unavailable, "down"))
        let bench = self.bench([bad, spanish("other"), spanish("two")], models: ["one", "other"])
        try await localize(bench)
        await bench.shadows.drain()
        #expect(try await runs(bench).isEmpty)
    }

    @Test func `a first model whose text another one mended has failed`() async throws {
        let sloppy = spanish("one") { _ in "" }
        let bench = self.bench(
            [sloppy, spanish("other"), spanish("two")], models: ["one", "other"])
        #expect(try await localize(bench) == "HELLO {x}")
        await bench.shadows.drain()
        #expect(try await candidate("one", bench).error == "a text has no sound translation")
        #expect(try await candidate("one", bench).content == nil)
        #expect(try await candidate("two", bench).error == nil)
    }

    @Test func `what memory answered is no model's work`() async throws {
        let store = FakeStore()
        let memory = TranslationMemory(
            store: store, rules: makeLocaleRules(), configuration: MemoryConfiguration(), clock: clock.wall,
            logger: quiet)
        let second = spanish("two")
        let bench = self.bench([spanish("one"), second], store: store, memory: memory)
        let command = try Localize(
            try JSONValue(
                parsing: #"{"sourceLocale":"en","targetLocale":"es","data":{"a":"Hello"}}"#),
            limits: RequestLimits())
        let engine = try store.engine(nil, of: principal.organization)
        let order = TranslationOrder(
            units: TranslationUnits(command.content, context: "", masker: Masker()),
            engine: try #require(engine), source: tag("en"), target: tag("es"), priority: .job, fast: false,
            deadline: nil)
        await memory.write(try await bench.localizer.translator.translate(order).memories)
        try await localize(bench, "Hello")
        await bench.shadows.drain()
        #expect(second.calls.isEmpty)
    }

    @Test func `a challenger that fails has failed, and one that was not asked is not judged`() async throws {
        for (kind, isJudged) in [
            (ProviderError.Kind.broken, true), (.timedOut, true), (.unavailable, true), (.refused, true),
            (.rateLimited, false), (.quota, false), (.unauthorized, false),
        ] {
            let bench = self.bench([spanish("one"), failing("two", ProviderError(kind, "why"))])
            #expect(try await localize(bench) == "HELLO {x}")
            await bench.shadows.drain()
            #expect(try await runs(bench).count == (isJudged ? 1 : 0), "\(kind)")
            guard isJudged else { continue }
            #expect(try await candidate("two", bench).error != nil)
            #expect(try await candidate("one", bench).error == nil)
        }
    }

    @Test func `a challenger that needs the place of a call that somebody waits for gives it back`()
        async throws
    {
        let began = Locked(false)
        let slow = ScriptedProvider(name: "two", pairs: [pair("en", "es")]) { call in
            if call.priority == .shadow {
                began.withLock { $0 = true }
                while !Task.isCancelled { await Task.yield() }
            }
            return call.segments.map { $0.text.uppercased() }
        }
        let gate = CallGate(
            name: "two", limits: CallLimits(concurrency: 1), clock: .system(clock.wall), logger: quiet)
        let bench = self.bench([spanish("one"), GuardedProvider(provider: slow, gate: gate)])
        try await localize(bench)
        async let drained: Void = bench.shadows.drain()
        while !began.withLock({ $0 }) { await Task.yield() }
        // Another engine is served by the same model.
        let order = try order(#"{"a":"Bye"}"#, engine(of: ["two"]))
        #expect(try await order.json(bench.localizer.translator.translate(order)) == #"{"a":"BYE"}"#)
        await drained
        #expect(try await runs(bench).isEmpty)
    }

    @Test func `what waits is bounded, and the rest is not drawn`() async throws {
        let bench = self.bench([spanish("one"), spanish("two")])
        for _ in 0..<103 { try await localize(bench) }
        await bench.shadows.drain()
        #expect(try await runs(bench).count == 100)
    }

    @Test func `a store that fails costs the run alone`() async throws {
        let bench = self.bench([spanish("one"), spanish("two")])
        try await localize(bench)
        bench.store.fail(with: .full)
        await bench.shadows.drain()
        bench.store.fail(with: nil)
        try await localize(bench)
        await bench.shadows.drain()
        #expect(try await runs(bench).count == 1)
    }
}
