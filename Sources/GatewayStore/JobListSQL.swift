// SPDX-License-Identifier: Apache-2.0

/// Statements that list jobs, newest first: of `$1` organization, older than `$2` job, of `$3` engine or, when that
/// is NULL, any; at most `$4`.
///
/// What is over is found from the newest on. What is not over may be rare among much that is, so it is looked up
/// where the workers look, and sorted: its cost grows with the jobs that are open, not with those there were.
enum JobListSQL {
    /// In any state.
    static let all: StaticString = """
        SELECT j.id, g.id, g.engine, g.source, j.target, j.outcome, j.fence, j.attempt, j.error_message,
            g.created_at, j.completed_at, j.run, j.is_cancelled, j.segments_done, g.segments,
            CASE WHEN j.outcome = 'completed_with_warnings' THEN
                (SELECT r.warnings FROM job_result r WHERE r.job = j.id AND r.run = j.run) END
        FROM job j INDEXED BY job_newest CROSS JOIN job_group g ON g.number = j.job_group
        WHERE j.organization = (SELECT number FROM organization WHERE id = $1) AND j.id < $2
            AND ($3 IS NULL OR g.engine = $3)
        ORDER BY j.id DESC LIMIT $4
        """

    /// Never claimed.
    static let queued: StaticString = """
        WITH open AS MATERIALIZED (
            SELECT i.id FROM job i INDEXED BY job_ready
            WHERE i.phase = 'ready' AND i.organization = (SELECT number FROM organization WHERE id = $1)
                AND i.id < $2 AND i.fence = 0 AND ($3 IS NULL OR $3 = (SELECT g.engine
                    FROM job j JOIN job_group g ON g.number = j.job_group WHERE j.id = i.id))
            ORDER BY i.id DESC LIMIT $4
        )
        SELECT j.id, g.id, g.engine, g.source, j.target, j.outcome, j.fence, j.attempt, j.error_message,
            g.created_at, j.completed_at, j.run, j.is_cancelled, j.segments_done, g.segments,
            NULL
        FROM open CROSS JOIN job j ON j.id = open.id CROSS JOIN job_group g ON g.number = j.job_group
        ORDER BY j.id DESC
        """

    /// Claimed and not over: leased, waiting, or ready again.
    static let processing: StaticString = """
        WITH open AS MATERIALIZED (
            SELECT id FROM job INDEXED BY job_leased
            WHERE phase = 'leased' AND organization = (SELECT number FROM organization WHERE id = $1)
                AND id < $2
            UNION ALL
            SELECT id FROM job INDEXED BY job_waiting
            WHERE phase = 'waiting' AND organization = (SELECT number FROM organization WHERE id = $1)
                AND id < $2
            UNION ALL
            SELECT id FROM job INDEXED BY job_ready
            WHERE phase = 'ready' AND organization = (SELECT number FROM organization WHERE id = $1)
                AND id < $2 AND fence > 0
        ), newest AS MATERIALIZED (
            SELECT id FROM open
            WHERE $3 IS NULL OR $3 = (SELECT g.engine
                FROM job j JOIN job_group g ON g.number = j.job_group WHERE j.id = open.id)
            ORDER BY id DESC LIMIT $4
        )
        SELECT j.id, g.id, g.engine, g.source, j.target, j.outcome, j.fence, j.attempt, j.error_message,
            g.created_at, j.completed_at, j.run, j.is_cancelled, j.segments_done, g.segments,
            NULL
        FROM newest CROSS JOIN job j ON j.id = newest.id CROSS JOIN job_group g ON g.number = j.job_group
        ORDER BY j.id DESC
        """

    /// With output and without warnings.
    static let completed: StaticString = """
        SELECT j.id, g.id, g.engine, g.source, j.target, j.outcome, j.fence, j.attempt, j.error_message,
            g.created_at, j.completed_at, j.run, j.is_cancelled, j.segments_done, g.segments,
            NULL
        FROM job j INDEXED BY job_newest CROSS JOIN job_group g ON g.number = j.job_group
        WHERE j.organization = (SELECT number FROM organization WHERE id = $1) AND j.id < $2
            AND ($3 IS NULL OR g.engine = $3) AND j.outcome = 'completed'
        ORDER BY j.id DESC LIMIT $4
        """

    /// With warnings.
    static let completedWithWarnings: StaticString = """
        SELECT j.id, g.id, g.engine, g.source, j.target, j.outcome, j.fence, j.attempt, j.error_message,
            g.created_at, j.completed_at, j.run, j.is_cancelled, j.segments_done, g.segments,
            (SELECT r.warnings FROM job_result r WHERE r.job = j.id AND r.run = j.run)
        FROM job j INDEXED BY job_warned CROSS JOIN job_group g ON g.number = j.job_group
        WHERE j.organization = (SELECT number FROM organization WHERE id = $1) AND j.id < $2
            AND ($3 IS NULL OR g.engine = $3) AND j.outcome = 'completed_with_warnings'
        ORDER BY j.id DESC LIMIT $4
        """

    /// Without output.
    static let failed: StaticString = """
        SELECT j.id, g.id, g.engine, g.source, j.target, j.outcome, j.fence, j.attempt, j.error_message,
            g.created_at, j.completed_at, j.run, j.is_cancelled, j.segments_done, g.segments,
            NULL
        FROM job j INDEXED BY job_failed CROSS JOIN job_group g ON g.number = j.job_group
        WHERE j.organization = (SELECT number FROM organization WHERE id = $1) AND j.id < $2
            AND ($3 IS NULL OR g.engine = $3) AND j.outcome = 'failed'
        ORDER BY j.id DESC LIMIT $4
        """
}
