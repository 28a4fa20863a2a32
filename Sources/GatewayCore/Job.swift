// SPDX-License-Identifier: Apache-2.0

/// What a client sees of a job's life (docs/http-api.md, "States").
public enum JobStatus: String, Sendable, CaseIterable {
    /// Not yet begun.
    case queued
    /// Begun and not over, waiting between attempts included.
    case processing
    /// Over, with output.
    case completed
    /// Over, with output; something that is not critical did not do its work.
    case completedWithWarnings = "completed_with_warnings"
    /// Over, without output.
    case failed

    /// Whether the job is over.
    public var isTerminal: Bool { self != .queued && self != .processing }
}

/// What a client sees of a group's life.
public enum GroupStatus: String, Sendable {
    case pending
    case processing
    case failed
    case partial
    case completed
}

/// How many jobs of a group are in which state.
public struct GroupCounts: Sendable, Equatable {
    /// Jobs that nobody began.
    public var queued = 0
    /// Jobs that are under way.
    public var processing = 0
    /// Jobs with output, those with warnings included.
    public var completed = 0
    /// Jobs with output and warnings.
    public var completedWithWarnings = 0
    /// Jobs that failed.
    public var failed = 0

    /// Counts `statuses`.
    public init(_ statuses: some Sequence<JobStatus>) {
        for status in statuses {
            switch status {
            case .queued: queued += 1
            case .processing: processing += 1
            case .completed: completed += 1
            case .completedWithWarnings:
                completed += 1
                completedWithWarnings += 1
            case .failed: failed += 1
            }
        }
    }

    /// All jobs.
    public var total: Int { queued + processing + completed + failed }

    /// The group's status: the first rule that fits.
    public var status: GroupStatus {
        if queued == total { return .pending }
        if queued + processing > 0 { return .processing }
        if failed == total { return .failed }
        return failed > 0 ? .partial : .completed
    }
}

/// A part of a result that is not as it should be, and did not stop the job.
public struct JobWarning: Sendable, Equatable {
    /// The stage that gave it.
    public var stage: Stage
    /// For people.
    public var message: String
    /// The leaf it is about, or `nil`.
    public var path: String?
    /// The check that failed, such as `placeholders`, or `nil`.
    public var check: String?
    /// What the check wanted, or `nil`.
    public var expected: String?
    /// What it got, or `nil`.
    public var found: String?

    /// Makes a warning.
    public init(
        stage: Stage, message: String, path: String? = nil, check: String? = nil, expected: String? = nil,
        found: String? = nil
    ) {
        self.stage = stage
        self.message = message
        self.path = path
        self.check = check
        self.expected = expected
        self.found = found
    }

    /// Warnings as the JSON array that clients get.
    public static func bytes(_ warnings: [JobWarning]) -> [UInt8] {
        var writer = JSONWriter()
        writer.array {
            for warning in warnings {
                $0.object {
                    $0.name("stepId")
                    $0.string(warning.stage.rawValue)
                    $0.name("message")
                    $0.string(warning.message)
                    for (name, value) in [
                        ("path", warning.path), ("check", warning.check), ("expected", warning.expected),
                        ("found", warning.found),
                    ] {
                        guard let value else { continue }
                        $0.name(name)
                        $0.string(value)
                    }
                }
            }
        }
        return writer.bytes
    }
}

/// The record of a stage's run.
public struct Step: Sendable {
    /// How a stage ended.
    public enum Status: String, Sendable { case completed, failed, skipped }
    /// Which stage.
    public var stage: Stage
    /// How it ended.
    public var status: Status
    /// US dollars.
    public var cost: Double
    /// When it began.
    public var startedAt: Timestamp
    /// When it ended.
    public var completedAt: Timestamp
    /// Why it failed or was skipped, or `nil`.
    public var errorMessage: String?
    /// What else there is to tell, such as `model` and `resolvedLocale`.
    public var details: JSONObject

    /// Makes a record.
    public init(
        stage: Stage, status: Status, cost: Double = 0, startedAt: Timestamp, completedAt: Timestamp,
        errorMessage: String? = nil, details: JSONObject = JSONObject()
    ) {
        self.stage = stage
        self.status = status
        self.cost = cost
        self.startedAt = startedAt
        self.completedAt = completedAt
        self.errorMessage = errorMessage
        self.details = details
    }

    /// Steps as the JSON array that clients get.
    public static func bytes(_ steps: [Step]) -> [UInt8] {
        var writer = JSONWriter()
        writer.array {
            for step in steps {
                $0.object {
                    $0.name("stepId")
                    $0.string(step.stage.rawValue)
                    $0.name("status")
                    $0.string(step.status.rawValue)
                    $0.name("cost")
                    $0.double(step.cost)
                    $0.name("errorMessage")
                    $0.string(step.errorMessage)
                    $0.name("startedAt")
                    $0.string(step.startedAt.iso8601)
                    $0.name("completedAt")
                    $0.string(step.completedAt.iso8601)
                    $0.name("details")
                    $0.value(.object(step.details))
                }
            }
        }
        return writer.bytes
    }
}

/// What a translation took (docs/http-api.md, "Job").
public struct Receipt: Sendable, Equatable {
    /// All segments of the document.
    public var segments: Int
    /// Those that a model translated.
    public var new: Int
    /// Those whose translation was there already: of an equal segment, or of an earlier run.
    public var reused: Int
    /// What the calls used up.
    public var usage: Usage

    /// Makes a receipt.
    public init(segments: Int = 0, new: Int = 0, reused: Int = 0, usage: Usage = Usage()) {
        self.segments = segments
        self.new = new
        self.reused = reused
        self.usage = usage
    }
}

/// A job as it is stored.
public struct JobRecord: Sendable {
    /// The job's id.
    public var id: JobID
    /// Its group.
    public var group: JobGroupID
    /// The engine it runs on.
    public var engine: EngineID
    /// As the caller spelled it.
    public var source: LocaleTag
    /// As the caller spelled it.
    public var target: LocaleTag
    /// What a client sees.
    public var status: JobStatus
    /// 1 for the first; a failed job that is queued again begins its next run.
    public var run: Int
    /// Attempts of this run so far.
    public var attempts: Int
    /// Whether a client ended it.
    public var isCancelled: Bool
    /// Segments whose translation is kept.
    public var segmentsDone: Int
    /// Segments of the document.
    public var segmentsTotal: Int
    /// What it took; `nil` in lists and until there is output.
    public var receipt: Receipt?
    /// Why it failed, or `nil`.
    public var errorMessage: String?
    /// JSON array of warnings.
    public var warnings: [UInt8]
    /// JSON array of steps; empty in lists.
    public var steps: [UInt8]
    /// JSON object of the result; `nil` in lists and until there is output.
    public var output: [UInt8]?
    /// When the group was accepted.
    public var createdAt: Timestamp
    /// When it turned terminal, or `nil`.
    public var completedAt: Timestamp?

    /// Makes a record.
    public init(
        id: JobID, group: JobGroupID, engine: EngineID, source: LocaleTag, target: LocaleTag,
        status: JobStatus, run: Int = 1, attempts: Int = 0, isCancelled: Bool = false, segmentsDone: Int = 0,
        segmentsTotal: Int = 0, receipt: Receipt? = nil, errorMessage: String? = nil,
        warnings: [UInt8] = Array("[]".utf8), steps: [UInt8] = Array("[]".utf8), output: [UInt8]? = nil,
        createdAt: Timestamp, completedAt: Timestamp? = nil
    ) {
        self.id = id
        self.group = group
        self.engine = engine
        self.source = source
        self.target = target
        self.status = status
        self.run = run
        self.attempts = attempts
        self.isCancelled = isCancelled
        self.segmentsDone = segmentsDone
        self.segmentsTotal = segmentsTotal
        self.receipt = receipt
        self.errorMessage = errorMessage
        self.warnings = warnings
        self.steps = steps
        self.output = output
        self.createdAt = createdAt
        self.completedAt = completedAt
    }
}

/// A group as it is stored, with its jobs in the order of the request.
public struct JobGroup: Sendable {
    /// The group's id.
    public var id: JobGroupID
    /// The engine its jobs run on.
    public var engine: EngineID
    /// As the caller spelled it.
    public var source: LocaleTag
    /// In the order of the request, without steps and output.
    public var jobs: [JobRecord]
    /// When it was accepted.
    public var createdAt: Timestamp

    /// Makes a group.
    public init(
        id: JobGroupID, engine: EngineID, source: LocaleTag, jobs: [JobRecord], createdAt: Timestamp
    ) {
        self.id = id
        self.engine = engine
        self.source = source
        self.jobs = jobs
        self.createdAt = createdAt
    }

    /// How many jobs are in which state.
    public var counts: GroupCounts { GroupCounts(jobs.lazy.map(\.status)) }

    /// When the last job turned terminal; `nil` until all have.
    public var completedAt: Timestamp? {
        jobs.allSatisfy(\.status.isTerminal) ? jobs.compactMap(\.completedAt).max() : nil
    }
}
