// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let upkeep: [StorePromise] = [
        StorePromise("groups are removed some time after they were over, never before their deliveries are") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let old = try await fixture.deliverableGroup(tenant, targets: ["de", "fr"])
            let waiting = try await fixture.deliverableGroup(tenant, to: "https://b.example/x")
            let late = try await fixture.group(tenant)
            _ = try await store.finish(
                try await fixture.claim()[0].lease, StoreFixture.completed, at: fixture.start + .seconds(2))
            let open = try await fixture.group(tenant)
            for due in try await fixture.claimDeliveries() where due.group == old.id {
                _ = try await fixture.finish(due, .delivered, status: 200)
            }
            let limit = fixture.start + .seconds(1)
            try expectEqual(try await store.removeGroups(overBefore: fixture.start, limit: 10), 0)
            try expectEqual(try await store.removeGroups(overBefore: limit, limit: 10), 2)
            try expectEqual(try await store.removeGroups(overBefore: limit, limit: 10), 0)
            try expect(try await store.group(old.id, of: tenant.organization) == nil, "it is gone")
            for group in [waiting, late, open] {
                try expect(try await store.group(group.id, of: tenant.organization) != nil, "it is kept")
            }
        },
        StorePromise("the state of the queue says what waits, what is under way and since when") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            try expectEqual(try await store.queueState(), QueueState())
            _ = try await fixture.group(tenant, targets: ["de", "fr", "es", "it"])
            let claimed = try await fixture.claim(2)
            let due = fixture.start + .seconds(60)
            _ = try await store.finish(claimed[0].lease, .retry(at: due, message: "m"), at: fixture.start)
            var expected = QueueState()
            (expected.ready, expected.waiting, expected.leased) = (2, 1, 1)
            expected.oldestReady = fixture.start
            try expectEqual(try await store.queueState(), expected)
            _ = try await store.cancel(
                .group(try await fixture.group(tenant, callback: "https://a.example/x").id),
                of: tenant.organization, at: due)
            try expectEqual(try await store.queueState().openDeliveries, 1)
            try expectEqual(try await store.queueState().oldestDelivery, due)
        },
        StorePromise("the next job that falls due is known") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            try expectEqual(try await store.nextDue(), nil)
            let attempt = try await fixture.claimedJob(tenant)
            try expectEqual(try await store.nextDue(), nil)
            let later = fixture.start + .seconds(50)
            _ = try await store.finish(attempt.lease, .retry(at: later, message: "m"), at: fixture.start)
            try expectEqual(try await store.nextDue(), later)
            let sooner = try await fixture.claimedJob(tenant)
            let soon = fixture.start + .seconds(20)
            _ = try await store.finish(sooner.lease, .retry(at: soon, message: "m"), at: fixture.start)
            try expectEqual(try await store.nextDue(), soon)
            _ = try await fixture.group(tenant)
            try expectEqual(try await store.nextDue(), fixture.start)
        },
        StorePromise("a store that can be written passes its check") { fixture in
            try await fixture.store.check()
            try await fixture.store.check()
        },
        StorePromise("a closed store refuses every deed, and may be closed again") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            await store.close()
            await store.close()
            let deeds: [@Sendable () async throws -> Void] = [
                { try await store.check() },
                {
                    _ = try await store.claim(
                        Claim(
                            now: fixture.start, leaseUntil: fixture.start, owner: "o", limit: 1))
                },
                { _ = try await store.finish(attempt.lease, StoreFixture.completed, at: fixture.start) },
                { _ = try await store.create(fixture.newGroup(tenant)) },
                { _ = try await store.group(attempt.group, of: tenant.organization) },
                { _ = try await store.jobs(JobQuery(), of: tenant.organization) },
                { _ = try await store.principal(keyHash: tenant.hash, at: fixture.start) },
                { _ = try await store.engine(nil, of: tenant.organization) },
                { try await store.backUp(to: "/nowhere") }, { _ = try await store.nextDue() },
            ]
            for (number, deed) in deeds.enumerated() {
                do {
                    try await deed()
                } catch StoreError.closed {
                    continue
                }
                throw BrokenPromise(description: "deed \(number) was done by a closed store")
            }
            for await _ in store.arrivals {}
        },
    ]
}
