// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOHTTP1

/// A request that arrived whole.
struct InboundRequest: Sendable {
    var head: HTTPRequestHead
    var body: ByteBuffer
}
