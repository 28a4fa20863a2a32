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
