// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// An organization, its engine and key in a store, and short ways to make and run jobs.
final class StoreFixture: Sendable {
    let store: any Store
    let identifiers = IdentifierSource()
    let start = Timestamp(milliseconds: 1_767_605_400_000)

    init(_ store: any Store) { self.store = store }

    /// Puts the first organization in.
    func tenant(_ name: String = "First") async throws -> Tenant {
        let tenant = newTenant()
        let stored = try await store.bootstrap(bootstrap(tenant, name: name))
        try expectEqual(stored.organization, tenant.organization)
        return tenant
    }

    func newTenant() -> Tenant {
        Tenant(
            organization: identifiers.next(), engine: identifiers.next(), key: identifiers.next(),
            hash: (0..<32).map { _ in UInt8.random(in: 0...255) })
    }

    func bootstrap(_ tenant: Tenant, name: String = "First", models: [ModelConfig]? = nil) -> Bootstrap {
        let engine = Engine(
            id: tenant.engine, organization: tenant.organization, name: "Default",
            models: models ?? [
                ModelConfig(name: ModelName(provider: "pseudo", model: "accent"), rank: 1),
                ModelConfig(
                    source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "pt-BR"),
                    name: ModelName(provider: "apertium", model: "eng-por/x"), rank: 2),
            ], onUnverifiable: .fail,
            instructions: [
                Instruction(name: "address", target: LocaleTag(unchecked: "de"), text: "Duzen."),
                Instruction(name: "", text: "Be brief."),
            ], voices: [BrandVoice(target: LocaleTag(unchecked: "pt-BR"), text: "Warm.")])
        return Bootstrap(
            organization: tenant.organization, organizationName: name,
            engine: EngineRecord(
                engine, isDefault: true, provisioned: Set(EnginePart.allCases), identifiers: identifiers,
                createdAt: start),
            key: key(of: tenant))
    }

    func key(of tenant: Tenant) -> APIKeyRecord {
        APIKeyRecord(
            id: tenant.key, organization: tenant.organization, name: "first key", hash: tenant.hash,
            createdAt: start)
    }

    func newGroup(
        _ tenant: Tenant, targets: [String] = ["de"], idempotencyKey: String? = nil,
        fingerprint: [UInt8] = [1, 2, 3], document: [UInt8] = Array(#"{"data":{"a":"x"}}"#.utf8),
        callback: String? = nil, at moment: Timestamp? = nil
    ) -> NewJobGroup {
        NewJobGroup(
            id: identifiers.next(), organization: tenant.organization, key: tenant.key, engine: tenant.engine,
            source: LocaleTag(unchecked: "en-us"),
            jobs: targets.map { (id: identifiers.next(), target: LocaleTag(unchecked: $0)) },
            document: document, segments: 3, callbackURL: callback,
            traceParent: callback.map { _ in Self.trace }, idempotencyKey: idempotencyKey,
            fingerprint: fingerprint,
            createdAt: moment ?? start)
    }

    /// Stores a group and returns it.
    func group(
        _ tenant: Tenant, targets: [String] = ["de"], callback: String? = nil, at moment: Timestamp? = nil
    ) async throws -> NewJobGroup {
        let group = newGroup(tenant, targets: targets, callback: callback, at: moment)
        guard case .created = try await store.create(group) else {
            throw BrokenPromise(description: "a new group was not created")
        }
        return group
    }

    func claim(
        _ limit: Int = 10, at moment: Timestamp? = nil, lease: Duration = .seconds(60), suspects: Bool = false
    ) async throws -> [Attempt] {
        let now = moment ?? start
        return try await store.claim(
            Claim(
                now: now, leaseUntil: now + lease, owner: "node:boot", limit: limit, suspects: suspects))
    }

    /// Stores a group whose results somebody waits for, and ends its jobs in the order of their turns.
    func deliverableGroup(
        _ tenant: Tenant, targets: [String] = ["de"], to url: String = "https://a.example/hook",
        _ outcome: AttemptOutcome = StoreFixture.completed, at moment: Timestamp? = nil
    ) async throws -> NewJobGroup {
        let group = try await group(tenant, targets: targets, callback: url)
        for attempt in try await claim(targets.count) {
            _ = try await store.finish(attempt.lease, outcome, at: moment ?? start)
        }
        return group
    }

    func claimDeliveries(
        receivers: Int = 10, perReceiver: Int = 10, at moment: Timestamp? = nil,
        lease: Duration = .seconds(60)
    ) async throws -> [DueDelivery] {
        let now = moment ?? start
        return try await store.claim(
            DeliveryClaim(
                now: now, leaseUntil: now + lease, receivers: receivers, perReceiver: perReceiver))
    }

    func finish(
        _ delivery: DueDelivery, _ outcome: DeliveryOutcome, status: Int? = 500, error: String? = nil
    ) async throws -> Bool {
        let attempt = DeliveryAttempt(
            number: delivery.attempt, startedAt: start, duration: .milliseconds(7), status: status,
            error: error)
        return try await store.finish(delivery, attempt, outcome, at: start + .seconds(1))
    }

    static let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    /// Stores one job and claims it.
    func claimedJob(_ tenant: Tenant) async throws -> Attempt {
        let group = try await group(tenant)
        let attempts = try await claim(1)
        try expectEqual(attempts.map(\.lease.job), group.jobs.map(\.id))
        return try required(attempts.first, "a job that is ready is claimed")
    }

    func record(_ job: JobID, _ tenant: Tenant) async throws -> JobRecord {
        try required(try await store.job(job, of: tenant.organization), "a job that was stored is there")
    }

    static let completed = AttemptOutcome.completed(
        output: Array(#"{"a":"y"}"#.utf8), warnings: Array("[]".utf8), hasWarnings: false,
        steps: Array(#"[{"stepId":"localization"}]"#.utf8),
        receipt: Receipt(segments: 1, new: 1, usage: Usage(inputTokens: 3, outputTokens: 4, cost: 0.5)))
    static let warned = AttemptOutcome.completed(
        output: Array(#"{"a":"z"}"#.utf8), warnings: Array(#"[{"message":"m"}]"#.utf8), hasWarnings: true,
        steps: Array("[]".utf8), receipt: Receipt(segments: 1, new: 1, usage: Usage()))
    static let failed = AttemptOutcome.failed(
        message: "no model has the pair", steps: Array(#"[{"stepId":"localization"}]"#.utf8), usage: Usage())
}

/// Names of an organization's things.
struct Tenant: Sendable {
    let organization: OrganizationID
    let engine: EngineID
    let key: KeyID
    let hash: [UInt8]
}
