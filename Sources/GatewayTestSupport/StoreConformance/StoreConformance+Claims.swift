// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let claims: [StorePromise] = [
        StorePromise("a claim takes jobs that are due, counts the attempt and raises the fence") { fixture in
            let tenant = try await fixture.tenant()
            let group = try await fixture.group(tenant, targets: ["pt-br", "ja"])
            let attempts = try await fixture.claim()
            try expectEqual(attempts.map(\.lease.job), group.jobs.map(\.id))
            try expectEqual(attempts.map(\.target.spelling), ["pt-br", "ja"])
            for attempt in attempts {
                try expectEqual(attempt.organization, tenant.organization)
                try expectEqual(attempt.group, group.id)
                try expectEqual(attempt.engine, tenant.engine)
                try expectEqual(attempt.source.spelling, "en-us")
                try expectEqual(attempt.number, 1)
                try expectEqual(attempt.crashes, 0)
                let record = try await fixture.record(attempt.lease.job, tenant)
                try expectEqual(record.status, .processing)
                try expectEqual(record.attempts, 1)
            }
            try expectEqual(try await fixture.claim().count, 0)
        },
        StorePromise("a claim takes no more than it is asked for") { fixture in
            let tenant = try await fixture.tenant()
            _ = try await fixture.group(tenant, targets: ["de", "fr", "ja"])
            try expectEqual(try await fixture.claim(0).count, 0)
            try expectEqual(try await fixture.claim(2).count, 2)
            try expectEqual(try await fixture.claim(2).count, 1)
        },
        StorePromise("a large group does not stand before another group's single job") { fixture in
            let tenant = try await fixture.tenant()
            _ = try await fixture.group(tenant, targets: (0..<100).map { "x-t\($0)" })
            let single = try await fixture.group(tenant, at: fixture.start + .seconds(1))
            let second = try await fixture.claim(2)
            try expectEqual(second.last?.group, single.id)
            // The same when the large one is under way already, one job at a time.
            for _ in 0..<10 { _ = try await fixture.claim(1) }
            let late = try await fixture.group(tenant, at: fixture.start + .seconds(2))
            let groups = try await fixture.claim(3).map(\.group)
            try expect(groups.contains(late.id), "it is claimed among the next")
        },
        StorePromise("groups of equal size take turns") { fixture in
            let tenant = try await fixture.tenant()
            let first = try await fixture.group(tenant, targets: ["de", "fr", "ja"])
            let second = try await fixture.group(tenant, targets: ["de", "fr", "ja"])
            var groups: [JobGroupID] = []
            for _ in 0..<3 { groups += try await fixture.claim(2).map(\.group) }
            try expectEqual(groups, [first.id, second.id, first.id, second.id, first.id, second.id])
        },
        StorePromise(
            "a group that comes later takes turns with one that is under way, and does not overtake it"
        ) {
            fixture in
            let tenant = try await fixture.tenant()
            let targets = (0..<30).map { "x-t\($0)" }
            let early = try await fixture.group(tenant, targets: targets)
            _ = try await fixture.claim(20)
            let late = try await fixture.group(tenant, targets: targets)
            let groups = try await fixture.claim(10).map(\.group)
            try expect((4...6).contains(groups.count { $0 == early.id }), "half are of the first")
            try expect((4...6).contains(groups.count { $0 == late.id }), "half are of the second")
        },
        StorePromise("a job that waits does not wait for ever behind new groups") { fixture in
            let tenant = try await fixture.tenant()
            let old = try await fixture.group(tenant, targets: ["de", "fr"])
            var open = Set(old.jobs.map(\.id))
            for _ in 0..<1000 where !open.isEmpty {
                _ = try await fixture.group(tenant)
                for attempt in try await fixture.claim(1) { open.remove(attempt.lease.job) }
            }
            try expect(open.isEmpty, "all its jobs were claimed while new groups kept coming")
        },
        StorePromise("workers that claim at the same time get different jobs") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var ids: Set<JobID> = []
            for _ in 0..<20 {
                ids.formUnion(
                    try await fixture.group(tenant, targets: (0..<20).map { "x-t\($0)" }).jobs.map(\.id))
            }
            let done = try await withThrowingTaskGroup(of: [JobID].self) { tasks in
                for worker in 0..<8 {
                    tasks.addTask {
                        var done: [JobID] = []
                        while true {
                            let attempts = try await fixture.claim(1 + worker)
                            if attempts.isEmpty { return done }
                            for attempt in attempts {
                                let outcome = worker % 2 == 0 ? StoreFixture.completed : StoreFixture.failed
                                if try await store.finish(attempt.lease, outcome, at: fixture.start) {
                                    done.append(attempt.lease.job)
                                }
                            }
                        }
                    }
                }
                return try await tasks.reduce(into: []) { $0 += $1 }
            }
            try expectEqual(done.count, 400)
            try expectEqual(Set(done), ids)
        },
        StorePromise("finished batches are kept by batch, under the lease alone") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let attempt = try await fixture.claimedJob(tenant)
            for (batch, text) in [(1, "b"), (0, "a"), (1, "c")] {
                let checkpoint = Checkpoint(batch: batch, payload: Array(text.utf8))
                try expect(try await store.save(checkpoint, under: attempt.lease), "the lease holds")
            }
            let kept = try await store.checkpoints(of: attempt.lease.job)
            try expectEqual(kept.map(\.batch), [0, 1])
            try expectEqual(kept.map(\.payload), [Array("a".utf8), Array("c".utf8)])
            let stale = Lease(job: attempt.lease.job, fence: attempt.lease.fence - 1)
            let more = Checkpoint(batch: 2, payload: [])
            try expect(!(try await store.save(more, under: stale)), "a stale lease is refused")
            try expectEqual(try await store.checkpoints(of: attempt.lease.job).count, 2)
            _ = try await store.finish(
                attempt.lease, .retry(at: fixture.start, message: "m"), at: fixture.start)
            try expectEqual(try await store.checkpoints(of: attempt.lease.job).count, 2)
            let again = try required(try await fixture.claim().first, "it is due")
            _ = try await store.finish(again.lease, StoreFixture.completed, at: fixture.start)
            try expectEqual(try await store.checkpoints(of: attempt.lease.job).count, 0)
            try expect(!(try await store.save(more, under: again.lease)), "what is over has no lease")
        },
    ]
}
