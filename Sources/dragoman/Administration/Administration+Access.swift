// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto

/// Keys, organizations and members. The bodies are those of the calls over HTTP, and so are the answers.
extension Administration {
    /// Stores a new key. The answer is the only place that ever holds its text.
    func createKey(_ body: JSONValue) async throws -> JSONValue {
        let wanted = try NewAPIKey(body, now: clock.now())
        let key = APIKeyText.makeAPIKey()
        var record = APIKeyRecord(
            id: identifiers.next(), organization: organization, name: wanted.name,
            hash: APIKeyText.hashOfKey(key), grant: wanted.grant, createdAt: clock.now(),
            expiresAt: wanted.expiresAt)
        if let user = wanted.user {
            guard let member = try await store.member(user, of: organization) else {
                throw AdministrationError(
                    "\(user.prefix(100)) is no member; `dragoman orgs add-member` makes one")
            }
            record.user = member.user
        }
        try await check(record.grant)
        guard try await store.create(record, by: .operator) == .created else {
            throw AdministrationError("the user is no member any more")
        }
        return try json { $0.apiKey(record, text: key) }
    }

    func keys() async throws -> JSONValue {
        let keys = try await store.keys(PageQuery(), of: organization)
        return ["keys": .array(try keys.map { key in try json { $0.apiKey(key) } })]
    }

    func revokeKey(_ wanted: String) async throws -> JSONValue {
        let keys = try await store.keys(PageQuery(), of: organization).filter { $0.revokedAt == nil }
        let matches = keys.filter { $0.id.text == wanted || $0.name == wanted }
        guard let key = matches.first else {
            throw AdministrationError("no key in force has the id or name \"\(wanted.prefix(100))\"")
        }
        guard matches.count == 1 else {
            let ids = matches.map(\.id.text).joined(separator: ", ")
            throw AdministrationError("\(matches.count) keys have that name; revoke one by its id: \(ids)")
        }
        guard try await store.revoke(key.id, of: organization, by: .operator, at: clock.now()) != nil else {
            throw AdministrationError("the key is gone")
        }
        return ["id": .string(key.id.text), "name": .string(key.name)]
    }

    func organizations() async throws -> JSONValue {
        let all = try await store.organizations(PageQuery())
        return ["organizations": .array(try all.map { record in try json { $0.organization(record) } })]
    }

    func createOrganization(_ name: String) async throws -> JSONValue {
        let name = try OrganizationRecord.name(["name": .string(name)])
        guard let pattern = try await store.engineRecord(nil, of: organization) else {
            throw AdministrationError("there is no default engine whose models it could begin with")
        }
        let key = APIKeyText.makeAPIKey()
        let new = NewOrganization(
            name: name, like: pattern, keyHash: APIKeyText.hashOfKey(key), identifiers: identifiers,
            at: clock.now())
        try await store.create(new, by: .operator)
        return try json { $0.organization(new.record, key: key) }
    }

    func members() async throws -> JSONValue {
        let members = try await store.members(PageQuery(), of: organization)
        return ["members": .array(try members.map { member in try json { $0.member(member) } })]
    }

    func setMember(_ body: JSONValue) async throws -> JSONValue {
        let member = try Member(new: body, user: identifiers.next(), of: organization, at: clock.now())
        try await check(member.grant)
        let added = try await store.add(member, by: .operator, at: clock.now())
        return try json { $0.member(added) }
    }

    func removeMember(_ name: String) async throws -> JSONValue {
        guard let member = try await store.member(name, of: organization),
            try await store.removeMember(member.user, of: organization, by: .operator, at: clock.now())
        else { throw AdministrationError("no member has the id or address \"\(name.prefix(100))\"") }
        return ["id": .string(member.user.text), "email": .string(member.email)]
    }

    private func check(_ grant: Grant) async throws {
        for engine in grant.engines where try await store.engine(engine, of: organization) == nil {
            throw AdministrationError("there is no engine \(engine)")
        }
    }

    private func json(_ write: (inout JSONWriter) -> Void) throws -> JSONValue {
        var writer = JSONWriter()
        write(&writer)
        return try JSONValue(parsing: writer.bytes)
    }
}
