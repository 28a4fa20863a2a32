// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// A subscriber's end of a feed: what it is sent, and the one message that waits when it does not take what it is sent.
final class Outlet {
    private let loop: ProgressLoop
    private var subscription: Subscription?
    private var slot = 0
    private var hasJoined = false
    /// The number of the last message that was sent, held or passed over.
    private var seen = Int.min
    private var held: ByteBuffer?

    init(_ subscription: Subscription, on eventLoop: any EventLoop) {
        self.subscription = subscription
        loop = subscription.hub.loop(of: eventLoop)
    }

    var keyHash: [UInt8]? { subscription?.keyHash }

    /// Joins the feed. Returns what a subscriber begins with.
    func join(_ subscriber: any Subscriber) -> ProgressBatch? {
        guard let subscription else { return nil }
        let first = subscription.hub.join(subscription, on: loop)
        slot = loop.add(subscriber, of: subscription.feed)
        hasJoined = true
        return first
    }

    /// Leaves the feed; does nothing if that was done.
    func leave(_ subscriber: any Subscriber) {
        held = nil
        guard let subscription = subscription.take(), hasJoined else { return }
        loop.remove(subscriber, of: subscription.feed, slot: slot)
        subscription.feed.leave(subscription.wire, on: loop)
    }

    /// Sends messages as long as the client takes them. Then the newest one waits in place of all others; the last one
    /// of all waits for nothing.
    func send(_ batch: ProgressBatch, _ context: ChannelHandlerContext) {
        guard let wire = subscription?.wire, batch.last > seen else { return }
        seen = batch.last
        let encoded = batch[wire]
        held = nil
        for piece in encoded.pieces {
            guard isWritable(context) else {
                held = encoded.newest
                break
            }
            context.write(NIOAny(piece), promise: nil)
        }
        if batch.isFinal, let newest = held.take() { context.write(NIOAny(newest), promise: nil) }
        context.flush()
    }

    /// Whether the client takes more, once it has been given what is there.
    private func isWritable(_ context: ChannelHandlerContext) -> Bool {
        if context.channel.isWritable { return true }
        context.flush()
        return context.channel.isWritable
    }

    /// Sends what waits, now that the client takes something again.
    func resume(_ context: ChannelHandlerContext) {
        guard context.channel.isWritable, let newest = held.take() else { return }
        context.writeAndFlush(NIOAny(newest), promise: nil)
    }
}
