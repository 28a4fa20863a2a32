// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SpendingConfiguration {
    /// Reads prices and budgets.
    init(_ reader: inout ConfigurationReader) {
        self.init()
        let node = reader.structure(
            "prices", default: "{}",
            allowed: "a map of provider/model, each with `input`, `output`, `cached_input` and `characters`",
            about:
                "What models cost, in US dollars for a million: `input`, `output` and `cached_input` tokens (as `input` if left out), "
                + "`characters` of source texts. `provider/*` is any model of a provider that is not named. What a provider itself "
                + "tells counts more; local engines are free."
        )
        if let entries = node.entries {
            for entry in entries { Self.price(entry, &prices, &reader) }
        } else if !node.isEmpty {
            reader.mistake("prices", node, "must be a map, got \(node.excerpt)")
        }
        let budgetNode = reader.structure(
            "budgets", default: "[]",
            allowed: "a list of maps, each with `name`, `amount`, `period` and `engine`",
            about:
                "What may be spent: `amount` in US dollars in a `period` of day, month (UTC) or total, by all engines together or by the "
                + "`engine` of that name. An engine that costs something is passed over when the budget does not have what a call is "
                + "estimated to cost. A warning is logged at 80 %."
        )
        switch budgetNode.content {
        case .list(let nodes):
            for (index, node) in nodes.enumerated() {
                if let budget = Self.budget(node, at: "budgets[\(index)]", &reader) { budgets.append(budget) }
            }
            let names = budgets.map(\.name)
            for name in Set(names) where names.count(where: { $0 == name }) > 1 {
                reader.mistake("budgets", budgetNode, "two budgets have the name \(name)")
            }
        default:
            if !budgetNode.isEmpty {
                reader.mistake("budgets", budgetNode, "must be a list, got \(budgetNode.excerpt)")
            }
        }
        let keep = reader.value(
            "retention.usage", .duration(.zero ... .seconds(315_360_000)), default: "400d",
            about: "What was used is removed so long after its day; 0s keeps it for ever.")
        self.keep = keep == .zero ? nil : keep
    }

    private static func price(
        _ entry: ConfigurationNode.Entry, _ prices: inout PriceTable, _ reader: inout ConfigurationReader
    ) {
        let path = "prices.\(entry.name)"
        guard let name = ModelName(entry.name) else {
            return reader.mistake(path, entry.value, "is not provider/model")
        }
        let found = reader.entries(
            of: entry.value, at: path, allowed: ["input", "output", "cached_input", "characters"])
        func dollars(_ member: String) -> Double? {
            found[member].flatMap { reader.scalar($0, .dollars, at: "\(path).\(member)") }
        }
        prices.prices[name] = Price(
            input: dollars("input") ?? 0, output: dollars("output") ?? 0,
            cachedInput: dollars("cached_input"),
            characters: dollars("characters") ?? 0)
    }

    private static func budget(
        _ node: ConfigurationNode, at path: String, _ reader: inout ConfigurationReader
    ) -> Budget? {
        let found = reader.entries(of: node, at: path, allowed: ["name", "engine", "amount", "period"])
        guard let amountNode = found["amount"] else {
            reader.mistake(path, node, "must have an amount")
            return nil
        }
        guard let amount = reader.scalar(amountNode, .dollars, at: path + ".amount") else { return nil }
        let periods = ConfigurationKind.choice(Budget.Period.allCases)
        let period = found["period"].flatMap { reader.scalar($0, periods, at: path + ".period") } ?? .month
        let engine = found["engine"].flatMap { reader.scalar($0, .text, at: path + ".engine") }
        let name = found["name"].flatMap { reader.scalar($0, .text, at: path + ".name") }
        return Budget(
            name: name ?? [engine, period.rawValue].compactMap(\.self).joined(separator: " "), engine: engine,
            amount: Int((amount * 1e9).rounded()), period: period)
    }
}

extension ConfigurationKind<Double> {
    /// US dollars.
    fileprivate static var dollars: Self {
        Self(allowed: "US dollars from 0 to 1000000, such as 2.50") { text in
            guard let value = Double(text), (0...1_000_000).contains(value) else { return nil }
            return value
        }
    }
}
