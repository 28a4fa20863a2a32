// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A store in memory: enough of one to serve requests, with no worker's business.
///
/// Leases, checkpoints and backups are the real store's; here they do nothing. Tests finish jobs with ``update(_:_:)``.
public final class FakeStore {
    private struct State {
        var engines: [EngineRecord] = []
        var audit: [AuditEntry] = []
        var groups: [JobGroupID: NewJobGroup] = [:]
        var jobs: [JobRecord] = []
        var deliveries: [DeliveryRecord] = []
        var secrets: [SealedSecret] = []
        var limit: QueueLimit?
        var queue = QueueState()
        var fault: StoreError?
        var beforeReading: @Sendable () -> Void = {}
        var afterReading: @Sendable () -> Void = {}
    }

    /// What ``update(_:_:)`` and clients' calls changed.
    public let changes = ChangeFeed()
    /// What was remembered and forgotten.
    public let memoryChanges = MemoryFeed()

    private let state = Locked(State())
    let glossaries = Locked(FakeGlossaries())
    let memories = Locked(FakeMemories())
    let used = Locked<[(organization: OrganizationID, row: UsageRow)]>([])
    let told = Locked<Set<[String]>>([])
    let scored = Locked<[Score]>([])
    let suggested = Locked(FakeSuggestions())
    let access = Locked(FakeAccess())
    let comparisonSets = Locked(FakeComparisonSets())
    let compared = Locked<[(comparison: Comparison, pair: LocalePair)]>([])
    private let arrival = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Makes an empty store.
    public init() {}

    /// Lets a key, by its hash, speak for somebody.
    public func add(_ principal: Principal, keyHash: [UInt8]) {
        access.withLock { $0.principals[keyHash] = principal }
    }

    /// Adds an engine; an organization's first one is its default.
    public func add(_ engine: Engine) {
        state.withLock { state in
            let isDefault = !state.engines.contains { $0.organization == engine.organization && $0.isDefault }
            state.engines.append(
                EngineRecord(
                    engine, isDefault: isDefault, identifiers: IdentifierSource(),
                    createdAt: Timestamp(milliseconds: 0)))
        }
    }

    /// Works on the engines and the audit log.
    func configuration<Result>(
        _ body: (inout [EngineRecord], inout [AuditEntry]) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try access { state throws(StoreError) in try body(&state.engines, &state.audit) }
    }

    /// Makes every call fail, or, with `nil`, work again.
    public func fail(with fault: StoreError?) { state.withLock { $0.fault = fault } }

    /// Makes every new group pass a limit, or, with `nil`, none.
    public func fill(_ limit: QueueLimit?) { state.withLock { $0.limit = limit } }

    /// Does something right before and right after a group is read, as a worker might.
    public func duringReading(
        before: @escaping @Sendable () -> Void = {}, after: @escaping @Sendable () -> Void = {}
    ) {
        state.withLock { ($0.beforeReading, $0.afterReading) = (before, after) }
    }

    /// Adds to the log of deliveries, as its newest.
    public func add(_ delivery: DeliveryRecord) { state.withLock { $0.deliveries.insert(delivery, at: 0) } }

    /// Says what waits.
    public func set(_ queue: QueueState) { state.withLock { $0.queue = queue } }

    /// Changes a job as a worker would, and tells it.
    public func update(_ id: JobID, _ change: (inout JobRecord) -> Void) {
        let job = state.withLock { state -> JobRecord? in
            guard let index = state.jobs.firstIndex(where: { $0.id == id }) else { return nil }
            change(&state.jobs[index])
            return state.jobs[index]
        }
        guard let job else { return }
        changes.publish([Self.change(job.status.isTerminal ? .ended : .progressed, job)])
    }

    private static func change(_ event: JobChange.Event, _ job: JobRecord) -> JobChange {
        JobChange(
            event, job: job.id, group: job.group, target: job.target, run: job.run, status: job.status,
            isCancelled: job.isCancelled, errorMessage: job.errorMessage, segmentsDone: job.segmentsDone)
    }

    /// The groups so far, as they came, oldest first.
    public var created: [NewJobGroup] {
        state.withLock { $0.groups.values.sorted { $0.id.text < $1.id.text } }
    }

    func checkFault() throws(StoreError) { try access { _ in } }

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

    public func engine(_ id: EngineID?, of organization: OrganizationID) throws(StoreError) -> Engine? {
        try access { state in
            state.engines.first {
                $0.organization == organization && (id == nil ? $0.isDefault : $0.id == id)
            }?.engine
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
            if let limit = state.limit { return .full(limit) }
            state.groups[group.id] = group
            state.jobs += group.jobs.map { id, target in
                JobRecord(
                    id: id, group: group.id, engine: group.engine, source: group.source, target: target,
                    status: .queued, segmentsTotal: group.segments, createdAt: group.createdAt)
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
        let (before, after) = state.withLock { ($0.beforeReading, $0.afterReading) }
        before()
        defer { after() }
        return try access { state in
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

    public func cancel(
        _ scope: JobScope, of organization: OrganizationID, at moment: Timestamp
    ) throws(StoreError) -> Int? {
        try change(scope, of: organization, .ended) { job in
            guard !job.status.isTerminal else { return false }
            job.status = .failed
            job.isCancelled = true
            job.errorMessage = "Cancelled."
            job.completedAt = moment
            return true
        }
    }

    public func retry(
        _ scope: JobScope, cancelledToo: Bool, of organization: OrganizationID, at moment: Timestamp
    ) throws(StoreError) -> Int? {
        try change(scope, of: organization, .queuedAgain) { job in
            guard job.status == .failed, cancelledToo || !job.isCancelled else { return false }
            job.status = .processing
            job.run += 1
            job.isCancelled = false
            job.errorMessage = nil
            job.completedAt = nil
            return true
        }
    }

    public func delete(
        _ scope: JobScope, of organization: OrganizationID, by actor: ConfigurationActor, at moment: Timestamp
    ) throws(StoreError) -> Int? {
        let deleted = try access { state -> [JobRecord] in
            let deleted = state.jobs.filter {
                Self.holds(scope, $0) && state.groups[$0.group]?.organization == organization
            }
            state.jobs.removeAll { job in deleted.contains { $0.id == job.id } }
            state.groups = state.groups.filter { id, _ in state.jobs.contains { $0.group == id } }
            return deleted
        }
        changes.publish(deleted.map { Self.change(.deleted, $0) })
        return deleted.isEmpty ? nil : deleted.count
    }

    private static func holds(_ scope: JobScope, _ job: JobRecord) -> Bool {
        switch scope {
        case .job(let id): job.id == id
        case .group(let id): job.group == id
        }
    }

    private func change(
        _ scope: JobScope, of organization: OrganizationID, _ event: JobChange.Event,
        _ body: (inout JobRecord) -> Bool
    ) throws(StoreError) -> Int? {
        let changed = try access { state -> [JobRecord]? in
            let indices = state.jobs.indices.filter { index in
                Self.holds(scope, state.jobs[index])
                    && state.groups[state.jobs[index].group]?.organization == organization
            }
            guard !indices.isEmpty else { return nil }
            return indices.compactMap { body(&state.jobs[$0]) ? state.jobs[$0] : nil }
        }
        changes.publish((changed ?? []).map { Self.change(event, $0) })
        return changed?.count
    }

    public func claim(_ claim: DeliveryClaim) throws(StoreError) -> [DueDelivery] { [] }

    public func content(
        of delivery: DeliveryID, maximumOutputBytes: Int
    ) throws(StoreError) -> DeliveryContent? { nil }

    public func finish(
        _ delivery: DueDelivery, _ attempt: DeliveryAttempt, _ outcome: DeliveryOutcome, at moment: Timestamp
    ) throws(StoreError) -> Bool { false }

    public func release(_ deliveries: [DueDelivery]) throws(StoreError) {}
    public func nextDelivery() throws(StoreError) -> Timestamp? { nil }
    public var deliveryArrivals: AsyncStream<Void> { AsyncStream { $0.finish() } }

    public func deliveries(
        _ query: DeliveryQuery, of organization: OrganizationID
    ) throws(StoreError) -> DeliveryPage {
        try access { state in
            let matching = state.deliveries.filter { delivery in
                state.groups[delivery.group]?.organization == organization
                    && (query.group == nil || delivery.group == query.group)
                    && (query.job == nil || delivery.id.job == query.job)
                    && (query.status == nil || delivery.status == query.status)
            }
            let rest = matching.dropFirst(query.before ?? 0)
            let page = Array(rest.prefix(query.limit))
            let end = (query.before ?? 0) + page.count
            return DeliveryPage(deliveries: page, next: end < matching.count ? end : nil)
        }
    }

    public func delivery(
        _ id: DeliveryID, of organization: OrganizationID
    ) throws(StoreError) -> DeliveryRecord? {
        try access { state in
            state.deliveries.first {
                $0.id == id && state.groups[$0.group]?.organization == organization
            }
        }
    }

    public func replay(
        _ id: DeliveryID, of organization: OrganizationID, at moment: Timestamp
    ) throws(StoreError) -> Bool {
        try access { state in
            guard
                let index = state.deliveries.firstIndex(where: {
                    $0.id == id && state.groups[$0.group]?.organization == organization
                })
            else { return false }
            state.deliveries[index].status = .pending
            state.deliveries[index].nextAttemptAt = moment
            state.deliveries[index].completedAt = nil
            return true
        }
    }

    public func webhookSecrets(
        of organization: OrganizationID, at moment: Timestamp, first: SealedSecret
    ) throws(StoreError) -> [SealedSecret] {
        try access { state in
            if state.secrets.isEmpty { state.secrets = [first] }
            return state.secrets.filter { $0.expiresAt.map { moment < $0 } ?? true }
        }
    }

    public func rotateWebhookSecret(
        to secret: SealedSecret, of organization: OrganizationID, previousUntil: Timestamp
    ) throws(StoreError) {
        try access { state in
            for index in state.secrets.indices { state.secrets[index].expiresAt = previousUntil }
            state.secrets.insert(secret, at: 0)
        }
    }

    public func removeGroups(overBefore moment: Timestamp, limit: Int) throws(StoreError) -> Int { 0 }
    public func queueState() throws(StoreError) -> QueueState { try access { $0.queue } }

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
