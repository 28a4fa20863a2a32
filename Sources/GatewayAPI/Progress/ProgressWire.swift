// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOWebSocket

/// A form in which messages go to a subscriber.
enum ProgressWire: Int, CaseIterable {
    /// A text frame each (RFC 6455, section 5).
    case webSocket
    /// An event each (HTML standard, section 9.2, "Server-sent events").
    case eventStream

    /// Adds a message; `number` counts the group's messages.
    func append(_ json: [UInt8], of type: String, number: Int, to buffer: inout ByteBuffer) {
        switch self {
        case .webSocket: buffer.writeServerFrame(.text, json)
        case .eventStream:
            // JSON as the gateway writes it has no line ends.
            buffer.writeString("event: \(type)\nid: \(number)\ndata: ")
            buffer.writeBytes(json)
            buffer.writeString("\n\n")
        }
    }
}
