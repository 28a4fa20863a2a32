// SPDX-License-Identifier: Apache-2.0

/// What became of a job: told once it is durable.
public struct JobChange: Sendable, Equatable {
    /// What happened.
    public enum Event: Sendable, Equatable {
        /// An attempt began.
        case begun
        /// A batch of it is finished.
        case progressed
        /// It is over; `status` says how.
        case ended
        /// It was queued for another run.
        case queuedAgain
        /// It is gone.
        case deleted
    }

    /// What happened.
    public var event: Event
    /// The job.
    public var job: JobID
    /// Its group.
    public var group: JobGroupID
    /// As the caller spelled it.
    public var target: LocaleTag
    /// 1 for the first.
    public var run: Int
    /// What a client sees from now on.
    public var status: JobStatus
    /// Whether a client ended it.
    public var isCancelled: Bool
    /// Why it failed, or `nil`.
    public var errorMessage: String?
    /// Segments whose translation is kept.
    public var segmentsDone: Int

    /// Makes a change.
    public init(
        _ event: Event, job: JobID, group: JobGroupID, target: LocaleTag, run: Int, status: JobStatus,
        isCancelled: Bool = false, errorMessage: String? = nil, segmentsDone: Int = 0
    ) {
        self.event = event
        self.job = job
        self.group = group
        self.target = target
        self.run = run
        self.status = status
        self.isCancelled = isCancelled
        self.errorMessage = errorMessage
        self.segmentsDone = segmentsDone
    }
}

/// Tells whoever asked what becomes of jobs, in the order of the commits.
public final class ChangeFeed: Sendable {
    private let observers = Locked<[@Sendable ([JobChange]) -> Void]>([])

    /// Makes a feed without observers.
    public init() {}

    /// Adds an observer for as long as the process lives. It is called on the store's thread, so it must be short and
    /// must not wait.
    public func observe(_ observer: @escaping @Sendable ([JobChange]) -> Void) {
        observers.withLock { $0.append(observer) }
    }

    /// Tells changes to all observers.
    public func publish(_ changes: [JobChange]) {
        guard !changes.isEmpty else { return }
        for observer in observers.withLock({ $0 }) { observer(changes) }
    }
}
