// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import NIOCore
import NIOHTTP1

/// The opening handshake of a WebSocket, from the server's side (RFC 6455, section 4.2).
enum WebSocketHandshake {
    /// The one version there is.
    static let version = "13"

    /// What is wrong with a request that should open a WebSocket, or `nil`.
    static func refusal(of request: InboundRequest) -> OutboundResponse? {
        let headers = request.head.headers
        guard request.head.version == .http1_1, has("upgrade", "websocket", in: headers),
            has("connection", "upgrade", in: headers)
        else {
            return refusal("", "the request must ask for a WebSocket (Upgrade: websocket) over HTTP/1.1")
        }
        guard headers["sec-websocket-version"] == [version] else {
            var response = refusal("Sec-WebSocket-Version", "must be \(version)")
            response.headers.add(name: "sec-websocket-version", value: version)
            return response
        }
        let keys = headers["sec-websocket-key"]
        guard keys.count == 1, keys.first.flatMap({ bytes(base64: $0) })?.count == 16 else {
            return refusal("Sec-WebSocket-Key", "must be 16 bytes in base64")
        }
        guard request.body.readableBytes == 0 else {
            return refusal("", "the request must have no body")
        }
        return nil
    }

    private static func refusal(_ field: String, _ reason: String) -> OutboundResponse {
        ErrorResponse(RequestError.invalid(field: field, reason: reason)).response
    }

    private static func has(_ name: String, _ token: String, in headers: HTTPHeaders) -> Bool {
        headers[canonicalForm: name].contains { $0.lowercased() == token }
    }

    /// The answer to a request that is not refused.
    static func acceptance(of request: InboundRequest) -> OutboundResponse {
        let key = request.head.headers.first(name: "sec-websocket-key") ?? ""
        let proof = base64(sha1("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
        return OutboundResponse(
            status: .switchingProtocols,
            headers: [
                "upgrade": "websocket", "connection": "Upgrade", "sec-websocket-accept": proof,
            ], body: ByteBuffer())
    }
}
