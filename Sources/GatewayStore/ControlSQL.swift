// SPDX-License-Identifier: Apache-2.0

/// Statements by which clients end jobs, run them again and remove them, and what all ends have in common.
enum ControlSQL {
    /// The number of `$1` group of `$2` organization.
    static let groupNumber: StaticString = """
        SELECT number FROM job_group
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// The number of the group of `$1` job of `$2` organization.
    static let groupNumberOfJob: StaticString = """
        SELECT job_group FROM job
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// Ends open jobs of `$1` group's number, or, when it is not NULL, only `$2` job. `$3` the moment, `$4` why.
    static let cancel: StaticString = """
        UPDATE job SET phase = 'done', outcome = 'failed', is_cancelled = 1, completed_at = $3, error_message = $4,
            lease_until = NULL, lease_owner = NULL
        WHERE job_group = $1 AND ($2 IS NULL OR id = $2) AND phase <> 'done'
        RETURNING id, run, job_group, target, position, segments_done
        """

    /// Queues failed jobs of `$1` group's number again, or, when it is not NULL, only `$2` job; cancelled ones if `$3`.
    /// `$4` the moment, `$5` the round of their organization.
    static let retry: StaticString = """
        UPDATE job SET phase = 'ready', outcome = NULL, is_cancelled = 0, run = run + 1, attempt = 0, crashes = 0,
            completed_at = NULL, error_message = NULL, run_at = $4, turn = $5 + position
        WHERE job_group = $1 AND ($2 IS NULL OR id = $2) AND outcome = 'failed' AND ($3 OR is_cancelled = 0)
        RETURNING id, run, job_group, target, position, segments_done
        """

    /// The jobs of `$1` group's number, or, when it is not NULL, only `$2` job.
    static let jobs: StaticString = """
        SELECT id, run, job_group, target, position, segments_done, phase <> 'done' FROM job
        WHERE job_group = $1 AND ($2 IS NULL OR id = $2)
        """

    /// Counts `$2` open jobs less (or, negative, more) in `$1` group's number; `$3` the moment.
    ///
    /// Without open jobs it is over, from that moment on.
    static let closeJobs: StaticString = """
        UPDATE job_group SET open_jobs = open_jobs - $2,
            completed_at = CASE WHEN open_jobs <= $2 THEN coalesce(completed_at, $3) END
        WHERE number = $1
        RETURNING id, (SELECT o.id FROM organization o WHERE o.number = organization), callback_url,
            open_jobs, document_bytes, organization
        """

    /// What `$1` job left.
    static let deleteAttempts: StaticString = """
        DELETE FROM delivery_attempt WHERE delivery IN (SELECT number FROM delivery WHERE job = $1)
        """
    static let deleteDeliveries: StaticString = "DELETE FROM delivery WHERE job = $1"
    static let deleteCheckpoints: StaticString = "DELETE FROM checkpoint WHERE job = $1"
    static let deleteResults: StaticString = "DELETE FROM job_result WHERE job = $1"
    static let deleteJob: StaticString = "DELETE FROM job WHERE id = $1"

    /// Whether `$1` group's number has a job.
    static let hasJobs: StaticString = "SELECT 1 FROM job WHERE job_group = $1 LIMIT 1"
    static let deleteDocument: StaticString = "DELETE FROM document WHERE job_group = $1"
    static let deleteGroup: StaticString = "DELETE FROM job_group WHERE number = $1"
}
