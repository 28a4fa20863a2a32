// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import NIOCore
import NIOHTTP1

/// For operators and tools (docs/http-api.md, "Health").
extension Responder {
    func health() -> OutboundResponse { .object { $0.member("status", "ok") } }

    func readyState() async throws -> OutboundResponse {
        guard !readiness.isDraining else {
            throw RequestError.unavailable(reason: "The server is draining.")
        }
        do {
            try await store.check()
        } catch {
            logger.warning("The store is not ready.", metadata: ["error": "\(error)"])
            throw RequestError.unavailable(reason: "The store is not ready.")
        }
        return .object { $0.member("status", "ready") }
    }

    /// The text format of Prometheus, version 0.0.4.
    func metricsAnswer() async throws -> OutboundResponse {
        OutboundResponse(
            status: .ok, body: ByteBuffer(string: try await metricsText()),
            mediaType: "text/plain; version=0.0.4; charset=utf-8")
    }

    func document() -> OutboundResponse { OutboundResponse(status: .ok, body: Self.documentText) }

    /// The document is written in JSON, which is YAML too (YAML 1.2, section 1.3), so it is served as it stands.
    private static let documentText = ByteBuffer(bytes: PackageResources.openapi_yaml)
}
