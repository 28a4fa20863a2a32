// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

/// A subscriber over an event stream (HTML standard, section 9.2). The connection's end is the stream's.
final class EventStreamSession: ChannelInboundHandler, Subscriber {
    /// What the client still sends is of no interest.
    typealias InboundIn = Never
    typealias OutboundOut = ByteBuffer

    /// A comment: proxies and clients take a silent connection for a dead one.
    private static let comment = ByteBuffer(string: ":\n\n")
    /// How many ticks in a row may find that the client takes nothing.
    private static let maximumStalls = 2

    private let outlet: Outlet
    /// How long a client may take to take the last message.
    private let patience: Duration
    private let isEnding: Bool
    private var context: ChannelHandlerContext?
    private var isClosing = false
    private var stalls = 0
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
        context = nil
    }

    func take(_ batch: ProgressBatch) {
        guard let context, !isClosing else { return }
        outlet.send(batch, context)
        if batch.isFinal { close(patience) }
    }

    func tick() {
        guard let context, !isClosing else { return }
        guard !context.channel.isWritable else {
            stalls = 0
            return context.writeAndFlush(wrapOutboundOut(Self.comment), promise: nil)
        }
        stalls += 1
        if stalls > Self.maximumStalls { context.close(promise: nil) }
    }

    func end(_ reason: SubscriptionEnd) {
        switch reason {
        case .shutdown, .revoked, .fault: close(Lingering.time)
        case .cut: context?.close(promise: nil)
        }
        // Who is closing already has no longer than others, either.
        wait(Lingering.time)
    }

    /// Closes once everything is sent.
    private func close(_ patience: Duration) {
        guard let context, !isClosing else { return }
        isClosing = true
        wait(patience)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
    }

    private func wait(_ patience: Duration) {
        guard let context else { return }
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(patience)) {
            self.context?.close(promise: nil)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if !isClosing { outlet.resume(context) }
        context.fireChannelWritabilityChanged()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The decoder still looks at what came behind the request, as it goes.
        if !(error is HTTPParserError) { context.close(promise: nil) }
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
