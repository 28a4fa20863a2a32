// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// In which round of its organization's queue a new job gets its turn.
///
/// The n-th job of a group gets its turn n rounds after the round that is being served, so groups take turns and a
/// group of 100 locales does not stand before another's single job. The round rises as jobs are claimed, and, so
/// that a stream of new groups cannot keep the later jobs of an old one waiting for ever, after a number of groups.
/// Kept in memory: it decides who is first, and nothing about what is true.
struct Rounds {
    /// Groups that may arrive within a round.
    static let groupsPerRound = 256

    private struct Queue {
        var round: Int
        var groups = 0
    }

    private var queues: [OrganizationID: Queue] = [:]

    /// Begins at the rounds of the jobs that wait.
    mutating func load(from connection: Connection) throws(StoreError) {
        for (organization, round) in try connection.rows(
            WorkSQL.rounds, [], { ($0.id(0, OrganizationID.self), $0.int(1)) })
        {
            queues[organization] = Queue(round: round)
        }
    }

    /// The round of a job that is queued again.
    func current(of organization: OrganizationID) -> Int { queues[organization]?.round ?? 0 }

    /// The round of the first job of a new group.
    mutating func next(for organization: OrganizationID) -> Int {
        var queue = queues[organization] ?? Queue(round: 0)
        queue.groups += 1
        if queue.groups > Self.groupsPerRound { queue = Queue(round: queue.round + 1, groups: 1) }
        queues[organization] = queue
        return queue.round
    }

    /// Notes that a job of this round was claimed.
    mutating func serve(_ round: Int, of organization: OrganizationID) {
        if round > current(of: organization) { queues[organization] = Queue(round: round) }
    }
}
