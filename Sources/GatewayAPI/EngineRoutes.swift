// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

/// Engines (docs/http-api.md, "Engines").
extension Responder {
    func createEngine(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let body = try call.request.json()
        if let owner = body.object?["ownerOrganizationId"]?.string, owner != principal.organization.text {
            throw RequestError.forbidden(
                reason: "The key belongs to another organization than \(owner.prefix(100)).")
        }
        var engine = EngineRecord(
            id: identifiers.next(), organization: principal.organization,
            settings: try EngineSettings(new: body),
            createdAt: clock.now())
        try engine.change(to: body)
        // An engine without a model could do nothing; it begins with those of the default one.
        let pattern = try await store.engineRecord(nil, of: principal.organization)
        engine.models = (pattern?.models ?? []).map {
            ConfigurationEntry(id: identifiers.next(), value: $0.value, createdAt: engine.createdAt)
        }
        guard try await store.create(engine, limit: limits.engines, by: .key(principal.key)) else {
            throw RequestError.invalid(
                field: "", reason: "the organization has \(limits.engines) engines, and may have no more")
        }
        return await answer(engine, .created)
    }

    func getEngine(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: EngineID = try identifier(call)
        guard let engine = try await store.engineRecord(id, of: principal.organization) else {
            throw missing(EngineID.self, call)
        }
        try principal.require(engine.id)
        return await answer(engine)
    }

    func engines(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try call.target.parameters(["limit", "cursor"])
        let limit = try ListLimit.read(parameters["limit"]) ?? 20
        let before: EngineID? = try cursor(parameters["cursor"])
        let engines: [EngineRecord]
        if let granted = principal.engines {
            engines = try await self.granted(granted, before: before, of: principal.organization)
        } else {
            engines = try await store.engineRecords(
                PageQuery(before: before, limit: limit + 1), of: principal.organization)
        }
        return page(of: engines, limit: limit, id: \.id) { $0.engine($1) }
    }

    /// Those of the engines that are there, newest first.
    private func granted(
        _ ids: Set<EngineID>, before: EngineID?, of organization: OrganizationID
    ) async throws -> [EngineRecord] {
        var engines: [EngineRecord] = []
        for id in ids.sorted(by: { $0.text > $1.text }) where id.text < before?.text ?? "~" {
            if let engine = try await store.engineRecord(id, of: organization) { engines.append(engine) }
        }
        return engines
    }

    func changeEngine(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: EngineID = try identifier(call)
        let body = try call.request.json()
        return await answer(
            try await change(id, call, for: principal) { engine throws(RequestError) in
                try engine.change(to: body)
            })
    }

    func deleteEngine(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: EngineID = try identifier(call)
        if try await store.engine(id, of: principal.organization) != nil { try principal.require(id) }
        let deletion = try await store.deleteEngine(
            id, of: principal.organization, by: .key(principal.key), at: clock.now())
        switch deletion {
        case .deleted: return .object { $0.member("id", id.text) }
        case .noEngine: throw missing(EngineID.self, call)
        case .isDefault:
            throw RequestError.invalid(
                field: "",
                reason: "the engine is the organization's default; make another one the default first")
        case .hasOpenJobs(let count):
            throw RequestError.invalid(
                field: "",
                reason: "the engine has \(count) jobs that are not over; cancel them or let them end first")
        }
    }

    /// Changes an engine of the caller's organization.
    func change(
        _ id: EngineID, _ call: Call, for principal: Principal,
        _ edit: @escaping @Sendable (inout EngineRecord) throws(RequestError) -> Void
    ) async throws -> EngineRecord {
        if try await store.engine(id, of: principal.organization) != nil { try principal.require(id) }
        let changed = try await store.change(
            id, of: principal.organization, by: .key(principal.key), at: clock.now(), edit)
        guard let changed else { throw RequestError.notFound(id) }
        return try changed.get()
    }

    /// The rest of an id that a cursor is; `nil` for the first page.
    func cursor<ID: Identifier>(_ text: String?) throws(RequestError) -> ID? {
        guard let text else { return nil }
        guard let id = ID("\(ID.prefix)_\(text)") else {
            throw .invalid(field: "cursor", reason: "must be the nextCursor of an earlier answer")
        }
        return id
    }

    /// A page of things that were asked for with one more than the limit.
    func page<Element, ID: Identifier>(
        of elements: [Element], limit: Int, id: (Element) -> ID,
        _ write: (inout JSONWriter, Element) -> Void
    ) -> OutboundResponse {
        .object(capacity: 64 + 384 * elements.count) {
            $0.name("items")
            $0.array { array in for element in elements.prefix(limit) { write(&array, element) } }
            let last = elements.count > limit ? id(elements[limit - 1]).text : nil
            $0.member("nextCursor", last.map { String($0.dropFirst(ID.prefix.count + 1)) })
        }
    }

    private func answer(
        _ engine: EngineRecord, _ status: HTTPResponseStatus = .ok
    ) async -> OutboundResponse {
        var warnings: [String] = []
        // The model or its price may come later than the engine that names it, so it is told and not refused.
        if let challenger = engine.settings.challenger, let fault = await localizer.fault(of: challenger) {
            warnings.append(fault)
        }
        var writer = JSONWriter(capacity: 512)
        writer.engine(engine, warnings: warnings)
        return OutboundResponse(status, writer)
    }
}
