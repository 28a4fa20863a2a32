// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import NIOHTTP1

/// Keys of an organization (docs/http-api.md, "Keys").
extension Responder {
    func createKey(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let wanted = try NewAPIKey(call.request.json(), now: clock.now())
        let text = APIKeyText.makeAPIKey()
        var record = APIKeyRecord(
            id: identifiers.next(), organization: principal.organization, name: wanted.name,
            hash: APIKeyText.hashOfKey(text), grant: wanted.grant, createdAt: clock.now(),
            expiresAt: wanted.expiresAt)
        if let user = wanted.user {
            guard let member = try await store.member(user, of: principal.organization) else {
                throw RequestError.notFound(entity: UserID.entity, id: String(user.prefix(100)))
            }
            record.user = member.user
            record.grant = member.grant
        }
        try await check(record.grant, of: principal)
        guard try await store.create(record, by: principal.actor) == .created else {
            throw RequestError.notFound(entity: UserID.entity, id: record.user?.text ?? "")
        }
        var writer = JSONWriter()
        writer.apiKey(record, text: text)
        return OutboundResponse(.created, writer)
    }

    func keys(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let (query, limit): (PageQuery<KeyID>, Int) = try pageQuery(call)
        let keys = try await store.keys(query, of: principal.organization)
        return page(of: keys, limit: limit, id: \.id) { $0.apiKey($1) }
    }

    func getKey(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: KeyID = try identifier(call)
        guard let key = try await store.key(id, of: principal.organization) else {
            throw missing(KeyID.self, call)
        }
        return answer { $0.apiKey(key) }
    }

    func revokeKey(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: KeyID = try identifier(call)
        let revoked = try await store.revoke(
            id, of: principal.organization, by: principal.actor, at: clock.now())
        guard let revoked else { throw missing(KeyID.self, call) }
        return answer { $0.apiKey(revoked) }
    }

    /// Refuses a grant of engines that are not there, or of more than the giver has.
    func check(_ grant: Grant, of principal: Principal) async throws {
        for engine in grant.engines {
            guard try await store.engine(engine, of: principal.organization) != nil else {
                throw RequestError.notFound(engine)
            }
        }
        try principal.requireOwn(grant)
    }

    /// The page that a list's parameters ask for, with one more than is shown, and how many are shown.
    func pageQuery<ID: Identifier>(_ call: Call) throws -> (PageQuery<ID>, Int) {
        let parameters = try call.target.parameters(["limit", "cursor"])
        let limit = try ListLimit.read(parameters["limit"]) ?? 20
        return (PageQuery(before: try cursor(parameters["cursor"]), limit: limit + 1), limit)
    }

    func answer(
        _ status: HTTPResponseStatus = .ok, _ write: (inout JSONWriter) -> Void
    ) -> OutboundResponse {
        var writer = JSONWriter(capacity: 512)
        write(&writer)
        return OutboundResponse(status, writer)
    }
}
