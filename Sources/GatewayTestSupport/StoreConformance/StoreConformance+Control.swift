// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let control: [StorePromise] = [
        StorePromise("cancelling ends what is not over, and nothing else") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let group = try await fixture.group(tenant, targets: ["de", "fr", "es", "it"])
            let claimed = try await fixture.claim(3)
            _ = try await store.finish(claimed[0].lease, StoreFixture.completed, at: fixture.start)
            let due = fixture.start + .seconds(60)
            _ = try await store.finish(claimed[1].lease, .retry(at: due, message: "m"), at: fixture.start)
            let end = fixture.start + .seconds(9)
            try expectEqual(try await store.cancel(.group(group.id), of: tenant.organization, at: end), 3)
            let jobs = try required(try await store.group(group.id, of: tenant.organization), "it").jobs
            try expectEqual(jobs.map(\.status), [.completed, .failed, .failed, .failed])
            try expectEqual(jobs.map(\.isCancelled), [false, true, true, true])
            try expect(jobs[1].errorMessage?.contains("ancelled") == true, "it says so")
            try expectEqual(jobs[3].completedAt, end)
            try expect(
                !(try await store.finish(claimed[2].lease, StoreFixture.completed, at: end)),
                "the lease of a cancelled job is lost")
            try expectEqual(try await fixture.claim(at: fixture.start + .seconds(9999)).count, 0)
            try expectEqual(try await store.cancel(.group(group.id), of: tenant.organization, at: end), 0)
        },
        StorePromise("cancelling a job leaves its neighbours alone") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let group = try await fixture.group(tenant, targets: ["de", "fr"])
            let job = JobScope.job(group.jobs[1].id)
            try expectEqual(try await store.cancel(job, of: tenant.organization, at: fixture.start), 1)
            try expectEqual(try await fixture.claim().map(\.lease.job), [group.jobs[0].id])
        },
        StorePromise("failed jobs are run again under the next number, cancelled ones only when asked") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let group = try await fixture.group(tenant, targets: ["de", "fr", "es"])
            let claimed = try await fixture.claim(2)
            _ = try await store.finish(claimed[0].lease, StoreFixture.completed, at: fixture.start)
            _ = try await store.finish(claimed[1].lease, StoreFixture.failed, at: fixture.start)
            _ = try await store.cancel(.group(group.id), of: tenant.organization, at: fixture.start)
            let later = fixture.start + .seconds(5)
            func retry(_ cancelledToo: Bool) async throws -> Int? {
                try await store.retry(
                    .group(group.id), cancelledToo: cancelledToo, of: tenant.organization, at: later)
            }
            try expectEqual(try await retry(false), 1)
            let open = try required(try await store.group(group.id, of: tenant.organization), "it")
            try expectEqual(open.jobs.map(\.status), [.completed, .processing, .failed])
            try expectEqual(open.jobs.map(\.run), [1, 2, 1])
            try expectEqual(open.completedAt, nil)
            try expectEqual(open.jobs[1].errorMessage, nil)
            let again = try required(try await fixture.claim(at: later).first, "it is due")
            try expectEqual(again.lease.job, group.jobs[1].id)
            try expectEqual(again.run, 2)
            try expectEqual(again.number, 1)
            try expect(again.lease.fence > claimed[1].lease.fence, "the fence is never reset")
            try expect(
                !(try await store.finish(claimed[1].lease, StoreFixture.completed, at: later)),
                "the first run's worker is refused")
            try expect(try await store.finish(again.lease, StoreFixture.completed, at: later), "its own")
            try expectEqual(try await retry(false), 0)
            try expectEqual(try await retry(true), 1)
            try expectEqual(try await fixture.claim(at: later).map(\.run), [2])
        },
        StorePromise("the batches of a run that failed serve the next one") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            let checkpoint = Checkpoint(batch: 0, payload: [1], segmentsDone: 2)
            try expect(try await store.save(checkpoint, under: attempt.lease), "saved")
            try expectEqual(try await fixture.record(attempt.lease.job, tenant).segmentsDone, 2)
            _ = try await store.finish(attempt.lease, StoreFixture.failed, at: fixture.start)
            _ = try await store.retry(
                .job(attempt.lease.job), cancelledToo: false, of: tenant.organization, at: fixture.start)
            let again = try required(try await fixture.claim().first, "it is due")
            try expectEqual(try await store.checkpoints(of: again.lease.job).map(\.payload), [[1]])
            try expect(
                try await store.save(Checkpoint(batch: 1, payload: [2]), under: again.lease), "saved")
            try expectEqual(try await store.checkpoints(of: again.lease.job).map(\.batch), [0, 1])
            _ = try await store.finish(again.lease, StoreFixture.completed, at: fixture.start)
            let record = try await fixture.record(again.lease.job, tenant)
            try expectEqual(record.segmentsDone, 3)
            try expectEqual(record.segmentsTotal, 3)
            try expectEqual(record.receipt?.new, 1)
        },
        StorePromise("a deleted job leaves nothing, and a group goes with its last one") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let group = try await fixture.deliverableGroup(tenant, targets: ["de", "fr"])
            let delivery = try required(try await fixture.claimDeliveries().first, "it is due")
            _ = try await fixture.finish(delivery, .retry(at: fixture.start, isThin: false))
            let (first, second) = (group.jobs[0].id, group.jobs[1].id)
            func delete(_ scope: JobScope) async throws -> Int? {
                try await store.delete(scope, of: tenant.organization, by: .operator, at: fixture.start)
            }
            try expectEqual(try await delete(.job(first)), 1)
            try expect(try await store.job(first, of: tenant.organization) == nil, "it is gone")
            let rest = try required(try await store.group(group.id, of: tenant.organization), "the group")
            try expectEqual(rest.jobs.map(\.id), [second])
            let log = try await store.deliveries(DeliveryQuery(), of: tenant.organization)
            try expectEqual(log.deliveries.map(\.id.job), [second])
            try expectEqual(try await delete(.job(first)), nil)
            try expectEqual(try await delete(.group(group.id)), 1)
            try expect(try await store.group(group.id, of: tenant.organization) == nil, "it is gone")
            try expect(try await store.document(of: group.id) == nil, "the source is gone")
            try expectEqual(try await fixture.claimDeliveries().count, 0)
        },
        StorePromise("a job that is deleted under way is lost to its worker") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            _ = try await store.delete(
                .group(attempt.group), of: tenant.organization, by: .operator, at: fixture.start)
            try expect(
                !(try await store.save(Checkpoint(batch: 0, payload: []), under: attempt.lease)), "it is gone"
            )
            try expect(
                !(try await store.finish(attempt.lease, StoreFixture.completed, at: fixture.start)),
                "it is gone")
        },
        StorePromise("another organization's jobs can be neither ended nor run again nor deleted") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let group = try await fixture.group(tenant)
            let other: OrganizationID = fixture.identifiers.next()
            for scope in [JobScope.group(group.id), .job(group.jobs[0].id)] {
                try expectEqual(try await store.cancel(scope, of: other, at: fixture.start), nil)
                try expectEqual(
                    try await store.retry(scope, cancelledToo: true, of: other, at: fixture.start), nil)
                try expectEqual(
                    try await store.delete(scope, of: other, by: .operator, at: fixture.start), nil)
            }
            try expectEqual(try await fixture.claim().count, 1)
            try expect(try await store.group(group.id, of: tenant.organization) != nil, "it is there")
        },
        StorePromise("a job under way at two deaths is left to who asks for suspects") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            _ = try await store.recover(maximumCrashes: 3, at: fixture.start)
            try expectEqual(try await fixture.claim(suspects: true).count, 0)
            try expectEqual(try await fixture.claim().map(\.crashes), [1])
            _ = try await store.recover(maximumCrashes: 3, at: fixture.start)
            let neighbour = try await fixture.group(tenant)
            try expectEqual(try await fixture.claim().map(\.group), [neighbour.id])
            let suspects = try await fixture.claim(suspects: true)
            try expectEqual(suspects.map(\.lease.job), [attempt.lease.job])
            try expectEqual(suspects.map(\.crashes), [2])
            let due = fixture.start + .seconds(30)
            _ = try await store.finish(suspects[0].lease, .retry(at: due, message: "m"), at: fixture.start)
            try expectEqual(try await fixture.claim(at: due).count, 0)
            try expectEqual(try await fixture.claim(suspects: true).count, 0)
            try expectEqual(try await fixture.claim(at: due, suspects: true).count, 1)
        },
    ]
}
