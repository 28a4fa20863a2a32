// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A store in memory: enough of one to serve requests, with no worker's business.
///
/// Leases, checkpoints and backups are the real store's; here they do nothing. Tests finish jobs with ``update(_:_:)``.
public final class FakeStore {
    private struct State {
        var principals: [[UInt8]: Principal] = [:]
        var engines: [Engine] = []
        var groups: [JobGroupID: NewJobGroup] = [:]
        var jobs: [JobRecord] = []
        var fault: StoreError?
    }

    private let state = Locked(State())
    private let arrival = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Makes an empty store.
    public init() {}

    /// Lets a key, by its hash, speak for somebody.
    public func add(_ principal: Principal, keyHash: [UInt8]) {
        state.withLock { $0.principals[keyHash] = principal }
    }

    /// Adds an engine; an organization's first one is its default.
    public func add(_ engine: Engine) { state.withLock { $0.engines.append(engine) } }

    /// Makes every call fail, or, with `nil`, work again.
    public func fail(with fault: StoreError?) { state.withLock { $0.fault = fault } }

    /// Changes a job as a worker would.
    public func update(_ id: JobID, _ change: (inout JobRecord) -> Void) {
        state.withLock { state in
            guard let index = state.jobs.firstIndex(where: { $0.id == id }) else { return }
            change(&state.jobs[index])
        }
    }

    /// The groups so far, as they came, oldest first.
    public var created: [NewJobGroup] {
        state.withLock { $0.groups.values.sorted { $0.id.text < $1.id.text } }
    }

    private func access<Result>(
        _ body: (inout State) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try state.withLock { state throws(StoreError) in
            if let fault = state.fault { throw fault }
            return try body(&state)
        }
    }
}

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore: Store {
    public func bootstrap(_ bootstrap: Bootstrap) throws(StoreError) -> (
        organization: OrganizationID, storedKey: Bool
    ) {
        try access { $0.engines.append(bootstrap.engine) }
        return (bootstrap.organization, false)
    }

    public func principal(keyHash: [UInt8]) throws(StoreError) -> Principal? {
        try access { $0.principals[keyHash] }
    }

    public func create(_ key: APIKeyRecord) throws(StoreError) {
        try access { state in
            state.principals[key.hash] = Principal(
                organization: key.organization, key: key.id, user: nil, email: "service@local.invalid")
        }
    }

    public func keys(of organization: OrganizationID) throws(StoreError) -> [APIKeyRecord] { [] }

    public func revoke(
        _ key: KeyID, of organization: OrganizationID, at moment: Timestamp
    ) throws(StoreError) -> Bool {
        try access { state in
            let hash = state.principals.first {
                $0.value.key == key && $0.value.organization == organization
            }?.key
            guard let hash else { return false }
            state.principals[hash] = nil
            return true
        }
    }

    public func organizations() throws(StoreError) -> [(id: OrganizationID, name: String)] { [] }

    public func engine(_ id: EngineID?, of organization: OrganizationID) throws(StoreError) -> Engine? {
        try access { state in
            state.engines.first { $0.organization == organization && (id == nil || $0.id == id) }
        }
    }

    public func create(_ group: NewJobGroup) throws(StoreError) -> CreateOutcome {
        let outcome = try access { state throws(StoreError) -> CreateOutcome in
            let twin = state.groups.values.first {
                $0.organization == group.organization && $0.idempotencyKey != nil
                    && $0.idempotencyKey == group.idempotencyKey
            }
            if let twin {
                guard twin.fingerprint == group.fingerprint else { return .conflict }
                return .existing(Self.group(twin, jobs: state.jobs))
            }
            state.groups[group.id] = group
            state.jobs += group.jobs.map { id, target in
                JobRecord(
                    id: id, group: group.id, engine: group.engine, source: group.source, target: target,
                    status: .queued, createdAt: group.createdAt)
            }
            return .created
        }
        if case .created = outcome { arrival.continuation.yield() }
        return outcome
    }

    private static func group(_ group: NewJobGroup, jobs: [JobRecord]) -> JobGroup {
        JobGroup(
            id: group.id, engine: group.engine, source: group.source,
            jobs: jobs.filter { $0.group == group.id }.map(withoutContent), createdAt: group.createdAt)
    }

    private static func withoutContent(_ job: JobRecord) -> JobRecord {
        var job = job
        job.steps = []
        job.output = nil
        return job
    }

    public func group(_ id: JobGroupID, of organization: OrganizationID) throws(StoreError) -> JobGroup? {
        try access { state in
            guard let group = state.groups[id], group.organization == organization else { return nil }
            return Self.group(group, jobs: state.jobs)
        }
    }

    public func job(_ id: JobID, of organization: OrganizationID) throws(StoreError) -> JobRecord? {
        try access { state in
            state.jobs.first { $0.id == id && state.groups[$0.group]?.organization == organization }
        }
    }

    public func jobs(_ query: JobQuery, of organization: OrganizationID) throws(StoreError) -> [JobRecord] {
        try access { state in
            let matching = state.jobs.filter { job in
                state.groups[job.group]?.organization == organization
                    && (query.engine == nil || job.engine == query.engine)
                    && (query.status == nil || job.status == query.status)
                    && query.before.map { job.id.text.utf8.lexicographicallyPrecedes($0.text.utf8) } ?? true
            }
            return matching.sorted { $1.id.text.utf8.lexicographicallyPrecedes($0.id.text.utf8) }
                .prefix(query.limit).map(Self.withoutContent)
        }
    }

    public func claim(_ claim: Claim) throws(StoreError) -> [Attempt] { [] }

    public func document(of group: JobGroupID) throws(StoreError) -> [UInt8]? {
        try access { $0.groups[group]?.document }
    }

    public func renew(_ leases: [Lease], until: Timestamp) throws(StoreError) -> [Lease] { [] }
    public func save(_ checkpoint: Checkpoint, under lease: Lease) throws(StoreError) -> Bool { false }
    public func checkpoints(of job: JobID) throws(StoreError) -> [Checkpoint] { [] }

    public func finish(
        _ lease: Lease, _ outcome: AttemptOutcome, at moment: Timestamp
    ) throws(StoreError) -> Bool { false }

    public func release(_ leases: [Lease]) throws(StoreError) {}
    public func recover(maximumCrashes: Int, at moment: Timestamp) throws(StoreError) -> Int { 0 }
    public func expireLeases(at moment: Timestamp) throws(StoreError) -> Int { 0 }
    public func nextDue() throws(StoreError) -> Timestamp? { nil }
    public var arrivals: AsyncStream<Void> { arrival.stream }
    public func check() throws(StoreError) { try access { _ in } }
    public func backUp(to path: String) throws(StoreError) {}
    public func close() { arrival.continuation.finish() }
}
