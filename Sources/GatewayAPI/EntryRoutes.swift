// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOHTTP1

/// What engines own: models, instructions and brand voices (docs/http-api.md, "Engines").
extension Responder {
    func createEntry<ID, Value>(
        _ kind: EntryKind<ID, Value>, _ call: Call, for principal: Principal
    ) async throws -> OutboundResponse {
        let body = try call.request.json()
        let engine = try await engine(body.object?["ownerEngineId"]?.string, for: principal)
        let (id, now): (ID, Timestamp) = (identifiers.next(), clock.now())
        let taken = Locked(id)
        let changed = try await change(engine.id, call, for: principal) { engine throws(RequestError) in
            let place = try engine.add(body, as: kind, id: id, at: now)
            taken.withLock { $0 = place }
        }
        return try await answer(taken.withLock { $0 }, of: changed, kind, .created)
    }

    func entries<ID, Value>(
        _ kind: EntryKind<ID, Value>, _ call: Call, for principal: Principal
    ) async throws -> OutboundResponse {
        let parameters = try call.target.parameters(["ownerEngineId", "limit", "cursor"])
        let limit = try ListLimit.read(parameters["limit"]) ?? 20
        let before: ID? = try cursor(parameters["cursor"])
        let engine = try await engine(parameters["ownerEngineId"], for: principal)
        guard let record = try await store.engineRecord(engine.id, of: principal.organization) else {
            throw RequestError.notFound(engine.id)
        }
        let entries = record[keyPath: kind.entries].sorted { $0.id.text > $1.id.text }
            .filter { $0.id.text < before?.text ?? "~" }
        return page(of: Array(entries.prefix(limit + 1)), limit: limit, id: \.id) {
            kind.write(&$0, $1, record.id, [])
        }
    }

    func getEntry<ID, Value>(
        _ kind: EntryKind<ID, Value>, _ call: Call, for principal: Principal
    ) async throws -> OutboundResponse {
        let (id, engine) = try await owner(kind, call, for: principal)
        guard let record = try await store.engineRecord(engine, of: principal.organization) else {
            throw missing(ID.self, call)
        }
        return try await answer(id, of: record, kind, .ok)
    }

    func changeEntry<ID, Value>(
        _ kind: EntryKind<ID, Value>, _ call: Call, for principal: Principal
    ) async throws -> OutboundResponse {
        let body = try call.request.json()
        let (id, engine) = try await owner(kind, call, for: principal)
        let changed = try await change(engine, call, for: principal) { engine throws(RequestError) in
            try engine.change(id, to: body, as: kind)
        }
        return try await answer(id, of: changed, kind, .ok)
    }

    func deleteEntry<ID, Value>(
        _ kind: EntryKind<ID, Value>, _ call: Call, for principal: Principal
    ) async throws -> OutboundResponse {
        let (id, engine) = try await owner(kind, call, for: principal)
        _ = try await change(engine, call, for: principal) { engine throws(RequestError) in
            try engine.remove(id, as: kind)
        }
        return .object { $0.member("id", id.text) }
    }

    private func owner<ID, Value>(
        _ kind: EntryKind<ID, Value>, _ call: Call, for principal: Principal
    ) async throws -> (ID, EngineID) {
        let id: ID = try identifier(call)
        guard let engine = try await store.owner(of: kind.name(id), in: principal.organization) else {
            throw missing(ID.self, call)
        }
        try principal.require(engine)
        return (id, engine)
    }

    private func answer<ID, Value>(
        _ id: ID, of engine: EngineRecord, _ kind: EntryKind<ID, Value>, _ status: HTTPResponseStatus
    ) async throws -> OutboundResponse {
        guard let entry = engine[keyPath: kind.entries].first(where: { $0.id == id }) else {
            throw RequestError.notFound(id)
        }
        var warnings: [String] = []
        // The model may come later than the entry that names it, so it is told and not refused.
        let model = (entry.value as? ModelConfig)?.name ?? (entry.value as? Scorer)?.model
        if let model, let fault = await localizer.fault(of: model) { warnings.append(fault) }
        var writer = JSONWriter(capacity: 512)
        kind.write(&writer, entry, engine.id, warnings)
        return OutboundResponse(status, writer)
    }
}
