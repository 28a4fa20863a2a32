// SPDX-License-Identifier: Apache-2.0
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What the server does with an accepted connection.
///
/// Hummingbird's own channel hands over a request in parts, each through an asynchronous stream; here a request comes
/// whole, which costs a third, and ``ConnectionHandler`` keeps the limits on the way.
struct GatewayChannel: ServerChildChannel {
    let configuration: APIConfiguration
    let responder: Responder
    let budget: BodyBudget

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            // An answer must not wait for the acknowledgement of the one before it.
            try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = configuration.maximumHeadBytes
            limits.maxHeaderListSize = configuration.maximumHeadBytes
            limits.maxHeaderFieldCount = 100
            let pipeline = channel.pipeline.syncOperations
            // What a client sends right behind a request for a WebSocket is the WebSocket's.
            let decoder = HTTPRequestDecoder(
                leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)
            try pipeline.addHandlers(HTTPResponseEncoder(), ByteToMessageHandler(decoder))
            let (requests, continuation) = AsyncStream.makeStream(of: InboundRequest.self)
            let gone = channel.eventLoop.makePromise(of: Void.self)
            try pipeline.addHandler(
                ConnectionHandler(
                    configuration: configuration, refuse: responder.refuse, budget: budget,
                    requests: continuation,
                    gone: gone))
            return Connection(channel: channel, requests: requests, gone: gone.futureResult)
        }
    }

    func handle(value connection: Connection, logger: Logger) async {
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask(executorPreference: LoopExecutor.of(connection.channel.eventLoop)) {
                    for await request in connection.requests {
                        let response = await answer(request)
                        connection.channel.writeAndFlush(response, promise: nil)
                        if case .begin(let run)? = response.stream {
                            await send(run, over: connection.channel)
                            return
                        }
                        // The connection is the session's now.
                        if response.subscription != nil { return }
                    }
                    connection.channel.close(promise: nil)
                }
                try? await connection.gone.get()
                group.cancelAll()
            }
        } onCancel: {
            connection.channel.close(promise: nil)
        }
    }

    private func send(
        _ run: @Sendable (_ write: @escaping @Sendable (ByteBuffer) -> Void) async -> Void,
        over channel: any Channel
    ) async {
        await run { piece in
            var part = OutboundResponse(status: .ok, body: piece)
            part.stream = .piece
            channel.writeAndFlush(part, promise: nil)
        }
        var end = OutboundResponse(status: .ok, body: ByteBuffer())
        end.stream = .end
        channel.writeAndFlush(end, promise: nil)
    }

    /// Bodies larger than this are worked on by the shared pool, so that the loop's other connections do not wait.
    private static let smallBody = 16 << 10

    private func answer(_ request: InboundRequest) async -> OutboundResponse {
        guard request.body.readableBytes > Self.smallBody else { return await responder.respond(to: request) }
        return await withTaskExecutorPreference(globalConcurrentExecutor) {
            await responder.respond(to: request)
        }
    }
}
