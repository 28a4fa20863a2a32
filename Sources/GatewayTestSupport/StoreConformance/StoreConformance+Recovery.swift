// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let recovery: [StorePromise] = [
        StorePromise("a lease that was renewed does not run out, one that was lost is not renewed") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let (first, second) = (try await fixture.claimedJob(tenant), try await fixture.claimedJob(tenant))
            let later = fixture.start + .seconds(120)
            try expectEqual(try await store.renew([first.lease], until: later), [first.lease])
            try expectEqual(try await store.expireLeases(at: fixture.start + .seconds(59)), 0)
            try expectEqual(try await store.expireLeases(at: fixture.start + .seconds(60)), 1)
            let held = try await store.renew([second.lease, first.lease], until: later)
            try expectEqual(held, [first.lease])
            try expectEqual(try await store.renew([], until: later), [])
        },
        StorePromise("a job whose lease ran out is queued again, its attempt counted") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let first = try await fixture.claimedJob(tenant)
            var arrivals = store.arrivals.makeAsyncIterator()
            _ = await arrivals.next()
            try expectEqual(try await store.expireLeases(at: fixture.start + .seconds(60)), 1)
            _ = await arrivals.next()
            try expectEqual(try await fixture.record(first.lease.job, tenant).status, .processing)
            let second = try required(try await fixture.claim().first, "it is queued again")
            try expectEqual(second.number, 2)
            try expectEqual(second.crashes, 0)
            try expect(second.lease.fence > first.lease.fence, "the fence rises")
        },
        StorePromise("a job that was given back is claimed again, its attempt not counted") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let first = try await fixture.claimedJob(tenant)
            try expect(try await store.save(Checkpoint(batch: 0, payload: [1]), under: first.lease), "saved")
            var arrivals = store.arrivals.makeAsyncIterator()
            _ = await arrivals.next()
            try await store.release([first.lease])
            _ = await arrivals.next()
            try expectEqual(try await fixture.record(first.lease.job, tenant).status, .processing)
            try expect(
                !(try await store.finish(first.lease, StoreFixture.failed, at: fixture.start)), "given up")
            let second = try required(try await fixture.claim().first, "it is queued again")
            try expectEqual(second.number, 1)
            try expect(second.lease.fence > first.lease.fence, "the fence is never reset")
            try expectEqual(try await store.checkpoints(of: first.lease.job).count, 1)
            try await store.release([first.lease])
            try expect(
                try await store.finish(second.lease, StoreFixture.completed, at: fixture.start), "its own")
        },
        StorePromise(
            "jobs in flight when the process died are queued again, until they have killed it too often"
        ) {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            _ = try await fixture.group(tenant)
            for crash in 1...2 {
                try expectEqual(try await store.recover(maximumCrashes: 3, at: fixture.start), 1)
                let again = try required(
                    try await fixture.claim(suspects: crash >= Claim.suspicion).first {
                        $0.lease.job == attempt.lease.job
                    },
                    "it is queued again")
                try expectEqual(again.crashes, crash)
                try expectEqual(again.number, crash + 1)
                let others = try await store.jobs(JobQuery(status: .processing), of: tenant.organization)
                for other in others where other.id != attempt.lease.job {
                    // The neighbour ends well, so that it counts no more crashes.
                    let lease = Lease(job: other.id, fence: crash)
                    _ = try await store.finish(lease, StoreFixture.completed, at: fixture.start)
                }
            }
            let end = fixture.start + .seconds(7)
            try expectEqual(try await store.recover(maximumCrashes: 3, at: end), 1)
            let record = try await fixture.record(attempt.lease.job, tenant)
            try expectEqual(record.status, .failed)
            try expectEqual(record.completedAt, end)
            try expect(record.errorMessage != nil, "it says why")
            try expectEqual(record.steps, Array("[]".utf8))
            try expectEqual(try await fixture.claim(at: end).count, 0)
            try expectEqual(try await store.recover(maximumCrashes: 3, at: end), 0)
        },
    ]
}
