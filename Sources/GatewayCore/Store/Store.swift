// SPDX-License-Identifier: Apache-2.0

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
