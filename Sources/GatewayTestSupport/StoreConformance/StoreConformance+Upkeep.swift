// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let upkeep: [StorePromise] = [
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
                { _ = try await store.principal(keyHash: tenant.hash) },
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
