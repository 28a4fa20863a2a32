// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOWebSocket

/// Judges what a client sends over a WebSocket (RFC 6455, section 5). Its messages say nothing to us, so they are
/// followed only to see that they keep to the protocol.
struct WebSocketInbox {
    /// What a frame asks for.
    enum Verdict {
        case nothing
        /// A pong with this payload.
        case pong(ByteBuffer)
        /// The client is there.
        case alive
        /// A close frame with the same code.
        case close(WebSocketErrorCode?)
        /// The end of the connection.
        case violation
    }

    private var isWithinMessage = false

    mutating func judge(_ frame: WebSocketFrame) -> Verdict {
        guard frame.maskKey != nil, frame.reservedBits.isEmpty else { return .violation }
        switch frame.opcode {
        case .text, .binary, .continuation:
            guard isWithinMessage == (frame.opcode == .continuation) else { return .violation }
            isWithinMessage = !frame.fin
            return .nothing
        case .ping: return .pong(frame.unmaskedData)
        case .pong: return .alive
        case .connectionClose: return Self.close(frame.unmaskedData)
        default: return .violation
        }
    }

    private static func close(_ payload: ByteBuffer) -> Verdict {
        guard payload.readableBytes > 0 else { return .close(nil) }
        guard let number = payload.getInteger(at: payload.readerIndex, as: UInt16.self), mayBeSent(number),
            String(validating: payload.readableBytesView.dropFirst(2), as: UTF8.self) != nil
        else { return .violation }
        return .close(WebSocketErrorCode(codeNumber: Int(number)))
    }

    /// RFC 6455, section 7.4, and the codes that were registered since.
    private static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
