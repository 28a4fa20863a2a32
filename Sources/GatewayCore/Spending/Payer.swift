// SPDX-License-Identifier: Apache-2.0

/// On whose behalf an engine is called.
public struct Payer: Sendable, Hashable {
    /// What the call is for.
    public enum Purpose: String, Sendable, CaseIterable {
        /// A synchronous localization.
        case localize
        /// A localization job.
        case job
        /// A comparison of models.
        case compare
        /// Feedback that is made suggestions.
        case suggest
        /// A review of translations.
        case review
        /// What a challenger makes off the record.
        case shadow
    }

    /// Whose organization.
    public var organization: OrganizationID
    /// The engine that asks.
    public var engine: EngineID
    /// Its name, as budgets know it.
    public var engineName: String
    /// The key that came with the request; `nil` for an operator.
    public var key: KeyID?
    /// What for.
    public var purpose: Purpose
    /// What the engine's calls of the purpose may cost in a day (UTC), in billionths of a US dollar; `nil`: what budgets leave.
    public var dailyBudget: Int?

    /// Makes a payer.
    public init(
        organization: OrganizationID, engine: EngineID, engineName: String, key: KeyID?, purpose: Purpose,
        dailyBudget: Int? = nil
    ) {
        self.organization = organization
        self.engine = engine
        self.engineName = engineName
        self.key = key
        self.purpose = purpose
        self.dailyBudget = dailyBudget
    }
}
