// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A group as its subscribers see it.
///
/// Each job is kept as the JSON it has in a snapshot: a change rewrites that of one job, and a message is put together
/// from what is there.
struct GroupProgress {
    private struct Job {
        let id: JobID
        let segmentsTotal: Int
        var stage: JobStage
        var status: JobStatus
        var run: Int
        var segmentsDone: Int
        /// The job as a member of the snapshot's `jobs`.
        var json: [UInt8] = []

        init(_ record: JobRecord) {
            id = record.id
            segmentsTotal = record.segmentsTotal
            stage = JobStage(record)
            status = record.status
            run = record.run
            segmentsDone = record.segmentsDone
            write(record.target)
        }

        mutating func update(_ change: JobChange) {
            segmentsDone = change.run == run ? max(segmentsDone, change.segmentsDone) : change.segmentsDone
            stage = JobStage(change)
            status = change.status
            run = change.run
            write(change.target)
        }

        private mutating func write(_ locale: LocaleTag) {
            var writer = JSONWriter(capacity: 128)
            writer.name(id.text)
            writer.object {
                $0.member("locale", locale.spelling)
                $0.member("status", status.rawValue)
                $0.member("run", run)
                $0.member("segmentsDone", segmentsDone)
                $0.member("segmentsTotal", segmentsTotal)
            }
            json = writer.bytes
        }
    }

    let id: JobGroupID
    private var jobs: [Job]
    private var places: [JobID: Int]
    private var counts: GroupCounts

    init(_ group: JobGroup) {
        id = group.id
        jobs = group.jobs.map(Job.init)
        places = Self.places(jobs)
        counts = GroupCounts(jobs.lazy.map(\.status))
    }

    private static func places(_ jobs: [Job]) -> [JobID: Int] {
        Dictionary(uniqueKeysWithValues: jobs.indices.map { (jobs[$0].id, $0) })
    }

    var status: GroupStatus { counts.status }

    /// Whether there is nothing more to tell: every job is over, or gone.
    var isOver: Bool { counts.queued + counts.processing == 0 }

    /// Whether every job was deleted.
    var isGone: Bool { jobs.isEmpty }

    /// Takes a change in. Returns what to tell of it; `nil` when it is no news.
    mutating func apply(_ change: JobChange) -> ProgressMessage? {
        guard let place = places[change.job], JobStage(change) > jobs[place].stage else { return nil }
        if change.event == .deleted {
            jobs.remove(at: place)
            places = Self.places(jobs)
        } else {
            jobs[place].update(change)
        }
        counts = GroupCounts(jobs.lazy.map(\.status))
        return Self.message(of: change)
    }

    private static func message(of change: JobChange) -> ProgressMessage {
        let locale = change.target.spelling
        if change.event == .deleted { return .jobProgress(change.job, locale: locale) }
        switch change.status {
        case .queued, .processing: return .jobProgress(change.job, locale: locale)
        case .completed, .completedWithWarnings: return .jobCompleted(change.job, locale: locale)
        case .failed: return .jobFailed(change.job, locale: locale, error: change.errorMessage)
        }
    }

    /// Bytes of a snapshot, or somewhat more.
    var snapshotSize: Int { jobs.reduce(256) { $0 + $1.json.count + 1 } }

    /// Writes the snapshot.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("groupId", id.text)
            $0.member("status", status.rawValue)
            $0.member("totalJobs", counts.total)
            $0.member("completedJobs", counts.completed)
            $0.member("completedWithWarningsJobs", counts.completedWithWarnings)
            $0.member("failedJobs", counts.failed)
            $0.name("jobs")
            $0.object { for job in jobs { $0.raw(job.json) } }
        }
    }
}
