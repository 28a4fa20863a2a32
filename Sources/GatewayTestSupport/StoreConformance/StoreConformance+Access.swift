// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let access: [StorePromise] = [
        StorePromise("a fresh store gets its organization, engine and key") { fixture in
            let (store, tenant) = (fixture.store, fixture.newTenant())
            let stored = try await store.bootstrap(fixture.bootstrap(tenant))
            try expect(stored == (tenant.organization, true), "the key is stored")
            try expectEqual(try await store.organizations(PageQuery()).map(\.id), [tenant.organization])
            try expectEqual(try await store.organizations(PageQuery()).map(\.name), ["First"])
            let principal = try required(
                try await store.principal(keyHash: tenant.hash, at: fixture.start), "a principal")
            try expectEqual(principal.organization, tenant.organization)
            try expectEqual(principal.key, tenant.key)
            try expectEqual(principal.user, nil)
            try expect(principal.email.contains("@"), "a service key has an address")
            let expected = fixture.bootstrap(tenant).engine.engine
            try expectEqual(try await store.engine(nil, of: tenant.organization), expected)
            try expectEqual(try await store.engine(tenant.engine, of: tenant.organization), expected)
            try expectEqual(
                try await store.keys(PageQuery(), of: tenant.organization), [fixture.key(of: tenant)])
        },
        StorePromise("a second bootstrap changes nothing but what it provisions of the default engine") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let before = try required(
                try await store.engineRecord(nil, of: tenant.organization), "an engine")
            let models = [ModelConfig(name: ModelName(provider: "other", model: "*"), rank: 3)]
            let other = fixture.newTenant()
            var again = fixture.bootstrap(other, name: "Second", models: models)
            again.engine.settings.onUnverifiable = .source
            again.engine.settings.name = "Renamed"
            again.engine.instructions.removeFirst()
            again.engine.voices = []
            again.engine.provisioned = [.settings, .models, .instructions]
            let stored = try await store.bootstrap(again)
            try expect(stored == (tenant.organization, false), "organization and key stay")
            try expectEqual(try await store.organizations(PageQuery()).map(\.name), ["First"])
            let engine = try required(
                try await store.engineRecord(nil, of: tenant.organization), "an engine")
            try expectEqual(engine.id, tenant.engine)
            try expectEqual(engine.models.map(\.value), models)
            try expectEqual(engine.settings.onUnverifiable, .source)
            try expectEqual(engine.settings.name, before.settings.name)
            try expectEqual(engine.version, before.version + 1)
            try expectEqual(engine.instructions, [before.instructions[1]])
            try expectEqual(engine.voices, before.voices)
            try expectEqual(try await store.engine(nil, of: tenant.organization), engine.engine)
            try expect(
                try await store.principal(keyHash: other.hash, at: fixture.start) == nil,
                "the other key is unknown")
        },
        StorePromise("a revoked key speaks for nobody, and keeps the moment of its revocation") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var second = fixture.key(of: fixture.newTenant())
            second.organization = tenant.organization
            _ = try await store.create(second, by: .operator)
            try expectEqual(
                try await store.principal(keyHash: second.hash, at: fixture.start)?.key, second.id)
            let stranger = fixture.newTenant().organization
            let byStranger = try await store.revoke(second.id, of: stranger, by: .operator, at: fixture.start)
            try expect(byStranger == nil, "not a stranger's")
            try expect(
                try await store.principal(keyHash: second.hash, at: fixture.start) != nil, "it is still valid"
            )
            for delay in 1...2 {
                let moment = fixture.start + .seconds(delay)
                let revoked = try await store.revoke(
                    second.id, of: tenant.organization, by: .operator, at: moment)
                try expect(revoked != nil, "it is there")
            }
            try expect(
                try await store.principal(keyHash: second.hash, at: fixture.start) == nil, "it is revoked")
            second.revokedAt = fixture.start + .seconds(1)
            try expectEqual(
                try await store.keys(PageQuery(), of: tenant.organization), [second, fixture.key(of: tenant)])
            let unknown = fixture.newTenant().key
            let missing = try await store.revoke(
                unknown, of: tenant.organization, by: .operator, at: fixture.start)
            try expect(missing == nil, "no such key")
        },
        StorePromise("a key is good until it expires") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var key = fixture.key(of: fixture.newTenant())
            key.organization = tenant.organization
            key.expiresAt = fixture.start + .seconds(10)
            try expectEqual(try await store.create(key, by: .operator), .created)
            let before = try await store.principal(keyHash: key.hash, at: fixture.start + .seconds(9))
            try expectEqual(before?.key, key.id)
            let after = try await store.principal(keyHash: key.hash, at: fixture.start + .seconds(10))
            try expect(after == nil, "it is over")
            try expectEqual(try await store.key(key.id, of: tenant.organization), key)
        },
        StorePromise("a service key may what its grant says") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var key = fixture.key(of: fixture.newTenant())
            key.organization = tenant.organization
            key.grant = Grant(scopes: [.read, .translate], engines: [tenant.engine])
            _ = try await store.create(key, by: .operator)
            let found = try await store.principal(keyHash: key.hash, at: fixture.start)
            let principal = try required(found, "a principal")
            try expectEqual(principal.scopes, [.read, .translate])
            try expectEqual(principal.engines, [tenant.engine])
            let first = try await store.principal(keyHash: tenant.hash, at: fixture.start)
            try expect(first?.engines == nil && first?.scopes == Role.owner.scopes, "an owner reaches all")
        },
        StorePromise("a personal key may what its user may at that moment, and dies with the membership") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var key = fixture.key(of: fixture.newTenant())
            key.organization = tenant.organization
            key.user = fixture.identifiers.next()
            try expectEqual(try await store.create(key, by: .operator), .noMember)
            let member = try await store.add(
                Member(
                    user: fixture.identifiers.next(), organization: tenant.organization,
                    email: "Ana@shop.example",
                    grant: Grant(scopes: Role.viewer.scopes), createdAt: fixture.start),
                by: .operator, at: fixture.start)
            key.user = member.user
            try expectEqual(try await store.create(key, by: .operator), .created)
            let viewer = try await store.principal(keyHash: key.hash, at: fixture.start)
            try expectEqual(viewer?.email, "Ana@shop.example")
            try expectEqual(viewer?.scopes, Role.viewer.scopes)
            var promoted = member
            promoted.user = fixture.identifiers.next()
            promoted.email = "ANA@shop.example"
            promoted.grant = Grant(scopes: [.translate], engines: [tenant.engine])
            let changed = try await store.add(promoted, by: .operator, at: fixture.start + .seconds(1))
            try expectEqual(changed.user, member.user)
            try expectEqual(changed.email, member.email)
            try expectEqual(changed.createdAt, member.createdAt)
            try expectEqual(try await store.members(PageQuery(), of: tenant.organization), [changed])
            try expectEqual(try await store.member("aNA@shop.example", of: tenant.organization), changed)
            let translator = try await store.principal(keyHash: key.hash, at: fixture.start)
            try expectEqual(translator?.engines, [tenant.engine])
            let isGone = try await store.removeMember(
                member.user, of: tenant.organization, by: .operator, at: fixture.start + .seconds(2))
            try expect(isGone, "the member was there")
            let nobody = try await store.principal(keyHash: key.hash, at: fixture.start)
            try expect(nobody == nil, "the key is dead")
            let revoked = try await store.key(key.id, of: tenant.organization)
            try expectEqual(revoked?.revokedAt, fixture.start + .seconds(2))
        },
        StorePromise("an organization is made with an engine and a key, and sees nothing of others") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let pattern = try required(
                try await store.engineRecord(nil, of: tenant.organization), "an engine")
            let hash = [UInt8](repeating: 7, count: 32)
            let new = NewOrganization(
                name: "Second", like: pattern, keyHash: hash, identifiers: fixture.identifiers,
                at: fixture.start)
            try await store.create(new, by: .operator)
            try expectEqual(try await store.organization(new.record.id), new.record)
            try expectEqual(try await store.organizations(PageQuery()).map(\.name), ["Second", "First"])
            let principal = try await store.principal(keyHash: hash, at: fixture.start)
            try expectEqual(principal?.organization, new.record.id)
            let engine = try await store.engine(nil, of: new.record.id)
            try expectEqual(engine?.models, pattern.models.map(\.value))
            try expectEqual(try await store.keys(PageQuery(), of: new.record.id).map(\.id), [new.key.id])
            try expect(try await store.engine(tenant.engine, of: new.record.id) == nil, "not theirs")
        },
        StorePromise("an organization's settings change whole, with its default engine, or not at all") {
            fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let engine = fixture.engine(of: tenant)
            _ = try await store.create(engine, limit: 9, by: .operator)
            let changed = try await store.change(
                tenant.organization, by: .operator, at: fixture.start
            ) { record throws(RequestError) in
                record.name = "Renamed"
                record.callbackURL = "https://shop.example/hook"
                record.defaultEngine = engine.id
            }
            guard case .success(let record)? = changed else { throw BrokenPromise(description: "refused") }
            try expectEqual(record.version, 2)
            try expectEqual(try await store.organization(tenant.organization), record)
            try expectEqual(try await store.callbackURL(of: tenant.organization), "https://shop.example/hook")
            try expectEqual(try await store.engine(nil, of: tenant.organization)?.id, engine.id)
            let refused = try await store.change(
                tenant.organization, by: .operator, at: fixture.start
            ) { record throws(RequestError) in
                record.name = "Lost"
                record.defaultEngine = fixture.newTenant().engine
            }
            guard case .failure? = refused else { throw BrokenPromise(description: "not refused") }
            try expectEqual(try await store.organization(tenant.organization), record)
        },
        StorePromise("what is done to keys, members and the organization is in the audit log") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var key = fixture.key(of: fixture.newTenant())
            key.organization = tenant.organization
            _ = try await store.create(key, by: .key(tenant.key))
            _ = try await store.revoke(key.id, of: tenant.organization, by: .operator, at: fixture.start)
            let entries = try await store.auditEntries(
                AuditQuery(entity: "ApiKey", id: key.id.text), of: tenant.organization)
            try expectEqual(entries.map(\.actor), ["operator", tenant.key.text])
            try expectEqual(entries.map(\.change.action), [.update, .create])
            let text = String(decoding: entries[0].change.after ?? [], as: UTF8.self)
            try expect(!text.contains("hash"), "no hash of a key is in the log")
        },
        StorePromise("another organization's engine does not exist") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            let stranger = fixture.newTenant()
            try expect(try await store.engine(tenant.engine, of: stranger.organization) == nil, "not theirs")
            try expect(try await store.engine(nil, of: stranger.organization) == nil, "no default")
            try expect(try await store.engine(stranger.engine, of: tenant.organization) == nil, "unknown")
        },
    ]
}
