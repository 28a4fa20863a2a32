// SPDX-License-Identifier: Apache-2.0

/// Limits of all exchanges together.
public struct EgressLimits: Sendable {
    /// Exchanges begun or waiting; one more is refused.
    public var exchanges: Int
    /// Connections to one host. Where a host speaks HTTP/2 one of them carries many exchanges.
    public var connectionsPerHost: Int
    /// Connections in use together, and as many are kept open.
    public var connections: Int
    /// For a connection to be made, TLS included.
    public var connectTime: Duration
    /// For the answer to begin after the request was sent, where the request names no time of its own.
    public var firstByteTime: Duration
    /// Bytes a second that an answer has to bring once it has begun; 0 takes any.
    public var minimumSpeed: Int
    /// How long an answer may be slower than ``minimumSpeed``.
    public var slowTime: Duration
    /// Bytes of an answer's headers together.
    public var headerBytes: Int
    /// Names that the system is asked for at once.
    public var lookups: Int

    /// Makes limits.
    public init(
        exchanges: Int = 1024, connectionsPerHost: Int = 64, connections: Int = 256,
        connectTime: Duration = .seconds(10), firstByteTime: Duration = .seconds(300),
        minimumSpeed: Int = 10, slowTime: Duration = .seconds(60), headerBytes: Int = 65_536,
        lookups: Int = 16
    ) {
        self.exchanges = exchanges
        self.connectionsPerHost = connectionsPerHost
        self.connections = connections
        self.connectTime = connectTime
        self.firstByteTime = firstByteTime
        self.minimumSpeed = minimumSpeed
        self.slowTime = slowTime
        self.headerBytes = headerBytes
        self.lookups = lookups
    }
}
