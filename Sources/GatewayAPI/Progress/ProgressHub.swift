// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import NIOCore
import ServiceLifecycle

/// Brings what becomes of jobs to those who watch their groups.
///
/// The store's thread only notes changes of groups that somebody watches; an event loop publishes them. What happens
/// while it is busy goes out together in its next turn. Nothing is kept of groups that nobody watches.
final class ProgressHub: Service {
    private struct Entry {
        let feed: GroupFeed
        /// Where the feed is published: on the loop of the first subscriber.
        var home: ProgressLoop?
        var subscriptions = 0
        var pending = PendingChanges()
        var isAwaited = false
    }

    private struct State {
        var entries: [JobGroupID: Entry] = [:]
        var loops: [ObjectIdentifier: ProgressLoop] = [:]
        /// Groups with something to publish, by home.
        var awaited: [ObjectIdentifier: [JobGroupID]] = [:]
        /// How many subscriptions came with which key.
        var keys: [[UInt8]: Int] = [:]
        var subscriptions = 0
        var isDrained: CheckedContinuation<Void, Never>?
    }

    let configuration: APIConfiguration
    private let store: any Store
    private let allowance: ConnectionAllowance
    private let clock: WallClock
    private let logger: Logger
    private let state = Locked(State())

    init(
        _ configuration: APIConfiguration, store: any Store, allowance: ConnectionAllowance,
        clock: WallClock, logger: Logger
    ) {
        self.configuration = configuration
        self.store = store
        self.allowance = allowance
        self.clock = clock
        self.logger = logger
        store.changes.observe { [weak self] changes in self?.note(changes) }
    }

    // MARK: Subscriptions

    /// Takes a place. From here on nothing that becomes of the group is missed; so it is read after this.
    func subscribe(
        to group: JobGroupID, _ wire: ProgressWire, keyHash: [UInt8]
    ) throws(RequestError) -> Subscription {
        let feed = state.withLock { state -> GroupFeed? in
            guard state.subscriptions < configuration.maximumSubscribers else { return nil }
            state.subscriptions += 1
            state.keys[keyHash, default: 0] += 1
            var entry = state.entries[group] ?? Entry(feed: GroupFeed(group))
            entry.subscriptions += 1
            state.entries[group] = entry
            return entry.feed
        }
        guard let feed else { throw .tooMany(reason: "too many subscribers", retryAfter: .seconds(5)) }
        allowance.exempt()
        return Subscription(hub: self, feed: feed, wire: wire, keyHash: keyHash)
    }

    /// Gives a place back; only ``Subscription`` does.
    func unsubscribe(_ feed: GroupFeed, keyHash: [UInt8]) {
        allowance.count()
        let isDrained = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if let left = state.keys[keyHash] { state.keys[keyHash] = left > 1 ? left - 1 : nil }
            if state.entries[feed.id]?.feed === feed {
                state.entries[feed.id]?.subscriptions -= 1
                if state.entries[feed.id]?.subscriptions == 0 { state.entries[feed.id] = nil }
            }
            state.subscriptions -= 1
            return state.subscriptions == 0 ? state.isDrained.take() : nil
        }
        isDrained?.resume()
    }

    /// The subscribers of an event loop.
    func loop(of eventLoop: any EventLoop) -> ProgressLoop {
        state.withLock { state in
            if let loop = state.loops[ObjectIdentifier(eventLoop)] { return loop }
            let loop = ProgressLoop(eventLoop, interval: configuration.pingInterval)
            state.loops[ObjectIdentifier(eventLoop)] = loop
            return loop
        }
    }

    /// Adds a subscriber to its feed; to be called on the loop. Returns what it begins with.
    func join(_ subscription: Subscription, on loop: ProgressLoop) -> ProgressBatch {
        let feed = subscription.feed
        let missed = state.withLock { state -> [JobChange] in
            guard state.entries[feed.id]?.feed === feed, state.entries[feed.id]?.home == nil else {
                return []
            }
            state.entries[feed.id]?.home = loop
            return state.entries[feed.id]?.pending.takeAll() ?? []
        }
        // By the same way as any later change: another loop's subscriber may have joined in between.
        _ = feed.publish(missed, on: loop)
        let first = feed.join(subscription.wire, on: loop)
        if first.isFinal { forget(feed) }
        return first
    }

    /// What happens to the group from now on is no longer the feed's.
    private func forget(_ feed: GroupFeed) {
        state.withLock { state in
            if state.entries[feed.id]?.feed === feed { state.entries[feed.id] = nil }
        }
    }

    // MARK: Changes

    /// Notes changes, on the store's thread.
    private func note(_ changes: [JobChange]) {
        let woken = state.withLock { state -> [ProgressLoop] in
            guard !state.entries.isEmpty else { return [] }
            return changes.compactMap { Self.note($0, &state) }
        }
        for loop in woken { loop.eventLoop.execute { self.publish(on: loop) } }
    }

    /// Notes a change. Returns the loop that has to be told of it, if that was not done yet.
    private static func note(_ change: JobChange, _ state: inout State) -> ProgressLoop? {
        guard let place = state.entries.index(forKey: change.group) else { return nil }
        state.entries.values[place].pending.add(change)
        guard !state.entries.values[place].isAwaited, let home = state.entries.values[place].home else {
            return nil
        }
        state.entries.values[place].isAwaited = true
        let isIdle = state.awaited[ObjectIdentifier(home)]?.isEmpty ?? true
        state.awaited[ObjectIdentifier(home), default: []].append(change.group)
        return isIdle ? home : nil
    }

    /// Publishes what is noted for the feeds of a loop, there.
    private func publish(on loop: ProgressLoop) {
        let work = state.withLock { state -> [(feed: GroupFeed, changes: [JobChange])] in
            let groups = state.awaited.updateValue([], forKey: ObjectIdentifier(loop)) ?? []
            return groups.compactMap { group in
                guard let place = state.entries.index(forKey: group),
                    state.entries.values[place].isAwaited, state.entries.values[place].home === loop
                else { return nil }
                state.entries.values[place].isAwaited = false
                return (
                    state.entries.values[place].feed, state.entries.values[place].pending.takeAll()
                )
            }
        }
        for (feed, changes) in work where feed.publish(changes, on: loop) { forget(feed) }
    }

    // MARK: Life

    /// Looks after keys until the server stops; ends when the last subscriber has gone.
    func run() async throws {
        await withTaskCancellationHandler {
            try? await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: self.configuration.pingInterval)
                    await self.checkKeys()
                }
            }
            await drained()
        } onCancel: {
            end(.cut)
        }
    }

    private func checkKeys() async {
        for keyHash in state.withLock({ Array($0.keys.keys) }) {
            do {
                if try await store.principal(keyHash: keyHash, at: clock.now()) == nil {
                    end(.revoked, keyHash: keyHash)
                }
            } catch {
                logger.warning(
                    "The key of subscribers cannot be checked.", metadata: ["error": "\(error)"])
                end(.fault, keyHash: keyHash)
            }
        }
    }

    private func end(_ reason: SubscriptionEnd, keyHash: [UInt8]? = nil) {
        for loop in state.withLock({ Array($0.loops.values) }) { loop.end(reason, keyHash: keyHash) }
    }

    private func drained() async {
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                if state.subscriptions > 0 { state.isDrained = continuation }
                return state.subscriptions == 0
            }
            if isDrained { continuation.resume() }
        }
    }
}
