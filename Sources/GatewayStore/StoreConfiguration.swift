// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
public import Logging

/// Which database is opened, and how.
public struct StoreConfiguration: Sendable {
    /// The database's file. Beside it stand `-wal` and `-shm` while it is open, and `.lock`.
    public var path: String
    /// Whether a database of an older schema may be migrated; a copy of it is kept. A fresh one always is.
    public var migrates: Bool
    /// Connections that read, at least 1.
    public var readers: Int
    /// The most writes that share one commit, at least 1.
    public var maximumGroupCommit: Int
    /// How much may wait.
    public var limits: QueueLimits
    /// Names the copies that are made before migrations.
    public var clock: WallClock
    /// Told of migrations.
    public var logger: Logger

    /// A configuration.
    public init(
        path: String, migrates: Bool = false, readers: Int = 2, maximumGroupCommit: Int = 256,
        limits: QueueLimits = QueueLimits(), clock: WallClock = .system, logger: Logger
    ) {
        precondition(readers > 0 && maximumGroupCommit > 0)
        self.path = path
        self.migrates = migrates
        self.readers = readers
        self.maximumGroupCommit = maximumGroupCommit
        self.limits = limits
        self.clock = clock
        self.logger = logger
    }
}
