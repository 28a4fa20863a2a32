// SPDX-License-Identifier: Apache-2.0

/// How much may wait. What is over is not counted.
public struct QueueLimits: Sendable, Equatable {
    /// Jobs that are not over.
    public var jobs: Int
    /// The same of one organization.
    public var jobsPerOrganization: Int
    /// Bytes of the documents of groups that are not over.
    public var bytes: Int
    /// The same of one organization.
    public var bytesPerOrganization: Int
    /// Bytes that must stay free on the disk.
    public var minimumFree: Int

    /// Makes limits.
    public init(
        jobs: Int = 2_000_000, jobsPerOrganization: Int = 1_000_000, bytes: Int = 32 << 30,
        bytesPerOrganization: Int = 16 << 30, minimumFree: Int = 1 << 30
    ) {
        self.jobs = jobs
        self.jobsPerOrganization = jobsPerOrganization
        self.bytes = bytes
        self.bytesPerOrganization = bytesPerOrganization
        self.minimumFree = minimumFree
    }
}

/// Which limit a new group would have passed.
public enum QueueLimit: String, Sendable {
    case jobs
    case jobsPerOrganization
    case bytes
    case bytesPerOrganization
    case disk
}

/// What waits and what is under way.
public struct QueueState: Sendable, Equatable {
    /// Jobs to be claimed.
    public var ready = 0
    /// Jobs that wait for another attempt.
    public var waiting = 0
    /// Jobs under way.
    public var leased = 0
    /// When the job that has been ready longest fell due; `nil` when none is.
    public var oldestReady: Timestamp?
    /// Deliveries that are not over.
    public var openDeliveries = 0
    /// When the delivery that is due longest fell due; `nil` when none is open.
    public var oldestDelivery: Timestamp?

    /// Makes the state of an empty queue.
    public init() {}
}
