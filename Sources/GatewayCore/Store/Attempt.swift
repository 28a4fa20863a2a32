// SPDX-License-Identifier: Apache-2.0

/// A worker's right to write a job's result. Refused once another claim has raised the fence.
public struct Lease: Sendable, Hashable {
    /// The job.
    public var job: JobID
    /// Rises at each claim and is never reset.
    public var fence: Int

    /// Makes a lease.
    public init(job: JobID, fence: Int) {
        self.job = job
        self.fence = fence
    }
}

/// One run of a job by a worker that holds its lease.
public struct Attempt: Sendable {
    /// The right to write its result.
    public var lease: Lease
    /// Whose it is.
    public var organization: OrganizationID
    /// The group that holds the source.
    public var group: JobGroupID
    /// The engine it runs on.
    public var engine: EngineID
    /// The key that made the group.
    public var key: KeyID
    /// As the caller spelled it.
    public var source: LocaleTag
    /// As the caller spelled it.
    public var target: LocaleTag
    /// 1 for the first; a failed job that is queued again begins its next run.
    public var run: Int
    /// 1 for the first of its run; counted when it is claimed.
    public var number: Int
    /// How often the process died while the job was in flight.
    public var crashes: Int
    /// W3C trace context of the request that made the group, or `nil`.
    public var traceParent: String?

    /// Makes an attempt.
    public init(
        lease: Lease, organization: OrganizationID, group: JobGroupID, engine: EngineID, key: KeyID,
        source: LocaleTag, target: LocaleTag, run: Int = 1, number: Int, crashes: Int,
        traceParent: String? = nil
    ) {
        self.lease = lease
        self.organization = organization
        self.group = group
        self.engine = engine
        self.key = key
        self.source = source
        self.target = target
        self.run = run
        self.number = number
        self.crashes = crashes
        self.traceParent = traceParent
    }
}

/// What a worker asks for.
public struct Claim: Sendable {
    /// The moment it is.
    public var now: Timestamp
    /// When the leases run out.
    public var leaseUntil: Timestamp
    /// Node and boot of the worker.
    public var owner: String
    /// The most jobs it takes.
    public var limit: Int
    /// Whether it takes suspects, and nothing else: jobs in flight at ``suspicion`` deaths of the process, which are run
    /// alone.
    public var suspects: Bool

    /// Deaths of the process after which a job that was in flight at each is a suspect.
    public static let suspicion = 2

    /// Makes a claim.
    public init(
        now: Timestamp, leaseUntil: Timestamp, owner: String, limit: Int, suspects: Bool = false
    ) {
        self.now = now
        self.leaseUntil = leaseUntil
        self.owner = owner
        self.limit = limit
        self.suspects = suspects
    }
}

/// A finished batch of a job: never sent to an engine again.
public struct Checkpoint: Sendable {
    /// Order of the batches of a job, from 0, through all its runs.
    public var batch: Int
    /// The translator's own record of the batch.
    public var payload: [UInt8]
    /// Segments of the job that are done with it.
    public var segmentsDone: Int

    /// Makes a checkpoint.
    public init(batch: Int, payload: [UInt8], segmentsDone: Int = 0) {
        self.batch = batch
        self.payload = payload
        self.segmentsDone = segmentsDone
    }
}

/// How an attempt ended.
public enum AttemptOutcome: Sendable {
    /// With output (JSON object); `warnings` and `steps` are JSON arrays.
    case completed(
        output: [UInt8], warnings: [UInt8], hasWarnings: Bool, steps: [UInt8], receipt: Receipt)
    /// For good; `steps` is a JSON array.
    case failed(message: String, steps: [UInt8], usage: Usage)
    /// To be tried again, not before `at`.
    case retry(at: Timestamp, message: String)
}
