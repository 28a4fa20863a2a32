// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore

/// The subscribers of one event loop, with one timer for all of them.
final class ProgressLoop: Sendable {
    private struct Members {
        var byFeed: [ObjectIdentifier: [ObjectIdentifier: any Subscriber]] = [:]
        /// Each tick is for one slot, so that a loop with thousands of subscribers does not stand still for all at once.
        var slots = [[ObjectIdentifier: any Subscriber]](repeating: [:], count: 16)
        var slot = 0
        var count = 0
        var timer: RepeatedTask?
    }

    let eventLoop: any EventLoop
    private let interval: TimeAmount
    private let members: NIOLoopBoundBox<Members>

    /// - Parameter interval: between two ticks of a subscriber.
    init(_ eventLoop: any EventLoop, interval: Duration) {
        self.eventLoop = eventLoop
        members = .makeBoxSendingValue(Members(), eventLoop: eventLoop)
        self.interval = TimeAmount.nanoseconds(max(1, TimeAmount(interval).nanoseconds / 16))
    }

    /// Adds a subscriber of a feed; to be called on the loop. Returns the slot it is in.
    func add(_ subscriber: any Subscriber, of feed: GroupFeed) -> Int {
        members.withValue { members in
            let id = ObjectIdentifier(subscriber)
            members.byFeed[ObjectIdentifier(feed), default: [:]][id] = subscriber
            members.slots[members.slot][id] = subscriber
            members.count += 1
            if members.count == 1 {
                members.timer = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) {
                    [weak self] _ in self?.tick()
                }
            }
            return members.slot
        }
    }

    /// Takes away a subscriber that was added; to be called on the loop.
    func remove(_ subscriber: any Subscriber, of feed: GroupFeed, slot: Int) {
        members.withValue { members in
            let id = ObjectIdentifier(subscriber)
            members.slots[slot][id] = nil
            members.byFeed[ObjectIdentifier(feed)]?[id] = nil
            if members.byFeed[ObjectIdentifier(feed)]?.isEmpty == true {
                members.byFeed[ObjectIdentifier(feed)] = nil
            }
            members.count -= 1
            if members.count == 0 {
                members.timer?.cancel()
                members.timer = nil
            }
        }
    }

    /// Gives a batch to the feed's subscribers here; `loop` is where the caller runs.
    func deliver(_ batch: ProgressBatch, of feed: GroupFeed, from loop: ProgressLoop) {
        if loop === self {
            deliver(batch, of: feed)
        } else {
            eventLoop.execute { self.deliver(batch, of: feed) }
        }
    }

    private func deliver(_ batch: ProgressBatch, of feed: GroupFeed) {
        // A copy: who is given a batch may leave.
        guard let subscribers = members.value.byFeed[ObjectIdentifier(feed)] else { return }
        for subscriber in subscribers.values { subscriber.take(batch) }
    }

    /// Ends the subscribers that came with a key, or all.
    func end(_ reason: SubscriptionEnd, keyHash: [UInt8]?) {
        eventLoop.execute {
            for subscriber in self.members.value.slots.flatMap(\.values)
            where keyHash == nil || subscriber.keyHash == keyHash {
                subscriber.end(reason)
            }
        }
    }

    private func tick() {
        let subscribers = members.withValue { members in
            members.slot = (members.slot + 1) % members.slots.count
            return members.slots[members.slot]
        }
        for subscriber in subscribers.values { subscriber.tick() }
    }
}
