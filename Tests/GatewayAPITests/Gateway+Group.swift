// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport

extension Gateway {
    private static let identifiers = IdentifierSource()

    /// Stores a group with a job for each target.
    func group(_ targets: [String], segments: Int = 10) throws -> NewJobGroup {
        let group = NewJobGroup(
            id: Self.identifiers.next(), organization: Gateway.organization,
            key: KeyID(unchecked: "key_8YvN2cHs5JwB0uXf"), engine: Gateway.engine,
            source: LocaleTag(unchecked: "en"),
            jobs: targets.map { (Self.identifiers.next(), LocaleTag(unchecked: $0)) },
            document: Array(#"{"data":{"a":"b"}}"#.utf8), segments: segments, callbackURL: nil,
            idempotencyKey: nil, fingerprint: [], createdAt: clock.wall.now())
        _ = try store.create(group)
        return group
    }
}
