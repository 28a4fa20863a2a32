// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOWebSocket

/// A subscriber over a WebSocket: sends messages, asks for signs of life and closes as RFC 6455 wants it, section 7.
final class WebSocketSession: ChannelInboundHandler, Subscriber {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = ByteBuffer

    /// What a client may send in one frame.
    static let maximumFrameBytes = 4 << 10
    private static let ping = ByteBuffer.controlFrame(.ping)
    /// How many pings in a row may stay without an answer.
    private static let maximumMissedPongs = 2

    private let outlet: Outlet
    /// How long a client may take to take the last message and to close.
    private let patience: Duration
    private let isEnding: Bool
    private var inbox = WebSocketInbox()
    private var context: ChannelHandlerContext?
    private var isClosing = false
    private var missedPongs = 0
    /// The answer to the newest ping, if the client does not take answers.
    private var pong: ByteBuffer?
    private var timer: Scheduled<Void>?

    /// - Parameter isEnding: the server stops already.
    init(_ outlet: Outlet, patience: Duration, isEnding: Bool) {
        self.outlet = outlet
        self.patience = patience
        self.isEnding = isEnding
    }

    var keyHash: [UInt8]? { outlet.keyHash }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if let first = outlet.join(self) { take(first) }
        if isEnding { end(.shutdown) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    private func leave() {
        outlet.leave(self)
        timer?.cancel()
        timer = nil
        pong = nil
        context = nil
    }

    // MARK: Sending

    func take(_ batch: ProgressBatch) {
        guard let context, !isClosing else { return }
        outlet.send(batch, context)
        if batch.isFinal { close(.normalClosure, patience) }
    }

    func tick() {
        guard let context, !isClosing else { return }
        guard missedPongs < Self.maximumMissedPongs else { return context.close(promise: nil) }
        missedPongs += 1
        context.writeAndFlush(wrapOutboundOut(Self.ping), promise: nil)
    }

    func end(_ reason: SubscriptionEnd) {
        switch reason {
        case .shutdown: close(.goingAway, Lingering.time)
        case .revoked: close(.policyViolation, Lingering.time)
        case .fault: close(.unexpectedServerError, Lingering.time)
        case .cut: context?.close(promise: nil)
        }
        // Who is closing already has no longer than others, either.
        wait(Lingering.time)
    }

    /// Sends a close frame and waits for the client's.
    private func close(_ code: WebSocketErrorCode?, _ patience: Duration) {
        guard let context, !isClosing else { return }
        isClosing = true
        context.writeAndFlush(wrapOutboundOut(.closeFrame(code)), promise: nil)
        wait(patience)
    }

    private func wait(_ patience: Duration) {
        guard let context else { return }
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience)) {
            self.context?.close(promise: nil)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, !isClosing {
            if let pong = pong.take() { context.writeAndFlush(wrapOutboundOut(pong), promise: nil) }
            outlet.resume(context)
        }
        context.fireChannelWritabilityChanged()
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch inbox.judge(unwrapInboundIn(data)) {
        case .nothing: break
        case .pong(let payload): answer(payload, context)
        case .alive: missedPongs = 0
        case .close(let code): answer(code, context)
        case .violation: fail(.protocolError, context)
        }
    }

    /// Section 5.5.3: of several pings, the newest may be the only one that is answered.
    private func answer(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        let frame = ByteBuffer.controlFrame(.pong, payload)
        guard context.channel.isWritable else {
            pong = frame
            return
        }
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private func answer(_ code: WebSocketErrorCode?, _ context: ChannelHandlerContext) {
        guard !isClosing else { return context.close(promise: nil) }
        close(code, Lingering.time)
        // The client has said its last, so the server closes as soon as the answer is out (section 7.1.1).
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
    }

    /// Section 7.1.7. The sending half is closed, since the client's own close frame may not be understood any more.
    private func fail(_ code: WebSocketErrorCode, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        close(code, Lingering.time)
        context.close(mode: .output, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength: fail(.messageTooLarge, context)
        case is NIOWebSocketError: fail(.protocolError, context)
        // What follows a frame that was not understood is read and thrown away.
        case is ByteToMessageDecoderError: break
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: context.close(promise: nil)
        case is ChannelShouldQuiesceEvent: end(.shutdown)
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }
}
