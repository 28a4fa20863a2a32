// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// How far a job is. Of two reports about a job the one with the later stage is the newer, in whatever order they
/// are heard.
struct JobStage: Comparable {
    private let run: Int
    private let rank: Int
    private let segmentsDone: Int

    init(_ job: JobRecord) {
        self.init(run: job.run, status: job.status, segmentsDone: job.segmentsDone)
    }

    init(_ change: JobChange) {
        // Nothing is heard of a job after its deletion.
        let run = change.event == .deleted ? .max : change.run
        self.init(run: run, status: change.status, segmentsDone: change.segmentsDone)
    }

    private init(run: Int, status: JobStatus, segmentsDone: Int) {
        self.run = run
        switch status {
        case .queued: rank = 0
        case .processing: rank = 1
        case .completed, .completedWithWarnings, .failed: rank = 2
        }
        // A run ends once, whatever it had done.
        self.segmentsDone = rank == 2 ? 0 : segmentsDone
    }

    static func < (left: JobStage, right: JobStage) -> Bool {
        (left.run, left.rank, left.segmentsDone) < (right.run, right.rank, right.segmentsDone)
    }
}
