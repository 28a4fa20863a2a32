// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

/// One connection: gathers requests, gives them out one at a time, writes the answers.
///
/// It stands behind NIO's decoder and does what that leaves open: limits on size and time, `Expect: 100-continue`,
/// pipelining, a 400 for what is not HTTP, and an end that does not destroy the last answer. Everything here runs on
/// the connection's event loop.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = OutboundResponse
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// Waits for a head.
        case idle
        /// Has a head, gathers the body.
        case gathering
        /// The request is given out. Reading pauses.
        case answering
        /// The answer is not yet taken by the client. Reading pauses.
        case writing
        /// The last answer is written; what still comes is thrown away.
        case ending
    }

    private let configuration: APIConfiguration
    private let refuse: @Sendable (HTTPRequestHead?, RequestError) -> OutboundResponse
    private let budget: BodyBudget
    private let requests: AsyncStream<InboundRequest>.Continuation
    private let gone: EventLoopPromise<Void>
    private var state = State.idle
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    private var charged = 0
    private var discarded = 0
    private var backlog = CircularBuffer<HTTPServerRequestPart>()
    private var isReadPending = false
    private var isInputClosed = false
    private var isDraining = false
    private var isLingering = false
    private var deadline = NIODeadline.distantFuture
    private var timer: (task: Scheduled<Void>, at: NIODeadline)?

    init(
        configuration: APIConfiguration,
        refuse: @escaping @Sendable (HTTPRequestHead?, RequestError) -> OutboundResponse, budget: BodyBudget,
        requests: AsyncStream<InboundRequest>.Continuation, gone: EventLoopPromise<Void>
    ) {
        self.configuration = configuration
        self.refuse = refuse
        self.budget = budget
        self.requests = requests
        self.gone = gone
    }

    func handlerAdded(context: ChannelHandlerContext) {
        wait(configuration.idleTimeout, context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        release()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { release() }

    private func release() {
        timer?.task.cancel()
        timer = nil
        refund()
        requests.finish()
        gone.succeed()
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch state {
        case .idle, .gathering: take(part, context)
        case .answering, .writing: backlog.append(part)
        case .ending: discard(part, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Most bodies come in one read with their head and never need a timer.
        if case .gathering = state, deadline == .distantFuture {
            wait(configuration.transferTimeout, context)
        }
        context.fireChannelReadComplete()
    }

    /// Holds back reads while a request is being answered, so that a client cannot pile up requests.
    func read(context: ChannelHandlerContext) {
        switch state {
        case .answering, .writing: isReadPending = true
        case .idle, .gathering, .ending: context.read()
        }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch part {
        case .head(let head): begin(head, context)
        case .body(var bytes): gather(&bytes, context)
        case .end:
            guard let head else { return }
            state = .answering
            deadline = .distantFuture
            requests.yield(InboundRequest(head: head, body: body))
            body = ByteBuffer()
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        self.head = head
        state = .gathering
        deadline = .distantFuture
        if head.version == .http1_1, head.headers["host"].count != 1 {
            return refuse(.invalid(field: "", reason: "the request must name one host"), context)
        }
        if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }) {
            guard charge(for: length, context) else { return }
        }
        if head.version == .http1_1, head.headers.first(name: "expect")?.lowercased() == "100-continue" {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        }
    }

    private func gather(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext) {
        guard charge(for: body.readableBytes + bytes.readableBytes, context) else { return }
        if body.readableBytes == 0 { body = bytes } else { body.writeBuffer(&bytes) }
    }

    /// Makes sure that a body of so many bytes may be held, or refuses the request.
    private func charge(for length: Int, _ context: ChannelHandlerContext) -> Bool {
        guard length <= configuration.limits.bodyBytes else {
            let reason = "the body is larger than \(configuration.limits.bodyBytes) bytes"
            refuse(.invalid(field: "", reason: reason), context)
            return false
        }
        guard length > BodyBudget.free, length > charged else { return true }
        // A chunked body does not say its length, so it takes more than it needs by half.
        let wanted = min(configuration.limits.bodyBytes, max(length, charged + charged / 2)) - charged
        guard budget.take(wanted) else {
            refuse(.tooMany(reason: "too many large requests at once", retryAfter: .seconds(1)), context)
            return false
        }
        charged += wanted
        return true
    }

    private func refund() {
        guard charged > 0 else { return }
        budget.giveBack(charged)
        charged = 0
    }

    private func discard(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        guard case .body(let bytes) = part else { return }
        discarded += bytes.readableBytes
        if discarded > Lingering.bytes { context.close(promise: nil) }
    }

    // MARK: Writing

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .answering = state else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let response = unwrapOutboundIn(data)
        if let subscription = response.subscription {
            return handOver(to: subscription, response, context, promise: promise)
        }
        refund()
        if let stream = response.stream { return write(stream, response, context, promise: promise) }
        let isLast =
            isDraining || (isInputClosed && backlog.isEmpty) || head?.isKeepAlive == false
            // The decoder reads nothing after a request that asks for another protocol.
            || head?.headers.contains(name: "upgrade") == true
        guard isLast else {
            send(response, isLast: false, context, promise: promise)
            if context.channel.isWritable { return next(context) }
            state = .writing
            return wait(configuration.transferTimeout, context)
        }
        let written = promise ?? context.eventLoop.makePromise()
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        end(response, context, promise: written, patience: configuration.transferTimeout)
    }

    /// A part of an answer that comes in pieces. Its client has as long as the work takes; who goes away ends it.
    private func write(
        _ stream: OutboundResponse.Stream, _ response: OutboundResponse, _ context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        switch stream {
        case .begin:
            var headers = response.headers
            headers.add(name: "content-type", value: response.mediaType)
            headers.add(name: "date", value: HTTPDate.now)
            headers.add(name: "cache-control", value: "no-store")
            headers.add(name: "connection", value: "close")
            // NIO's encoder writes chunks for HTTP/1.1; a client of HTTP/1.0 sees the end by that of the connection.
            let version = head?.version == .http1_0 ? HTTPVersion.http1_0 : .http1_1
            context.writeAndFlush(
                wrapOutboundOut(
                    .head(HTTPResponseHead(version: version, status: response.status, headers: headers))),
                promise: promise)
        case .piece:
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise()
            written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            state = .ending
            backlog.removeAll()
            wait(configuration.transferTimeout, context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        }
    }

    func flush(context: ChannelHandlerContext) {
        // ``send`` has flushed.
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .writing = state, context.channel.isWritable { next(context) }
        context.fireChannelWritabilityChanged()
    }

    /// Answers a request that is not given out, and ends the connection without resetting it: what the client is
    /// still sending is read for a while, so that it gets to see the answer.
    private func refuse(_ error: RequestError, _ context: ChannelHandlerContext) {
        body = ByteBuffer()
        isLingering = true
        end(refuse(head, error), context, promise: nil, patience: Lingering.time)
        context.close(mode: .output, promise: nil)
    }

    /// Leaves the connection to a subscriber's session.
    private func handOver(
        to subscription: Subscription, _ response: OutboundResponse, _ context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        state = .ending
        var headers = response.headers
        headers.add(name: "date", value: HTTPDate.now)
        do {
            try subscription.takeOver(
                context, head: HTTPResponseHead(version: .http1_1, status: response.status, headers: headers),
                isEnding: isDraining)
            promise?.succeed()
        } catch {
            promise?.fail(error)
            context.close(promise: nil)
        }
    }

    private func end(
        _ response: OutboundResponse, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?,
        patience: Duration
    ) {
        send(response, isLast: true, context, promise: promise)
        state = .ending
        refund()
        backlog.removeAll()
        wait(patience, context)
        resumeReading(context)
    }

    private func send(
        _ response: OutboundResponse, isLast: Bool, _ context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        var headers = HTTPHeaders()
        headers.reserveCapacity(8)
        headers.add(name: "content-type", value: response.mediaType)
        headers.add(name: "content-length", value: String(response.body.readableBytes))
        headers.add(name: "date", value: HTTPDate.now)
        if !response.headers.contains(name: "cache-control") {
            headers.add(name: "cache-control", value: "no-store")
        }
        headers.add(contentsOf: response.headers)
        if isLast {
            headers.add(name: "connection", value: "close")
        } else if head?.version == .http1_0 {
            headers.add(name: "connection", value: "keep-alive")
        }
        context.write(
            wrapOutboundOut(
                .head(HTTPResponseHead(version: .http1_1, status: response.status, headers: headers))),
            promise: nil)
        if head?.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
    }

    /// Goes on after an answer.
    private func next(_ context: ChannelHandlerContext) {
        head = nil
        state = .idle
        deadline = .now() + TimeAmount(configuration.idleTimeout)
        while case .idle = state, let part = backlog.popFirst() { take(part, context) }
        while case .gathering = state, let part = backlog.popFirst() { take(part, context) }
        if case .idle = state, isDraining || isInputClosed { return context.close(promise: nil) }
        resumeReading(context)
    }

    private func resumeReading(_ context: ChannelHandlerContext) {
        guard isReadPending else { return }
        isReadPending = false
        read(context: context)
    }

    // MARK: Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            inputClosed(context)
        case is ChannelShouldQuiesceEvent:
            isDraining = true
            if case .idle = state { context.close(promise: nil) }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func inputClosed(_ context: ChannelHandlerContext) {
        switch state {
        case .idle, .gathering: context.close(promise: nil)
        // As in most servers: who stops sending while waiting has gone, and the work for it is cancelled.
        case .answering: if backlog.isEmpty { gone.succeed() }
        case .writing: break
        case .ending: if isLingering { context.close(promise: nil) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isInputClosed else { return context.close(promise: nil) }
        switch state {
        case .idle, .gathering:
            refuse(.invalid(field: "", reason: "the request is not valid HTTP/1.1"), context)
        // What was understood is answered; then there is nothing to go on with.
        case .answering, .writing: isDraining = true
        case .ending: break
        }
    }

    // MARK: Time

    /// Sets the moment at which the present state has lasted too long.
    private func wait(_ time: Duration, _ context: ChannelHandlerContext) {
        deadline = .now() + TimeAmount(time)
        if let timer, timer.at <= deadline { return }
        schedule(at: deadline, context)
    }

    /// One timer serves all waits: it looks at the deadline when it fires, so that a request does not cost one.
    private func schedule(at moment: NIODeadline, _ context: ChannelHandlerContext) {
        timer?.task.cancel()
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: moment) {
            self.timeIsUp(context)
        }
        timer = (task, moment)
    }

    private func timeIsUp(_ context: ChannelHandlerContext) {
        timer = nil
        let now = NIODeadline.now()
        guard deadline <= now else {
            return schedule(at: min(deadline, now + TimeAmount(configuration.idleTimeout)), context)
        }
        guard case .gathering = state else { return context.close(promise: nil) }
        refuse(.invalid(field: "", reason: "the body did not arrive in time"), context)
    }
}
