// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayWork

@Suite struct SpendingTests {
    private let store = FakeStore()
    private let clock = ManualClock()
    private static let dollar = 1_000_000_000

    private func budgets(_ budgets: [Budget]) -> Budgets {
        Budgets(budgets, store: store, clock: clock.wall, logger: quiet)
    }

    private func recorder() -> UsageRecorder {
        UsageRecorder(store: store, keep: nil, clock: clock.wall, logger: quiet)
    }

    private let payer = Payer(
        organization: OrganizationID(unchecked: "org_0000000000000001"),
        engine: EngineID(unchecked: "eng_0000000000000001"), engineName: "Default", key: nil, purpose: .job)

    /// Providers in order, each behind a gate of its own, that share a ledger.
    private func guarded(_ providers: [any Provider], _ ledger: SpendingLedger) -> [any Provider] {
        providers.map { provider in
            GuardedProvider(
                provider: provider,
                gate: CallGate(
                    name: provider.name, limits: CallLimits(), clock: .system(clock.wall), logger: quiet),
                ledger: ledger)
        }
    }

    private func model(_ text: String) -> ModelName {
        let parts = text.split(separator: "/").map(String.init)
        return ModelName(provider: parts[0], model: parts[1])
    }

    private func ledger(_ prices: [String: Price], _ rules: [Budget] = []) -> SpendingLedger {
        var table = PriceTable()
        for (name, price) in prices { table.prices[model(name)] = price }
        return SpendingLedger(
            prices: table, budgets: budgets(rules), recorder: recorder(), clock: clock.wall)
    }

    @Test func `a price is for a million, cached tokens and characters apart`() {
        let price = Price(input: 2, output: 10, cachedInput: 0.5, characters: 20)
        let usage = Usage(inputTokens: 1_000_000, outputTokens: 100_000, cachedInputTokens: 400_000)
        #expect(abs(price.cost(of: usage, characters: 50_000) - 3.4) < 1e-9)
        #expect(Price(input: 2).cost(of: usage, characters: 0) == 2)
    }

    @Test func `a model has its own price, or its provider's`() {
        let table = ledger(["a/m": Price(input: 1), "a/*": Price(input: 2)]).prices
        #expect(table.price(of: model("a/m"))?.input == 1)
        #expect(table.price(of: model("a/n"))?.input == 2)
        #expect(table.price(of: model("b/m")) == nil)
    }

    @Test func `what was used is priced, answered and written down by what it was for`() async throws {
        let ledger = ledger(["paid/*": Price(characters: 20)])
        let translator = translator(guarded([spanish("paid")], ledger))
        let order = try order(#"{"a":"abcdefghij","b":"klmno"}"#, engine(of: ["paid"]))
        let translation = try await translator.translate(order)
        let cost = try #require(translation.usage?.cost)
        #expect(abs(cost - 0.0003) < 1e-12)
        await ledger.recorder.write()
        let rows = try await store.usage(
            UsageQuery(from: clock.now.day, to: clock.now.day, groups: UsageDimension.allCases),
            of: payer.organization)
        #expect(rows.count == 1)
        let expected: [UsageDimension: String] = [
            .day: "2026-01-05", .engine: payer.engine.text, .key: "", .provider: "paid", .model: "m",
            .source: "en", .target: "es", .purpose: "job",
        ]
        #expect(rows[0].values == expected)
        let sums = UsageSums(
            calls: 1, segments: 2, characters: 15, inputTokens: 15, outputTokens: 15, cost: 300_000)
        #expect(rows[0].sums == sums)
    }

    @Test func `a call whose cost nobody knows is counted as such, and a local one is free`() async throws {
        let ledger = ledger([:])
        let translator = translator(guarded([spanish("remote")], ledger))
        _ = try await translator.translate(try order(#"{"a":"text"}"#, engine(of: ["remote"])))
        let item = SpendingLedger.Item(payer: payer, provider: "local", model: "m", isLocal: true)
        var usage = Usage()
        ledger.settle(item, .nothing, model: "m", &usage)
        await ledger.recorder.write()
        let rows = try await store.usage(
            UsageQuery(from: "2026-01-05", to: "2026-01-05", groups: [.provider]), of: payer.organization)
        #expect(rows.map(\.sums.unpricedCalls) == [0, 1])
    }

    @Test func `what a provider itself tells counts more than the table`() {
        let ledger = ledger(["a/*": Price(input: 1_000_000)])
        var usage = Usage(inputTokens: 5, cost: 0.25)
        ledger.settle(
            SpendingLedger.Item(payer: payer, provider: "a", model: "m", isLocal: false), .nothing,
            model: "m",
            &usage)
        #expect(usage.cost == 0.25)
    }

    @Test
    func `a purpose's own budget holds for the engine's day, with what was spent before the process began`()
        async throws
    {
        var shadow = payer
        (shadow.purpose, shadow.dailyBudget) = (.shadow, 10 * Self.dollar)
        // The same engine's jobs are another matter.
        for (purpose, dollars) in [("shadow", 4), ("job", 90)] {
            let row = UsageRow(
                values: [
                    .day: clock.now.day, .engine: payer.engine.text, .key: "", .provider: "a", .model: "m",
                    .source: "en", .target: "es", .purpose: purpose,
                ], sums: UsageSums(cost: dollars * Self.dollar))
            try await store.record([(payer.organization, row)])
        }
        let budgets = budgets([])
        let reservation = try await budgets.reserve(5 * Self.dollar, for: shadow)
        budgets.settle(reservation, cost: 5 * Self.dollar)
        await #expect {
            _ = try await budgets.reserve(2 * Self.dollar, for: shadow)
        } throws: { error in
            (error as? ProviderError)?.kind == .quota
                && (error as? ProviderError)?.message.contains("shadow") == true
        }
        _ = try await budgets.reserve(1 * Self.dollar, for: shadow)
        _ = try await budgets.reserve(99 * Self.dollar, for: payer)
        clock.advance(by: .seconds(86_400))
        _ = try await budgets.reserve(10 * Self.dollar, for: shadow)
    }

    @Test func `what nobody waits for leaves the last fifth of a budget alone`() async throws {
        var shadow = payer
        (shadow.purpose, shadow.dailyBudget) = (.shadow, 100 * Self.dollar)
        let budgets = budgets([Budget(name: "all", amount: 10 * Self.dollar, period: .month)])
        _ = try await budgets.reserve(8 * Self.dollar, for: shadow)
        await #expect(throws: ProviderError.self) { try await budgets.reserve(1, for: shadow) }
        _ = try await budgets.reserve(2 * Self.dollar, for: payer)
    }

    @Test func `what has no price is not asked where it would have to keep to a budget of its own`()
        async throws
    {
        let ledger = ledger(["paid/*": Price(input: 1)])
        var shadow = payer
        (shadow.purpose, shadow.dailyBudget) = (.shadow, Self.dollar)
        for (provider, isLocal, isRefused) in [
            ("paid", false, false), ("other", false, true), ("other", true, false),
        ] {
            let item = SpendingLedger.Item(
                payer: shadow, provider: provider, model: "m", isLocal: isLocal)
            var refusal: ProviderError?
            do throws(ProviderError) {
                _ = try await ledger.reserve(item)
            } catch {
                refusal = error
            }
            #expect(refusal?.kind == (isRefused ? .quota : nil))
        }
    }

    @Test func `a budget that does not have a call's estimate refuses it, and settles what it cost`()
        async throws
    {
        let budgets = budgets([Budget(name: "all", amount: 10 * Self.dollar, period: .month)])
        let first = try await budgets.reserve(6 * Self.dollar, for: payer)
        await #expect(throws: ProviderError(.quota, "the budget \"all\" is used up for this month")) {
            _ = try await budgets.reserve(5 * Self.dollar, for: payer)
        }
        _ = try await budgets.reserve(0, for: payer)
        budgets.settle(first, cost: 1 * Self.dollar)
        let second = try await budgets.reserve(9 * Self.dollar, for: payer)
        budgets.settle(second, cost: 9 * Self.dollar)
        let statuses = try await budgets.statuses(of: payer.organization) { _ in [] }
        #expect(statuses.map(\.spent) == [10 * Self.dollar])
    }

    @Test func `a new period begins with nothing spent`() async throws {
        let budgets = budgets([Budget(name: "daily", amount: Self.dollar, period: .day)])
        let reservation = try await budgets.reserve(Self.dollar, for: payer)
        budgets.settle(reservation, cost: Self.dollar)
        await #expect(throws: ProviderError.self) { _ = try await budgets.reserve(1, for: payer) }
        clock.advance(by: .seconds(86_400))
        _ = try await budgets.reserve(Self.dollar, for: payer)
    }

    @Test func `a restart remembers what was spent`() async throws {
        let rule = Budget(name: "all", amount: 10 * Self.dollar, period: .month)
        let first = ledger(["a/*": Price(input: 1)], [rule])
        let item = SpendingLedger.Item(payer: payer, provider: "a", model: "m", isLocal: false)
        var usage = Usage(inputTokens: 9_000_000)
        let reservation = try await first.reserve(item)
        first.settle(item, reservation, model: "m", &usage)
        await first.recorder.write()
        let second = budgets([rule])
        await #expect(throws: ProviderError.self) {
            _ = try await second.reserve(2 * Self.dollar, for: payer)
        }
        _ = try await second.reserve(Self.dollar, for: payer)
    }

    @Test func `a budget of an engine leaves the others alone`() async throws {
        let budgets = budgets([Budget(name: "one", engine: "Other", amount: 0, period: .total)])
        _ = try await budgets.reserve(Self.dollar, for: payer)
        let other = Payer(
            organization: payer.organization, engine: payer.engine, engineName: "Other", key: nil,
            purpose: .job)
        await #expect(throws: ProviderError.self) { _ = try await budgets.reserve(1, for: other) }
    }

    @Test func `64 spenders at once, with fallbacks and retries, never spend more than there is`()
        async throws
    {
        let rule = Budget(name: "all", amount: Self.dollar / 100, period: .month)
        // What a call is estimated to cost is more than it costs.
        let ledger = ledger(["paid/*": Price(characters: 20), "flaky/*": Price(characters: 20)], [rule])
        let failures = Locked(0)
        let flaky = ScriptedProvider(name: "flaky", pairs: [pair("en", "es")]) { call throws(ProviderError) in
            let fails = failures.withLock { count in
                count += 1
                return count % 3 == 0
            }
            if fails { throw ProviderError(.invalidInput, "not this one") }
            await Task.yield()
            return call.segments.map { $0.text.uppercased() }
        }
        let free = spanish("free")
        let translator = translator(guarded([flaky, spanish("paid"), free], ledger))
        let engine = engine(of: ["flaky", "paid", "free"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for spender in 0..<64 {
                group.addTask {
                    for round in 0..<4 {
                        let order = try order(#"{"a":"text number \#(spender) in round \#(round)"}"#, engine)
                        _ = try await translator.translate(order)
                    }
                }
            }
            try await group.waitForAll()
        }
        let status = try await ledger.budgets.statuses(of: payer.organization) { _ in [] }[0]
        #expect(status.spent <= rule.amount && status.reserved == 0)
        #expect(Double(status.spent) > 0.9 * Double(rule.amount))
        #expect(!free.calls.isEmpty)
    }

    @Test func `what an engine spent before a restart is told before it spends again`() async throws {
        let rule = Budget(name: "one", engine: "Default", amount: 10 * Self.dollar, period: .month)
        let first = ledger(["a/*": Price(input: 1)], [rule])
        let item = SpendingLedger.Item(payer: payer, provider: "a", model: "m", isLocal: false)
        var usage = Usage(inputTokens: 3_000_000)
        let reservation = try await first.reserve(item)
        first.settle(item, reservation, model: "m", &usage)
        await first.recorder.write()
        let engine = payer.engine
        let statuses = try await budgets([rule]).statuses(of: payer.organization) { name in
            name == "Default" ? [engine] : []
        }
        #expect(statuses.map(\.spent) == [3 * Self.dollar])
    }
}
