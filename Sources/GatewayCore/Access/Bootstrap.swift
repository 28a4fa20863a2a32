// SPDX-License-Identifier: Apache-2.0

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
