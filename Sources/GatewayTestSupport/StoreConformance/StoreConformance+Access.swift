// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension StoreConformance {
    static let access: [StorePromise] = [
        StorePromise("a fresh store gets its organization, engine and key") { fixture in
            let (store, tenant) = (fixture.store, fixture.newTenant())
            let stored = try await store.bootstrap(fixture.bootstrap(tenant))
            try expect(stored == (tenant.organization, true), "the key is stored")
            try expectEqual(try await store.organizations().map(\.id), [tenant.organization])
            try expectEqual(try await store.organizations().map(\.name), ["First"])
            let principal = try required(try await store.principal(keyHash: tenant.hash), "a principal")
            try expectEqual(principal.organization, tenant.organization)
            try expectEqual(principal.key, tenant.key)
            try expectEqual(principal.user, nil)
            try expect(principal.email.contains("@"), "a service key has an address")
            let expected = fixture.bootstrap(tenant).engine.engine
            try expectEqual(try await store.engine(nil, of: tenant.organization), expected)
            try expectEqual(try await store.engine(tenant.engine, of: tenant.organization), expected)
            try expectEqual(try await store.keys(of: tenant.organization), [fixture.key(of: tenant)])
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
            try expectEqual(try await store.organizations().map(\.name), ["First"])
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
            try expect(try await store.principal(keyHash: other.hash) == nil, "the other key is unknown")
        },
        StorePromise("a revoked key speaks for nobody, and keeps the moment of its revocation") { fixture in
            let (store, tenant) = (fixture.store, try await fixture.tenant())
            var second = fixture.key(of: fixture.newTenant())
            second.organization = tenant.organization
            try await store.create(second)
            try expectEqual(try await store.principal(keyHash: second.hash)?.key, second.id)
            let stranger = fixture.newTenant().organization
            try expect(
                !(try await store.revoke(second.id, of: stranger, at: fixture.start)), "not a stranger's")
            try expect(try await store.principal(keyHash: second.hash) != nil, "it is still valid")
            for delay in 1...2 {
                let moment = fixture.start + .seconds(delay)
                try expect(
                    try await store.revoke(second.id, of: tenant.organization, at: moment), "it is there")
            }
            try expect(try await store.principal(keyHash: second.hash) == nil, "it is revoked")
            second.revokedAt = fixture.start + .seconds(1)
            try expectEqual(try await store.keys(of: tenant.organization), [fixture.key(of: tenant), second])
            let unknown = fixture.newTenant().key
            try expect(
                !(try await store.revoke(unknown, of: tenant.organization, at: fixture.start)), "no such key")
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
