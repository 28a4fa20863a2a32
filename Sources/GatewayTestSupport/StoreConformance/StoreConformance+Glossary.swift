// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let glossary: [StorePromise] = [
        StorePromise("glossary items are listed newest first, page by page, as they were stored") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let items = try fixture.glossaryItems(5)
            let new = fixture.newItems(tenant, items)
            try expectEqual(try await store.add(new, of: tenant.organization, by: .operator), .added)
            let stored = zip(new.items, items).map { entry, item in
                GlossaryRecord(
                    id: entry.id, engine: tenant.engine, item: item, createdAt: fixture.start,
                    updatedAt: fixture.start)
            }
            var found: [GlossaryRecord] = []
            for _ in 0..<3 {
                found += try await store.glossaryItems(
                    GlossaryQuery(engine: tenant.engine, before: found.last?.id, limit: 2),
                    of: tenant.organization)
            }
            try expectEqual(found, stored.reversed())
            let glossary = try await store.glossary(of: tenant.engine, of: tenant.organization)
            try expectEqual(glossary, Glossary(revision: 1, items: items))
        },
        StorePromise("glossary items are added all or none, and replace the others when asked") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let items = try fixture.glossaryItems(3)
            let first = fixture.newItems(tenant, Array(items[..<2]), limit: 2)
            try expectEqual(try await store.add(first, of: tenant.organization, by: .operator), .added)
            let more = fixture.newItems(tenant, [items[2]], limit: 2)
            try expectEqual(try await store.add(more, of: tenant.organization, by: .operator), .tooMany(3))
            var instead = fixture.newItems(tenant, [items[2], items[0]], limit: 2)
            instead.replacesAll = true
            try expectEqual(try await store.add(instead, of: tenant.organization, by: .operator), .added)
            try expectEqual(
                try await store.glossary(of: tenant.engine, of: tenant.organization),
                Glossary(revision: 2, items: [items[2], items[0]]))
            try expectEqual(try await store.add(more, of: tenant.organization, by: .operator), .tooMany(3))
        },
        StorePromise("each change of a glossary has a revision of its own") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            try expectEqual(try await store.glossaryRevision(of: tenant.engine), 0)
            let items = try fixture.glossaryItems(2)
            let new = fixture.newItems(tenant, [items[0]])
            _ = try await store.add(new, of: tenant.organization, by: .operator)
            try expectEqual(try await store.glossaryRevision(of: tenant.engine), 1)
            let later = fixture.start + .seconds(5)
            let replaced = try await store.replace(
                new.items[0].id, by: items[1], of: tenant.organization, by: .operator, at: later)
            try expectEqual(
                replaced,
                GlossaryRecord(
                    id: new.items[0].id, engine: tenant.engine, item: items[1], createdAt: fixture.start,
                    updatedAt: later))
            try expectEqual(
                try await store.glossary(of: tenant.engine, of: tenant.organization),
                Glossary(revision: 2, items: [items[1]]))
            try expect(
                try await store.delete(
                    new.items[0].id, of: tenant.organization, by: .operator, at: fixture.start),
                "it was there")
            try expect(
                !(try await store.delete(
                    new.items[0].id, of: tenant.organization, by: .operator, at: fixture.start)), "it is gone"
            )
            try expectEqual(try await store.glossaryRevision(of: tenant.engine), 3)
            try expectEqual(
                try await store.glossary(of: tenant.engine, of: tenant.organization),
                Glossary(revision: 3, items: []))
        },
        StorePromise("another organization's glossary does not exist") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let stranger = fixture.newTenant()
            let new = fixture.newItems(tenant, try fixture.glossaryItems(1))
            try expectEqual(try await store.add(new, of: stranger.organization, by: .operator), .noEngine)
            try expectEqual(try await store.add(new, of: tenant.organization, by: .operator), .added)
            let id = new.items[0].id
            let query = GlossaryQuery(engine: tenant.engine)
            try expectEqual(try await store.glossaryItems(query, of: stranger.organization), [])
            try expectEqual(try await store.glossary(of: tenant.engine, of: stranger.organization).items, [])
            let item = new.items[0].item
            try expectEqual(
                try await store.replace(
                    id, by: item, of: stranger.organization, by: .operator, at: fixture.start), nil)
            try expect(
                !(try await store.delete(id, of: stranger.organization, by: .operator, at: fixture.start)),
                "not theirs")
            try expectEqual(try await store.glossaryItems(query, of: tenant.organization).count, 1)
        },
    ]
}

extension StoreFixture {
    /// Items of all shapes.
    func glossaryItems(_ count: Int) throws -> [GlossaryItem] {
        try (0..<count).map { number in
            number.isMultiple(of: 2)
                ? try GlossaryItem(
                    sourceLocale: LocaleTag(unchecked: "en-us"), targetLocale: LocaleTag(unchecked: "de"),
                    sourceText: "key \(number)", targetText: "Schl\u{FC}ssel", hint: "a\nb",
                    partOfSpeech: .properNoun, gender: .masculine, number: .plural)
                : try GlossaryItem(sourceText: "Dragoman \(number)", type: .nonTranslatable)
        }
    }

    func newItems(_ tenant: Tenant, _ items: [GlossaryItem], limit: Int = 10) -> NewGlossaryItems {
        NewGlossaryItems(
            engine: tenant.engine, items: items.map { (identifiers.next(), $0) }, limit: limit,
            createdAt: start)
    }
}
