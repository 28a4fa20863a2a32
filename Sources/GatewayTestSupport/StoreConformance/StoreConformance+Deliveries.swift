// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let deliveries: [StorePromise] = [
        StorePromise(
            "every run that ends is to be delivered, if anybody waits for it, in the order of the ends"
        ) {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            _ = try await fixture.deliverableGroup(tenant, targets: ["xx"])
            _ = try await fixture.group(tenant)
            let silent = try await fixture.claim()
            _ = try await store.finish(silent[0].lease, StoreFixture.completed, at: fixture.start)
            let group = try await fixture.group(
                tenant, targets: ["de", "fr", "es"], callback: "https://a.example/hook?n=2")
            let claimed = try await fixture.claim()
            _ = try await store.finish(claimed[2].lease, StoreFixture.warned, at: fixture.start)
            _ = try await store.finish(claimed[0].lease, StoreFixture.failed, at: fixture.start)
            _ = try await store.cancel(.group(group.id), of: tenant.organization, at: fixture.start)
            let due = try await fixture.claimDeliveries().dropFirst()
            try expectEqual(due.map(\.id.job), [2, 0, 1].map { group.jobs[$0].id })
            try expectEqual(due.map(\.id.run), [1, 1, 1])
            try expectEqual(due.map(\.attempt), [1, 1, 1])
            try expect(due.allSatisfy { $0.group == group.id }, "the group")
            try expect(due.allSatisfy { $0.url == "https://a.example/hook?n=2" }, "where it goes")
            try expect(due.allSatisfy { $0.traceParent == StoreFixture.trace }, "the trace")
            try expect(due.allSatisfy { $0.organization == tenant.organization }, "whose it is")
        },
        StorePromise("a delivery hands over how its own run ended, whatever a later one does") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let group = try await fixture.deliverableGroup(tenant, StoreFixture.failed)
            let job = group.jobs[0].id
            _ = try await store.retry(
                .job(job), cancelledToo: false, of: tenant.organization, at: fixture.start)
            let again = try required(try await fixture.claim().first, "it is due")
            _ = try await store.finish(again.lease, StoreFixture.completed, at: fixture.start)
            let due = try await fixture.claimDeliveries()
            try expectEqual(due.map(\.id.description), [job.text, "\(job.text)r2"])
            func content(_ run: Int, _ limit: Int = 100) async throws -> DeliveryContent {
                try required(
                    try await store.content(
                        of: DeliveryID(job: job, run: run), maximumOutputBytes: limit), "it is there")
            }
            try expectEqual(try await content(1).status, .failed)
            try expectEqual(try await content(1).errorMessage, "no model has the pair")
            try expectEqual(try await content(1).output, nil)
            try expectEqual(try await content(2).status, .completed)
            try expectEqual(try await content(2).output, Array(#"{"a":"y"}"#.utf8))
            try expectEqual(try await content(2).target.spelling, "de")
            try expectEqual(try await content(2, 8).output, nil)
            try expectEqual(try await content(2, 8).outputBytes, 9)
            try expect(
                try await store.content(of: DeliveryID(job: job, run: 3), maximumOutputBytes: 1) == nil,
                "there is no such run")
        },
        StorePromise("a receiver has one claim at a time, and no other waits for it") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            _ = try await fixture.deliverableGroup(
                tenant, targets: ["de", "fr", "es"], to: "https://a.example/x")
            _ = try await fixture.deliverableGroup(tenant, to: "https://b.example/x")
            let first = try await fixture.claimDeliveries(perReceiver: 2)
            try expectEqual(
                first.map(\.url).sorted(),
                ["https://a.example/x", "https://a.example/x", "https://b.example/x"])
            try expectEqual(try await fixture.claimDeliveries().count, 0)
            try expectEqual(try await store.nextDelivery(), nil)
            for delivery in first where delivery.url == "https://a.example/x" {
                try expect(try await fixture.finish(delivery, .delivered, status: 200), "it is its own")
            }
            try expectEqual(try await store.nextDelivery(), fixture.start)
            try expectEqual(try await fixture.claimDeliveries().map(\.url), ["https://a.example/x"])
        },
        StorePromise("the same URL with another query is the same receiver") { fixture in
            let tenant = try await fixture.tenant()
            _ = try await fixture.deliverableGroup(tenant, to: "https://a.example/x?n=1")
            _ = try await fixture.deliverableGroup(tenant, to: "https://a.example/x?n=2")
            try expectEqual(try await fixture.claimDeliveries(perReceiver: 1).count, 1)
            try expectEqual(try await fixture.claimDeliveries(perReceiver: 1).count, 0)
        },
        StorePromise("a delivery that failed is due again at its time, and others go before it") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let group = try await fixture.deliverableGroup(tenant, targets: ["de", "fr"])
            let due = fixture.start + .seconds(5)
            let first = try await fixture.claimDeliveries(perReceiver: 1)[0]
            try expect(try await fixture.finish(first, .retry(at: due, isThin: true)), "it is its own")
            let second = try await fixture.claimDeliveries()
            try expectEqual(second.map(\.id.job), [group.jobs[1].id])
            _ = try await fixture.finish(second[0], .delivered, status: 204)
            try expectEqual(try await fixture.claimDeliveries(at: due + .milliseconds(-1)).count, 0)
            try expectEqual(try await store.nextDelivery(), due)
            let again = try required(try await fixture.claimDeliveries(at: due).first, "it is due")
            try expectEqual(again.id, first.id)
            try expectEqual(again.attempt, 2)
            try expect(again.isThin, "it is thin from now on")
            try expect(!(try await fixture.finish(first, .delivered)), "the first attempt is over")
            try expect(try await fixture.finish(again, .exhausted), "its own")
            try expectEqual(try await fixture.claimDeliveries(at: due + .seconds(9999)).count, 0)
        },
        StorePromise("deliveries given back, or under way at a death, are due again and not counted") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            _ = try await fixture.deliverableGroup(tenant)
            try await store.release(try await fixture.claimDeliveries())
            try expectEqual(try await fixture.claimDeliveries().map(\.attempt), [1])
            _ = try await store.recover(maximumCrashes: 3, at: fixture.start)
            let third = try await fixture.claimDeliveries()
            try expectEqual(third.map(\.attempt), [1])
            _ = try await store.expireLeases(at: fixture.start + .seconds(59))
            try expectEqual(try await fixture.claimDeliveries().count, 0)
            _ = try await store.expireLeases(at: fixture.start + .seconds(60))
            try expectEqual(try await fixture.claimDeliveries().map(\.id), third.map(\.id))
        },
        StorePromise("a delivery of a job that crashes ended is made too") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            _ = try await fixture.group(tenant, callback: "https://a.example/x")
            _ = try await fixture.claim()
            _ = try await store.recover(maximumCrashes: 1, at: fixture.start)
            let due = try required(try await fixture.claimDeliveries().first, "it is due")
            let content = try await store.content(of: due.id, maximumOutputBytes: 0)
            try expectEqual(content?.status, .failed)
        },
    ]

    static let deliveryLog: [StorePromise] = [
        StorePromise("the log shows deliveries newest first, by group, job and status, page by page") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let first = try await fixture.deliverableGroup(tenant, targets: ["de", "fr"])
            let second = try await fixture.deliverableGroup(tenant)
            let due = try await fixture.claimDeliveries()
            _ = try await fixture.finish(due[0], .delivered, status: 200)
            _ = try await fixture.finish(due[1], .exhausted, status: nil, error: "no connection")
            func list(_ query: DeliveryQuery) async throws -> [JobID] {
                try await store.deliveries(query, of: tenant.organization).deliveries.map(\.id.job)
            }
            let (de, fr, other) = (first.jobs[0].id, first.jobs[1].id, second.jobs[0].id)
            try expectEqual(try await list(DeliveryQuery()), [other, fr, de])
            try expectEqual(try await list(DeliveryQuery(group: first.id)), [fr, de])
            try expectEqual(try await list(DeliveryQuery(job: fr)), [fr])
            try expectEqual(try await list(DeliveryQuery(group: second.id, job: fr)), [])
            try expectEqual(try await list(DeliveryQuery(status: .delivered)), [de])
            try expectEqual(try await list(DeliveryQuery(status: .exhausted)), [fr])
            try expectEqual(try await list(DeliveryQuery(status: .pending)), [other])
            try expectEqual(try await list(DeliveryQuery(group: first.id, status: .exhausted)), [fr])
            var seen: [JobID] = []
            var query = DeliveryQuery(limit: 1)
            repeat {
                let page = try await store.deliveries(query, of: tenant.organization)
                seen += page.deliveries.map(\.id.job)
                query.before = page.next
            } while query.before != nil
            try expectEqual(seen, [other, fr, de])
            let stranger: OrganizationID = fixture.identifiers.next()
            try expect(
                try await store.deliveries(DeliveryQuery(), of: stranger).deliveries.isEmpty, "not his")
        },
        StorePromise("a delivery is shown with its attempts, and can be replayed from the start") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            _ = try await fixture.deliverableGroup(tenant)
            for number in 1...3 {
                let due = try required(try await fixture.claimDeliveries().first, "it is due")
                try expectEqual(due.attemptOfSchedule, number)
                let outcome =
                    number < 3 ? DeliveryOutcome.retry(at: fixture.start, isThin: false) : .exhausted
                _ = try await fixture.finish(due, outcome, status: 500 + number, error: "e\(number)")
            }
            let id = try await store.deliveries(DeliveryQuery(), of: tenant.organization).deliveries[0].id
            let record = try required(
                try await store.delivery(id, of: tenant.organization), "it is there")
            try expectEqual(record.status, .exhausted)
            try expectEqual(record.attempts, 3)
            try expectEqual(record.log.map(\.status), [501, 502, 503])
            try expectEqual(record.log.last?.error, "e3")
            try expectEqual(record.log.last?.duration, .milliseconds(7))
            try expectEqual(record.completedAt, fixture.start + .seconds(1))
            let later = fixture.start + .seconds(10)
            let stranger: OrganizationID = fixture.identifiers.next()
            try expect(!(try await store.replay(id, of: stranger, at: later)), "not his")
            try expect(try await store.replay(id, of: tenant.organization, at: later), "it is there")
            let again = try required(try await fixture.claimDeliveries(at: later).first, "it is due")
            try expectEqual(again.id, id)
            try expectEqual(again.attempt, 4)
            try expectEqual(again.attemptOfSchedule, 1)
            _ = try await fixture.finish(again, .delivered, status: 200)
            try expectEqual(try await store.delivery(id, of: tenant.organization)?.status, .delivered)
        },
        StorePromise("a delivery that had to go without its data is whole again when it is replayed") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            _ = try await fixture.deliverableGroup(tenant)
            let whole = try required(try await fixture.claimDeliveries().first, "it is due")
            _ = try await fixture.finish(whole, .retry(at: fixture.start, isThin: true), status: 413)
            let thin = try required(try await fixture.claimDeliveries().first, "it is due")
            try expect(thin.isThin, "it goes without data")
            _ = try await fixture.finish(thin, .exhausted)
            _ = try await store.replay(thin.id, of: tenant.organization, at: fixture.start)
            let again = try required(try await fixture.claimDeliveries().first, "it is due")
            try expect(!again.isThin, "the schedule begins anew, and the body with it")
            try expectEqual(again.attemptOfSchedule, 1)
        },
        StorePromise("an organization has one secret, two while they change") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let (now, first) = (fixture.start, SealedSecret(bytes: [1], createdAt: fixture.start))
            func secrets(_ moment: Timestamp) async throws -> [[UInt8]] {
                try await store.webhookSecrets(
                    of: tenant.organization, at: moment, first: SealedSecret(bytes: [9], createdAt: now)
                ).map(\.bytes)
            }
            _ = try await store.webhookSecrets(of: tenant.organization, at: now, first: first)
            try expectEqual(try await secrets(now), [[1]])
            let end = now + .seconds(60)
            for bytes: [UInt8] in [[2], [3]] {
                try await store.rotateWebhookSecret(
                    to: SealedSecret(bytes: bytes, createdAt: now), of: tenant.organization,
                    previousUntil: end)
            }
            try expectEqual(try await secrets(now), [[3], [2]])
            try expectEqual(try await secrets(end), [[3]])
        },
    ]

    static let changes: [StorePromise] = [
        StorePromise("what becomes of jobs is told, in order, once it is durable") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let seen = Locked<[JobChange]>([])
            store.changes.observe { changes in seen.withLock { $0 += changes } }
            let group = try await fixture.group(tenant, targets: ["de", "fr"])
            let claimed = try await fixture.claim()
            _ = try await store.save(
                Checkpoint(batch: 0, payload: [], segmentsDone: 2), under: claimed[0].lease)
            _ = try await store.finish(claimed[0].lease, StoreFixture.failed, at: fixture.start)
            _ = try await store.cancel(.group(group.id), of: tenant.organization, at: fixture.start)
            _ = try await store.retry(
                .job(group.jobs[0].id), cancelledToo: false, of: tenant.organization, at: fixture.start)
            _ = try await store.delete(
                .group(group.id), of: tenant.organization, by: .operator, at: fixture.start)
            let changes = seen.withLock { $0 }
            try expectEqual(
                changes.map(\.event),
                [.begun, .begun, .progressed, .ended, .ended, .queuedAgain, .deleted, .deleted])
            try expectEqual(changes[2].segmentsDone, 2)
            try expectEqual(changes[3].errorMessage, "no model has the pair")
            try expectEqual(changes.map(\.isCancelled).filter { $0 }.count, 1)
            try expectEqual(changes[5].run, 2)
            try expect(changes.allSatisfy { $0.group == group.id }, "the group")
            try expectEqual(changes[4].target.spelling, "fr")
        }
    ]
}
