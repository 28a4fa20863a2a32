// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Where the API listens and what it lets a client do.
public struct APIConfiguration: Sendable {
    /// Address or name to listen on.
    public var host: String
    /// Port to listen on; 0 for one that the system picks.
    public var port: Int
    /// Where others reach the gateway, without a slash at its end; empty for where it listens.
    public var publicURL: String
    /// What a request may hold.
    public var limits: RequestLimits
    /// Connections at the same time; further ones wait to be accepted.
    public var maximumConnections: Int
    /// Bytes of a request's head, and of any one field of it.
    public var maximumHeadBytes: Int
    /// Bytes of large request bodies held at the same time, over all connections.
    public var maximumBufferedBytes: Int
    /// How long a connection may take to bring the next whole head.
    public var idleTimeout: Duration
    /// How long a body may take to arrive, and an answer to be taken.
    public var transferTimeout: Duration
    /// How long `/readyz` says 503 while requests are still taken, before the listening socket closes.
    public var drainDelay: Duration
    /// Subscribers to live progress at the same time; their connections are not counted among the others.
    public var maximumSubscribers: Int
    /// How often a subscriber is shown and asked for a sign of life, and its key is checked again.
    public var pingInterval: Duration

    /// Makes a configuration.
    public init(
        host: String = "127.0.0.1", port: Int = 8080, publicURL: String = "",
        limits: RequestLimits = RequestLimits(),
        maximumConnections: Int = 1024, maximumHeadBytes: Int = 32 << 10,
        maximumBufferedBytes: Int = 256 << 20, idleTimeout: Duration = .seconds(60),
        transferTimeout: Duration = .seconds(30), drainDelay: Duration = .zero,
        maximumSubscribers: Int = 10_000, pingInterval: Duration = .seconds(30)
    ) {
        self.host = host
        self.port = port
        self.publicURL = publicURL
        self.limits = limits
        self.maximumConnections = maximumConnections
        self.maximumHeadBytes = maximumHeadBytes
        self.maximumBufferedBytes = maximumBufferedBytes
        self.idleTimeout = idleTimeout
        self.transferTimeout = transferTimeout
        self.drainDelay = drainDelay
        self.maximumSubscribers = maximumSubscribers
        self.pingInterval = pingInterval
    }
}
