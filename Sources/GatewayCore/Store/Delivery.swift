// SPDX-License-Identifier: Apache-2.0

/// Names the handing over of one run's result: the job's id for its first run, `<job>r<n>` for run n. It is what
/// receivers get as `webhook-id`, the same at every attempt.
public struct DeliveryID: Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing it names, as errors say it.
    public static let entity = "Delivery"
    /// The job.
    public let job: JobID
    /// 1 for the first.
    public let run: Int

    /// Names the delivery of a run.
    public init(job: JobID, run: Int) {
        self.job = job
        self.run = run
    }

    /// Reads a text from outside, or gives `nil` when it cannot name a delivery.
    public init?(_ text: String) {
        // A job's id may hold an "r" itself, so a run is looked for only behind its full length.
        let length = JobID.prefix.utf8.count + 1 + 16
        guard let job = JobID(String(text.prefix(length))) else { return nil }
        let rest = text.dropFirst(length)
        if rest.isEmpty {
            self.init(job: job, run: 1)
        } else if rest.first == "r", let run = Int(rest.dropFirst()), run > 1, rest == "r\(run)" {
            self.init(job: job, run: run)
        } else {
            return nil
        }
    }

    /// The whole name.
    public var description: String { run == 1 ? job.text : "\(job.text)r\(run)" }
}

/// How a delivery stands.
public enum DeliveryStatus: String, Sendable, CaseIterable {
    /// To be attempted, now or later.
    case pending
    /// The receiver took it.
    case delivered
    /// Every attempt failed.
    case exhausted
    /// The receiver said that it wants no more (410), or it may not be reached.
    case stopped
}

/// A delivery that a worker took, with what its attempt needs.
public struct DueDelivery: Sendable {
    /// The delivery.
    public var id: DeliveryID
    /// Whose it is.
    public var organization: OrganizationID
    /// The group of the job.
    public var group: JobGroupID
    /// Where it goes.
    public var url: String
    /// The part of `url` that tells receivers apart.
    public var receiver: String
    /// Attempts so far, this one included. A result is written only for the last one claimed.
    public var attempt: Int
    /// The same since it was made or last replayed: what the schedule goes by.
    public var attemptOfSchedule: Int
    /// The receiver would not take the whole body: send it without `data`.
    public var isThin: Bool
    /// W3C trace context of the request that made the group, or `nil`.
    public var traceParent: String?

    /// Makes a due delivery.
    public init(
        id: DeliveryID, organization: OrganizationID, group: JobGroupID, url: String, receiver: String,
        attempt: Int, attemptOfSchedule: Int, isThin: Bool, traceParent: String?
    ) {
        self.id = id
        self.organization = organization
        self.group = group
        self.url = url
        self.receiver = receiver
        self.attempt = attempt
        self.attemptOfSchedule = attemptOfSchedule
        self.isThin = isThin
        self.traceParent = traceParent
    }
}

/// What a delivery hands over: how a run ended.
public struct DeliveryContent: Sendable {
    /// As the caller spelled it.
    public var source: LocaleTag
    /// As the caller spelled it.
    public var target: LocaleTag
    /// How the run ended.
    public var status: JobStatus
    /// Whether a client ended it.
    public var isCancelled: Bool
    /// Why it failed, or `nil`.
    public var errorMessage: String?
    /// JSON array of warnings.
    public var warnings: [UInt8]
    /// Bytes of the output, whether or not it is here.
    public var outputBytes: Int
    /// JSON object of the result; `nil` when there is none or it is longer than was asked for.
    public var output: [UInt8]?

    /// Makes a content.
    public init(
        source: LocaleTag, target: LocaleTag, status: JobStatus, isCancelled: Bool, errorMessage: String?,
        warnings: [UInt8], outputBytes: Int, output: [UInt8]?
    ) {
        self.source = source
        self.target = target
        self.status = status
        self.isCancelled = isCancelled
        self.errorMessage = errorMessage
        self.warnings = warnings
        self.outputBytes = outputBytes
        self.output = output
    }
}

/// One try to hand a result over, as the log of deliveries keeps it.
public struct DeliveryAttempt: Sendable, Equatable {
    /// 1 for the first.
    public var number: Int
    /// When it began.
    public var startedAt: Timestamp
    /// How long it took.
    public var duration: Duration
    /// HTTP status of the answer, or `nil` when there was none.
    public var status: Int?
    /// Why it failed, or `nil`.
    public var error: String?

    /// Makes a record.
    public init(number: Int, startedAt: Timestamp, duration: Duration, status: Int?, error: String?) {
        self.number = number
        self.startedAt = startedAt
        self.duration = duration
        self.status = status
        self.error = error
    }
}

/// What follows from an attempt.
public enum DeliveryOutcome: Sendable, Equatable {
    /// The receiver took it.
    case delivered
    /// It is tried again, not before `at`; from now on without `data` when it is thin.
    case retry(at: Timestamp, isThin: Bool)
    /// No attempt is left.
    case exhausted
    /// It is not tried again, whatever attempts are left.
    case stopped
}

/// A delivery as the log shows it.
public struct DeliveryRecord: Sendable {
    /// The delivery.
    public var id: DeliveryID
    /// The group of the job.
    public var group: JobGroupID
    /// Where it goes.
    public var url: String
    /// How it stands.
    public var status: DeliveryStatus
    /// When the job ended.
    public var createdAt: Timestamp
    /// When the next attempt falls due; `nil` once it is over.
    public var nextAttemptAt: Timestamp?
    /// When it was over, or `nil`.
    public var completedAt: Timestamp?
    /// Attempts so far.
    public var attempts: Int
    /// The last of them that ended; oldest first. In lists only the very last one.
    public var log: [DeliveryAttempt]

    /// Makes a record.
    public init(
        id: DeliveryID, group: JobGroupID, url: String, status: DeliveryStatus, createdAt: Timestamp,
        nextAttemptAt: Timestamp?, completedAt: Timestamp?, attempts: Int, log: [DeliveryAttempt]
    ) {
        self.id = id
        self.group = group
        self.url = url
        self.status = status
        self.createdAt = createdAt
        self.nextAttemptAt = nextAttemptAt
        self.completedAt = completedAt
        self.attempts = attempts
        self.log = log
    }
}

/// Which deliveries a list shows, newest first.
public struct DeliveryQuery: Sendable {
    /// Only deliveries of this group.
    public var group: JobGroupID?
    /// Only deliveries of this job.
    public var job: JobID?
    /// Only deliveries that stand like this.
    public var status: DeliveryStatus?
    /// Only deliveries made before this one, by the number that ``DeliveryPage/next`` gave.
    public var before: Int?
    /// 1 to 100.
    public var limit: Int

    /// Makes a query.
    public init(
        group: JobGroupID? = nil, job: JobID? = nil, status: DeliveryStatus? = nil, before: Int? = nil,
        limit: Int = 20
    ) {
        self.group = group
        self.job = job
        self.status = status
        self.before = before
        self.limit = limit
    }
}

/// A part of the list of deliveries.
public struct DeliveryPage: Sendable {
    /// Newest first.
    public var deliveries: [DeliveryRecord]
    /// Where the next page begins; `nil` on the last one.
    public var next: Int?

    /// Makes a page.
    public init(deliveries: [DeliveryRecord], next: Int?) {
        self.deliveries = deliveries
        self.next = next
    }
}

/// What a delivery worker asks for.
public struct DeliveryClaim: Sendable {
    /// The moment it is.
    public var now: Timestamp
    /// When the leases run out.
    public var leaseUntil: Timestamp
    /// The most receivers it takes.
    public var receivers: Int
    /// The most deliveries of a receiver it takes, in order.
    public var perReceiver: Int

    /// Makes a claim.
    public init(now: Timestamp, leaseUntil: Timestamp, receivers: Int, perReceiver: Int) {
        self.now = now
        self.leaseUntil = leaseUntil
        self.receivers = receivers
        self.perReceiver = perReceiver
    }
}

/// A secret that signs webhooks, encrypted.
public struct SealedSecret: Sendable, Equatable {
    /// As the sealing key made it.
    public var bytes: [UInt8]
    /// When it was made.
    public var createdAt: Timestamp
    /// When it stops signing beside its successor; `nil` for the newest.
    public var expiresAt: Timestamp?

    /// Makes a secret.
    public init(bytes: [UInt8], createdAt: Timestamp, expiresAt: Timestamp? = nil) {
        self.bytes = bytes
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
