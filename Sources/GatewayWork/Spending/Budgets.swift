// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// Keeps what calls cost within budgets: reserved before a call, settled after it.
///
/// What was spent before this process began is read from the store when a period is first asked for.
final class Budgets: Sendable {
    fileprivate struct Key: Hashable {
        let budget: Int
        let organization: OrganizationID
        /// `nil` for all engines together.
        let engine: EngineID?
        let from: String
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

    /// Of a budget: from there on its operator is warned.
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
        let refusing: Budget? = accounts.withLock { accounts in
            // What costs nothing is never refused.
            for key in keys where amount > 0 {
                guard let account = accounts[key] else { continue }
                if account.spent + account.reserved + amount > budgets[key.budget].amount {
                    return budgets[key.budget]
                }
            }
            for key in keys { accounts[key]?.reserved += amount }
            return nil
        }
        if let refusing {
            throw ProviderError(
                .quota, "the budget \"\(refusing.name)\" is used up for this \(refusing.period.rawValue)")
        }
        return Reservation(keys: keys, amount: amount)
    }

    /// Puts what a call did cost in the place of what was set aside.
    func settle(_ reservation: Reservation, cost: Int) {
        if reservation.keys.isEmpty { return }
        let warned: [BudgetNotice] = accounts.withLock { accounts in
            reservation.keys.compactMap { key in
                accounts[key]?.reserved -= reservation.amount
                accounts[key]?.spent += cost
                let budget = budgets[key.budget]
                guard let account = accounts[key], !account.hasWarned,
                    Double(account.spent) >= Double(budget.amount) * Self.warningShare
                else { return nil }
                accounts[key]?.hasWarned = true
                return notice(key, spent: account.spent)
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

    private func notice(_ key: Key, spent: Int) -> BudgetNotice {
        BudgetNotice(
            organization: key.organization, engine: key.engine, budget: budgets[key.budget], from: key.from,
            spent: spent)
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
                let key = Key(budget: index, organization: organization, engine: engine, from: from)
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
        if budgets.isEmpty { return [] }
        let day = clock.now().day
        return budgets.enumerated().compactMap { index, budget in
            guard budget.engine == nil || budget.engine == payer.engineName else { return nil }
            return Key(
                budget: index, organization: payer.organization,
                engine: budget.engine == nil ? nil : payer.engine, from: budget.period.start(of: day))
        }
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
            let limit = Double(budgets[key.budget].amount) * Self.warningShare
            let isNearlyUsedUp = Double(before) >= limit
            let isNew = accounts.withLock { accounts in
                let isNew = accounts[key] == nil
                if isNew { accounts[key] = Account(spent: before, hasWarned: isNearlyUsedUp) }
                // Periods that are over are asked for no more.
                for old in Array(accounts.keys)
                where old.budget == key.budget && old.from < key.from && accounts[old]?.reserved == 0 {
                    accounts[old] = nil
                }
                return isNew
            }
            // Whoever was not told before the process ended is told now.
            if isNew, isNearlyUsedUp { notify.yield(notice(key, spent: before)) }
        }
    }

    private func spent(_ key: Key) async throws(StoreError) -> Int {
        let query = UsageQuery(from: key.from, to: "9999-12-31", groups: [], engine: key.engine)
        return try await store.usage(query, of: key.organization).first?.sums.cost ?? 0
    }
}
