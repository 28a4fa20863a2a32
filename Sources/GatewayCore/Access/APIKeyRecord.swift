// SPDX-License-Identifier: Apache-2.0

/// The record of an API key. The key itself is never stored.
public struct APIKeyRecord: Sendable, Equatable {
    /// The record's id.
    public var id: KeyID
    /// Whose it is.
    public var organization: OrganizationID
    /// A name for people.
    public var name: String
    /// SHA-256 of the key, 32 bytes.
    public var hash: [UInt8]
    /// Whose personal key it is; `nil` for a service key.
    public var user: UserID?
    /// What a service key may do; a personal key may what its user may.
    public var grant: Grant
    /// When it was made.
    public var createdAt: Timestamp
    /// From when on it is good for nothing; `nil`: never.
    public var expiresAt: Timestamp?
    /// When it was revoked, or `nil`.
    public var revokedAt: Timestamp?

    /// Makes a record.
    public init(
        id: KeyID, organization: OrganizationID, name: String, hash: [UInt8], user: UserID? = nil,
        grant: Grant = .owner, createdAt: Timestamp, expiresAt: Timestamp? = nil,
        revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.organization = organization
        self.name = name
        self.hash = hash
        self.user = user
        self.grant = grant
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }
}
