// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The time by which breakers and limits go: one that never jumps, in nanoseconds.
struct RoutingClock: Sendable {
    let now: @Sendable () -> Int64
    /// Returns when that moment has come, or earlier when the task is cancelled.
    let sleep: @Sendable (_ until: Int64) async -> Void
    /// For people.
    let wall: WallClock

    static func system(_ wall: WallClock = .system) -> RoutingClock {
        let origin = ContinuousClock.now
        return RoutingClock(
            now: {
                let (seconds, attoseconds) = origin.duration(to: .now).components
                return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
            },
            sleep: { until in try? await Task.sleep(until: origin.advanced(by: .nanoseconds(until))) },
            wall: wall)
    }

    /// The same moment as clocks on walls show it.
    func wallTime(of moment: Int64) -> Timestamp {
        wall.now() + .nanoseconds(moment - now())
    }
}
