// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let suggestions: [StorePromise] = [
        StorePromise("feedback waits to be read, oldest first, and is ended with what came of it") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let first = fixture.feedback(tenant, "Do not translate Acme.")
            let second = fixture.feedback(tenant, "Second")
            try expect(try await store.create(first, limit: 2), "it is kept")
            try expect(try await store.create(second, limit: 2), "it is kept")
            try expect(!(try await store.create(fixture.feedback(tenant, "x"), limit: 2)), "it is too much")
            try expectEqual(try await store.nextFeedback(attempts: 3, at: fixture.start), first)
            var read = first
            read.status = .completed
            read.unread = ["“Quoted” and \\ odd"]
            read.completedAt = fixture.start + .seconds(1)
            let suggestion = fixture.suggestion(tenant, "Acme")
            try await store.finish(read, [suggestion])
            try expectEqual(
                try await store.feedback(first.id, of: tenant.engine, in: tenant.organization), read)
            try expectEqual(try await store.nextFeedback(attempts: 3, at: fixture.start)?.id, second.id)
            try expectEqual(
                try await store.suggestions(
                    SuggestionQuery(engine: tenant.engine, status: .pending), of: tenant.organization),
                [suggestion])
            let stranger = fixture.newTenant().organization
            try expect(
                try await store.feedback(first.id, of: tenant.engine, in: stranger) == nil, "not theirs")
            try expectEqual(
                try await store.suggestions(SuggestionQuery(engine: tenant.engine), of: stranger), [])
        },
        StorePromise("a pending suggestion of the same topic gives way, a resolved one stays") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let (first, second) = (fixture.suggestion(tenant, "Acme"), fixture.suggestion(tenant, "Acme"))
            try await store.suggest([first], of: tenant.organization)
            try await store.suggest([second], of: tenant.organization)
            let query = SuggestionQuery(engine: tenant.engine)
            try expectEqual(
                try await store.suggestions(query, of: tenant.organization).map(\.id), [second.id])
            _ = try await fixture.resolve(second, .dismiss, tenant)
            let third = fixture.suggestion(tenant, "Acme")
            try await store.suggest([third], of: tenant.organization)
            try expectEqual(
                try await store.suggestions(query, of: tenant.organization).map(\.id), [third.id, second.id])
            let resolved = try await store.resolvedSuggestion(
                of: third.topic, engine: tenant.engine, in: tenant.organization)
            try expectEqual(resolved?.id, second.id)
        },
        StorePromise("a suggestion is applied with its change, once, and taken back") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let suggestion = fixture.suggestion(tenant, "Acme")
            try await store.suggest([suggestion], of: tenant.organization)
            let before = try await store.glossaryRevision(of: tenant.engine)
            for _ in 1...2 {
                let applied = try await fixture.resolve(suggestion, .apply, tenant)
                try expectEqual(applied.status, .applied)
                let items = try await store.glossary(of: tenant.engine, of: tenant.organization).items
                try expectEqual(items.map(\.sourceText), ["Acme"])
            }
            try expectEqual(try await store.glossaryRevision(of: tenant.engine), before + 1)
            let undone = try await fixture.resolve(suggestion, .undo, tenant)
            try expectEqual(undone.status, .undone)
            try expectEqual(
                try await store.glossary(of: tenant.engine, of: tenant.organization).items, [])
            let log = try await store.auditEntries(
                AuditQuery(entity: "GlossaryItem"), of: tenant.organization)
            try expectEqual(log.map(\.change.action), [.delete, .create])
            try expectEqual(
                try await store.auditEntries(AuditQuery(entity: "Suggestion"), of: tenant.organization).count,
                2)
        },
        StorePromise("a suggestion that cannot be applied changes nothing") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var suggestion = fixture.suggestion(tenant, "Acme")
            suggestion.action = .update
            suggestion.subject = fixture.identifiers.next(GlossaryItemID.self).text
            try await store.suggest([suggestion], of: tenant.organization)
            let outcome = try await store.resolve(
                suggestion.id, of: tenant.engine, in: tenant.organization, .apply, by: .operator,
                identifiers: fixture.identifiers, glossaryLimit: 9, at: fixture.start)
            guard case .failure(.invalid)? = outcome else { throw BrokenPromise(description: "not refused") }
            try expectEqual(
                try await store.suggestions(SuggestionQuery(engine: tenant.engine), of: tenant.organization),
                [suggestion])
        },
    ]
}

extension StoreFixture {
    fileprivate func feedback(_ tenant: Tenant, _ text: String) -> Feedback {
        Feedback(
            id: identifiers.next(), organization: tenant.organization, engine: tenant.engine, key: tenant.key,
            text: text, createdAt: start)
    }

    fileprivate func suggestion(_ tenant: Tenant, _ term: String) -> Suggestion {
        Suggestion(
            id: identifiers.next(), engine: tenant.engine, target: .glossary, action: .create,
            proposed: JSONObject([
                .init("sourceText", .string(term)), .init("type", "non_translatable"),
            ]), reason: "It is a name.", sourceText: "Do not translate \(term).", origin: .text,
            evidence: JSONObject([.init("choices", 12)]), createdAt: start)
    }

    fileprivate func resolve(
        _ suggestion: Suggestion, _ verb: SuggestionVerb, _ tenant: Tenant
    ) async throws -> Suggestion {
        let outcome = try await store.resolve(
            suggestion.id, of: tenant.engine, in: tenant.organization, verb, by: .operator,
            identifiers: identifiers, glossaryLimit: 9, at: start + .seconds(5))
        return try required(outcome, "a suggestion").get()
    }
}
