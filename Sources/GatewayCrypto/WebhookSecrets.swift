// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// The secrets of all organizations: made when first asked for, kept sealed, in memory for a while.
public final class WebhookSecrets: Sendable {
    /// Why a secret cannot be had: what is stored was sealed with another key.
    public struct Unreadable: Error, CustomStringConvertible {
        /// For the log.
        public let description = "the webhook secret in the database was sealed with another key"
    }

    private struct Known {
        var secrets: [(secret: WebhookSecret, expiresAt: Timestamp?)]
        var readAt: Timestamp
    }

    private let store: any DeliveryStore
    private let key: SealingKey
    private let overlap: Duration
    private let clock: WallClock
    private let known = Locked<[OrganizationID: Known]>([:])
    /// Another process may have made a new one.
    private static let freshness = Duration.seconds(30)

    /// - Parameter overlap: how long a secret signs beside its successor.
    public init(store: any DeliveryStore, key: SealingKey, overlap: Duration, clock: WallClock = .system) {
        self.store = store
        self.key = key
        self.overlap = overlap
        self.clock = clock
    }

    /// The secrets that sign now, newest first: one, or two during a rotation.
    public func current(of organization: OrganizationID) async throws -> [WebhookSecret] {
        let now = clock.now()
        if let known = known.withLock({ $0[organization] }), now < known.readAt + Self.freshness,
            known.readAt <= now
        {
            return known.secrets.filter { $0.expiresAt.map { now < $0 } ?? true }.map(\.secret)
        }
        let sealed = try await store.webhookSecrets(
            of: organization, at: now, first: seal(.random(), of: organization, at: now))
        let secrets = try sealed.map { sealed in
            guard let key = key.open(sealed.bytes, context: Self.context(organization)) else {
                throw Unreadable()
            }
            return (secret: WebhookSecret(key: key), expiresAt: sealed.expiresAt)
        }
        known.withLock { $0[organization] = Known(secrets: secrets, readAt: now) }
        return secrets.map(\.secret)
    }

    /// Makes a new secret; the one before goes on signing for the overlap.
    public func rotate(of organization: OrganizationID) async throws -> WebhookSecret {
        let (now, secret) = (clock.now(), WebhookSecret.random())
        try await store.rotateWebhookSecret(
            to: seal(secret, of: organization, at: now), of: organization, previousUntil: now + overlap)
        known.withLock { $0[organization] = nil }
        return secret
    }

    private func seal(
        _ secret: WebhookSecret, of organization: OrganizationID, at moment: Timestamp
    ) -> SealedSecret {
        SealedSecret(
            bytes: key.seal(secret.key, context: Self.context(organization)), createdAt: moment)
    }

    /// A secret that was moved to another organization's row does not open.
    private static func context(_ organization: OrganizationID) -> String { "webhook-secret \(organization)" }
}
