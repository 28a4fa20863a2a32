// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

/// A WebSocket client as an awkward one has it: frames go out as they are given (RFC 6455, section 5).
struct SocketClient: Sendable {
    /// What came over the wire in one piece.
    struct Frame: Sendable, Equatable {
        var opcode: UInt8
        var payload: [UInt8]

        var text: String { String(decoding: payload, as: UTF8.self) }
        /// The code of a close frame.
        var code: Int? { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil }
    }

    static let (text, close, ping, pong): (UInt8, UInt8, UInt8, UInt8) = (1, 8, 9, 10)

    let wire: WireClient

    /// Fields of a handshake; the key is that of the standard, section 1.3.
    static let fields = [
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]

    /// The request that opens a socket for a group.
    static func handshake(
        _ gateway: Gateway, _ group: String, key: String? = Gateway.key, _ fields: [String] = Self.fields
    ) -> String {
        gateway.request("GET", "/jobs/localization/groups/\(group)/ws", nil, key: key, fields)
    }

    /// Watches a group; the snapshot is not read yet.
    static func watching(
        _ group: NewJobGroup, of gateway: Gateway, key: String = Gateway.key, receiveBuffer: Int32? = nil
    ) async throws -> SocketClient {
        let client = SocketClient(wire: try WireClient(port: gateway.port, receiveBuffer: receiveBuffer))
        try await client.wire.send(handshake(gateway, group.id.text, key: key))
        let response = try await client.wire.response()
        #expect(response.status == 101)
        return client
    }

    /// Sends a frame as a client must: masked.
    func send(
        _ opcode: UInt8, _ payload: [UInt8] = [], isFinal: Bool = true, isMasked: Bool = true,
        reserved: UInt8 = 0
    ) async throws {
        try await wire.send(
            Self.bytes(opcode, payload, isFinal: isFinal, isMasked: isMasked, reserved: reserved))
    }

    static func bytes(
        _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | reserved | opcode]
        let masked: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ...125: bytes.append(masked | UInt8(payload.count))
        case ...65_535: bytes += [masked | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [masked | 127] + (0..<8).reversed().map { UInt8(payload.count >> (8 * $0) & 255) }
        }
        guard isMasked else { return bytes + payload }
        let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    /// Reads one frame, which a server never masks and here never splits.
    func frame() async throws -> Frame {
        try await onThread { [wire] in
            let head = try wire.take(2)
            #expect(head[0] & 0xF0 == 0x80 && head[1] & 0x80 == 0)
            let more = [126: 2, 127: 8][head[1]] ?? 0
            let length = try more == 0 ? Int(head[1]) : wire.take(more).reduce(0) { $0 << 8 | Int($1) }
            return Frame(opcode: head[0] & 15, payload: try wire.take(length))
        }
    }

    /// Reads the next message, over pings, which it answers.
    func message() async throws -> String {
        while true {
            let frame = try await frame()
            switch frame.opcode {
            case Self.ping: try await send(Self.pong, frame.payload)
            case Self.text: return frame.text
            default: throw WireClient.Failed(reason: "a frame \(frame.opcode), code \(frame.code ?? 0)")
            }
        }
    }

    /// Reads the next message as JSON.
    func object() async throws -> JSONObject {
        let text = try await message()
        return try #require(JSONValue(parsing: Array(text.utf8)).object)
    }

    /// Reads messages up to one of a type.
    func object(of type: String) async throws -> JSONObject {
        while true {
            let object = try await object()
            if object["type"] == .string(type) { return object }
        }
    }

    /// Reads up to the close frame, answers it and waits for the end. Returns the code.
    func closeCode() async throws -> Int? {
        while true {
            let frame = try await frame()
            guard frame.opcode == Self.close else { continue }
            try await send(Self.close, frame.payload)
            #expect(try await wire.isClosed())
            return frame.code
        }
    }
}

extension JSONObject {
    /// A number of the message's snapshot.
    func count(_ name: String) -> Int? {
        guard case .number(let text)? = self["snapshot"]?.object?[name] else { return nil }
        return Int(text)
    }

    /// A job of the message's snapshot.
    func job(_ id: JobID) -> JSONObject? { self["snapshot"]?.object?["jobs"]?.object?[id.text]?.object }
}
