// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1
import NIOWebSocket

extension Subscription {
    /// Takes a connection over: writes the head of the answer, takes out what speaks HTTP and puts in a session.
    ///
    /// - Parameters:
    ///   - context: of the handler that answered; it is taken out too.
    ///   - isEnding: the server stops.
    func takeOver(_ context: ChannelHandlerContext, head: HTTPResponseHead, isEnding: Bool) throws {
        let channel = context.channel
        let pipeline = context.pipeline.syncOperations
        let decoder = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let encoder = try pipeline.context(handlerType: HTTPResponseEncoder.self)
        pipeline.removeHandler(context: encoder, promise: nil)
        context.write(NIOAny(head.bytes), promise: nil)
        pipeline.removeHandler(context: context, promise: nil)
        // Clients have little to say here, and there are many.
        try channel.syncOptions?.setOption(
            .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 256))
        try channel.syncOptions?.setOption(
            .writeBufferWaterMark,
            value: ChannelOptions.Types.WriteBufferWaterMark(low: 8 << 10, high: 32 << 10))
        try pipeline.addHandlers(session(on: channel.eventLoop, isEnding: isEnding))
        // What came behind the request is given to the session as the decoder goes, at the loop's next turn.
        pipeline.removeHandler(context: decoder, promise: nil)
        channel.read()
    }

    private func session(on eventLoop: any EventLoop, isEnding: Bool) -> [any ChannelHandler] {
        let outlet = Outlet(self, on: eventLoop)
        let patience = hub.configuration.transferTimeout
        switch wire {
        case .webSocket:
            return [
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: WebSocketSession.maximumFrameBytes)),
                WebSocketSession(outlet, patience: patience, isEnding: isEnding),
            ]
        case .eventStream: return [EventStreamSession(outlet, patience: patience, isEnding: isEnding)]
        }
    }
}

extension HTTPResponseHead {
    /// The head as it goes over the wire (RFC 9112, section 2.1), without any framing of a body.
    fileprivate var bytes: ByteBuffer {
        var text = "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        return ByteBuffer(string: text + "\r\n")
    }
}
