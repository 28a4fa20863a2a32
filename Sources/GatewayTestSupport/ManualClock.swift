// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A clock that moves when a test says so.
public final class ManualClock: Sendable {
    private let moment: Locked<Timestamp>

    /// A clock that stands at `moment`.
    public init(_ moment: Timestamp = Timestamp(milliseconds: 1_767_605_400_000)) {
        self.moment = Locked(moment)
    }

    /// The moment it stands at.
    public var now: Timestamp { moment.withLock { $0 } }

    /// Moves it on, or back.
    public func advance(by duration: Duration) {
        moment.withLock { $0 = $0 + duration }
    }

    /// The clock as the gateway takes one.
    public var wall: WallClock { WallClock { self.now } }
}
