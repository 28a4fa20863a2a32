// SPDX-License-Identifier: Apache-2.0

/// Statements about groups and jobs as clients see them.
enum JobSQL {
    /// Stores a group, or nothing when its idempotency key is taken. `$1` id, `$2` organization, `$3` key,
    /// `$4` engine, `$5` source, `$6` callback or NULL, `$7` idempotency key or NULL, `$8` fingerprint, `$9` the
    /// moment, `$10` bytes of its document, `$11` segments, `$12` trace or NULL, `$13` jobs.
    static let insertGroup: StaticString = """
        INSERT INTO job_group (id, organization, api_key, engine, source, callback_url, idempotency_key,
            fingerprint, created_at, document_bytes, segments, trace_parent, open_jobs)
        VALUES ($1, (SELECT number FROM organization WHERE id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (organization, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
        RETURNING number, organization
        """

    /// Stores `$2` document of `$1` group's number.
    static let insertDocument: StaticString = "INSERT INTO document (job_group, body) VALUES ($1, $2)"

    /// `$1` id, `$2` its organization's number, `$3` its group's number, `$4` position, `$5` target, `$6` turn,
    /// `$7` the moment.
    static let insertJob: StaticString = """
        INSERT INTO job (id, organization, job_group, position, target, turn, run_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """

    /// The group that `$2` idempotency key of `$1` organization names.
    static let groupOfKey: StaticString = """
        SELECT id, fingerprint FROM job_group
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND idempotency_key = $2
        """

    /// The jobs of `$1` group of `$2` organization, in the order of the request.
    static let group: StaticString = """
        SELECT j.id, g.id, g.engine, g.source, j.target, j.outcome, j.fence, j.attempt, j.error_message,
            g.created_at, j.completed_at, j.run, j.is_cancelled, j.segments_done, g.segments,
            CASE WHEN j.outcome = 'completed_with_warnings' THEN
                (SELECT r.warnings FROM job_result r WHERE r.job = j.id AND r.run = j.run) END
        FROM job_group g JOIN job j ON j.job_group = g.number
        WHERE g.id = $1 AND g.organization = (SELECT number FROM organization WHERE id = $2)
        ORDER BY j.position
        """

    /// `$1` job of `$2` organization, with what its run produced.
    static let job: StaticString = """
        SELECT j.id, g.id, g.engine, g.source, j.target, j.outcome, j.fence, j.attempt, j.error_message,
            g.created_at, j.completed_at, j.run, j.is_cancelled, j.segments_done, g.segments,
            r.warnings, r.steps, r.output, r.new_segments, r.reused_segments, r.input_tokens, r.output_tokens, r.cost
        FROM job j JOIN job_group g ON g.number = j.job_group
            LEFT JOIN job_result r ON r.job = j.id AND r.run = j.run
        WHERE j.id = $1 AND j.organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// The source document of `$1` group.
    static let document: StaticString = """
        SELECT d.body FROM job_group g JOIN document d ON d.job_group = g.number WHERE g.id = $1
        """
}
