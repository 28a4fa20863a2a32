// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let comparisonSets: [StorePromise] = [
        StorePromise("a test set comes back whole, to its organization alone, and waits to be run") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let set = fixture.set(tenant)
            try expect(try await store.create(set, fixture.segments(3), limit: 1), "it is kept")
            let second = fixture.set(tenant)
            try expect(!(try await store.create(second, [], limit: 1)), "it is too much")
            try expectEqual(try await store.comparisonSet(set.id, of: tenant.organization), set)
            let stranger = fixture.newTenant().organization
            try expectEqual(try await store.comparisonSet(set.id, of: stranger), nil)
            try expectEqual(try await store.comparisonSets(ComparisonSetQuery(), of: stranger), [])
            try expectEqual(
                try await store.cancelComparisonSet(set.id, of: stranger, at: fixture.start), nil)
            try expect(
                !(try await store.deleteComparisonSet(
                    set.id, of: stranger, by: .operator, at: fixture.start)), "it is not theirs")
            try expectEqual(try await store.openSegments(of: set.id, limit: 2), fixture.segments(2))
        },
        StorePromise("test sets are listed newest first, page by page, by engine") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let sets = (1...3).map { _ in fixture.set(tenant) }
            for set in sets { _ = try await store.create(set, [], limit: 9) }
            let first = try await store.comparisonSets(ComparisonSetQuery(limit: 2), of: tenant.organization)
            try expectEqual(first.map(\.id), [sets[2].id, sets[1].id])
            let rest = try await store.comparisonSets(
                ComparisonSetQuery(engine: tenant.engine, before: sets[1].id), of: tenant.organization)
            try expectEqual(rest.map(\.id), [sets[0].id])
            let other = ComparisonSetQuery(engine: fixture.newTenant().engine)
            try expectEqual(try await store.comparisonSets(other, of: tenant.organization), [])
        },
        StorePromise("a segment is compared once, and what it cost is added up") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let set = fixture.set(tenant)
            _ = try await store.create(set, fixture.segments(2), limit: 9)
            let first = fixture.comparison(of: set, 1)
            try expect(!(try await store.finish(first, pair: setPair)), "it does not run yet")
            let begun = try await store.nextComparisonSet(attempts: 3, at: fixture.start)
            try expectEqual(begun?.id, set.id)
            try expectEqual(begun?.status, .running)
            try expectEqual(begun?.startedAt, fixture.start)
            try expect(try await store.finish(first, pair: setPair), "it was open")
            try expect(
                !(try await store.finish(fixture.comparison(of: set, 1), pair: setPair)), "it is done")
            try expect(!(try await store.finish(fixture.comparison(of: set, 3), pair: setPair)), "it is none")
            try expectEqual(try await store.openSegments(of: set.id, limit: 9).map(\.position), [2])
            let present = try await store.comparisonSet(set.id, of: tenant.organization)
            try expectEqual(present?.done, 1)
            try expectEqual(present?.spent, 0.75)
            try expectEqual(try await store.comparison(first.id, of: tenant.organization), first)
        },
        StorePromise("a test set's comparisons come in the order of its segments, with choices") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let set = fixture.set(tenant)
            _ = try await store.create(set, fixture.segments(3), limit: 9)
            _ = try await store.nextComparisonSet(attempts: 3, at: fixture.start)
            let made = [3, 1, 2].map { fixture.comparison(of: set, $0) }
            for comparison in made { _ = try await store.finish(comparison, pair: setPair) }
            let choice = ComparisonChoice(rater: "a", candidate: 2, at: fixture.start)
            _ = try await store.choose(choice, in: made[2].id, of: tenant.organization, by: .operator)
            let found = try await store.comparisons(
                of: set.id, in: tenant.organization, after: 1, limit: 1)
            try expectEqual(found.map(\.place?.position), [2])
            try expectEqual(found.first?.choices, [choice])
            try expectEqual(
                try await store.comparisons(
                    of: set.id, in: fixture.newTenant().organization, after: 0, limit: 9), [])
            let observed = try await store.observations(of: set.id, in: tenant.organization)
            try expectEqual(
                observed.map { $0.candidates.map(\.referenceScore) },
                [[40.5, nil], [40.5, nil], [40.5, nil]])
            try expectEqual(observed.map(\.choices), [[], [choice], []])
            // The engine's scorecard sees them too.
            let scored = try await store.observations(
                of: tenant.engine, in: tenant.organization, pair: setPair, isUnjudged: false, limit: 9)
            try expectEqual(scored.count, 3)
        },
        StorePromise("an ended test set takes no comparison any more, and none is taken up") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let sets = (1...2).map { _ in fixture.set(tenant) }
            for set in sets { _ = try await store.create(set, fixture.segments(2), limit: 9) }
            let later = fixture.start + .seconds(1)
            _ = try await store.nextComparisonSet(attempts: 3, at: fixture.start)
            let cancelled = try await store.cancelComparisonSet(
                sets[0].id, of: tenant.organization, at: later)
            try expectEqual(cancelled?.status, .cancelled)
            try expectEqual(cancelled?.completedAt, later)
            try expect(
                !(try await store.finish(fixture.comparison(of: sets[0], 1), pair: setPair)), "it is over")
            try expect(
                !(try await store.end(sets[0].id, .completed, errorMessage: nil, at: later)), "it is over")
            try expectEqual(try await store.openSegments(of: sets[0].id, limit: 9), [])
            // Again changes nothing.
            try expectEqual(
                try await store.cancelComparisonSet(
                    sets[0].id, of: tenant.organization, at: later + .seconds(1)), cancelled)
            try expectEqual(
                try await store.nextComparisonSet(attempts: 3, at: later)?.id, sets[1].id)
            try expect(
                try await store.end(sets[1].id, .stopped, errorMessage: "why", at: later), "it ran")
            let stopped = try await store.comparisonSet(sets[1].id, of: tenant.organization)
            try expectEqual(stopped?.status, .stopped)
            try expectEqual(stopped?.errorMessage, "why")
            try expectEqual(try await store.openSegments(of: sets[1].id, limit: 9), [])
            try expectEqual(try await store.nextComparisonSet(attempts: 3, at: later), nil)
        },
        StorePromise("a test set that ends the gateway again and again without a segment done fails") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let set = fixture.set(tenant)
            _ = try await store.create(set, fixture.segments(2), limit: 9)
            for _ in 1...2 { _ = try await store.nextComparisonSet(attempts: 2, at: fixture.start) }
            _ = try await store.finish(fixture.comparison(of: set, 1), pair: setPair)
            // A segment done begins the count anew.
            for _ in 1...2 {
                try expectEqual(
                    try await store.nextComparisonSet(attempts: 2, at: fixture.start)?.id, set.id)
            }
            try expectEqual(try await store.nextComparisonSet(attempts: 2, at: fixture.start), nil)
            let failed = try await store.comparisonSet(set.id, of: tenant.organization)
            try expectEqual(failed?.status, .failed)
            try expect(failed?.errorMessage != nil, "it says why")
            try expectEqual(failed?.done, 1)
        },
        StorePromise("a deleted test set takes its comparisons and choices along, and no others") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let sets = (1...2).map { _ in fixture.set(tenant) }
            var made: [Comparison] = []
            for set in sets {
                _ = try await store.create(set, fixture.segments(2), limit: 9)
                _ = try await store.nextComparisonSet(attempts: 3, at: fixture.start)
                made.append(fixture.comparison(of: set, 1))
                _ = try await store.finish(made[made.count - 1], pair: setPair)
                let choice = ComparisonChoice(rater: "a", candidate: 1, at: fixture.start)
                _ = try await store.choose(
                    choice, in: made[made.count - 1].id, of: tenant.organization, by: .operator)
                _ = try await store.end(set.id, .stopped, errorMessage: nil, at: fixture.start)
            }
            try expect(
                try await store.deleteComparisonSet(
                    sets[0].id, of: tenant.organization, by: .operator, at: fixture.start), "it was there")
            try expect(
                !(try await store.deleteComparisonSet(
                    sets[0].id, of: tenant.organization, by: .operator, at: fixture.start)), "it is gone")
            try expectEqual(try await store.comparisonSet(sets[0].id, of: tenant.organization), nil)
            try expectEqual(try await store.comparison(made[0].id, of: tenant.organization), nil)
            try expect(
                try await store.comparison(made[1].id, of: tenant.organization) != nil, "it is another's")
        },
        StorePromise("references of a test set go with the texts, and its scores stay") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let set = fixture.set(tenant)
            _ = try await store.create(set, fixture.segments(1), limit: 9)
            _ = try await store.nextComparisonSet(attempts: 3, at: fixture.start)
            let comparison = fixture.comparison(of: set, 1)
            _ = try await store.finish(comparison, pair: setPair)
            _ = try await store.removeComparisonTexts(before: fixture.start + .seconds(1), limit: 9)
            let left = try await store.comparison(comparison.id, of: tenant.organization)
            try expectEqual(left?.place, ComparisonPlace(set: set.id, position: 1))
            try expectEqual(left?.candidates.map(\.referenceScore), [40.5, nil])
        },
    ]

    private static let setPair = LocalePair(
        source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "es"))
}

extension StoreFixture {
    fileprivate func set(_ tenant: Tenant) -> ComparisonSet {
        var set = ComparisonSet(
            id: identifiers.next(), organization: tenant.organization, engine: tenant.engine,
            key: tenant.key, name: "Release “2”", source: LocaleTag(unchecked: "EN"),
            target: LocaleTag(unchecked: "es"),
            models: [ModelName(provider: "a", model: "b/c"), ModelName(provider: "e", model: "f")],
            isBlind: true, segments: 3,
            estimate: ComparisonEstimate(
                inputTokens: 5, outputTokens: 6, cost: 0.125,
                unpriced: [ModelName(provider: "e", model: "f")]), createdAt: start)
        set.budget = 2.5
        return set
    }

    fileprivate func segments(_ count: Int) -> [TestSegment] {
        (1...count).map {
            TestSegment(
                position: $0, source: "Text, \($0)\n\"quoted\"", reference: $0 == 2 ? nil : "Texto \($0)")
        }
    }

    fileprivate func comparison(of set: ComparisonSet, _ position: Int) -> Comparison {
        let data = JSONObject([.init("text", "Hello")])
        return Comparison(
            id: identifiers.next(), organization: set.organization, engine: set.engine, source: set.source,
            target: set.target, isBlind: set.isBlind, characters: 5, content: data,
            candidates: [
                ComparisonCandidate(
                    number: 1, model: set.models[0], content: data, milliseconds: 12,
                    usage: Usage(inputTokens: 5, outputTokens: 6, cost: 0.25), referenceScore: 40.5),
                ComparisonCandidate(
                    number: 2, model: set.models[1], error: "no network", usage: Usage(cost: 0.5)),
            ], remembered: 0, createdAt: start,
            place: ComparisonPlace(set: set.id, position: position, reference: "Hola"))
    }
}
