// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import NIOHTTP1

/// Asynchronous localization (docs/http-api.md, "Jobs").
extension Responder {
    func createLocalization(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let command = try CreateLocalization(
            call.request.json(), limits: limits, callbackRefusal: webhooks.outbound.refusal)
        let engine = try await engine(command.engine?.text, for: principal)
        var document = command.document
        // What a repeat is compared with is what the caller said, not what the engine makes of it.
        document.pipeline = document.pipeline.over(engine.pipeline)
        let callback = try await store.callbackURL(of: principal.organization) ?? webhooks.defaultURL
        let new = NewJobGroup(
            id: identifiers.next(), organization: principal.organization, key: principal.key,
            engine: engine.id,
            source: command.source, jobs: command.targets.map { (identifiers.next(), $0) },
            document: document.bytes, segments: command.document.content.leaves.count,
            callbackURL: command.callbackURL ?? callback, traceParent: call.traceParent,
            idempotencyKey: command.idempotencyKey, fingerprint: fingerprint(of: command),
            createdAt: clock.now())
        switch try await store.create(new) {
        case .created:
            return accepted(
                new.id, .pending, new.jobs.map { ($0.id, $0.target, .queued) }, createdAt: new.createdAt)
        case .existing(let group):
            return accepted(
                group.id, group.counts.status, group.jobs.map { ($0.id, $0.target, $0.status) },
                createdAt: group.createdAt)
        case .conflict:
            throw RequestError.invalid(
                field: "idempotencyKey", reason: "was used before, for a request that is not the same")
        case .full(let limit): throw RequestError(limit)
        }
    }

    /// Tells requests under one idempotency key apart; without a key nobody asks, and a large body is not hashed.
    private func fingerprint(of command: CreateLocalization) -> [UInt8] {
        command.idempotencyKey == nil ? [] : sha256(command.fingerprintText)
    }

    private func accepted(
        _ id: JobGroupID, _ status: GroupStatus, _ jobs: [(id: JobID, target: LocaleTag, status: JobStatus)],
        createdAt: Timestamp
    ) -> OutboundResponse {
        .object(.accepted, capacity: 256 + 96 * jobs.count) {
            $0.member("groupId", id.text)
            $0.member("status", status.rawValue)
            $0.name("jobs")
            $0.array {
                for job in jobs {
                    $0.object {
                        $0.member("id", job.id.text)
                        $0.member("targetLocale", job.target.spelling)
                        $0.member("status", job.status.rawValue)
                    }
                }
            }
            $0.member("createdAt", createdAt)
        }
    }

    func localizationJobGroup(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: JobGroupID = try identifier(call)
        guard let group = try await store.group(id, of: principal.organization) else {
            throw missing(JobGroupID.self, call)
        }
        try principal.require(group.engine)
        let counts = group.counts
        return .object(capacity: 512 + 256 * group.jobs.count) {
            $0.member("id", group.id.text)
            $0.member("groupId", group.id.text)
            $0.member("status", counts.status.rawValue)
            $0.member("engineId", group.engine.text)
            $0.member("sourceLocale", group.source.spelling)
            $0.member("totalJobs", counts.total)
            $0.member("completedJobs", counts.completed)
            $0.member("completedWithWarningsJobs", counts.completedWithWarnings)
            $0.member("failedJobs", counts.failed)
            $0.name("jobs")
            $0.array {
                for job in group.jobs {
                    $0.object {
                        $0.member("id", job.id.text)
                        $0.member("targetLocale", job.target.spelling)
                        $0.outcome(of: job)
                        $0.times(of: job)
                    }
                }
            }
            $0.member("createdAt", group.createdAt)
            $0.member("completedAt", group.completedAt)
        }
    }

    func localizationJob(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let id: JobID = try identifier(call)
        guard let job = try await store.job(id, of: principal.organization) else {
            throw missing(JobID.self, call)
        }
        try principal.require(job.engine)
        return .object(capacity: 1024 + (job.output?.count ?? 0)) {
            $0.identity(of: job)
            $0.member("outputData", raw: job.output)
            $0.outcome(of: job)
            $0.member("steps", raw: job.steps.isEmpty ? Array("[]".utf8) : job.steps)
            $0.receipt(of: job)
            $0.times(of: job)
        }
    }

    func localizationJobs(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        guard let list = try JobListQuery(call.target) else { return page([], next: nil) }
        if let engine = list.query.engine {
            if try await store.engine(engine, of: principal.organization) != nil {
                try principal.require(engine)
            }
        } else if principal.engines != nil {
            throw RequestError.forbidden(
                reason: "The key reaches some engines only: name one of them by engineId.")
        }
        let jobs = try await store.jobs(list.query, of: principal.organization)
        guard jobs.count == list.query.limit, let last = jobs.last else { return page(jobs, next: nil) }
        // A full page is the last one if nothing follows it.
        var rest = list.query
        rest.before = last.id
        rest.limit = 1
        let isLast = try await store.jobs(rest, of: principal.organization).isEmpty
        return page(jobs, next: isLast ? nil : JobListQuery.cursor(after: last.id))
    }

    private func page(_ jobs: [JobRecord], next: String?) -> OutboundResponse {
        .object(capacity: 64 + 384 * jobs.count) {
            $0.name("items")
            $0.array {
                for job in jobs {
                    $0.object {
                        $0.identity(of: job)
                        $0.outcome(of: job)
                        $0.times(of: job)
                    }
                }
            }
            $0.member("nextCursor", next)
        }
    }
}

extension RequestError {
    /// A queue at its limit.
    fileprivate init(_ limit: QueueLimit) {
        switch limit {
        case .jobs: self = .tooMany(reason: "too many jobs wait", retryAfter: .seconds(5))
        case .jobsPerOrganization:
            self = .tooMany(reason: "too many jobs of the organization wait", retryAfter: .seconds(5))
        case .bytes: self = .tooMany(reason: "too much content waits", retryAfter: .seconds(5))
        case .bytesPerOrganization:
            self = .tooMany(reason: "too much content of the organization waits", retryAfter: .seconds(5))
        case .disk: self = .tooMany(reason: "the gateway's disk is nearly full", retryAfter: .seconds(60))
        }
    }
}

/// What the representations of a job have in common.
extension JSONWriter {
    fileprivate mutating func identity(of job: JobRecord) {
        member("id", job.id.text)
        member("groupId", job.group.text)
        member("engineId", job.engine.text)
        member("sourceLocale", job.source.spelling)
        member("targetLocale", job.target.spelling)
    }

    fileprivate mutating func outcome(of job: JobRecord) {
        member("status", job.status.rawValue)
        member("errorMessage", job.errorMessage)
        member("warnings", raw: job.warnings.isEmpty ? Array("[]".utf8) : job.warnings)
        member("run", job.run)
        member("cancelled", job.isCancelled)
        member("segmentsDone", job.segmentsDone)
        member("segmentsTotal", job.segmentsTotal)
    }

    fileprivate mutating func receipt(of job: JobRecord) {
        name("receipt")
        guard let receipt = job.receipt else { return null() }
        object {
            $0.member("segments", receipt.segments)
            $0.member("newSegments", receipt.new)
            $0.member("reusedSegments", receipt.reused)
            $0.member("inputTokens", receipt.usage.inputTokens)
            $0.member("outputTokens", receipt.usage.outputTokens)
            $0.member("cost", receipt.usage.cost)
        }
    }

    fileprivate mutating func times(of job: JobRecord) {
        member("createdAt", job.createdAt)
        member("completedAt", job.completedAt)
    }
}
