// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let ends: [StorePromise] = [
        StorePromise("a completed job has its output, steps and moment") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            let moment = fixture.start + .seconds(5)
            try expect(
                try await store.finish(attempt.lease, StoreFixture.completed, at: moment), "it is written")
            let record = try await fixture.record(attempt.lease.job, tenant)
            try expectEqual(record.status, .completed)
            try expectEqual(record.output, Array(#"{"a":"y"}"#.utf8))
            try expectEqual(record.steps, Array(#"[{"stepId":"localization"}]"#.utf8))
            try expectEqual(record.warnings, Array("[]".utf8))
            try expectEqual(record.errorMessage, nil)
            try expectEqual(record.completedAt, moment)
            let group = try required(
                try await store.group(attempt.group, of: tenant.organization), "the group")
            try expectEqual(group.counts.status, .completed)
            try expectEqual(group.completedAt, moment)
        },
        StorePromise("a job with warnings says so, with them") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            _ = try await store.finish(attempt.lease, StoreFixture.warned, at: fixture.start)
            let record = try await fixture.record(attempt.lease.job, tenant)
            try expectEqual(record.status, .completedWithWarnings)
            try expectEqual(record.warnings, Array(#"[{"message":"m"}]"#.utf8))
            let group = try required(
                try await store.group(attempt.group, of: tenant.organization), "the group")
            try expectEqual(group.jobs[0].warnings, record.warnings)
        },
        StorePromise("a failed job has its message and steps and no output") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            _ = try await store.finish(attempt.lease, StoreFixture.failed, at: fixture.start)
            let record = try await fixture.record(attempt.lease.job, tenant)
            try expectEqual(record.status, .failed)
            try expectEqual(record.errorMessage, "no model has the pair")
            try expectEqual(record.steps, Array(#"[{"stepId":"localization"}]"#.utf8))
            try expectEqual(record.output, nil)
            try expectEqual(try await fixture.claim(at: fixture.start + .seconds(9999)).count, 0)
        },
        StorePromise("a job to be tried again is processing until it is due, and then claimed") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            let due = fixture.start + .seconds(30)
            _ = try await store.finish(attempt.lease, .retry(at: due, message: "busy"), at: fixture.start)
            let record = try await fixture.record(attempt.lease.job, tenant)
            try expectEqual(record.status, .processing)
            try expectEqual(record.errorMessage, nil)
            try expectEqual(record.completedAt, nil)
            try expectEqual(try await store.nextDue(), due)
            try expectEqual(try await fixture.claim(at: due + .milliseconds(-1)).count, 0)
            let again = try required(try await fixture.claim(at: due).first, "it is due")
            try expectEqual(again.number, 2)
            try expect(again.lease.fence > attempt.lease.fence, "the fence rises")
            try expect(try await store.finish(again.lease, StoreFixture.completed, at: due), "it is written")
        },
        StorePromise("a stale worker's end of a job is refused and changes nothing") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let first = try await fixture.claimedJob(tenant)
            try expectEqual(try await store.expireLeases(at: fixture.start + .seconds(61)), 1)
            let outcomes = [
                StoreFixture.failed, StoreFixture.completed, .retry(at: fixture.start, message: "m"),
            ]
            for outcome in outcomes {
                try expect(!(try await store.finish(first.lease, outcome, at: fixture.start)), "it ran out")
            }
            let second = try required(try await fixture.claim().first, "it is queued again")
            for outcome in outcomes {
                try expect(
                    !(try await store.finish(first.lease, outcome, at: fixture.start)), "it is another's")
            }
            try expectEqual(try await fixture.record(first.lease.job, tenant).status, .processing)
            try expect(
                try await store.finish(second.lease, StoreFixture.completed, at: fixture.start), "its own")
            for lease in [first.lease, second.lease] {
                try expect(
                    !(try await store.finish(lease, StoreFixture.failed, at: fixture.start)), "it is over")
            }
            try expectEqual(try await fixture.record(first.lease.job, tenant).status, .completed)
        },
    ]
}
