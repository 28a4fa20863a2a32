// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Synchronization

/// All calls in flight by their tickets.
///
/// A ticket that leads nowhere is a miss, whatever a plugin does with it.
final class TicketTable: Sendable {
    /// The process's own: host functions get no context but the ticket.
    static let shared = TicketTable()

    private static let shardCount: UInt64 = 16
    private let shards: [Locked<[UInt64: Call]>]
    private let lastTicket = Atomic<UInt64>(0)
    private let misses = Atomic<Int>(0)

    private init() {
        shards = (0..<Self.shardCount).map { _ in Locked([:]) }
    }

    /// Uses of tickets that were never given, or whose call had ended.
    var missCount: Int { misses.load(ordering: .relaxed) }

    /// Calls whose `finish` has not come.
    var openCount: Int { shards.reduce(0) { $0 + $1.withLock { $0.count } } }

    /// Whether a call of these instances is open whose texts must not be written down.
    func hasPrivateCall(of pool: InstancePool) -> Bool {
        shards.contains { shard in
            shard.withLock { $0.values.contains { $0.isPrivate && $0.instance.pool === pool } }
        }
    }
    /// A ticket that was never given before.
    func newTicket() -> UInt64 { lastTicket.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Makes a call under a ticket that was never used before.
    ///
    /// - Parameters:
    ///   - ticket: the one that another process gave it, where there is one.
    ///   - waiter: told once, from any thread, that the call has a result.
    func open(
        _ kind: Call.Kind, in instance: Instance, ticket: UInt64? = nil,
        waiter: (@Sendable (Call) -> Void)? = nil
    ) -> Call {
        let ticket = ticket ?? newTicket()
        let call = Call(kind: kind, instance: instance, ticket: ticket)
        if let waiter { call.waiter = { [unowned call] in waiter(call) } }
        shard(ticket).withLock { $0[ticket] = call }
        return call
    }

    /// Does something with the call of a ticket; gives whether there is one.
    @discardableResult
    func use(_ ticket: UInt64, _ body: (Call) -> Void) -> Bool {
        let isOpen = shard(ticket).withLock { calls in
            guard let call = calls[ticket] else { return false }
            body(call)
            return true
        }
        if !isOpen { misses.wrappingAdd(1, ordering: .relaxed) }
        return isOpen
    }

    /// Whether the plugin is still wanted to do the call; if so, it has begun.
    func begin(_ call: Call) -> Bool {
        let (hasBegun, wasStuck) = shard(call.ticket).withLock { calls in
            guard !call.isAbandoned else {
                calls[call.ticket] = nil
                call.hasFinished = true
                return (false, call.isStuck)
            }
            call.hasBegun = true
            return (true, false)
        }
        if wasStuck { call.instance.pool.recovered() }
        return hasBegun
    }

    /// Notes that the plugin's function has returned, or was never called; gives whether the call is over altogether.
    func returned(_ call: Call) -> Bool {
        shard(call.ticket).withLock { _ in
            call.hasReturned = true
            return call.hasFinished
        }
    }

    /// Ends a call as the plugin says; gives false for a miss.
    func finish(_ ticket: UInt64, _ outcome: Outcome) -> Bool {
        let ended: Ended? = shard(ticket).withLock { calls in
            guard let call = calls.removeValue(forKey: ticket) else { return nil }
            call.hasFinished = true
            if !call.isAbandoned { call.result = call.judge(outcome) }
            return Ended(call)
        }
        guard let ended else {
            misses.wrappingAdd(1, ordering: .relaxed)
            return false
        }
        ended.waiter?()
        if let timer = ended.timer { TimerThread.shared.cancel(timer) }
        for exchange in ended.exchanges { ExchangeTable.shared.cancel(exchange) }
        if ended.wasStuck { ended.call.instance.pool.recovered() }
        if ended.hasReturned { ended.call.instance.pool.settle(ended.call) }
        return true
    }

    /// Gives a call up: who waits for it gets the error now, the plugin is asked to end it, and its memory
    /// stays until it has.
    ///
    /// Does nothing when the call has ended.
    func abandon(_ call: Call, _ error: ProviderError, isLate: Bool) {
        let (waiter, exchanges, mustCancel, becameStuck) = shard(call.ticket).withLock {
            _ -> ((@Sendable () -> Void)?, [UInt64], Bool, Bool) in
            guard !call.hasFinished else { return (nil, [], false, false) }
            let becameStuck = isLate && !call.isStuck
            if isLate { call.isStuck = true }
            if !call.isAbandoned {
                call.isAbandoned = true
                call.result = .failure(error)
            }
            let mustCancel = call.hasBegun && !call.cancelWasAsked
            if mustCancel { call.cancelWasAsked = true }
            defer {
                call.waiter = nil
                call.exchanges = []
            }
            // Counted under this lock, so that the end of the call, which takes it too, is counted after it.
            if becameStuck { call.instance.pool.becameStuck() }
            return (call.waiter, call.exchanges, mustCancel, becameStuck)
        }
        waiter?()
        for exchange in exchanges { ExchangeTable.shared.cancel(exchange) }
        if mustCancel { call.instance.cancel(call.ticket) }
        if becameStuck { call.instance.pool.refuseWaitersIfStuck() }
    }

    /// Asks the plugin to end a call early, whose end is still waited for; ends it here and now when the plugin has not
    /// begun it.
    ///
    /// Does nothing when the call has ended.
    func askToEnd(_ ticket: UInt64) {
        let call = shard(ticket).withLock { $0[ticket] }
        guard let call else { return }
        let (hasBegun, mustCancel, exchanges) = shard(ticket).withLock { _ in
            guard call.hasBegun, !call.hasFinished else { return (call.hasBegun, false, [UInt64]()) }
            defer {
                call.cancelWasAsked = true
                call.exchanges = []
            }
            return (true, !call.cancelWasAsked, call.exchanges)
        }
        guard hasBegun else {
            return abandon(call, ProviderError(.cancelled, "the call was cancelled"), isLate: false)
        }
        for exchange in exchanges { ExchangeTable.shared.cancel(exchange) }
        if mustCancel { call.instance.cancel(ticket) }
    }

    /// The result of a call, or `nil` while there is none.
    func result(of call: Call) -> Result<Void, ProviderError>? {
        shard(call.ticket).withLock { _ in call.result }
    }

    /// Waits until the call has a result.
    ///
    /// Who is cancelled gets `cancelled` at once; at `deadline`, in nanoseconds of the monotonic clock, the
    /// call is given up.
    func result(of call: Call, deadline: Int64) async -> Result<Void, ProviderError> {
        let timer = TimerThread.shared.schedule(at: deadline) {
            self.abandon(
                call, ProviderError(.timedOut, "\(call.instance.pool.name): no answer in time"), isLate: true)
        }
        let isOver = shard(call.ticket).withLock { _ in
            call.timer = timer
            return call.hasFinished
        }
        if isOver { TimerThread.shared.cancel(timer) }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = shard(call.ticket).withLock { _ in
                    if call.result != nil { return true }
                    call.waiter = { continuation.resume() }
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            abandon(call, ProviderError(.cancelled, "the call was cancelled"), isLate: false)
        }
        return result(of: call) ?? .failure(ProviderError(.broken, "the call ended without a result"))
    }

    private func shard(_ ticket: UInt64) -> Locked<[UInt64: Call]> {
        shards[Int(ticket % Self.shardCount)]
    }

    /// What is left to do, outside the lock, for a call that `finish` came for.
    private struct Ended {
        let call: Call
        let waiter: (@Sendable () -> Void)?
        let timer: UInt64?
        let exchanges: [UInt64]
        let hasReturned: Bool
        let wasStuck: Bool

        init(_ call: Call) {
            self.call = call
            waiter = call.waiter
            timer = call.timer
            exchanges = call.exchanges
            hasReturned = call.hasReturned
            wasStuck = call.isStuck
            call.waiter = nil
            call.timer = nil
            call.exchanges = []
        }
    }
}
