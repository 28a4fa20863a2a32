// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What calls cost and who pays: prices, budgets and usage in one place, which every call of an engine passes.
struct SpendingLedger: Sendable {
    let prices: PriceTable
    let budgets: Budgets
    let recorder: UsageRecorder
    let clock: WallClock

    /// A call that is to be paid for.
    struct Item {
        let payer: Payer
        let provider: String
        let model: String
        let isLocal: Bool
        var source = ""
        var target = ""
        var segments = 0
        var characters = 0
        /// What it is estimated to use.
        var estimate = Usage()
    }

    /// Sets aside what a call is estimated to cost.
    func reserve(_ item: Item) async throws(ProviderError) -> Budgets.Reservation {
        let name = ModelName(provider: item.provider, model: item.model)
        let price = prices.price(of: name)
        if price == nil, !item.isLocal, item.payer.dailyBudget != nil {
            throw ProviderError(.quota, "\(name) has no price, and no budget can hold what has none")
        }
        let cost = price?.cost(of: item.estimate, characters: item.characters) ?? 0
        return try await budgets.reserve(Self.billionths(cost), for: item.payer)
    }

    /// Prices what a call used, settles it and writes it down.
    func settle(
        _ item: Item, _ reservation: Budgets.Reservation, model: String, _ usage: inout Usage
    ) {
        let own = prices.price(of: ModelName(provider: item.provider, model: model))
        let price = own ?? prices.price(of: ModelName(provider: item.provider, model: item.model))
        // What a provider itself says counts more than a table.
        let isTold = usage.cost > 0
        if !isTold, let price { usage.cost = price.cost(of: usage, characters: item.characters) }
        let cost = Self.billionths(usage.cost)
        budgets.settle(reservation, cost: cost)
        recorder.add(
            UsageSums(
                calls: 1, segments: item.segments, characters: item.characters,
                inputTokens: usage.inputTokens,
                outputTokens: usage.outputTokens, cachedInputTokens: usage.cachedInputTokens, cost: cost,
                unpricedCalls: isTold || price != nil || item.isLocal ? 0 : 1),
            key(item, model: model))
    }

    /// Gives back what was set aside for a call that failed.
    func fail(_ item: Item, _ reservation: Budgets.Reservation) {
        budgets.settle(reservation, cost: 0)
        recorder.add(UsageSums(calls: 1, failures: 1), key(item, model: item.model))
    }

    private func key(_ item: Item, model: String) -> UsageRecorder.Key {
        UsageRecorder.Key(
            day: clock.now().dayNumber, payer: item.payer, provider: item.provider, model: model,
            source: item.source,
            target: item.target)
    }

    static func billionths(_ dollars: Double) -> Int {
        Int(exactly: (min(max(0, dollars), 1e9) * 1e9).rounded(.up)) ?? .max
    }
}
