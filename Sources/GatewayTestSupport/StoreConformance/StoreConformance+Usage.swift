// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let usage: [StorePromise] = [
        StorePromise("what is used adds up, by organization, and is told by any groups") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let stranger = fixture.newTenant()
            func row(_ day: String, _ model: String, calls: Int, cost: Int) -> UsageRow {
                UsageRow(
                    values: [
                        .day: day, .engine: tenant.engine.text, .key: "", .provider: "a", .model: model,
                        .source: "en", .target: "es", .purpose: "job",
                    ], sums: UsageSums(calls: calls, characters: 7, cost: cost, unpricedCalls: 1))
            }
            let rows = [
                row("2026-01-01", "m", calls: 1, cost: 5), row("2026-01-01", "m", calls: 2, cost: 6),
                row("2026-01-02", "n", calls: 4, cost: 7), row("2026-01-03", "m", calls: 8, cost: 9),
            ]
            try await store.record(rows.map { (tenant.organization, $0) })
            func told(_ groups: [UsageDimension], to: String = "2026-01-02") async throws -> [UsageRow] {
                try await store.usage(
                    UsageQuery(from: "2026-01-01", to: to, groups: groups), of: tenant.organization)
            }
            try expectEqual(
                try await told([.day, .model]),
                [
                    UsageRow(
                        values: [.day: "2026-01-01", .model: "m"],
                        sums: UsageSums(calls: 3, characters: 14, cost: 11, unpricedCalls: 2)),
                    UsageRow(
                        values: [.day: "2026-01-02", .model: "n"],
                        sums: UsageSums(calls: 4, characters: 7, cost: 7, unpricedCalls: 1)),
                ])
            try expectEqual(try await told([.model], to: "2026-01-31").map(\.sums.calls), [11, 4])
            try expectEqual(try await told([]).map(\.sums.cost), [18])
            var query = UsageQuery(from: "2026-01-01", to: "2026-01-31", groups: [.day], limit: 2)
            try expectEqual(try await store.usage(query, of: tenant.organization).count, 2)
            query.engine = stranger.engine
            try expectEqual(try await store.usage(query, of: tenant.organization), [])
            query.engine = nil
            try expectEqual(try await store.usage(query, of: stranger.organization), [])
        },
        StorePromise("what was used long ago is removed") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            for day in ["2025-12-31", "2026-01-01"] {
                try await store.record([
                    (tenant.organization, UsageRow(values: [.day: day], sums: UsageSums(calls: 1)))
                ])
            }
            try expectEqual(try await store.removeUsage(before: "2026-01-01"), 1)
            let left = try await store.usage(
                UsageQuery(from: "2000-01-01", to: "2099-01-01", groups: [.day]), of: tenant.organization)
            try expectEqual(left.map { $0.values[.day] }, ["2026-01-01"])
        },
        StorePromise("a budget's period is told of once, by organization and engine") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let budget = Budget(name: "all", amount: 10, period: .month)
            let notice = BudgetNotice(
                organization: tenant.organization, engine: nil, budget: budget, from: "2026-01-01", spent: 8)
            try expectEqual(try await store.isTold(notice), false)
            try await store.markTold(notice, at: fixture.start)
            try await store.markTold(notice, at: fixture.start)
            try expectEqual(try await store.isTold(notice), true)
            var others = [notice, notice, notice]
            others[0].engine = tenant.engine
            others[1].from = "2026-02-01"
            others[2].budget.name = "other"
            for other in others { try expectEqual(try await store.isTold(other), false) }
        },
    ]
}
