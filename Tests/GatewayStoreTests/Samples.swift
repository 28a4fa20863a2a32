// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayStore

/// Values for tests of one database; the conformance suite has its own.
struct Samples: Sendable {
    static let start = Timestamp(milliseconds: 1_767_605_400_000)
    static let completed = AttemptOutcome.completed(
        output: Array("{}".utf8), warnings: Array("[]".utf8), hasWarnings: false, steps: Array("[]".utf8),
        receipt: Receipt(segments: 1, new: 1, usage: Usage()))

    let identifiers = IdentifierSource()
    let organization: OrganizationID
    let engine: EngineID
    let key: KeyID
    let hash = [UInt8](repeating: 7, count: 32)

    init() {
        organization = identifiers.next()
        engine = identifiers.next()
        key = identifiers.next()
    }

    /// Puts organization, engine and key in.
    func bootstrap(_ store: any Store) async throws {
        _ = try await store.bootstrap(
            Bootstrap(
                organization: organization, organizationName: "First",
                engine: EngineRecord(
                    Engine(
                        id: engine, organization: organization, name: "Default",
                        models: [ModelConfig(name: ModelName(provider: "pseudo", model: "*"), rank: 1)]),
                    identifiers: identifiers, createdAt: Self.start),
                key: APIKeyRecord(
                    id: key, organization: organization, name: "key", hash: hash, createdAt: Self.start)))
    }

    func group(
        targets: Int = 1, document: [UInt8] = Array("{}".utf8), of other: OrganizationID? = nil
    ) -> NewJobGroup {
        NewJobGroup(
            id: identifiers.next(), organization: other ?? organization, key: key, engine: engine,
            source: LocaleTag(unchecked: "en"),
            jobs: (0..<targets).map { (id: identifiers.next(), target: LocaleTag(unchecked: "x-t\($0)")) },
            document: document, segments: 1, callbackURL: nil, idempotencyKey: nil, fingerprint: [1],
            createdAt: Self.start)
    }

    func claim(_ store: any Store, _ limit: Int) async throws -> [Attempt] {
        try await store.claim(
            Claim(now: Self.start, leaseUntil: Self.start + .seconds(60), owner: "node:boot", limit: limit))
    }
}
