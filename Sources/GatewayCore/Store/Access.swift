// SPDX-License-Identifier: Apache-2.0

/// Who a key speaks for.
public struct Principal: Sendable, Equatable {
    /// The organization it belongs to.
    public var organization: OrganizationID
    /// The key's record.
    public var key: KeyID
    /// The user of a personal key; `nil` for a service key.
    public var user: UserID?
    /// The user's address, or one made up for a service key.
    public var email: String

    /// Makes a principal.
    public init(organization: OrganizationID, key: KeyID, user: UserID?, email: String) {
        self.organization = organization
        self.key = key
        self.user = user
        self.email = email
    }
}

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
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was revoked, or `nil`.
    public var revokedAt: Timestamp?

    /// Makes a record.
    public init(
        id: KeyID, organization: OrganizationID, name: String, hash: [UInt8], createdAt: Timestamp,
        revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.organization = organization
        self.name = name
        self.hash = hash
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

/// What a fresh database begins with.
public struct Bootstrap: Sendable {
    /// The organization's id, if the database has none.
    public var organization: OrganizationID
    /// The organization's name.
    public var organizationName: String
    /// Its default engine, if the organization has none; what it provisions of the one there is.
    public var engine: EngineRecord
    /// Its first key, if there is none yet.
    public var key: APIKeyRecord?

    /// Makes a beginning.
    public init(
        organization: OrganizationID, organizationName: String, engine: EngineRecord, key: APIKeyRecord?
    ) {
        self.organization = organization
        self.organizationName = organizationName
        self.engine = engine
        self.key = key
    }
}
