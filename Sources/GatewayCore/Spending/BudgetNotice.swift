// SPDX-License-Identifier: Apache-2.0

/// That a budget is nearly used up in one of its periods; told once.
public struct BudgetNotice: Sendable, Equatable {
    /// Whose money it is.
    public var organization: OrganizationID
    /// The engine whose calls it bounds; `nil` for all together.
    public var engine: EngineID?
    /// The budget.
    public var budget: Budget
    /// The first day of the period.
    public var from: String
    /// Billionths of a US dollar, when it was noticed.
    public var spent: Int

    /// Makes a notice.
    public init(organization: OrganizationID, engine: EngineID?, budget: Budget, from: String, spent: Int) {
        self.organization = organization
        self.engine = engine
        self.budget = budget
        self.from = from
        self.spent = spent
    }
}
