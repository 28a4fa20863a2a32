// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOHTTP1

/// An answer, to be written in one go.
struct OutboundResponse: Sendable {
    var status: HTTPResponseStatus
    /// Fields beside those that every answer has.
    var headers = HTTPHeaders()
    var body: ByteBuffer
    /// The body is not JSON's usual media type.
    var mediaType = "application/json"
    /// Whose the connection is from here on; only status and fields of the answer are sent then.
    var subscription: Subscription?
    /// What the answer has beyond its head, when it comes in pieces.
    var stream: Stream?

    /// An answer that comes in pieces; the connection ends with it.
    enum Stream: Sendable {
        /// Only head and fields; `run` writes the pieces.
        case begin(run: @Sendable (_ write: @escaping @Sendable (ByteBuffer) -> Void) async -> Void)
        /// `body` is the next piece.
        case piece
        /// There is nothing more.
        case end
    }
}
