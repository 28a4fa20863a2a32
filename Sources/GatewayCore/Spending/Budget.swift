// SPDX-License-Identifier: Apache-2.0

/// What may be spent in a period, by every organization or by one of its engines.
public struct Budget: Sendable, Equatable {
    /// How long it holds, in UTC.
    public enum Period: String, Sendable, CaseIterable {
        case day, month
        /// For ever.
        case total

        /// The first day of the period that holds `day`.
        public func start(of day: String) -> String {
            switch self {
            case .day: day
            case .month: day.prefix(8) + "01"
            case .total: "0000-01-01"
            }
        }
    }

    /// What it is called in messages.
    public var name: String
    /// The engine by its name; `nil`: all engines together.
    public var engine: String?
    /// Billionths of a US dollar.
    public var amount: Int
    /// How long it holds.
    public var period: Period

    /// Makes a budget.
    public init(name: String, engine: String? = nil, amount: Int, period: Period) {
        self.name = name
        self.engine = engine
        self.amount = amount
        self.period = period
    }
}

/// How much of a budget is spent.
public struct BudgetStatus: Sendable, Equatable {
    /// The budget.
    public var budget: Budget
    /// The first day of the period that is now.
    public var from: String
    /// Billionths of a US dollar, of this period.
    public var spent: Int
    /// Reserved by calls under way.
    public var reserved: Int

    /// Makes a status.
    public init(budget: Budget, from: String, spent: Int, reserved: Int) {
        self.budget = budget
        self.from = from
        self.spent = spent
        self.reserved = reserved
    }
}

/// What money is told by: prices and budgets.
public struct SpendingConfiguration: Sendable, Equatable {
    /// What models cost.
    public var prices: PriceTable
    /// What may be spent.
    public var budgets: [Budget]
    /// How long usage is kept; `nil` for ever.
    public var keep: Duration?

    /// Makes a configuration: nothing costs anything, and nothing is bounded.
    public init(prices: PriceTable = PriceTable(), budgets: [Budget] = [], keep: Duration? = nil) {
        self.prices = prices
        self.budgets = budgets
        self.keep = keep
    }
}
