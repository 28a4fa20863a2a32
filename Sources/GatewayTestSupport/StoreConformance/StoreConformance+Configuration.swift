// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let configuration: [StorePromise] = [
        StorePromise("an engine is stored with all it owns, and is what translates") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let engine = fixture.engine(of: tenant)
            try expect(try await store.create(engine, limit: 2, by: .key(tenant.key)), "there is room")
            try expectEqual(try await store.engineRecord(engine.id, of: tenant.organization), engine)
            try expectEqual(try await store.engine(engine.id, of: tenant.organization), engine.engine)
            try expectEqual(try await store.engine(nil, of: tenant.organization)?.id, tenant.engine)
            try expect(
                !(try await store.create(fixture.engine(of: tenant), limit: 2, by: .operator)), "no room")
        },
        StorePromise("an engine made default takes the default's place") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var engine = fixture.engine(of: tenant)
            engine.isDefault = true
            try expect(try await store.create(engine, limit: 9, by: .operator), "there is room")
            try expectEqual(try await store.engine(nil, of: tenant.organization), engine.engine)
            let first = try required(
                try await store.engineRecord(tenant.engine, of: tenant.organization), "the first")
            try expect(!first.isDefault, "there is one default")
            try expectEqual(first.version, 2)
            let moved = try await store.change(
                tenant.engine, of: tenant.organization, by: .operator, at: fixture.start + .seconds(1)
            ) { engine throws(RequestError) in engine.isDefault = true }
            try expect(moved != nil, "it is there")
            try expectEqual(try await store.engine(nil, of: tenant.organization)?.id, tenant.engine)
        },
        StorePromise("a change is whole: versions rise for what changed, and a refused one leaves nothing") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let engine = fixture.engine(of: tenant)
            try expect(try await store.create(engine, limit: 9, by: .operator), "there is room")
            let later = fixture.start + .seconds(5)
            let changed = try await store.change(
                engine.id, of: tenant.organization, by: .key(tenant.key), at: later
            ) { engine throws(RequestError) in
                engine.models[0].value.rank = 7
                engine.instructions.removeAll()
                engine.voices[0].value.text = "Cold."
            }
            var expected = engine
            expected.models[0].value.rank = 7
            expected.instructions = []
            expected.voices[0].value.text = "Cold."
            expected = expected.following(engine, at: later)
            try expectEqual(expected.models[0].version, 2)
            try expectEqual(expected.models[0].updatedAt, later)
            try expectEqual(expected.models[1], engine.models[1])
            try expectEqual(expected.version, 1)
            try expectEqual(changed, .success(expected))
            try expectEqual(try await store.engineRecord(engine.id, of: tenant.organization), expected)
            try expectEqual(try await store.engine(engine.id, of: tenant.organization), expected.engine)
            let refusal = RequestError.invalid(field: "rank", reason: "clashes")
            let refused = try await store.change(
                engine.id, of: tenant.organization, by: .operator, at: later
            ) { engine throws(RequestError) in
                engine.models = []
                throw refusal
            }
            try expectEqual(refused, .failure(refusal))
            try expectEqual(try await store.engineRecord(engine.id, of: tenant.organization), expected)
            try expectEqual(try await store.engine(engine.id, of: tenant.organization), expected.engine)
        },
        StorePromise("an engine that is removed is gone with all it owns, but the default one stays") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let engine = fixture.engine(of: tenant)
            try expect(try await store.create(engine, limit: 9, by: .operator), "there is room")
            var items = fixture.newItems(tenant, try fixture.glossaryItems(1))
            items.engine = engine.id
            try expectEqual(try await store.add(items, of: tenant.organization, by: .operator), .added)
            func delete(_ id: EngineID, of organization: OrganizationID) async throws -> EngineDeletion {
                try await store.deleteEngine(id, of: organization, by: .operator, at: fixture.start)
            }
            try expectEqual(try await delete(tenant.engine, of: tenant.organization), .isDefault)
            let stranger = fixture.newTenant().organization
            try expectEqual(try await delete(engine.id, of: stranger), .noEngine)
            var group = fixture.newGroup(tenant)
            group.engine = engine.id
            _ = try await store.create(group)
            try expectEqual(try await delete(engine.id, of: tenant.organization), .hasOpenJobs(1))
            _ = try await store.delete(
                .group(group.id), of: tenant.organization, by: .operator, at: fixture.start)
            try expectEqual(try await delete(engine.id, of: tenant.organization), .deleted)
            try expectEqual(try await store.engineRecord(engine.id, of: tenant.organization), nil)
            try expectEqual(try await store.engine(engine.id, of: tenant.organization), nil)
            try expectEqual(
                try await store.owner(of: .model(engine.models[0].id), in: tenant.organization), nil)
            try expectEqual(
                try await store.glossary(of: engine.id, of: tenant.organization),
                Glossary(revision: 0, items: []))
            try expectEqual(try await delete(engine.id, of: tenant.organization), .noEngine)
            try expectEqual(
                try await store.engineRecords(PageQuery(), of: tenant.organization).map(\.id),
                [tenant.engine])
        },
        StorePromise("engines are listed newest first, page by page, those of the organization alone") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var ids = [tenant.engine]
            for _ in 0..<3 {
                let engine = fixture.engine(of: tenant)
                try expect(try await store.create(engine, limit: 9, by: .operator), "there is room")
                ids.insert(engine.id, at: 0)
            }
            let first = try await store.engineRecords(PageQuery(limit: 3), of: tenant.organization)
            try expectEqual(first.map(\.id), Array(ids.prefix(3)))
            try expectEqual(first[0].models.count, 2)
            let rest = try await store.engineRecords(
                PageQuery(before: ids[2], limit: 3), of: tenant.organization)
            try expectEqual(rest.map(\.id), [ids[3]])
            let stranger = fixture.newTenant().organization
            try expectEqual(try await store.engineRecords(PageQuery(), of: stranger), [])
        },
        StorePromise("an entry's engine is found by the entry's id, in its own organization") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let engine = fixture.engine(of: tenant)
            try expect(try await store.create(engine, limit: 9, by: .operator), "there is room")
            let entries: [ConfigurationEntryID] = [
                .model(engine.models[1].id), .instruction(engine.instructions[0].id),
                .voice(engine.voices[0].id),
            ]
            let stranger = fixture.newTenant().organization
            for entry in entries {
                try expectEqual(try await store.owner(of: entry, in: tenant.organization), engine.id)
                try expectEqual(try await store.owner(of: entry, in: stranger), nil)
            }
        },
        StorePromise("the audit log tells who did what to which thing, newest first") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let engine = fixture.engine(of: tenant)
            try expect(
                try await store.create(engine, limit: 9, by: .key(tenant.key)), "there is room")
            let later = fixture.start + .seconds(5)
            _ = try await store.change(engine.id, of: tenant.organization, by: .operator, at: later) {
                engine throws(RequestError) in engine.settings.name = "Renamed"
            }
            let query = AuditQuery(id: engine.id.text)
            let entries = try await store.auditEntries(query, of: tenant.organization)
            try expectEqual(entries.map(\.actor), ["operator", tenant.key.text])
            try expectEqual(entries.map(\.change.action), [.update, .create])
            try expectEqual(entries.map(\.at), [later, engine.createdAt])
            try expectEqual(entries[0].change.before, entries[1].change.after)
            try expect(
                String(decoding: entries[0].change.after ?? [], as: UTF8.self).contains("\"Renamed\""),
                "what it has become")
            let models = try await store.auditEntries(
                AuditQuery(entity: "ModelConfig", limit: 1), of: tenant.organization)
            try expectEqual(models.map(\.change.id), [engine.models[1].id.text])
            let older = try await store.auditEntries(
                AuditQuery(entity: "ModelConfig", before: models[0].number, limit: 9),
                of: tenant.organization)
            try expectEqual(older.first?.change.id, engine.models[0].id.text)
            let stranger = fixture.newTenant().organization
            try expectEqual(try await store.auditEntries(AuditQuery(), of: stranger), [])
        },
    ]
}

extension StoreFixture {
    /// A new engine with two models, an instruction and a voice; not stored.
    func engine(of tenant: Tenant) -> EngineRecord {
        var engine = EngineRecord(
            Engine(
                id: identifiers.next(), organization: tenant.organization, name: "Second",
                models: [
                    ModelConfig(name: ModelName(provider: "pseudo", model: "accent"), rank: 1),
                    ModelConfig(
                        source: LocaleTag(unchecked: "en"), name: ModelName(provider: "a", model: "b/c"),
                        rank: 2),
                ], onUnverifiable: .fail,
                instructions: [Instruction(name: "n", target: LocaleTag(unchecked: "de"), text: "Du.")],
                voices: [BrandVoice(target: LocaleTag(unchecked: "ar"), text: "Warm.")], reuse: .source,
                pivots: [LocaleTag(unchecked: "en"), LocaleTag(unchecked: "es")],
                challenger: Challenger(
                    name: ModelName(provider: "p", model: "m/1"), share: 0.05, dailyBudget: 1.5),
                pipeline: PipelineConfig(enabled: [.preEdit])),
            identifiers: identifiers, createdAt: start)
        engine.settings.description = "For tests"
        engine.settings.sourceLocales = [LocaleTag(unchecked: "en")]
        engine.settings.targetLocales = [LocaleTag(unchecked: "de"), LocaleTag(unchecked: "zh-Hant")]
        return engine
    }
}
