// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import NIOCore
import NIOHTTP1

/// Terms of engines (docs/http-api.md, "Glossary items").
extension Responder {
    func createGlossaryItem(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let body = try GlossaryItemBody(call.request.json())
        let engine = try await engine(body.engine?.text, for: principal).id
        let id: GlossaryItemID = identifiers.next()
        let now = clock.now()
        try await add(
            NewGlossaryItems(
                engine: engine, items: [(id, body.item)], limit: limits.glossaryItems, createdAt: now),
            for: principal)
        let record = GlossaryRecord(
            id: id, engine: engine, item: body.item, createdAt: now, updatedAt: now)
        return answer(.created) { $0.glossaryItem(record) }
    }

    func glossaryItems(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try GlossaryParameters(call.target)
        var query = parameters.query(try await engine(parameters.engine, for: principal).id)
        let limit = query.limit
        // One more than is shown tells whether anything follows.
        query.limit += 1
        let records = try await store.glossaryItems(query, of: principal.organization)
        return page(of: records, limit: limit, id: \.id) { $0.glossaryItem($1) }
    }

    func replaceGlossaryItem(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: GlossaryItemID = try identifier(call)
        let item = try GlossaryItemBody(call.request.json()).item
        try await requireOwner(.glossaryItem(id), for: principal)
        guard
            let record = try await store.replace(
                id, by: item, of: principal.organization, by: principal.actor, at: clock.now())
        else { throw missing(GlossaryItemID.self, call) }
        return answer { $0.glossaryItem(record) }
    }

    func deleteGlossaryItem(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: GlossaryItemID = try identifier(call)
        try await requireOwner(.glossaryItem(id), for: principal)
        guard try await store.delete(id, of: principal.organization, by: principal.actor, at: clock.now())
        else {
            throw missing(GlossaryItemID.self, call)
        }
        return .object { $0.member("id", id.text) }
    }

    func importGlossary(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try GlossaryParameters(call.target)
        let engine = try await engine(parameters.engine, for: principal)
        let format = try parameters.requiredFormat()
        var body = call.request.body
        let bytes = body.readBytes(length: body.readableBytes) ?? []
        let items: [GlossaryItem]
        do throws(GlossaryFileError) {
            items = try GlossaryFile.read(bytes, as: format, maxItems: limits.glossaryItems)
        } catch {
            throw RequestError.invalid(
                field: "", reason: error.mistakes.map(\.description).joined(separator: "; "))
        }
        try await add(
            NewGlossaryItems(
                engine: engine.id, items: items.map { (identifiers.next(), $0) },
                replacesAll: parameters.replacesAll, limit: limits.glossaryItems, createdAt: clock.now()),
            for: principal)
        return .object {
            $0.member("ownerEngineId", engine.id.text)
            $0.member("createdItems", items.count)
        }
    }

    func exportGlossary(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try GlossaryParameters(call.target)
        let engine = try await engine(parameters.engine, for: principal)
        let format = try parameters.requiredFormat()
        let glossary = try await store.glossary(of: engine.id, of: principal.organization)
        var response = OutboundResponse(
            status: .ok, body: ByteBuffer(bytes: GlossaryFile.write(glossary.items, as: format)))
        response.mediaType = format.mediaType
        return response
    }

    /// The engine of that name, or the organization's default engine.
    func engine(_ name: String?, for principal: Principal) async throws -> Engine {
        let id = name.flatMap { EngineID($0) }
        if name == nil || id != nil, let engine = try await store.engine(id, of: principal.organization) {
            try principal.require(engine.id)
            return engine
        }
        throw RequestError.notFound(entity: EngineID.entity, id: String((name ?? "default").prefix(100)))
    }

    /// Refuses a thing of an engine that the caller does not reach; what nobody owns is the caller's to find missing.
    private func requireOwner(_ entry: ConfigurationEntryID, for principal: Principal) async throws {
        guard principal.engines != nil,
            let engine = try await store.owner(of: entry, in: principal.organization)
        else { return }
        try principal.require(engine)
    }

    private func add(_ new: NewGlossaryItems, for principal: Principal) async throws {
        switch try await store.add(new, of: principal.organization, by: principal.actor) {
        case .added: return
        case .noEngine: throw RequestError.notFound(new.engine)
        case .tooMany(let count):
            throw RequestError.invalid(
                field: "", reason: "the engine would have \(count) glossary items, and may have \(new.limit)")
        }
    }
}

/// The parameters of lists and files of glossary items.
struct GlossaryParameters {
    /// As the request names it, if it does.
    let engine: String?
    /// Whether an import replaces the engine's items.
    let replacesAll: Bool
    private let limit: Int?
    private let before: GlossaryItemID?
    private let format: String?

    init(_ target: RequestTarget) throws(RequestError) {
        let parameters = try target.parameters(["ownerEngineId", "limit", "cursor", "format", "replace"])
        engine = parameters["ownerEngineId"]
        limit = try ListLimit.read(parameters["limit"])
        format = parameters["format"]
        switch parameters["replace"] {
        case nil, "false": replacesAll = false
        case "true": replacesAll = true
        default: throw .invalid(field: "replace", reason: "must be true or false")
        }
        guard let text = parameters["cursor"] else {
            before = nil
            return
        }
        guard let item = GlossaryItemID("\(GlossaryItemID.prefix)_\(text)") else {
            throw .invalid(field: "cursor", reason: "must be the nextCursor of an earlier answer")
        }
        before = item
    }

    func query(_ engine: EngineID) -> GlossaryQuery {
        GlossaryQuery(engine: engine, before: before, limit: limit ?? 20)
    }

    func requiredFormat() throws(RequestError) -> GlossaryFormat {
        guard let format, let known = GlossaryFormat(rawValue: format) else {
            let names = GlossaryFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(field: "format", reason: "must be one of \(names)")
        }
        return known
    }
}
