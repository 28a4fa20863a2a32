// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let reviews: [StorePromise] = [
        StorePromise("scores are summed by day, reviewer, pair and model; reasons stay, newest first") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let good = fixture.score(tenant, 1)
            let bad = fixture.score(tenant, 0.25, "It is cold.")
            let later = fixture.score(tenant, 0, "Worse.", at: fixture.start + .seconds(86_400))
            try await store.record([good, bad, good])
            try await store.record([later])
            let days = try await store.scores(
                of: tenant.engine, in: tenant.organization, from: "2026-01-05", to: "2026-01-06")
            try expectEqual(days.map(\.day), ["2026-01-05", "2026-01-06"])
            try expectEqual(days.map(\.count), [3, 1])
            try expectEqual(days.map(\.sum), [2.25, 0])
            try expectEqual(days[0].model, "one/m")
            let first = try await store.scores(
                of: tenant.engine, in: tenant.organization, from: "2026-01-05", to: "2026-01-05")
            try expectEqual(first.count, 1)
            let reasons = try await store.scoreReasons(of: tenant.engine, in: tenant.organization, limit: 9)
            try expectEqual(reasons, [later, bad])
            let stranger = fixture.newTenant().organization
            try expectEqual(
                try await store.scores(of: tenant.engine, in: stranger, from: "2000-01-01", to: "2100-01-01"),
                [])
            try expectEqual(try await store.scoreReasons(of: tenant.engine, in: stranger, limit: 9), [])
            try expectEqual(
                try await store.removeScoreReasons(before: fixture.start + .seconds(1), limit: 9), 1)
        },
        StorePromise("low scores are taken once, when there are enough of a reviewer and a pair") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let low = fixture.score(tenant, 0.5, "Cold.")
            func taken() async throws -> [String] {
                try await store.takeLowScores(
                    of: tenant.engine, in: tenant.organization, by: low.scorer, pair: low.pair, count: 2)
            }
            try await store.record([low, fixture.score(tenant, 0.7, "Nearly.")])
            try expectEqual(try await taken(), [])
            try await store.record([low])
            try expectEqual(try await taken(), ["Cold.", "Cold."])
            try expectEqual(try await taken(), [])
        },
        StorePromise("reviewers are an engine's, with versions and in the audit log") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let scorer = Scorer(
                name: "Tone", family: .custom, kind: .percentage, instruction: "Warm.",
                target: LocaleTag(unchecked: "de"), model: ModelName(provider: "judge", model: "m"),
                share: 0.25)
            let id: ScorerID = fixture.identifiers.next()
            let changed = try await store.change(
                tenant.engine, of: tenant.organization, by: .operator, at: fixture.start
            ) { engine throws(RequestError) in
                engine.scorers.append(
                    ConfigurationEntry(id: id, value: scorer, createdAt: fixture.start))
            }
            guard case .success? = changed else { throw BrokenPromise(description: "refused") }
            let record = try await store.engineRecord(tenant.engine, of: tenant.organization)
            try expectEqual(record?.scorers.map(\.value), [scorer])
            let engine = try await store.engine(tenant.engine, of: tenant.organization)
            try expectEqual(engine?.scorers, [NamedScorer(id: id, scorer: scorer)])
            try expectEqual(
                try await store.owner(of: .scorer(id), in: tenant.organization), tenant.engine)
            let log = try await store.auditEntries(AuditQuery(entity: "Scorer"), of: tenant.organization)
            try expectEqual(log.map(\.change.action), [.create])
        },
    ]
}

extension StoreFixture {
    fileprivate func score(
        _ tenant: Tenant, _ value: Double, _ reason: String? = nil, at moment: Timestamp? = nil
    ) -> Score {
        Score(
            organization: tenant.organization, engine: tenant.engine,
            scorer: ScorerID(unchecked: "scr_0000000000000001"),
            pair: LocalePair(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "de")),
            model: "one/m", value: value, reason: reason, at: moment ?? start)
    }
}
