// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOWebSocket

extension ByteBuffer {
    /// Adds a whole frame as a server sends it: in one piece and not masked (RFC 6455, section 5.2).
    ///
    /// NIO's encoder would frame the same message anew for each subscriber.
    mutating func writeServerFrame(_ opcode: WebSocketOpcode, _ payload: some Collection<UInt8>) {
        let isWhole: UInt8 = 0x80
        writeInteger(isWhole | UInt8(webSocketOpcode: opcode))
        switch payload.count {
        case ...125: writeInteger(UInt8(payload.count))
        case ...Int(UInt16.max):
            writeInteger(UInt8(126))
            writeInteger(UInt16(payload.count))
        default:
            writeInteger(UInt8(127))
            writeInteger(UInt64(payload.count))
        }
        writeBytes(payload)
    }

    /// A control frame; its payload has 125 bytes at most (RFC 6455, section 5.5).
    static func controlFrame(_ opcode: WebSocketOpcode, _ payload: ByteBuffer = ByteBuffer()) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeServerFrame(opcode, payload.readableBytesView)
        return frame
    }

    /// A close frame, with a code or with none.
    static func closeFrame(_ code: WebSocketErrorCode?) -> ByteBuffer {
        var payload = ByteBuffer()
        if let code { payload.write(webSocketErrorCode: code) }
        return controlFrame(.connectionClose, payload)
    }
}
