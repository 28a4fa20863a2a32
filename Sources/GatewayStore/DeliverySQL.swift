// SPDX-License-Identifier: Apache-2.0

/// Statements about deliveries and the secrets that sign them.
enum DeliverySQL {
    /// Makes the delivery of a run that just ended. `$1` job, `$2` run, `$3` group's number, `$4` organization's
    /// number, `$5` URL, `$6` receiver, `$7` the moment.
    static let insert: StaticString = """
        INSERT INTO delivery (job, run, job_group, organization, url, receiver, run_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
        """

    /// The receivers with a delivery due at `$1` and none under way, those that wait longest first; at most `$2`.
    ///
    /// It leaps from receiver to receiver over the index, so it costs what there are receivers, not deliveries.
    static let dueReceivers: StaticString = """
        WITH RECURSIVE head (number) AS (
            SELECT (SELECT number FROM delivery INDEXED BY delivery_due WHERE phase = 'waiting'
                ORDER BY receiver, run_at, number LIMIT 1)
            UNION ALL
            SELECT (SELECT n.number FROM delivery n INDEXED BY delivery_due
                WHERE n.phase = 'waiting' AND n.receiver > d.receiver
                ORDER BY n.receiver, n.run_at, n.number LIMIT 1)
            FROM head CROSS JOIN delivery d ON d.number = head.number
        )
        SELECT d.receiver FROM head CROSS JOIN delivery d ON d.number = head.number
        WHERE d.run_at <= $1 AND NOT EXISTS (
            SELECT 1 FROM delivery l INDEXED BY delivery_leased WHERE l.phase = 'leased' AND l.receiver = d.receiver)
        ORDER BY d.run_at LIMIT $2
        """

    /// When the first delivery to a receiver that has none under way falls due.
    static let nextDue: StaticString = """
        WITH RECURSIVE head (number) AS (
            SELECT (SELECT number FROM delivery INDEXED BY delivery_due WHERE phase = 'waiting'
                ORDER BY receiver, run_at, number LIMIT 1)
            UNION ALL
            SELECT (SELECT n.number FROM delivery n INDEXED BY delivery_due
                WHERE n.phase = 'waiting' AND n.receiver > d.receiver
                ORDER BY n.receiver, n.run_at, n.number LIMIT 1)
            FROM head CROSS JOIN delivery d ON d.number = head.number
        )
        SELECT min(d.run_at) FROM head CROSS JOIN delivery d ON d.number = head.number
        WHERE NOT EXISTS (
            SELECT 1 FROM delivery l INDEXED BY delivery_leased WHERE l.phase = 'leased' AND l.receiver = d.receiver)
        """

    /// Takes what is due at `$1` for `$2` receiver, in order, at most `$3`. `$4` end of the lease.
    static let claim: StaticString = """
        UPDATE delivery SET phase = 'leased', attempt = attempt + 1, lease_until = $4
        WHERE number IN (SELECT number FROM delivery INDEXED BY delivery_due
            WHERE phase = 'waiting' AND receiver = $2 AND run_at <= $1 ORDER BY run_at, number LIMIT $3)
        RETURNING number, job, run, url, attempt, attempts_before, is_thin, run_at, job_group
        """

    /// What the deliveries of `$1` group's number have in common.
    static let claimedGroup: StaticString = """
        SELECT g.id, o.id, g.trace_parent
        FROM job_group g JOIN organization o ON o.number = g.organization WHERE g.number = $1
        """

    /// What `$1` job's run `$2` ended with; its output only when that has no more than `$3` bytes.
    static let content: StaticString = """
        SELECT g.source, j.target, r.outcome, r.is_cancelled, r.error_message, r.warnings,
            coalesce(length(r.output), 0), CASE WHEN length(r.output) <= $3 THEN r.output END
        FROM job_result r JOIN job j ON j.id = r.job JOIN job_group g ON g.number = j.job_group
        WHERE r.job = $1 AND r.run = $2
        """

    /// Ends a delivery under way. `$1` job, `$2` run, `$3` attempt, `$4` outcome, `$5` the moment.
    static let end: StaticString = """
        UPDATE delivery SET phase = 'done', outcome = $4, completed_at = $5, lease_until = NULL
        WHERE job = $1 AND run = $2 AND attempt = $3 AND phase = 'leased' RETURNING number
        """

    /// Puts a delivery under way off. `$1` job, `$2` run, `$3` attempt, `$4` until when, `$5` whether it is thin.
    static let putOff: StaticString = """
        UPDATE delivery SET phase = 'waiting', run_at = $4, is_thin = max(is_thin, $5), lease_until = NULL
        WHERE job = $1 AND run = $2 AND attempt = $3 AND phase = 'leased' RETURNING number
        """

    /// `$1` delivery's number, `$2` attempt, `$3` when it began, `$4` milliseconds it took, `$5` status or NULL, `$6` error
    /// or NULL.
    static let insertAttempt: StaticString = """
        INSERT OR REPLACE INTO delivery_attempt (delivery, attempt, started_at, duration_ms, status, error)
        VALUES ($1, $2, $3, $4, $5, $6)
        """

    /// Gives a delivery back, the attempt not counted. `$1` job, `$2` run, `$3` attempt.
    static let release: StaticString = """
        UPDATE delivery SET phase = 'waiting', attempt = attempt - 1, lease_until = NULL
        WHERE job = $1 AND run = $2 AND attempt = $3 AND phase = 'leased'
        """

    /// The same for all that were under way when the process died.
    static let requeue: StaticString = """
        UPDATE delivery SET phase = 'waiting', attempt = attempt - 1, lease_until = NULL WHERE phase = 'leased'
        """

    /// The same for those whose lease ran out by `$1`.
    static let expire: StaticString = """
        UPDATE delivery SET phase = 'waiting', attempt = attempt - 1, lease_until = NULL
        WHERE phase = 'leased' AND lease_until <= $1
        """

    /// Makes a delivery due at `$4` on a schedule from the start, with its data. `$1` job, `$2` run, `$3` organization. One under way
    /// is left to its attempt.
    static let replay: StaticString = """
        UPDATE delivery SET
            phase = CASE phase WHEN 'leased' THEN 'leased' ELSE 'waiting' END,
            outcome = NULL, completed_at = NULL, run_at = $4, is_thin = 0,
            attempts_before = CASE phase WHEN 'leased' THEN attempt - 1 ELSE attempt END
        WHERE job = $1 AND run = $2 AND organization = (SELECT number FROM organization WHERE id = $3)
        """

    /// The log, newest first: of `$1` organization, older than number `$2`, that stand like `$3` or, when that is NULL,
    /// in any way; at most `$4`.
    static let all: StaticString = """
        SELECT d.number, d.job, d.run, g.id, d.url, coalesce(d.outcome, 'pending'), d.created_at,
            CASE WHEN d.phase = 'waiting' THEN d.run_at END, d.completed_at, d.attempt
        FROM delivery d INDEXED BY delivery_newest CROSS JOIN job_group g ON g.number = d.job_group
        WHERE d.organization = (SELECT number FROM organization WHERE id = $1) AND d.number < $2
            AND ($3 IS NULL OR coalesce(d.outcome, 'pending') = $3)
        ORDER BY d.number DESC LIMIT $4
        """

    /// The same of those that came to nothing.
    static let failed: StaticString = """
        SELECT d.number, d.job, d.run, g.id, d.url, coalesce(d.outcome, 'pending'), d.created_at,
            CASE WHEN d.phase = 'waiting' THEN d.run_at END, d.completed_at, d.attempt
        FROM delivery d INDEXED BY delivery_failed CROSS JOIN job_group g ON g.number = d.job_group
        WHERE d.organization = (SELECT number FROM organization WHERE id = $1) AND d.number < $2
            AND d.outcome IN ('exhausted', 'stopped') AND d.outcome = $3
        ORDER BY d.number DESC LIMIT $4
        """

    /// The same of `$5` group.
    static let ofGroup: StaticString = """
        SELECT d.number, d.job, d.run, g.id, d.url, coalesce(d.outcome, 'pending'), d.created_at,
            CASE WHEN d.phase = 'waiting' THEN d.run_at END, d.completed_at, d.attempt
        FROM job_group g CROSS JOIN delivery d INDEXED BY delivery_of_group ON d.job_group = g.number
        WHERE g.id = $5 AND d.organization = (SELECT number FROM organization WHERE id = $1) AND d.number < $2
            AND ($3 IS NULL OR coalesce(d.outcome, 'pending') = $3)
        ORDER BY d.number DESC LIMIT $4
        """

    /// The same of `$5` job.
    static let ofJob: StaticString = """
        SELECT d.number, d.job, d.run, g.id, d.url, coalesce(d.outcome, 'pending'), d.created_at,
            CASE WHEN d.phase = 'waiting' THEN d.run_at END, d.completed_at, d.attempt
        FROM delivery d CROSS JOIN job_group g ON g.number = d.job_group
        WHERE d.job = $5 AND d.organization = (SELECT number FROM organization WHERE id = $1) AND d.number < $2
            AND ($3 IS NULL OR coalesce(d.outcome, 'pending') = $3)
        ORDER BY d.number DESC LIMIT $4
        """

    /// The last `$2` attempts of `$1` delivery's number, newest first.
    static let attempts: StaticString = """
        SELECT attempt, started_at, duration_ms, status, error FROM delivery_attempt
        WHERE delivery = $1 ORDER BY attempt DESC LIMIT $2
        """

    /// The secrets of `$1` organization that sign at `$2`, newest first.
    static let secrets: StaticString = """
        SELECT sealed, created_at, expires_at FROM webhook_secret
        WHERE organization = (SELECT number FROM organization WHERE id = $1)
            AND (expires_at IS NULL OR expires_at > $2)
        ORDER BY number DESC
        """

    /// `$1` organization, `$2` sealed, `$3` the moment.
    static let insertSecret: StaticString = """
        INSERT INTO webhook_secret (organization, sealed, created_at)
        VALUES ((SELECT number FROM organization WHERE id = $1), $2, $3)
        """

    /// Drops the secrets of `$1` organization that have had a successor.
    static let deletePreviousSecrets: StaticString = """
        DELETE FROM webhook_secret
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND expires_at IS NOT NULL
        """

    /// Lets the newest secret of `$1` organization sign until `$2`.
    static let expireSecret: StaticString = """
        UPDATE webhook_secret SET expires_at = $2
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND expires_at IS NULL
        """
}
