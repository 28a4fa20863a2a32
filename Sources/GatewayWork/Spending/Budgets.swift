// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// Keeps what calls cost within budgets: reserved before a call, settled after it.
///
/// What was spent before this process began is read from the store when a period is first asked for.
final class Budgets: Sendable {
    fileprivate struct Key: Hashable {
        let limit: Limit
        let organization: OrganizationID
        /// `nil` for all engines together.
        let engine: EngineID?
        let from: String
    }

    fileprivate enum Limit: Hashable {
        /// One of the configuration's, by its place there.
        case budget(Int)
        /// What the payer says of its own purpose.
        case own(Payer.Purpose)
    }

    private struct Account {
        var spent: Int
        var reserved = 0
        var hasWarned: Bool
    }

    /// What a call may take of one or more budgets.
    struct Reservation {
        fileprivate let keys: [Key]
        fileprivate let amount: Int

        static let nothing = Reservation(keys: [], amount: 0)
    }

    /// Of a budget: from there on its operator is warned, and what nobody waits for takes no more of it.
    static let warningShare = 0.8

    private let budgets: [Budget]
    private let store: any UsageStore
    private let clock: WallClock
    private let logger: Logger
    private let accounts = Locked<[Key: Account]>([:])
    /// Budgets that are nearly used up, each once for a period.
    let notices: AsyncStream<BudgetNotice>
    private let notify: AsyncStream<BudgetNotice>.Continuation

    init(_ budgets: [Budget], store: any UsageStore, clock: WallClock, logger: Logger) {
        self.budgets = budgets
        self.store = store
        self.clock = clock
        self.logger = logger
        // Where nobody is to be told, the oldest are forgotten.
        (notices, notify) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
    }

    /// Sets aside what a call is estimated to cost, in billionths of a US dollar; throws when a budget does not have it.
    func reserve(_ amount: Int, for payer: Payer) async throws(ProviderError) -> Reservation {
        let keys = keys(of: payer)
        if keys.isEmpty { return .nothing }
        try await open(keys)
        let refusing: Limit? = accounts.withLock { accounts in
            // What costs nothing is never refused.
            for key in keys where amount > 0 {
                guard let account = accounts[key] else { continue }
                if account.spent + account.reserved + amount > self.amount(of: key.limit, for: payer) {
                    return key.limit
                }
            }
            for key in keys { accounts[key]?.reserved += amount }
            return nil
        }
        switch refusing {
        case nil: return Reservation(keys: keys, amount: amount)
        case .budget(let index):
            let budget = budgets[index]
            throw ProviderError(
                .quota, "the budget \"\(budget.name)\" is used up for this \(budget.period.rawValue)")
        case .own(let purpose):
            throw ProviderError(.quota, "the engine's budget for \(purpose.rawValue) is used up for this day")
        }
    }

    private func amount(of limit: Limit, for payer: Payer) -> Int {
        switch limit {
        case .own: return payer.dailyBudget ?? 0
        case .budget(let index):
            let amount = budgets[index].amount
            return payer.purpose == .shadow ? Int(Double(amount) * Self.warningShare) : amount
        }
    }

    /// Puts what a call did cost in the place of what was set aside.
    func settle(_ reservation: Reservation, cost: Int) {
        if reservation.keys.isEmpty { return }
        let warned: [BudgetNotice] = accounts.withLock { accounts in
            reservation.keys.compactMap { key in
                accounts[key]?.reserved -= reservation.amount
                accounts[key]?.spent += cost
                guard case .budget(let index) = key.limit, let account = accounts[key], !account.hasWarned,
                    isNearlyUsedUp(budgets[index], account.spent)
                else { return nil }
                accounts[key]?.hasWarned = true
                return notice(key, budgets[index], spent: account.spent)
            }
        }
        for notice in warned {
            logger.warning(
                "a budget is nearly used up",
                metadata: [
                    "budget": "\(notice.budget.name)", "spent.usd": "\(Double(notice.spent) / 1e9)",
                    "amount.usd": "\(Double(notice.budget.amount) / 1e9)",
                ])
            notify.yield(notice)
        }
    }

    private func notice(_ key: Key, _ budget: Budget, spent: Int) -> BudgetNotice {
        BudgetNotice(
            organization: key.organization, engine: key.engine, budget: budget, from: key.from, spent: spent)
    }

    private func isNearlyUsedUp(_ budget: Budget, _ spent: Int) -> Bool {
        Double(spent) >= Double(budget.amount) * Self.warningShare
    }

    /// How much of each budget an organization has spent.
    ///
    /// - Parameter engines: the organization's engines of a name.
    func statuses(
        of organization: OrganizationID, engines: (String) async throws(StoreError) -> [EngineID]
    ) async throws(StoreError) -> [BudgetStatus] {
        let day = clock.now().day
        var statuses: [BudgetStatus] = []
        for (index, budget) in budgets.enumerated() {
            let from = budget.period.start(of: day)
            let owners: [EngineID?] = if let name = budget.engine { try await engines(name) } else { [nil] }
            var status = BudgetStatus(budget: budget, from: from, spent: 0, reserved: 0)
            for engine in owners {
                let key = Key(limit: .budget(index), organization: organization, engine: engine, from: from)
                if let account = accounts.withLock({ $0[key] }) {
                    status.spent += account.spent
                    status.reserved += account.reserved
                } else {
                    status.spent += try await spent(key)
                }
            }
            statuses.append(status)
        }
        return statuses
    }

    private func keys(of payer: Payer) -> [Key] {
        if budgets.isEmpty, payer.dailyBudget == nil { return [] }
        let day = clock.now().day
        let keys = budgets.enumerated().compactMap { index, budget -> Key? in
            guard budget.engine == nil || budget.engine == payer.engineName else { return nil }
            return Key(
                limit: .budget(index), organization: payer.organization,
                engine: budget.engine == nil ? nil : payer.engine, from: budget.period.start(of: day))
        }
        guard payer.dailyBudget != nil else { return keys }
        let own = Key(
            limit: .own(payer.purpose), organization: payer.organization, engine: payer.engine, from: day)
        return keys + [own]
    }

    /// Reads what was spent before; a store that does not tell refuses, for a budget that is not known is not kept.
    private func open(_ keys: [Key]) async throws(ProviderError) {
        for key in keys where accounts.withLock({ $0[key] == nil }) {
            let before: Int
            do throws(StoreError) {
                before = try await spent(key)
            } catch {
                throw ProviderError(.unavailable, "what was spent cannot be read: \(error)")
            }
            let budget: Budget? = if case .budget(let index) = key.limit { budgets[index] } else { nil }
            let isNearlyUsedUp = budget.map { self.isNearlyUsedUp($0, before) } ?? false
            let isNew = accounts.withLock { accounts in
                let isNew = accounts[key] == nil
                if isNew { accounts[key] = Account(spent: before, hasWarned: isNearlyUsedUp) }
                // Periods that are over are asked for no more.
                for old in Array(accounts.keys)
                where old.limit == key.limit && old.from < key.from && accounts[old]?.reserved == 0 {
                    accounts[old] = nil
                }
                return isNew
            }
            // Whoever was not told before the process ended is told now.
            if isNew, isNearlyUsedUp, let budget { notify.yield(notice(key, budget, spent: before)) }
        }
    }

    private func spent(_ key: Key) async throws(StoreError) -> Int {
        guard case .own(let purpose) = key.limit else {
            let query = UsageQuery(from: key.from, to: "9999-12-31", groups: [], engine: key.engine)
            return try await store.usage(query, of: key.organization).first?.sums.cost ?? 0
        }
        let query = UsageQuery(from: key.from, to: key.from, groups: [.purpose], engine: key.engine)
        let rows = try await store.usage(query, of: key.organization)
        return rows.first { $0.values[.purpose] == purpose.rawValue }?.sums.cost ?? 0
    }
}
