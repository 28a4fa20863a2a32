// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import HummingbirdCore
import NIOCore

/// How many connections may be open. Those of subscribers have a limit of their own and are not counted, or they would
/// soon leave none for requests.
final class ConnectionAllowance: AvailableConnectionsDelegate {
    private struct State {
        var open = 0
        var exempt = 0
        var isHoldingBack = false
        var server: (any Channel)?
    }

    private let maximum: Int
    private let state = Locked(State())

    init(maximum: Int) { self.maximum = maximum }

    func connectionOpened() { state.withLock { $0.open += 1 } }

    func connectionClosed() { state.withLock { $0.open -= 1 } }

    func isAcceptingNewConnections() -> Bool {
        state.withLock { state in
            state.isHoldingBack = state.open - state.exempt >= maximum
            return !state.isHoldingBack
        }
    }

    /// Names the channel that accepts connections.
    func serve(_ server: any Channel) { state.withLock { $0.server = server } }

    /// Stops counting a connection.
    func exempt() {
        let server = state.withLock { state -> (any Channel)? in
            state.exempt += 1
            return state.isHoldingBack ? state.server : nil
        }
        // The server looks again by itself only when a connection closes.
        server?.read()
    }

    /// Counts a connection again.
    func count() { state.withLock { $0.exempt -= 1 } }
}
