// SPDX-License-Identifier: Apache-2.0

/// Who a key speaks for.
public struct Principal: Sendable, Equatable {
    /// The organization it belongs to.
    public var organization: OrganizationID
    /// The key's record.
    public var key: KeyID
    /// The user of a personal key; `nil` for a service key.
    public var user: UserID?
    /// The user's address, or one made up for a service key.
    public var email: String

    /// Makes a principal.
    public init(organization: OrganizationID, key: KeyID, user: UserID?, email: String) {
        self.organization = organization
        self.key = key
        self.user = user
        self.email = email
    }
}

/// The record of an API key. The key itself is never stored.
public struct APIKeyRecord: Sendable, Equatable {
    /// The record's id.
    public var id: KeyID
    /// Whose it is.
    public var organization: OrganizationID
    /// A name for people.
    public var name: String
    /// SHA-256 of the key, 32 bytes.
    public var hash: [UInt8]
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was revoked, or `nil`.
    public var revokedAt: Timestamp?

    /// Makes a record.
    public init(
        id: KeyID, organization: OrganizationID, name: String, hash: [UInt8], createdAt: Timestamp,
        revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.organization = organization
        self.name = name
        self.hash = hash
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }
}

/// What a fresh database begins with.
public struct Bootstrap: Sendable {
    /// The organization's id, if the database has none.
    public var organization: OrganizationID
    /// The organization's name.
    public var organizationName: String
    /// Its default engine, if the organization has none.
    public var engine: Engine
    /// Its first key, if there is none yet.
    public var key: APIKeyRecord?

    /// Makes a beginning.
    public init(
        organization: OrganizationID, organizationName: String, engine: Engine, key: APIKeyRecord?
    ) {
        self.organization = organization
        self.organizationName = organizationName
        self.engine = engine
        self.key = key
    }
}

/// A group to be stored: ids given, command valid.
public struct NewJobGroup: Sendable {
    /// The new group's id.
    public var id: JobGroupID
    /// Whose it is.
    public var organization: OrganizationID
    /// The key that asked for it.
    public var key: KeyID
    /// The engine its jobs run on.
    public var engine: EngineID
    /// As the caller spelled it.
    public var source: LocaleTag
    /// New ids and targets, in the order of the request.
    public var jobs: [(id: JobID, target: LocaleTag)]
    /// ``SourceDocument`` as bytes.
    public var document: [UInt8]
    /// Where results go, or `nil`.
    public var callbackURL: String?
    /// The caller's name for the request, or `nil`.
    public var idempotencyKey: String?
    /// SHA-256 over all that the request says but its idempotency key.
    public var fingerprint: [UInt8]
    /// When it was accepted.
    public var createdAt: Timestamp

    /// Makes a group to be stored.
    public init(
        id: JobGroupID, organization: OrganizationID, key: KeyID, engine: EngineID, source: LocaleTag,
        jobs: [(id: JobID, target: LocaleTag)], document: [UInt8], callbackURL: String?,
        idempotencyKey: String?, fingerprint: [UInt8], createdAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.key = key
        self.engine = engine
        self.source = source
        self.jobs = jobs
        self.document = document
        self.callbackURL = callbackURL
        self.idempotencyKey = idempotencyKey
        self.fingerprint = fingerprint
        self.createdAt = createdAt
    }
}

/// What became of a ``NewJobGroup``.
public enum CreateOutcome: Sendable {
    /// It is stored and durable.
    case created
    /// The idempotency key names a group of the same content, which stands as it is.
    case existing(JobGroup)
    /// The idempotency key names a group of other content.
    case conflict
}

/// Which jobs a list shows, newest first.
public struct JobQuery: Sendable {
    /// Only jobs of this engine.
    public var engine: EngineID?
    /// Only jobs in this state.
    public var status: JobStatus?
    /// Only jobs older than this one.
    public var before: JobID?
    /// 1 to 100.
    public var limit: Int

    /// Makes a query.
    public init(engine: EngineID? = nil, status: JobStatus? = nil, before: JobID? = nil, limit: Int = 20) {
        self.engine = engine
        self.status = status
        self.before = before
        self.limit = limit
    }
}

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
    /// As the caller spelled it.
    public var source: LocaleTag
    /// As the caller spelled it.
    public var target: LocaleTag
    /// 1 for the first; counted when it is claimed.
    public var number: Int
    /// How often the process died while the job was in flight.
    public var crashes: Int

    /// Makes an attempt.
    public init(
        lease: Lease, organization: OrganizationID, group: JobGroupID, engine: EngineID, source: LocaleTag,
        target: LocaleTag, number: Int, crashes: Int
    ) {
        self.lease = lease
        self.organization = organization
        self.group = group
        self.engine = engine
        self.source = source
        self.target = target
        self.number = number
        self.crashes = crashes
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

    /// Makes a claim.
    public init(now: Timestamp, leaseUntil: Timestamp, owner: String, limit: Int) {
        self.now = now
        self.leaseUntil = leaseUntil
        self.owner = owner
        self.limit = limit
    }
}

/// A finished batch of a job: never sent to an engine again.
public struct Checkpoint: Sendable {
    /// Order of the batches of a run, from 0.
    public var batch: Int
    /// The translator's own record of the batch.
    public var payload: [UInt8]

    /// Makes a checkpoint.
    public init(batch: Int, payload: [UInt8]) {
        self.batch = batch
        self.payload = payload
    }
}

/// How an attempt ended.
public enum AttemptOutcome: Sendable {
    /// With output (JSON object); `warnings` and `steps` are JSON arrays.
    case completed(output: [UInt8], warnings: [UInt8], hasWarnings: Bool, steps: [UInt8], usage: Usage)
    /// For good; `steps` is a JSON array.
    case failed(message: String, steps: [UInt8], usage: Usage)
    /// To be tried again, not before `at`.
    case retry(at: Timestamp, message: String)
}

/// The state of the gateway, kept safe: the seam between the rules and the database.
///
/// Every method is a deed and one transaction; what it reports is durable. Every look-up of a client's is scoped by
/// organization, so that another organization's id is one that does not exist.
public protocol Store: Sendable {
    /// Gives a fresh database its organization, engine and key; what exists stays, except the default engine's
    /// models and what it does with unverifiable texts, which follow the configuration. Returns the organization, and whether the key was stored.
    func bootstrap(_ bootstrap: Bootstrap) async throws(StoreError) -> (
        organization: OrganizationID, storedKey: Bool
    )

    /// Who the key with this SHA-256 speaks for; `nil` for unknown and revoked ones. Answers from memory.
    func principal(keyHash: [UInt8]) async throws(StoreError) -> Principal?
    /// Stores a key.
    func create(_ key: APIKeyRecord) async throws(StoreError)
    /// All keys of an organization, oldest first.
    func keys(of organization: OrganizationID) async throws(StoreError) -> [APIKeyRecord]
    /// Revokes a key at once. Returns whether there was one.
    func revoke(
        _ key: KeyID, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> Bool
    /// All organizations with their names, oldest first.
    func organizations() async throws(StoreError) -> [(id: OrganizationID, name: String)]

    /// An engine of the organization; `nil` as id means its default one. Answers from memory.
    func engine(_ id: EngineID?, of organization: OrganizationID) async throws(StoreError) -> Engine?

    /// Stores a group and its jobs, or finds the one its idempotency key names.
    func create(_ group: NewJobGroup) async throws(StoreError) -> CreateOutcome
    /// A group with its jobs.
    func group(_ id: JobGroupID, of organization: OrganizationID) async throws(StoreError) -> JobGroup?
    /// A job with steps and output.
    func job(_ id: JobID, of organization: OrganizationID) async throws(StoreError) -> JobRecord?
    /// Jobs, newest first, without steps and output.
    func jobs(_ query: JobQuery, of organization: OrganizationID) async throws(StoreError) -> [JobRecord]

    /// Takes due jobs, counting an attempt for each.
    func claim(_ claim: Claim) async throws(StoreError) -> [Attempt]
    /// The source of a group.
    func document(of group: JobGroupID) async throws(StoreError) -> [UInt8]?
    /// Lengthens leases; those that are lost are left out of the answer.
    func renew(_ leases: [Lease], until: Timestamp) async throws(StoreError) -> [Lease]
    /// Keeps a finished batch. Returns false when the lease is lost.
    func save(_ checkpoint: Checkpoint, under lease: Lease) async throws(StoreError) -> Bool
    /// The finished batches of a job's run, in order.
    func checkpoints(of job: JobID) async throws(StoreError) -> [Checkpoint]
    /// Writes how an attempt ended. Returns false when the lease is lost; nothing is written then.
    func finish(_ lease: Lease, _ outcome: AttemptOutcome, at moment: Timestamp) async throws(StoreError)
        -> Bool
    /// Gives jobs back untouched, the attempt not counted: what a worker that stops has not finished.
    func release(_ leases: [Lease]) async throws(StoreError)
    /// Voids all leases of a process that died, counting a crash for each; jobs that have reached
    /// `maximumCrashes` fail. Returns how many jobs were in flight.
    func recover(maximumCrashes: Int, at moment: Timestamp) async throws(StoreError) -> Int
    /// Gives jobs whose lease ran out back to the queue. Returns how many.
    func expireLeases(at moment: Timestamp) async throws(StoreError) -> Int
    /// When the next job falls due; `nil` when none waits.
    func nextDue() async throws(StoreError) -> Timestamp?
    /// Fires when jobs may have fallen due earlier than ``nextDue()`` said. For one consumer; several firings may
    /// be given as one.
    var arrivals: AsyncStream<Void> { get }

    /// Throws unless the database can be written.
    func check() async throws(StoreError)
    /// Writes a consistent copy to a new file, while the store is in use.
    func backUp(to path: String) async throws(StoreError)
    /// Finishes what was begun and closes the database.
    func close() async
}
