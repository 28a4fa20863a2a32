// SPDX-License-Identifier: Apache-2.0

/// Who a key speaks for, and what it may do.
public struct Principal: Sendable, Equatable {
    /// The organization it belongs to.
    public var organization: OrganizationID
    /// The key's record.
    public var key: KeyID
    /// The user of a personal key; `nil` for a service key.
    public var user: UserID?
    /// The user's address, or one made up for a service key.
    public var email: String
    /// What it may do.
    public var scopes: Set<Scope>
    /// The engines it reaches; `nil` for all.
    public var engines: Set<EngineID>?

    /// Makes a principal.
    public init(
        organization: OrganizationID, key: KeyID, user: UserID?, email: String, grant: Grant = .owner
    ) {
        self.organization = organization
        self.key = key
        self.user = user
        self.email = email
        scopes = grant.scopes
        engines = grant.scopes.contains(.engineAccess) ? nil : Set(grant.engines)
    }

    /// As the audit log names it.
    public var actor: ConfigurationActor { .key(key) }

    /// Refuses what it was not given.
    public func require(_ scope: Scope) throws(RequestError) {
        guard scopes.contains(scope) else {
            throw .forbidden(reason: "The key has no scope \"\(scope.rawValue)\".")
        }
    }

    /// Refuses an engine of the organization that it does not reach.
    public func require(_ engine: EngineID) throws(RequestError) {
        guard engines?.contains(engine) ?? true else {
            throw .forbidden(reason: "The key has no grant to the engine \(engine).")
        }
    }

    /// Refuses what is not one engine's when it does not reach all of them.
    public func requireAllEngines() throws(RequestError) {
        guard engines == nil else {
            throw .forbidden(
                reason: "The key reaches some engines only, and this belongs to the whole organization.")
        }
    }

    /// Refuses to give others what it does not have itself.
    public func requireOwn(_ grant: Grant) throws(RequestError) {
        for scope in Scope.allCases where grant.scopes.contains(scope) { try require(scope) }
        for engine in grant.engines { try require(engine) }
    }
}
