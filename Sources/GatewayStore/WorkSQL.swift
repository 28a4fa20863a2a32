// SPDX-License-Identifier: Apache-2.0

/// Statements of the workers.
enum WorkSQL {
    /// Takes due jobs. `$1` now, `$2` end of the lease, `$3` its owner, `$4` how many.
    ///
    /// The order: organizations take turns, the one served longest ago first; within one `turn`, which interleaves
    /// its groups (see ``Rounds``), then `run_at`, then `id`.
    ///
    /// Its cost does not depend on how many jobs wait. No more than `$4` jobs of an organization can be taken, so of
    /// each only the first `$4` that are ready and the first `$4` that waited long enough are looked at, both from
    /// the head of an index; numbering and sorting see that window only. An organization without due jobs costs
    /// two look-ups.
    ///
    /// Suspects, which ``claimSuspects`` takes, are passed over: 2 stands for `Claim.suspicion`.
    ///
    /// SQLite's alone: a writer is alone anyway, where PostgreSQL's text skips locked rows.
    static let claim: StaticString = """
        WITH candidate AS MATERIALIZED (
            SELECT j.id, j.organization, o.served, j.turn, j.run_at
            FROM organization o CROSS JOIN job j
            WHERE j.id IN (
                SELECT i.id FROM job i INDEXED BY job_ready
                WHERE i.phase = 'ready' AND i.organization = o.number AND i.crashes < 2
                ORDER BY i.turn, i.id LIMIT $4)
            UNION ALL
            SELECT j.id, j.organization, o.served, j.turn, j.run_at
            FROM organization o CROSS JOIN job j
            WHERE j.id IN (
                SELECT i.id FROM job i INDEXED BY job_waiting
                WHERE i.phase = 'waiting' AND i.organization = o.number AND i.crashes < 2 AND i.run_at <= $1
                ORDER BY i.run_at, i.id LIMIT $4)
        ), ranked AS (
            SELECT id, served, turn, run_at,
                row_number() OVER (PARTITION BY organization ORDER BY turn, run_at, id) AS place
            FROM candidate
        )
        UPDATE job SET phase = 'leased', fence = fence + 1, attempt = attempt + 1, lease_until = $2,
            lease_owner = $3
        WHERE id IN (SELECT id FROM ranked ORDER BY place, served, turn, run_at, id LIMIT $4)
        RETURNING id, fence, attempt, crashes, target, turn, run_at, job_group, organization, run, segments_done
        """

    /// Takes due jobs that were in flight at several deaths of the process. Parameters as in ``claim``.
    static let claimSuspects: StaticString = """
        UPDATE job SET phase = 'leased', fence = fence + 1, attempt = attempt + 1, lease_until = $2,
            lease_owner = $3
        WHERE id IN (SELECT id FROM job INDEXED BY job_suspect
            WHERE crashes >= 2 AND phase IN ('ready', 'waiting') AND run_at <= $1 ORDER BY run_at, id LIMIT $4)
        RETURNING id, fence, attempt, crashes, target, turn, run_at, job_group, organization, run, segments_done
        """

    /// What the attempts of `$1` group's number have in common: group, engine, source, organization.
    static let claimedGroup: StaticString = """
        SELECT g.id, g.engine, g.source, o.id, o.served, g.trace_parent, g.api_key
        FROM job_group g JOIN organization o ON o.number = g.organization WHERE g.number = $1
        """

    /// Moves `$1` organization's number to the end of the order in which organizations are served.
    static let serve: StaticString = """
        UPDATE organization SET served = (SELECT max(served) + 1 FROM organization) WHERE number = $1
        """

    /// The round each organization's queue has reached.
    static let rounds: StaticString = """
        SELECT id, coalesce((SELECT min(turn) FROM job WHERE phase = 'ready' AND organization = number), 0)
        FROM organization
        """

    /// `$1` job, `$2` fence, `$3` new end of the lease.
    static let renew: StaticString = """
        UPDATE job SET lease_until = $3 WHERE id = $1 AND fence = $2 AND phase = 'leased'
        """

    /// Gives a job back as if it had not been claimed; the fence stays. `$1` job, `$2` fence.
    static let release: StaticString = """
        UPDATE job SET phase = 'ready', attempt = attempt - 1, lease_until = NULL, lease_owner = NULL
        WHERE id = $1 AND fence = $2 AND phase = 'leased'
        """

    /// Queues again what was leased no longer than `$1`.
    static let expire: StaticString = """
        UPDATE job SET phase = 'ready', lease_until = NULL, lease_owner = NULL
        WHERE phase = 'leased' AND lease_until <= $1
        """

    /// Ends leased jobs for which this is crash `$1`. `$2` the moment, `$3` why.
    static let failCrashed: StaticString = """
        UPDATE job SET phase = 'done', outcome = 'failed', crashes = crashes + 1, completed_at = $2,
            error_message = $3, lease_until = NULL, lease_owner = NULL
        WHERE phase = 'leased' AND crashes + 1 >= $1
        RETURNING id, run, job_group, target, position, segments_done
        """

    /// Queues all other leased jobs again, counting a crash.
    static let requeueCrashed: StaticString = """
        UPDATE job SET phase = 'ready', crashes = crashes + 1, lease_until = NULL, lease_owner = NULL
        WHERE phase = 'leased'
        """

    /// Ends a job. `$1` job, `$2` fence, `$3` outcome, `$4` the moment, `$5` why it failed or NULL.
    static let end: StaticString = """
        UPDATE job SET phase = 'done', outcome = $3, completed_at = $4, error_message = $5,
            lease_until = NULL, lease_owner = NULL
        WHERE id = $1 AND fence = $2 AND phase = 'leased'
        RETURNING id, run, job_group, target, position, segments_done
        """

    /// Puts a job off. `$1` job, `$2` fence, `$3` until when, `$4` why, `$5` the round of its organization.
    static let putOff: StaticString = """
        UPDATE job SET phase = 'waiting', run_at = $3, error_message = $4, turn = $5 + position,
            lease_until = NULL, lease_owner = NULL
        WHERE id = $1 AND fence = $2 AND phase = 'leased'
        """

    /// The organization of `$1` job.
    static let organization: StaticString = """
        SELECT o.id FROM job j JOIN organization o ON o.number = j.organization WHERE j.id = $1
        """

    /// `$1` job, `$2` run, `$3` input tokens, `$4` output tokens, `$5` cost, `$6` warnings, `$7` steps,
    /// `$8` output or NULL, `$9` outcome, `$10` whether it was cancelled, `$11` why it failed or NULL, `$12` segments that
    /// were translated, `$13` that were reused.
    static let insertResult: StaticString = """
        INSERT INTO job_result (job, run, input_tokens, output_tokens, cost, warnings, steps, output, outcome,
            is_cancelled, error_message, new_segments, reused_segments)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """

    /// Notes how far a job is if the lease holds. `$1` job, `$2` fence, `$3` segments done.
    static let progress: StaticString = """
        UPDATE job SET segments_done = max(segments_done, $3) WHERE id = $1 AND fence = $2 AND phase = 'leased'
        RETURNING id, run, job_group, target, position, segments_done
        """

    /// Keeps a batch. `$1` job, `$2` run, `$3` batch, `$4` payload.
    static let saveCheckpoint: StaticString = """
        INSERT INTO checkpoint (job, run, batch, payload) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO UPDATE SET payload = excluded.payload
        """

    /// The id of `$1` group's number.
    static let groupID: StaticString = "SELECT id FROM job_group WHERE number = $1"

    /// The batches of `$1` job, in order.
    static let checkpoints: StaticString = """
        SELECT batch, payload FROM checkpoint WHERE job = $1 ORDER BY run, batch
        """

    /// When the next job falls due: at once if one is ready, for which the moment it was made stands.
    static let nextDue: StaticString = """
        SELECT min(due) FROM (
            SELECT (SELECT run_at FROM job INDEXED BY job_ready
                WHERE phase = 'ready' AND organization = o.number ORDER BY turn, id LIMIT 1) AS due
            FROM organization o
            UNION ALL
            SELECT (SELECT min(run_at) FROM job INDEXED BY job_waiting
                WHERE phase = 'waiting' AND organization = o.number)
            FROM organization o)
        """
}
