// SPDX-License-Identifier: Apache-2.0
import HummingbirdCore
import NIOCore

/// An accepted connection: its requests, one after the other.
struct Connection: ServerChildChannelValue {
    let channel: any Channel
    let requests: AsyncStream<InboundRequest>
    /// Fulfilled when nobody waits for answers any more.
    let gone: EventLoopFuture<Void>
}
