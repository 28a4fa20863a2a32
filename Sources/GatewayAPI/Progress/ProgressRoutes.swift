// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

/// Watching a group (docs/http-api.md, "Live progress").
extension Responder {
    func progressSocket(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        if let refusal = WebSocketHandshake.refusal(of: call.request) { return refusal }
        var response = WebSocketHandshake.acceptance(of: call.request)
        response.subscription = try await subscription(call, .webSocket, for: principal)
        return response
    }

    func progressEvents(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        // A proxy that gathers answers would hold the events back.
        var response = OutboundResponse(
            status: .ok,
            headers: [
                "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no",
                "connection": "close",
            ], body: ByteBuffer())
        response.subscription = try await subscription(call, .eventStream, for: principal)
        return response
    }

    private func subscription(
        _ call: Call, _ wire: ProgressWire, for principal: Principal
    ) async throws -> Subscription {
        let id: JobGroupID = try identifier(call)
        if principal.engines != nil,
            let group = try await store.group(id, of: principal.organization)
        {
            try principal.require(group.engine)
        }
        let keyHash = try credentials.keyHash(call.request.head.headers)
        let subscription = try progress.subscribe(to: id, wire, keyHash: keyHash)
        switch subscription.feed.belongs(to: principal.organization) {
        case true?: break
        case false?: throw missing(JobGroupID.self, call)
        case nil:
            guard let group = try await store.group(id, of: principal.organization) else {
                throw missing(JobGroupID.self, call)
            }
            subscription.feed.load(group, of: principal.organization)
        }
        return subscription
    }
}
