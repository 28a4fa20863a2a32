// SPDX-License-Identifier: Apache-2.0

/// A user in an organization. The same user may be a member of several.
public struct Member: Sendable, Equatable {
    /// The user.
    public var user: UserID
    /// The organization.
    public var organization: OrganizationID
    /// The user's address, as it was given first; it is compared without case.
    public var email: String
    /// What the user, and with it each personal key, may do there.
    public var grant: Grant
    /// When the user became a member.
    public var createdAt: Timestamp

    /// Makes a member.
    public init(
        user: UserID, organization: OrganizationID, email: String, grant: Grant, createdAt: Timestamp
    ) {
        self.user = user
        self.organization = organization
        self.email = email
        self.grant = grant
        self.createdAt = createdAt
    }
}

/// A page of things that are named by ids which rise with time, newest first.
public struct PageQuery<ID: Identifier>: Sendable {
    /// Only those older than this one.
    public var before: ID?
    /// 1 and more.
    public var limit: Int

    /// Makes a query; without a limit, for all.
    public init(before: ID? = nil, limit: Int = .max) {
        self.before = before
        self.limit = limit
    }
}

/// What became of a key that was to be stored.
public enum KeyCreation: Sendable, Equatable {
    /// It is stored.
    case created
    /// Its user is no member of the organization.
    case noMember
}
