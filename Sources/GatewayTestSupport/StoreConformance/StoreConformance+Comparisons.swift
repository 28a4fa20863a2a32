// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let comparisons: [StorePromise] = [
        StorePromise("a comparison comes back whole, to its organization alone") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let comparison = comparison(of: tenant, "cmp_0000000000000001", at: fixture.start)
            try await store.create(comparison, pair: pair)
            try expectEqual(try await store.comparison(comparison.id, of: tenant.organization), comparison)
            let stranger = fixture.newTenant()
            try expectEqual(try await store.comparison(comparison.id, of: stranger.organization), nil)
            let choice = ComparisonChoice(rater: "a", candidate: 1, at: fixture.start)
            try expectEqual(
                try await store.choose(choice, in: comparison.id, of: stranger.organization, by: .operator),
                false)
            try expectEqual(
                try await store.observations(
                    of: tenant.engine, in: stranger.organization, pair: nil, isUnjudged: false, limit: 9), [])
        },
        StorePromise("a rater has one choice of a comparison, the last one") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let comparison = comparison(of: tenant, "cmp_0000000000000002", at: fixture.start)
            try await store.create(comparison, pair: pair)
            for (rater, candidate) in [("a", 1), ("b", 2), ("a", nil)] as [(String, Int?)] {
                let choice = ComparisonChoice(
                    rater: rater, candidate: candidate,
                    edit: candidate == 2 ? JSONObject([.init("a", "x")]) : nil,
                    editDistance: candidate == 2 ? 0.5 : nil, at: fixture.start)
                try expectEqual(
                    try await store.choose(choice, in: comparison.id, of: tenant.organization, by: .operator),
                    true)
            }
            let choices = try await store.comparison(comparison.id, of: tenant.organization)?.choices ?? []
            try expectEqual(choices.map(\.rater), ["a", "b"])
            try expectEqual(choices.map(\.candidate), [nil, 2])
            try expectEqual(choices.map(\.editDistance), [nil, 0.5])
            let observed = try await store.observations(
                of: tenant.engine, in: tenant.organization, pair: nil, isUnjudged: false, limit: 9)
            try expectEqual(observed.map(\.pair), [pair])
            try expectEqual(observed[0].candidates.map(\.hasFailed), [false, true])
            try expectEqual(observed[0].choices.map(\.edit), [nil, nil])
        },
        StorePromise("texts of comparisons go, and what counts stays") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let comparison = comparison(of: tenant, "cmp_0000000000000003", at: fixture.start)
            try await store.create(comparison, pair: pair)
            let edit = JSONObject([.init("a", "x")])
            let choice = ComparisonChoice(
                rater: "a", candidate: 1, edit: edit, editDistance: 1, at: fixture.start)
            _ = try await store.choose(choice, in: comparison.id, of: tenant.organization, by: .operator)
            let before = try await store.observations(
                of: tenant.engine, in: tenant.organization, pair: nil, isUnjudged: false, limit: 9)
            try expectEqual(try await store.removeComparisonTexts(before: fixture.start, limit: 9), 0)
            let later = fixture.start + .seconds(1)
            try expectEqual(try await store.removeComparisonTexts(before: later, limit: 9), 1)
            try expectEqual(try await store.removeComparisonTexts(before: later, limit: 9), 0)
            let left = try await store.comparison(comparison.id, of: tenant.organization)
            try expectEqual(left?.content, nil)
            try expectEqual(left?.candidates.map(\.content), [nil, nil])
            try expectEqual(left?.choices.map(\.edit), [nil])
            try expectEqual(
                try await store.observations(
                    of: tenant.engine, in: tenant.organization, pair: nil, isUnjudged: false, limit: 9),
                before)
        },
        StorePromise("shadow runs are listed newest first, and count apart until somebody chooses in them") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var runs: [Comparison] = []
            for number in 5...7 {
                var run = comparison(of: tenant, "cmp_000000000000000\(number)", at: fixture.start)
                run.isShadow = true
                try await store.create(run, pair: pair)
                runs.append(run)
            }
            try await store.create(
                comparison(of: tenant, "cmp_0000000000000008", at: fixture.start), pair: pair)
            let first = try await store.shadowRuns(
                of: tenant.engine, in: tenant.organization, PageQuery(limit: 2))
            try expectEqual(first, [runs[2], runs[1]])
            let rest = try await store.shadowRuns(
                of: tenant.engine, in: tenant.organization, PageQuery(before: runs[1].id, limit: 2))
            try expectEqual(rest, [runs[0]])
            let stranger = fixture.newTenant()
            try expectEqual(
                try await store.shadowRuns(of: tenant.engine, in: stranger.organization, PageQuery(limit: 2)),
                [])
            func counts() async throws -> [Int] {
                var counts: [Int] = []
                for isUnjudged in [true, false] {
                    let found = try await store.observations(
                        of: tenant.engine, in: tenant.organization, pair: pair, isUnjudged: isUnjudged,
                        limit: 9)
                    counts.append(found.count)
                }
                return counts
            }
            try expectEqual(try await counts(), [3, 1])
            let choice = ComparisonChoice(rater: "a", candidate: 1, at: fixture.start)
            _ = try await store.choose(choice, in: runs[0].id, of: tenant.organization, by: .operator)
            try expectEqual(try await counts(), [2, 2])
        },
        StorePromise("shadow runs that nobody chose in go as a whole with their texts") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let ids = ["cmp_0000000000000011", "cmp_0000000000000012"]
            for id in ids {
                var run = comparison(of: tenant, id, at: fixture.start)
                run.isShadow = true
                try await store.create(run, pair: pair)
            }
            let choice = ComparisonChoice(rater: "a", candidate: 1, at: fixture.start)
            _ = try await store.choose(
                choice, in: ComparisonID(unchecked: ids[0]), of: tenant.organization, by: .operator)
            let later = fixture.start + .seconds(1)
            try expectEqual(try await store.removeComparisonTexts(before: later, limit: 9), 2)
            let left = try await store.shadowRuns(
                of: tenant.engine, in: tenant.organization, PageQuery(limit: 9))
            try expectEqual(left.map(\.id.text), [ids[0]])
            try expectEqual(left.map(\.content), [nil])
        },
    ]

    private static let pair = LocalePair(
        source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "es"))

    private static func comparison(of tenant: Tenant, _ id: String, at moment: Timestamp) -> Comparison {
        let data = JSONObject([.init("a", "Hello"), .init("n", .number("1.50"))])
        return Comparison(
            id: ComparisonID(unchecked: id), organization: tenant.organization, engine: tenant.engine,
            source: LocaleTag(unchecked: "EN"), target: LocaleTag(unchecked: "es"), isBlind: true,
            characters: 5, content: data,
            candidates: [
                ComparisonCandidate(
                    number: 1, model: ModelName(provider: "a", model: "b/c"),
                    answered: ModelName(provider: "a", model: "d"), content: data,
                    warnings: Array(#"[{"message":"m"}]"#.utf8), findings: 1,
                    terms: ComparedTerms(kept: 1, inserted: 2, missed: 3), milliseconds: 12,
                    usage: Usage(inputTokens: 5, outputTokens: 6, cost: 0.25, cachedInputTokens: 2),
                    agreement: 61.5, fingerprint: [1, 2, 3]),
                ComparisonCandidate(
                    number: 2, model: ModelName(provider: "e", model: "f"), error: "no network"),
            ], remembered: 1, createdAt: moment)
    }
}
