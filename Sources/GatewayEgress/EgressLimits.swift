// SPDX-License-Identifier: Apache-2.0

/// Limits of all exchanges together.
public struct EgressLimits: Sendable {
    /// Exchanges begun or waiting; one more is refused.
    public var exchanges: Int
    /// Connections to one host.
    public var connectionsPerHost: Int
    /// Connections kept open, in use or not.
    public var connections: Int
    /// For a connection to be made, TLS included.
    public var connectTime: Duration
    /// Bytes of an answer's headers together.
    public var headerBytes: Int
    /// Names that the system is asked for at once.
    public var lookups: Int

    /// Makes limits.
    public init(
        exchanges: Int = 1024, connectionsPerHost: Int = 32, connections: Int = 128,
        connectTime: Duration = .seconds(10), headerBytes: Int = 65_536, lookups: Int = 16
    ) {
        self.exchanges = exchanges
        self.connectionsPerHost = connectionsPerHost
        self.connections = connections
        self.connectTime = connectTime
        self.headerBytes = headerBytes
        self.lookups = lookups
    }
}
