// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import NIOHTTP1

/// Organizations and their members (docs/http-api.md, "Organizations", "Members").
extension Responder {
    func getOrganization(for principal: Principal) async throws -> OutboundResponse {
        guard let record = try await store.organization(principal.organization) else {
            throw RequestError.notFound(principal.organization)
        }
        return answer { $0.organization(record) }
    }

    func changeOrganization(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let body = try call.request.json()
        let refusal = webhooks.outbound.refusal
        let changed = try await store.change(
            principal.organization, by: principal.actor, at: clock.now()
        ) { record throws(RequestError) in
            try record.change(to: body, callbackRefusal: refusal)
        }
        guard let changed else { throw RequestError.notFound(principal.organization) }
        let record = try changed.get()
        return answer { $0.organization(record) }
    }

    func organizations(_ call: Call) async throws -> OutboundResponse {
        let (query, limit): (PageQuery<OrganizationID>, Int) = try pageQuery(call)
        return page(of: try await store.organizations(query), limit: limit, id: \.id) { $0.organization($1) }
    }

    func createOrganization(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let name = try OrganizationRecord.name(call.request.json())
        guard let pattern = try await store.engineRecord(nil, of: principal.organization) else {
            throw RequestError.notFound(entity: EngineID.entity, id: "default")
        }
        let text = APIKeyText.makeAPIKey()
        let new = NewOrganization(
            name: name, like: pattern, keyHash: APIKeyText.hashOfKey(text), identifiers: identifiers,
            at: clock.now())
        try await store.create(new, by: principal.actor)
        return answer(.created) { $0.organization(new.record, key: text) }
    }

    func addMember(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let member = try Member(
            new: call.request.json(), user: identifiers.next(), of: principal.organization, at: clock.now())
        if try await store.member(member.email, of: principal.organization) != nil {
            throw RequestError.invalid(field: "email", reason: "is a member's already")
        }
        try await check(member.grant, of: principal)
        let added = try await store.add(member, by: principal.actor, at: clock.now())
        return answer(.created) { $0.member(added) }
    }

    func members(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let (query, limit): (PageQuery<UserID>, Int) = try pageQuery(call)
        let members = try await store.members(query, of: principal.organization)
        return page(of: members, limit: limit, id: \.user) { $0.member($1) }
    }

    func getMember(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let member = try await member(call, of: principal)
        return answer { $0.member(member) }
    }

    func changeMember(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        var member = try await member(call, of: principal)
        try member.change(to: call.request.json())
        try await check(member.grant, of: principal)
        let changed = try await store.add(member, by: principal.actor, at: clock.now())
        return answer { $0.member(changed) }
    }

    func removeMember(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: UserID = try identifier(call)
        guard
            try await store.removeMember(
                id, of: principal.organization, by: principal.actor, at: clock.now())
        else { throw missing(UserID.self, call) }
        return .object { $0.member("id", id.text) }
    }

    private func member(_ call: Call, of principal: Principal) async throws -> Member {
        let id: UserID = try identifier(call)
        guard let member = try await store.member(id.text, of: principal.organization) else {
            throw missing(UserID.self, call)
        }
        return member
    }
}
