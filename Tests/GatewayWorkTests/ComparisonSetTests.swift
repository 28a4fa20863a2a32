// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct ComparisonSetTests {
    private let store = FakeStore()
    private let identifiers = IdentifierSource()
    private let start = Timestamp(milliseconds: 1_767_605_400_000)

    private func worker(_ providers: [any Provider]) -> ComparisonSetWorker {
        if store.created.isEmpty { store.add(engine(of: providers.map(\.name))) }
        let rules = makeLocaleRules()
        return ComparisonSetWorker(
            store: store, run: ComparisonRun(translator: translator(providers)),
            glossaries: GlossaryCache(store: store, rules: rules, logger: quiet), doorbell: Doorbell(),
            identifiers: identifiers, clock: WallClock { Timestamp(milliseconds: 1_767_605_400_000) },
            logger: quiet)
    }

    /// Keeps a test set of the texts `text 1`, `text 2` and so on, and begins it.
    private func begin(
        _ count: Int, _ models: [String], budget: Double? = nil, isBlind: Bool = false
    ) throws -> ComparisonSet {
        let owner = engine(of: [])
        var set = ComparisonSet(
            id: identifiers.next(), organization: owner.organization, engine: owner.id,
            key: KeyID(unchecked: "key_1"), source: tag("en"), target: tag("es"),
            models: models.map { ModelName(provider: $0, model: "m") }, isBlind: isBlind, segments: count,
            estimate: ComparisonEstimate(), createdAt: start)
        set.budget = budget
        let segments = (1...count).map {
            TestSegment(position: $0, source: "text \($0)", reference: $0 == 1 ? "TEXT 1" : nil)
        }
        _ = try store.create(set, segments, limit: 9)
        return try #require(try store.nextComparisonSet(attempts: 3, at: start))
    }

    private func present(_ set: ComparisonSet) throws -> ComparisonSet {
        try #require(try store.comparisonSet(set.id, of: set.organization))
    }

    private func comparisons(of set: ComparisonSet) throws -> [Comparison] {
        try store.comparisons(of: set.id, in: set.organization, after: 0, limit: 99)
    }

    @Test func `every segment becomes a comparison of every model, scored beside its reference`()
        async throws
    {
        let worker = worker([spanish("one"), spanish("two") { $0 + "!" }])
        let set = try begin(6, ["one", "two"])
        try await worker.compare(set)
        let made = try comparisons(of: set)
        #expect(made.map(\.place?.position) == [1, 2, 3, 4, 5, 6])
        #expect(
            made.map { $0.candidates.map(\.model.provider) } == Array(repeating: ["one", "two"], count: 6))
        #expect(made[0].candidates[0].content?["text"] == "TEXT 1")
        #expect(made[0].candidates[0].referenceScore == 100)
        #expect(made[0].candidates[1].referenceScore.map { $0 < 100 } == true)
        #expect(made[1].candidates.map(\.referenceScore) == [nil, nil])
        let ended = try present(set)
        #expect(ended.status == .completed && ended.done == 6 && ended.completedAt == start)
    }

    @Test func `no more than four segments are under way, and calls yield to synchronous ones`()
        async throws
    {
        let (open, most) = (Locked(0), Locked(0))
        let counting = ScriptedProvider(name: "one", pairs: [pair("en", "es")]) { call in
            let now = open.withLock {
                $0 += 1
                return $0
            }
            most.withLock { $0 = max($0, now) }
            for _ in 1...50 { await Task.yield() }
            open.withLock { $0 -= 1 }
            return call.segments.map { $0.text.uppercased() }
        }
        let worker = worker([counting, spanish("two")])
        try await worker.compare(try begin(11, ["one", "two"]))
        #expect(most.withLock { $0 } <= 4)
        #expect(counting.calls.count == 11)
        #expect(counting.calls.allSatisfy { $0.priority == .job && $0.payer?.purpose == .compare })
    }

    @Test func `a model that fails holds the others up in no segment`() async throws {
        let bad = failing("bad", ProviderError(.unavailable, "no network"))
        let worker = worker([spanish("one"), bad])
        let set = try begin(5, ["one", "bad"])
        try await worker.compare(set)
        let made = try comparisons(of: set)
        #expect(try present(set).status == .completed)
        #expect(made.map { $0.candidates[0].error } == [nil, nil, nil, nil, nil])
        #expect(made.allSatisfy { $0.candidates[1].error != nil })
    }

    @Test func `a run that was cut off goes on where it was, and asks for no segment twice`() async throws {
        let (asked, last) = (Locked<[String]>([]), Locked(false))
        let provider = ScriptedProvider(name: "one", pairs: [pair("en", "es")]) { call in
            let text = call.segments[0].text
            asked.withLock { $0.append(text) }
            // In the first run the sixth text has no answer.
            while text == "text 6", !last.withLock({ $0 }), !Task.isCancelled { await Task.yield() }
            return call.segments.map { $0.text.uppercased() }
        }
        let worker = worker([provider, spanish("two")])
        let set = try begin(10, ["one", "two"])
        let first = Task { try await worker.compare(set) }
        while try present(set).done < 7 { await Task.yield() }
        first.cancel()
        _ = try? await first.value
        #expect(try present(set).status == .running)
        #expect(try comparisons(of: set).map(\.place?.position) == [1, 2, 3, 4, 5, 7, 8])
        last.withLock { $0 = true }
        let again = try #require(try store.nextComparisonSet(attempts: 3, at: start))
        #expect(again.id == set.id)
        try await worker.compare(again)
        #expect(try present(set).status == .completed)
        #expect(try comparisons(of: set).map(\.place?.position) == Array(1...10))
        let texts = asked.withLock { $0 }
        for number in 1...10 where number != 6 {
            #expect(texts.count { $0 == "text \(number)" } == 1, "text \(number)")
        }
    }

    @Test func `a budget that is used up stops it with what it has`() async throws {
        let priced = ScriptedProvider(
            name: "one", pairs: [pair("en", "es")]
        ) { call in call.segments.map { $0.text.uppercased() } }
        let worker = worker([priced, spanish("two")])
        let set = try begin(12, ["one", "two"], budget: 0.5)
        // Nobody prices in here: the first portion is written down as dear.
        for position in 1...4 {
            let comparison = Comparison(
                id: identifiers.next(), organization: set.organization, engine: set.engine,
                source: set.source, target: set.target, isBlind: false, characters: 1, content: nil,
                candidates: [
                    ComparisonCandidate(
                        number: 1, model: set.models[0],
                        usage: Usage(inputTokens: 1, outputTokens: 1, cost: 0.2))
                ], remembered: 0, createdAt: start,
                place: ComparisonPlace(set: set.id, position: position))
            _ = try store.finish(
                comparison, pair: LocalePair(source: set.source, target: set.target))
        }
        try await worker.compare(set)
        let stopped = try present(set)
        #expect(stopped.status == .stopped && stopped.done == 4)
        #expect(priced.calls.isEmpty)
        #expect(try store.openSegments(of: set.id, limit: 99) == [])
    }

    @Test func `a cancelled one ends with the portion that is under way, which is not kept`() async throws {
        let set = Locked<ComparisonSet?>(nil)
        let store = store
        let provider = ScriptedProvider(name: "one", pairs: [pair("en", "es")]) { call in
            if let set = set.withLock({ $0 }) {
                _ = try? store.cancelComparisonSet(
                    set.id, of: set.organization, at: Timestamp(milliseconds: 1))
            }
            return call.segments.map { $0.text.uppercased() }
        }
        let worker = worker([provider, spanish("two")])
        let begun = try begin(12, ["one", "two"])
        set.withLock { $0 = begun }
        try await worker.compare(begun)
        #expect(try present(begun).status == .cancelled)
        #expect(try comparisons(of: begun).count <= 3)
        #expect(provider.calls.count <= 4)
    }

    @Test func `one whose engine is gone fails and says so`() async throws {
        let worker = worker([spanish("one"), spanish("two")])
        var set = try begin(2, ["one", "two"])
        set.engine = EngineID(unchecked: "eng_9")
        try await worker.compare(set)
        #expect(try present(set).status == .failed)
        #expect(try present(set).errorMessage == "the engine is gone")
    }

    // MARK: Plans

    private func localizer(_ providers: [any Provider], prices: PriceTable? = nil) -> SynchronousLocalizer {
        store.add(engine(of: providers.map(\.name)))
        let rules = makeLocaleRules()
        let ledger = prices.map {
            SpendingLedger(
                prices: $0, budgets: Budgets([], store: store, clock: .system, logger: quiet),
                recorder: UsageRecorder(store: store, keep: nil, clock: .system, logger: quiet),
                clock: .system)
        }
        return SynchronousLocalizer(
            store: store, translator: translator(providers),
            glossaries: GlossaryCache(store: store, rules: rules, logger: quiet), recognizer: nil,
            rules: rules, configuration: WorkConfiguration(), ledger: ledger)
    }

    private func command(_ members: String = "") throws -> CompareSet {
        try CompareSet(
            JSONValue(
                parsing:
                    #"{"sourceLocale":"en","targetLocale":"es","segments":[{"source":"12345678"}]\#(members)}"#
            ))
    }

    @Test func `a plan names each model and adds up what is priced`() async throws {
        let prices = PriceTable([ModelName(provider: "one", model: "*"): Price(input: 1e6, output: 2e6)])
        let work = localizer([spanish("one"), spanish("two")], prices: prices)
        let plan = try await work.plan(try command(), with: engine(of: ["one", "two"]))
        #expect(plan.models.map(\.description) == ["one/m", "two/m"])
        #expect(plan.estimate.inputTokens == 4 && plan.estimate.outputTokens == 4)
        #expect(plan.estimate.cost == 6)
        #expect(plan.estimate.unpriced.map(\.description) == ["two/m"])
    }

    @Test(arguments: [
        (#","models":["one/m","three/m"]"#, "models[1]"),
        (#","models":["one/m","one/*"]"#, "models[1]"), (#","targetLocale2":"x""#, "models"),
    ])
    func `a plan refuses models that cannot be compared`(members: String, field: String) async throws {
        let work = localizer([spanish("one"), spanish("two")])
        await #expect {
            try await work.plan(try command(members), with: engine(of: ["one"]))
        } throws: { error in
            guard case .invalid(let found, _)? = error as? RequestError else { return false }
            return found == field
        }
    }

    @Test func `a plan refuses a model that does not serve the pair`() async throws {
        let french = ScriptedProvider(name: "fr", pairs: [pair("en", "fr")]) { $0.segments.map(\.text) }
        let work = localizer([spanish("one"), french])
        await #expect {
            try await work.plan(try command(#","models":["one/m","fr/m"]"#), with: engine(of: ["one"]))
        } throws: { error in
            guard case .invalid(let found, let reason)? = error as? RequestError else { return false }
            return found == "models[1]" && reason.hasPrefix("cannot serve the pair")
        }
    }
}
