// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Ending jobs, running them again and deleting them (docs/http-api.md, "Cancel, retry, delete").
extension Responder {
    func cancelJob(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: JobID = try identifier(call)
        try await cancel(.job(id), call, of: JobID.self, for: principal)
        return try await localizationJob(call, for: principal)
    }

    func cancelGroup(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: JobGroupID = try identifier(call)
        try await cancel(.group(id), call, of: JobGroupID.self, for: principal)
        return try await localizationJobGroup(call, for: principal)
    }

    func retryJob(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: JobID = try identifier(call)
        try await retry(.job(id), call, of: JobID.self, for: principal)
        return try await localizationJob(call, for: principal)
    }

    func retryGroup(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: JobGroupID = try identifier(call)
        try await retry(.group(id), call, of: JobGroupID.self, for: principal)
        return try await localizationJobGroup(call, for: principal)
    }

    func deleteJob(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: JobID = try identifier(call)
        return try await delete(.job(id), call, of: JobID.self, for: principal)
    }

    func deleteGroup(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: JobGroupID = try identifier(call)
        return try await delete(.group(id), call, of: JobGroupID.self, for: principal)
    }

    /// What the path names; a text that cannot name such a thing names none.
    func identifier<ID: Identifier>(_ call: Call) throws(RequestError) -> ID {
        guard let id = ID(call.parameter) else { throw missing(ID.self, call) }
        return id
    }

    func missing<ID: Identifier>(_ type: ID.Type, _ call: Call) -> RequestError {
        .notFound(entity: ID.entity, id: String(call.parameter.prefix(100)))
    }

    /// Refuses jobs of an engine that the caller does not reach.
    private func requireEngine(of scope: JobScope, for principal: Principal) async throws {
        guard principal.engines != nil else { return }
        let engine =
            switch scope {
            case .job(let id): try await store.job(id, of: principal.organization)?.engine
            case .group(let id): try await store.group(id, of: principal.organization)?.engine
            }
        if let engine { try principal.require(engine) }
    }

    private func cancel<ID: Identifier>(
        _ scope: JobScope, _ call: Call, of type: ID.Type, for principal: Principal
    ) async throws {
        try await requireEngine(of: scope, for: principal)
        guard try await store.cancel(scope, of: principal.organization, at: clock.now()) != nil else {
            throw missing(type, call)
        }
    }

    private func retry<ID: Identifier>(
        _ scope: JobScope, _ call: Call, of type: ID.Type, for principal: Principal
    ) async throws {
        let options = try RetryOptions(call.request)
        try await requireEngine(of: scope, for: principal)
        let count = try await store.retry(
            scope, cancelledToo: options.cancelledToo, of: principal.organization, at: clock.now())
        if count == nil { throw missing(type, call) }
    }

    private func delete<ID: Identifier>(
        _ scope: JobScope, _ call: Call, of type: ID.Type, for principal: Principal
    ) async throws -> OutboundResponse {
        try await requireEngine(of: scope, for: principal)
        guard
            let count = try await store.delete(
                scope, of: principal.organization, by: principal.actor, at: clock.now())
        else {
            throw missing(type, call)
        }
        return .object {
            $0.member("id", call.parameter)
            $0.member("deletedJobs", count)
        }
    }
}
