// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

extension OutboundResponse {
    /// An answer of what a writer wrote.
    init(_ status: HTTPResponseStatus, _ writer: JSONWriter) {
        self.init(status: status, body: ByteBuffer(bytes: writer.bytes))
    }

    /// An answer of one object.
    static func object(
        _ status: HTTPResponseStatus = .ok, capacity: Int = 256, _ body: (inout JSONWriter) -> Void
    ) -> OutboundResponse {
        var writer = JSONWriter(capacity: capacity)
        writer.object(body)
        return OutboundResponse(status, writer)
    }
}

extension JSONWriter {
    /// Writes a member that is a string or null.
    mutating func member(_ name: String, _ text: String?) {
        self.name(name)
        string(text)
    }

    /// Writes a member that is an integer.
    mutating func member(_ name: String, _ number: Int) {
        self.name(name)
        integer(number)
    }

    /// Writes a member that is a boolean.
    mutating func member(_ name: String, _ flag: Bool) {
        self.name(name)
        bool(flag)
    }

    /// Writes a member that is a number.
    mutating func member(_ name: String, _ number: Double) {
        self.name(name)
        double(number)
    }

    /// Writes a member that is a moment or null.
    mutating func member(_ name: String, _ moment: Timestamp?) {
        member(name, moment?.iso8601)
    }

    /// Writes a member that is JSON text already, or null.
    mutating func member(_ name: String, raw json: [UInt8]?) {
        self.name(name)
        if let json { raw(json) } else { null() }
    }
}
