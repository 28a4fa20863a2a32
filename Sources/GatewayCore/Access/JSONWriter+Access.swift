// SPDX-License-Identifier: Apache-2.0

/// Keys, members and organizations as clients see them (docs/http-api.md, "Keys", "Members", "Organizations").
extension JSONWriter {
    /// Writes a key's record.
    ///
    /// - Parameter text: the key itself, which is shown where it is made and nowhere else.
    public mutating func apiKey(_ record: APIKeyRecord, text: String? = nil) {
        object {
            $0.member("id", record.id.text)
            $0.member("name", record.name)
            $0.member("kind", record.user == nil ? "service" : "personal")
            $0.member("userId", record.user?.text)
            if record.user == nil { $0.grant(record.grant) }
            $0.member("createdAt", record.createdAt)
            $0.member("expiresAt", record.expiresAt)
            $0.member("revokedAt", record.revokedAt)
            if let text { $0.member("key", text) }
        }
    }

    /// Writes a member.
    public mutating func member(_ member: Member) {
        object {
            $0.member("id", member.user.text)
            $0.member("email", member.email)
            $0.grant(member.grant)
            $0.member("createdAt", member.createdAt)
        }
    }

    /// Writes an organization.
    ///
    /// - Parameter key: its first key, where it is made and nowhere else.
    public mutating func organization(_ record: OrganizationRecord, key: String? = nil) {
        object {
            $0.member("id", record.id.text)
            $0.member("name", record.name)
            $0.member("defaultEngineId", record.defaultEngine?.text)
            $0.member("defaultCallbackUrl", record.callbackURL)
            $0.member("version", record.version)
            $0.member("createdAt", record.createdAt)
            if let key { $0.member("key", key) }
        }
    }

    private mutating func grant(_ grant: Grant) {
        member("role", grant.role?.rawValue)
        name("scopes")
        array { array in
            for scope in Scope.allCases where grant.scopes.contains(scope) { array.string(scope.rawValue) }
        }
        name("engines")
        array { array in for engine in grant.engines { array.string(engine.text) } }
    }
}
