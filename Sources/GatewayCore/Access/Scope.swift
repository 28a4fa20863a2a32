// SPDX-License-Identifier: Apache-2.0

/// What a key may do (docs/http-api.md, "Authentication").
public enum Scope: String, Sendable, CaseIterable {
    /// See configuration, jobs, comparisons and providers.
    case read
    /// Translate, recognize, check and compare; make and end jobs.
    case translate
    /// Change engines and what they own, glossaries and translation memory.
    case configure
    /// Keys, members, the organization, secrets of webhooks, the audit log; reset providers.
    case administer
    /// Reach every engine of the organization, those to come too.
    case engineAccess = "engine:access"
    /// See and make organizations: above all of them.
    case `operator`
}

/// A name for scopes that go together.
public enum Role: String, Sendable, CaseIterable {
    case owner, editor, translator, viewer

    /// What it stands for.
    public var scopes: Set<Scope> {
        switch self {
        case .owner: [.read, .translate, .configure, .administer, .engineAccess]
        case .editor: [.read, .translate, .configure, .engineAccess]
        case .translator: [.read, .translate, .engineAccess]
        case .viewer: [.read, .engineAccess]
        }
    }
}

/// What somebody was given: scopes, and the engines they hold for.
public struct Grant: Sendable, Equatable {
    /// What may be done.
    public var scopes: Set<Scope>
    /// With which engines, beside all of them when ``Scope/engineAccess`` is among the scopes.
    public var engines: [EngineID]

    /// Makes a grant.
    public init(scopes: Set<Scope>, engines: [EngineID] = []) {
        self.scopes = scopes
        self.engines = engines
    }

    /// All that an organization has.
    public static let owner = Grant(scopes: Role.owner.scopes)

    /// The role whose scopes these are; `nil` for any others.
    public var role: Role? { Role.allCases.first { $0.scopes == scopes } }

    /// Engines an entry may name.
    static let maximumEngines = 1000
}
