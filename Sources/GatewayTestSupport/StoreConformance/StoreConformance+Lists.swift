// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let lists: [StorePromise] = [
        StorePromise(
            "a walk through the list while jobs arrive shows each job once that was there at its start"
        ) {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var made: Set<JobID> = []
            for _ in 0..<15 {
                made.formUnion(try await fixture.group(tenant, targets: ["de", "fr", "es"]).jobs.map(\.id))
            }
            let before = made
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<4 {
                    tasks.addTask {
                        for _ in 0..<15 { _ = try await fixture.group(tenant, targets: ["it", "pt"]) }
                    }
                }
                for limit in [1, 2, 7, 100] {
                    tasks.addTask {
                        var (query, seen) = (JobQuery(limit: limit), [JobID]())
                        while true {
                            let page = try await store.jobs(query, of: tenant.organization)
                            seen += page.map(\.id)
                            guard let last = page.last else { break }
                            query.before = last.id
                        }
                        try expectEqual(Set(seen).count, seen.count)
                        try expect(before.isSubset(of: seen), "none is missed")
                        try expectEqual(seen, seen.sorted { $0.text > $1.text })
                    }
                }
                try await tasks.waitForAll()
            }
        },
        StorePromise("jobs are listed newest first, page by page, while new ones come") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var ids: [JobID] = []
            for _ in 0..<5 {
                ids += try await fixture.group(tenant, targets: ["de", "fr", "ja"]).jobs.map(\.id)
            }
            var found: [JobID] = []
            while true {
                let query = JobQuery(before: found.last, limit: 4)
                let page = try await store.jobs(query, of: tenant.organization)
                if page.isEmpty { break }
                found += page.map(\.id)
                _ = try await fixture.group(tenant)
            }
            try expectEqual(found, ids.sorted { $0.text > $1.text })
        },
        StorePromise("a list shows the jobs of one state, each state apart") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let expected = try await fixture.oneOfEach(tenant)
            for (status, jobs) in expected {
                let page = try await store.jobs(JobQuery(status: status), of: tenant.organization)
                try expectEqual(page.map(\.id), jobs.sorted { $0.text > $1.text })
                try expect(page.allSatisfy { $0.status == status }, "a list by state has that state")
                let older = try await store.jobs(
                    JobQuery(status: status, before: page.first?.id), of: tenant.organization)
                try expectEqual(older.map(\.id), Array(page.dropFirst().map(\.id)))
                for job in page {
                    let whole = try await fixture.record(job.id, tenant)
                    try expectEqual(job.status, whole.status)
                    try expectEqual(job.warnings, whole.warnings)
                    try expectEqual(job.errorMessage, whole.errorMessage)
                    try expectEqual(job.completedAt, whole.completedAt)
                    try expectEqual(job.output, nil)
                }
            }
            let all = try await store.jobs(JobQuery(limit: 100), of: tenant.organization)
            try expectEqual(all.count, expected.values.reduce(0) { $0 + $1.count })
        },
        StorePromise("a list by engine shows that engine's jobs") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            _ = try await fixture.oneOfEach(tenant)
            for status in [nil] + JobStatus.allCases.map(Optional.some) {
                let all = try await store.jobs(JobQuery(status: status), of: tenant.organization)
                let own = try await store.jobs(
                    JobQuery(engine: tenant.engine, status: status), of: tenant.organization)
                try expectEqual(own.map(\.id), all.map(\.id))
                let none = try await store.jobs(
                    JobQuery(engine: fixture.newTenant().engine, status: status), of: tenant.organization)
                try expectEqual(none.count, 0)
            }
        },
    ]
}

extension StoreFixture {
    /// Brings jobs into every state and returns which are where.
    func oneOfEach(_ tenant: Tenant) async throws -> [JobStatus: [JobID]] {
        var jobs: [JobStatus: [JobID]] = [:]
        for (status, outcome) in [
            (JobStatus.completed, Self.completed), (.completedWithWarnings, Self.warned),
            (.failed, Self.failed),
        ] {
            for _ in 0..<2 {
                let attempt = try await claimedJob(tenant)
                _ = try await store.finish(attempt.lease, outcome, at: start + .seconds(1))
                jobs[status, default: []].append(attempt.lease.job)
            }
        }
        let waiting = try await claimedJob(tenant)
        _ = try await store.finish(
            waiting.lease, .retry(at: start + .seconds(90), message: "busy"), at: start)
        let leased = try await claimedJob(tenant)
        let released = try await claimedJob(tenant)
        try await store.release([released.lease])
        jobs[.processing] = [waiting, leased, released].map(\.lease.job)
        jobs[.queued] = try await group(tenant, targets: ["de", "fr"]).jobs.map(\.id)
        return jobs
    }
}
