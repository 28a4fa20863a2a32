// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let creation: [StorePromise] = [
        StorePromise("a stored group is read with its jobs in the order of the request") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var new = fixture.newGroup(tenant, targets: ["pt-br", "DE", "ja", "ar"])
            // Ids that do not sort like the request.
            new.jobs = zip(new.jobs, new.jobs.reversed()).map { (id: $1.id, target: $0.target) }
            guard case .created = try await store.create(new) else {
                throw BrokenPromise(description: "a new group was not created")
            }
            let group = try required(try await store.group(new.id, of: tenant.organization), "the group")
            try expectEqual(group.id, new.id)
            try expectEqual(group.engine, tenant.engine)
            try expectEqual(group.source.spelling, "en-us")
            try expectEqual(group.createdAt, fixture.start)
            try expectEqual(group.jobs.map(\.id), new.jobs.map(\.id))
            try expectEqual(group.jobs.map(\.target.spelling), ["pt-br", "DE", "ja", "ar"])
            try expectEqual(group.counts.status, .pending)
            for job in group.jobs {
                try expectEqual(job.group, new.id)
                try expectEqual(job.status, .queued)
                try expectEqual(job.attempts, 0)
                try expectEqual(job.warnings, Array("[]".utf8))
                try expectEqual(job.createdAt, fixture.start)
                try expectEqual(job.completedAt, nil)
            }
        },
        StorePromise("a group's document comes back byte for byte, even an empty or a long one") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            for document in [[], [0, 255, 0], (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }] {
                let group = fixture.newGroup(tenant, document: document)
                _ = try await store.create(group)
                try expect(try await store.document(of: group.id) == document, "the same bytes")
            }
            try expect(try await store.document(of: fixture.identifiers.next()) == nil, "no such group")
        },
        StorePromise("an idempotency key names one group, and other content under it is a conflict") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let first = fixture.newGroup(tenant, targets: ["de", "fr"], idempotencyKey: "a")
            _ = try await store.create(first)
            _ = try await fixture.claim(1)
            let again = fixture.newGroup(tenant, targets: ["de", "fr"], idempotencyKey: "a")
            guard case .existing(let group) = try await store.create(again) else {
                throw BrokenPromise(description: "the first group was not found")
            }
            try expectEqual(group.id, first.id)
            try expectEqual(group.jobs.map(\.id), first.jobs.map(\.id))
            try expectEqual(group.counts.status, .processing)
            let other = fixture.newGroup(tenant, idempotencyKey: "a", fingerprint: [9])
            guard case .conflict = try await store.create(other) else {
                throw BrokenPromise(description: "other content is not a conflict")
            }
            try expect(try await store.group(again.id, of: tenant.organization) == nil, "no second group")
            try expectEqual(try await store.jobs(JobQuery(), of: tenant.organization).count, 2)
            _ = try await fixture.group(tenant)
            _ = try await fixture.group(tenant)
        },
        StorePromise("simultaneous requests under one idempotency key make one group") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            for round in 0..<20 {
                let created = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                    for _ in 0..<16 {
                        let new = fixture.newGroup(tenant, idempotencyKey: "key \(round)")
                        tasks.addTask {
                            if case .created = try await store.create(new) { true } else { false }
                        }
                    }
                    return try await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                try expectEqual(created, 1)
            }
            try expectEqual(try await store.jobs(JobQuery(limit: 100), of: tenant.organization).count, 20)
        },
        StorePromise("a deed that fails leaves nothing behind and does not harm its neighbours") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let outcomes = await withTaskGroup(of: Bool.self, returning: [Bool].self) { tasks in
                for number in 0..<60 {
                    var new = fixture.newGroup(tenant, targets: ["de", "fr"])
                    // Its second job has the id of its first.
                    if number % 3 == 0 { new.jobs[1].id = new.jobs[0].id }
                    let group = new
                    tasks.addTask {
                        let isThere = { try await store.group(group.id, of: tenant.organization) != nil }
                        do {
                            _ = try await store.create(group)
                            return (try? await isThere()) == true && number % 3 != 0
                        } catch {
                            return (try? await isThere()) == false && number % 3 == 0
                        }
                    }
                }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            try expect(outcomes.allSatisfy { $0 }, "just the faulty ones fail, as a whole")
        },
        StorePromise("another organization's groups and jobs do not exist") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let group = try await fixture.group(tenant)
            let stranger = fixture.newTenant().organization
            try expect(try await store.group(group.id, of: stranger) == nil, "no group")
            try expect(try await store.job(group.jobs[0].id, of: stranger) == nil, "no job")
            try expectEqual(try await store.jobs(JobQuery(), of: stranger).count, 0)
            try expect(
                try await store.job(fixture.identifiers.next(), of: tenant.organization) == nil, "unknown")
        },
        StorePromise("a new group is announced as an arrival") { fixture in
            let tenant = try await fixture.tenant()
            var arrivals = fixture.store.arrivals.makeAsyncIterator()
            _ = try await fixture.group(tenant)
            _ = await arrivals.next()
        },
    ]
}
