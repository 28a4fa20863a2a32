// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What became of a group's jobs and was not told yet: the newest of each job, so never more than the group has jobs.
struct PendingChanges {
    private var changes: [JobChange] = []
    private var places: [JobID: Int] = [:]

    mutating func add(_ change: JobChange) {
        guard let place = places[change.job] else {
            places[change.job] = changes.count
            changes.append(change)
            return
        }
        if JobStage(change) >= JobStage(changes[place]) { changes[place] = change }
    }

    /// Gives all out, in the order in which the jobs were first heard of.
    mutating func takeAll() -> [JobChange] {
        defer { self = PendingChanges() }
        return changes
    }
}
