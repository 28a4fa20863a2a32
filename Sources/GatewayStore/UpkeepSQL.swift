// SPDX-License-Identifier: Apache-2.0

/// Statements that keep the database in order and tell how full it is.
enum UpkeepSQL {
    /// What each organization has open: jobs, and bytes of the documents of their groups.
    static let openAmounts: StaticString = """
        SELECT o.id, coalesce(sum(g.open_jobs), 0), coalesce(sum(g.document_bytes), 0)
        FROM organization o LEFT JOIN job_group g ON g.organization = o.number AND g.completed_at IS NULL
        GROUP BY o.number
        """

    /// Jobs under way.
    static let leasedJobs: StaticString = "SELECT count(*) FROM job WHERE phase = 'leased'"

    /// Jobs that wait for another attempt.
    static let waitingJobs: StaticString = "SELECT count(*) FROM job WHERE phase = 'waiting'"

    /// When the job that is next in turn fell due, of the organization for which that is longest ago.
    static let oldestReady: StaticString = """
        SELECT min(due) FROM (SELECT (SELECT run_at FROM job INDEXED BY job_ready
            WHERE phase = 'ready' AND organization = o.number ORDER BY turn, id LIMIT 1) AS due FROM organization o)
        """

    /// Deliveries that are not over, and when the one that is due longest fell due.
    static let openDeliveries: StaticString = """
        SELECT count(*), min(run_at) FROM delivery WHERE phase = 'waiting'
        """

    /// Deliveries under way.
    static let leasedDeliveries: StaticString = "SELECT count(*) FROM delivery WHERE phase = 'leased'"

    /// Groups that were over before `$1` and whose deliveries are; at most `$2`, those over longest first.
    static let overGroups: StaticString = """
        SELECT g.number, (SELECT count(*) FROM job j WHERE j.job_group = g.number) FROM job_group g
        WHERE g.completed_at < $1 AND NOT EXISTS (
            SELECT 1 FROM delivery d WHERE d.job_group = g.number AND d.phase <> 'done')
        ORDER BY g.completed_at LIMIT $2
        """
}
