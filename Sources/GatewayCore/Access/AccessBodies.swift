// SPDX-License-Identifier: Apache-2.0

// Keys and members out of requests (docs/http-api.md, "Keys", "Members").

extension Grant {
    /// Reads `role`, `scopes` and `engines`, which add up; `otherwise` when the body has none of them.
    init(_ reader: BodyReader, otherwise: Grant) throws(RequestError) {
        let role: Role? = try reader.choice("role")
        var scopes = role?.scopes ?? []
        let texts = try reader.strings("scopes")
        for (index, text) in (texts ?? []).enumerated() {
            guard let scope = Scope(rawValue: text) else {
                let known = Scope.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(field: "scopes[\(index)]", reason: "must be one of \(known)")
            }
            scopes.insert(scope)
        }
        var engines: [EngineID] = []
        let names = try reader.strings("engines")
        for (index, text) in (names ?? []).enumerated() {
            guard let engine = EngineID(text) else {
                throw .invalid(field: "engines[\(index)]", reason: "is no engine's id")
            }
            if !engines.contains(engine) { engines.append(engine) }
        }
        guard engines.count <= Self.maximumEngines else {
            throw .invalid(field: "engines", reason: "holds more than \(Self.maximumEngines) engines")
        }
        switch (role == nil && texts == nil, names == nil) {
        case (true, true): self = otherwise
        // Engines alone are there to be used.
        case (true, false): self.init(scopes: [.read, .translate], engines: engines)
        case (false, _): self.init(scopes: scopes, engines: engines)
        }
        guard !self.scopes.isEmpty else {
            throw .invalid(field: "scopes", reason: "must not be empty: it would be good for nothing")
        }
    }
}

/// A key that is wanted.
public struct NewAPIKey: Sendable, Equatable {
    /// A name for people.
    public var name: String
    /// Whose personal key it is to be: an address or a user's id; `nil` for a service key.
    public var user: String?
    /// What it may do; of no meaning for a personal key.
    public var grant: Grant
    /// From when on it is good for nothing; `nil`: never.
    public var expiresAt: Timestamp?

    /// Checks the body of `POST /api-keys`.
    public init(_ body: JSONValue, now: Timestamp) throws(RequestError) {
        let reader = try BodyReader(body)
        guard let name = try reader.text("name", limit: 100), !name.isEmpty else {
            throw .invalid(field: "name", reason: "is missing")
        }
        self.name = name
        let address = try reader.string("email")
        user = try reader.string("userId") ?? address
        if user != nil {
            for field in ["role", "scopes", "engines"] where reader.value(field) != nil {
                throw .invalid(
                    field: field, reason: "is the user's: a personal key may what the user may")
            }
        }
        grant = try Grant(reader, otherwise: .owner)
        if let text = try reader.string("expiresAt") {
            guard let moment = Timestamp(iso8601: text) else {
                throw .invalid(
                    field: "expiresAt", reason: "must be a UTC time such as 2026-01-05T09:30:00.000Z")
            }
            guard moment > now else { throw .invalid(field: "expiresAt", reason: "is over") }
            expiresAt = moment
        }
    }
}

extension Member {
    /// Checks the body of `POST /members`.
    public init(
        new body: JSONValue, user: UserID, of organization: OrganizationID, at moment: Timestamp
    ) throws(RequestError) {
        let reader = try BodyReader(body)
        guard let email = try reader.text("email", limit: 254) else {
            throw .invalid(field: "email", reason: "is missing")
        }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !email.contains(" ") else {
            throw .invalid(field: "email", reason: "must be an address such as ana@shop.example")
        }
        self.init(
            user: user, organization: organization, email: email,
            grant: try Grant(reader, otherwise: Grant(scopes: Role.translator.scopes)), createdAt: moment)
    }

    /// Changes what a body says.
    public mutating func change(to body: JSONValue) throws(RequestError) {
        grant = try Grant(try BodyReader(body), otherwise: grant)
    }
}
