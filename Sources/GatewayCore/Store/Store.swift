// SPDX-License-Identifier: Apache-2.0

/// The state of the gateway, kept safe: the seam between the rules and the database.
///
/// Every method is a deed and one transaction; what it reports is durable. Every look-up of a client's is scoped by
/// organization, so that another organization's id is one that does not exist.
public protocol Store: AccessStore, ConfigurationStore, GlossaryStore, MemoryStore, JobStore, WorkStore,
    DeliveryStore, UsageStore, ComparisonStore, ComparisonSetStore, SuggestionStore, ScoreStore, Upkeep
{}

/// Organizations, keys and engines.
public protocol AccessStore: Sendable {
    /// Gives a fresh database its organization, engine and key; what exists stays, except the parts of the default
    /// engine that the given one provisions. Returns the organization, and whether the key was stored.
    func bootstrap(_ bootstrap: Bootstrap) async throws(StoreError) -> (
        organization: OrganizationID, storedKey: Bool
    )

    /// Who the key with this SHA-256 speaks for; `nil` for unknown, expired and revoked ones. Answers from memory.
    func principal(keyHash: [UInt8], at moment: Timestamp) async throws(StoreError) -> Principal?
    /// Stores a key; a personal one only for a member.
    func create(
        _ key: APIKeyRecord, by actor: ConfigurationActor
    ) async throws(StoreError) -> KeyCreation
    /// A key of an organization.
    func key(_ id: KeyID, of organization: OrganizationID) async throws(StoreError) -> APIKeyRecord?
    /// Keys of an organization, revoked ones too, newest first.
    func keys(
        _ query: PageQuery<KeyID>, of organization: OrganizationID
    ) async throws(StoreError) -> [APIKeyRecord]
    /// Revokes a key at once; one that was revoked before keeps its moment. Returns the key, or `nil` when there is none.
    func revoke(
        _ key: KeyID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> APIKeyRecord?

    /// All organizations, newest first.
    func organizations(
        _ query: PageQuery<OrganizationID>
    ) async throws(StoreError) -> [OrganizationRecord]
    /// One organization.
    func organization(_ id: OrganizationID) async throws(StoreError) -> OrganizationRecord?
    /// Adds an organization with its first engine and key.
    func create(_ organization: NewOrganization, by actor: ConfigurationActor) async throws(StoreError)
    /// Changes an organization as `edit` says, whole or, when that fails, not at all. Returns it as it is now, or `nil` when
    /// there is none. The edit runs while the database is locked: it must be short.
    func change(
        _ id: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp,
        _ edit: @escaping @Sendable (inout OrganizationRecord) throws(RequestError) -> Void
    ) async throws(StoreError) -> Result<OrganizationRecord, RequestError>?
    /// Where results of an organization's jobs go that name no URL; `nil` when it does not say. Answers from memory.
    func callbackURL(of organization: OrganizationID) async throws(StoreError) -> String?

    /// Makes a user a member, the user who has the address if there is one; a member's grant is replaced. Returns the member
    /// as it is now.
    func add(_ member: Member, by actor: ConfigurationActor, at moment: Timestamp) async throws(StoreError)
        -> Member
    /// Members of an organization, by their users' ids, newest first.
    func members(
        _ query: PageQuery<UserID>, of organization: OrganizationID
    ) async throws(StoreError) -> [Member]
    /// A member, by the user's id or address.
    func member(_ name: String, of organization: OrganizationID) async throws(StoreError) -> Member?
    /// Ends a user's access and with it each personal key. Returns whether the user was a member.
    func removeMember(
        _ user: UserID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> Bool

    /// An engine of the organization; `nil` as id means its default one. Answers from memory.
    func engine(_ id: EngineID?, of organization: OrganizationID) async throws(StoreError) -> Engine?
}

/// Engines as clients change them. Each change is in the audit log, in the same transaction.
public protocol ConfigurationStore: Sendable {
    /// An engine with what it owns; `nil` as id means the default one.
    func engineRecord(
        _ id: EngineID?, of organization: OrganizationID
    ) async throws(StoreError) -> EngineRecord?
    /// Engines, newest first.
    func engineRecords(
        _ query: PageQuery<EngineID>, of organization: OrganizationID
    ) async throws(StoreError) -> [EngineRecord]
    /// Adds an engine, as default in place of the one that was if it says so. Returns whether the organization has
    /// fewer than `limit`; nothing is stored otherwise.
    func create(
        _ engine: EngineRecord, limit: Int, by actor: ConfigurationActor
    ) async throws(StoreError) -> Bool
    /// Changes an engine and what it owns as `edit` says, whole or, when that fails, not at all. Returns the engine as
    /// it is now, or `nil` when there is no such engine. The edit runs while the database is locked: it must be short.
    func change(
        _ id: EngineID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp,
        _ edit: @escaping @Sendable (inout EngineRecord) throws(RequestError) -> Void
    ) async throws(StoreError) -> Result<EngineRecord, RequestError>?
    /// Removes an engine with all it owns, its glossary included; what is remembered of it stays. The default one stays.
    func deleteEngine(
        _ id: EngineID, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> EngineDeletion
    /// Which engine owns an entry, by its id.
    func owner(
        of entry: ConfigurationEntryID, in organization: OrganizationID
    ) async throws(StoreError) -> EngineID?
    /// The audit log, newest first.
    func auditEntries(
        _ query: AuditQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [AuditEntry]
}

/// What engines know of terms.
public protocol GlossaryStore: Sendable {
    /// Adds items to an engine, all or none.
    func add(
        _ new: NewGlossaryItems, of organization: OrganizationID, by actor: ConfigurationActor
    ) async throws(StoreError) -> GlossaryAddition
    /// Replaces what an item says. Returns the item, or `nil` when there is no such thing.
    func replace(
        _ id: GlossaryItemID, by item: GlossaryItem, of organization: OrganizationID,
        by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> GlossaryRecord?
    /// Removes an item. Returns whether there was one.
    func delete(
        _ id: GlossaryItemID, of organization: OrganizationID, by actor: ConfigurationActor,
        at moment: Timestamp
    ) async throws(StoreError) -> Bool
    /// Items of an engine, newest first; none of an engine that the organization does not have.
    func glossaryItems(
        _ query: GlossaryQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [GlossaryRecord]
    /// All items of an engine.
    func glossary(
        of engine: EngineID, of organization: OrganizationID
    ) async throws(StoreError) -> Glossary
    /// The revision of an engine's items, see ``Glossary/revision``. Answers from memory.
    func glossaryRevision(of engine: EngineID) async throws(StoreError) -> Int
}

/// Groups and jobs as clients make, see and end them.
public protocol JobStore: Sendable {
    /// Stores a group and its jobs, or finds the one its idempotency key names.
    func create(_ group: NewJobGroup) async throws(StoreError) -> CreateOutcome
    /// A group with its jobs.
    func group(_ id: JobGroupID, of organization: OrganizationID) async throws(StoreError) -> JobGroup?
    /// A job with steps and output.
    func job(_ id: JobID, of organization: OrganizationID) async throws(StoreError) -> JobRecord?
    /// Jobs, newest first, without steps and output.
    func jobs(_ query: JobQuery, of organization: OrganizationID) async throws(StoreError) -> [JobRecord]

    /// Ends what is not over: it fails, cancelled. Returns how many jobs that were; `nil` when there is no such thing.
    func cancel(
        _ scope: JobScope, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> Int?
    /// Queues failed jobs for their next run, cancelled ones only when asked; batches that an earlier run finished
    /// are not sent again. Returns how many jobs that were; `nil` when there is no such thing.
    func retry(
        _ scope: JobScope, cancelledToo: Bool, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> Int?
    /// Removes jobs with all they left: source, outputs, checkpoints, deliveries. A group without jobs goes too.
    /// Returns how many jobs that were; `nil` when there is no such thing.
    func delete(
        _ scope: JobScope, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) -> Int?

    /// Tells what becomes of jobs.
    var changes: ChangeFeed { get }
}

/// What the workers that run jobs need.
public protocol WorkStore: Sendable {
    /// Takes due jobs, counting an attempt for each.
    func claim(_ claim: Claim) async throws(StoreError) -> [Attempt]
    /// The source of a group.
    func document(of group: JobGroupID) async throws(StoreError) -> [UInt8]?
    /// Lengthens leases; those that are lost are left out of the answer.
    func renew(_ leases: [Lease], until: Timestamp) async throws(StoreError) -> [Lease]
    /// Keeps a finished batch. Returns false when the lease is lost.
    func save(_ checkpoint: Checkpoint, under lease: Lease) async throws(StoreError) -> Bool
    /// The batches that this run of a job and earlier ones finished, in order.
    func checkpoints(of job: JobID) async throws(StoreError) -> [Checkpoint]
    /// Writes how an attempt ended, and with it the delivery of a result that somebody waits for. Returns false when
    /// the lease is lost; nothing is written then.
    func finish(_ lease: Lease, _ outcome: AttemptOutcome, at moment: Timestamp) async throws(StoreError)
        -> Bool
    /// Gives jobs back untouched, the attempt not counted: what a worker that stops has not finished.
    func release(_ leases: [Lease]) async throws(StoreError)
    /// Voids all leases of a process that died, counting a crash for each; jobs that have reached
    /// `maximumCrashes` fail. Deliveries under way are due again. Returns how many jobs were in flight.
    func recover(maximumCrashes: Int, at moment: Timestamp) async throws(StoreError) -> Int
    /// Gives jobs and deliveries whose lease ran out back to the queue. Returns how many jobs.
    func expireLeases(at moment: Timestamp) async throws(StoreError) -> Int
    /// When the next job falls due; `nil` when none waits.
    func nextDue() async throws(StoreError) -> Timestamp?
    /// Fires when jobs may have fallen due earlier than ``nextDue()`` said. For one consumer; several firings may
    /// be given as one.
    var arrivals: AsyncStream<Void> { get }
}

/// Results on their way to clients.
public protocol DeliveryStore: Sendable {
    /// Takes due deliveries, counting an attempt for each, in the order in which their jobs ended, those that were
    /// put off by the time they are due. A receiver with deliveries under way is left out.
    func claim(_ claim: DeliveryClaim) async throws(StoreError) -> [DueDelivery]
    /// What a delivery hands over; its output only when that is no longer than `maximumOutputBytes`. `nil` when the
    /// job was deleted.
    func content(
        of delivery: DeliveryID, maximumOutputBytes: Int
    ) async throws(StoreError) -> DeliveryContent?
    /// Writes how an attempt went. Returns false, writing nothing, when the delivery is gone or was claimed again.
    func finish(
        _ delivery: DueDelivery, _ attempt: DeliveryAttempt, _ outcome: DeliveryOutcome, at moment: Timestamp
    ) async throws(StoreError) -> Bool
    /// Gives deliveries back untouched, the attempt not counted.
    func release(_ deliveries: [DueDelivery]) async throws(StoreError)
    /// When the next delivery falls due to a receiver that has none under way; `nil` when none waits.
    func nextDelivery() async throws(StoreError) -> Timestamp?
    /// Fires when deliveries may have fallen due earlier than ``nextDelivery()`` said. For one consumer.
    var deliveryArrivals: AsyncStream<Void> { get }

    /// The log of deliveries, newest first.
    func deliveries(
        _ query: DeliveryQuery, of organization: OrganizationID
    ) async throws(StoreError) -> DeliveryPage
    /// A delivery with its attempts.
    func delivery(
        _ id: DeliveryID, of organization: OrganizationID
    ) async throws(StoreError) -> DeliveryRecord?
    /// Makes a delivery due at once, with a schedule of its own from the start. Returns whether there is one.
    func replay(
        _ id: DeliveryID, of organization: OrganizationID, at moment: Timestamp
    ) async throws(StoreError) -> Bool

    /// The secrets of an organization that sign at `moment`, newest first; `first` is stored when there is none.
    func webhookSecrets(
        of organization: OrganizationID, at moment: Timestamp, first: SealedSecret
    ) async throws(StoreError) -> [SealedSecret]
    /// Adds a newest secret; the one before signs until `previousUntil`, older ones no more.
    func rotateWebhookSecret(
        to secret: SealedSecret, of organization: OrganizationID, previousUntil: Timestamp
    ) async throws(StoreError)
}

/// What keeps a store in order.
public protocol Upkeep: Sendable {
    /// Removes groups that were over before `moment` and have no delivery left to make, at most `limit` jobs of them.
    /// Returns how many jobs went.
    func removeGroups(overBefore moment: Timestamp, limit: Int) async throws(StoreError) -> Int
    /// What waits and what is under way.
    func queueState() async throws(StoreError) -> QueueState
    /// Throws unless the database can be written.
    func check() async throws(StoreError)
    /// Writes a consistent copy to a new file, while the store is in use.
    func backUp(to path: String) async throws(StoreError)
    /// Finishes what was begun and closes the database.
    func close() async
}

/// What engines were used for.
public protocol UsageStore: Sendable {
    /// Adds to what was used by organizations, all or nothing. What is lost with the machine's power is what was added last.
    func record(_ rows: [(organization: OrganizationID, row: UsageRow)]) async throws(StoreError)
    /// What an organization used, by the query's groups and in their order.
    func usage(_ query: UsageQuery, of organization: OrganizationID) async throws(StoreError) -> [UsageRow]
    /// Removes what was used before a UTC day, of all organizations. Returns how many rows went.
    func removeUsage(before day: String) async throws(StoreError) -> Int
    /// Whether a receiver was told of a budget's period.
    func isTold(_ notice: BudgetNotice) async throws(StoreError) -> Bool
    /// Notes that it was.
    func markTold(_ notice: BudgetNotice, at moment: Timestamp) async throws(StoreError)
}
