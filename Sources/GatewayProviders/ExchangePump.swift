// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Carries exchanges from plugins, which are not tasks, to the way out, which wants one for each.
final class ExchangePump: Sendable {
    private struct State {
        var waiting: [UInt64: Exchange] = [:]
        var open = 0
        var hasEnded = false
    }

    private let outbound: any Outbound
    private let limit: Int
    private let state = Locked(State())
    private let arrivals: AsyncStream<UInt64>
    private let arrival: AsyncStream<UInt64>.Continuation

    init(outbound: any Outbound, limit: Int) {
        self.outbound = outbound
        self.limit = limit
        (arrivals, arrival) = AsyncStream.makeStream()
    }

    /// Takes an exchange; false when there are too many, or no more are made.
    func submit(_ exchange: Exchange) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.hasEnded, state.open < limit else { return false }
            state.open += 1
            state.waiting[exchange.id] = exchange
            return true
        }
        if isTaken { arrival.yield(exchange.id) }
        return isTaken
    }

    /// Makes exchanges until ``end()`` or until the task is cancelled; those that are open then end as cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await id in arrivals {
                guard let exchange = state.withLock({ $0.waiting.removeValue(forKey: id) }) else { continue }
                group.addTask { [self] in
                    await exchange.run(outbound)
                    state.withLock { $0.open -= 1 }
                }
            }
            end()
        }
    }

    /// Takes no more exchanges, and ends as cancelled those that nobody has begun.
    func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        arrival.finish()
        for exchange in waiting.values { exchange.deliver(.failure(.cancelled)) }
    }
}
