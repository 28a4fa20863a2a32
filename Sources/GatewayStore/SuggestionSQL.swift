// SPDX-License-Identifier: Apache-2.0

/// Statements about feedback and suggestions.
enum SuggestionSQL {
    /// How many feedbacks of `$1` organization are still to be read.
    static let open: StaticString = """
        SELECT count(*) FROM feedback
        WHERE status = 'processing' AND organization = (SELECT number FROM organization WHERE id = $1)
        """

    /// `$1` id, `$2` organization, `$3` engine, `$4` key, `$5` text, `$6` origin, `$7` made at.
    static let insertFeedback: StaticString = """
        INSERT INTO feedback (id, organization, engine, api_key, text, origin, created_at)
        VALUES ($1, (SELECT number FROM organization WHERE id = $2), $3, $4, $5, $6, $7)
        """

    /// `$1` feedback of `$2` engine of `$3` organization: id, organization, engine, key, text, status, origin, unread, error,
    /// made at, read at.
    static let feedback: StaticString = """
        SELECT f.id, o.id, f.engine, f.api_key, f.text, f.status, f.origin, f.unread, f.error_message, f.created_at,
            f.completed_at
        FROM feedback f JOIN organization o ON o.number = f.organization
        WHERE f.id = $1 AND f.engine = $2 AND o.id = $3
        """

    /// Counts an attempt of the oldest that is still to be read; columns as ``feedback`` has them, without its organization's id.
    static let countAttempt: StaticString = """
        UPDATE feedback SET attempt = attempt + 1
        WHERE id = (SELECT id FROM feedback WHERE status = 'processing' ORDER BY id LIMIT 1)
        RETURNING id, engine, attempt, (SELECT o.id FROM organization o WHERE o.number = feedback.organization)
        """

    /// `$1` id, `$2` status, `$3` unread, `$4` error or NULL, `$5` the moment.
    static let endFeedback: StaticString = """
        UPDATE feedback SET status = $2, unread = $3, error_message = $4, completed_at = $5
        WHERE id = $1 AND status = 'processing'
        """

    /// Takes the pending suggestion of `$2` topic of `$1` engine away.
    static let giveWay: StaticString = """
        DELETE FROM suggestion WHERE engine = $1 AND topic = $2 AND status = 'pending'
        """

    /// `$1` id, `$2` organization, `$3` engine, `$4` status, `$5` target, `$6` action, `$7` subject, `$8` current, `$9` proposed,
    /// `$10` reason, `$11` source text, `$12` origin, `$13` evidence, `$14` topic, `$15` made at.
    static let insert: StaticString = """
        INSERT INTO suggestion (id, organization, engine, status, target, action, subject, current, proposed, reason,
            source_text, origin, evidence, topic, created_at)
        SELECT $1, o.number, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
        FROM organization o WHERE o.id = $2 AND EXISTS (SELECT 1 FROM engine WHERE id = $3 AND deleted_at IS NULL)
        """

    /// Those of `$1` engine of `$2` organization in `$3` state or any, older than `$4`, newest first, at most `$5`: id, engine,
    /// status, target, action, subject, current, proposed, reason, source text, origin, evidence, undo, made at, resolved at.
    static let page: StaticString = """
        SELECT s.id, s.engine, s.status, s.target, s.action, s.subject, s.current, s.proposed, s.reason, s.source_text,
            s.origin, s.evidence, s.undo, s.created_at, s.resolved_at
        FROM suggestion s JOIN organization o ON o.number = s.organization
        WHERE s.engine = $1 AND o.id = $2 AND ($3 IS NULL OR s.status = $3) AND s.id < $4
        ORDER BY s.id DESC LIMIT $5
        """

    /// `$1` suggestion of `$2` engine of `$3` organization; columns as ``page`` has them.
    static let suggestion: StaticString = """
        SELECT s.id, s.engine, s.status, s.target, s.action, s.subject, s.current, s.proposed, s.reason, s.source_text,
            s.origin, s.evidence, s.undo, s.created_at, s.resolved_at
        FROM suggestion s JOIN organization o ON o.number = s.organization
        WHERE s.id = $1 AND s.engine = $2 AND o.id = $3
        """

    /// The newest of `$1` topic of `$2` engine of `$3` organization that is not pending; columns as ``page`` has them.
    static let resolved: StaticString = """
        SELECT s.id, s.engine, s.status, s.target, s.action, s.subject, s.current, s.proposed, s.reason, s.source_text,
            s.origin, s.evidence, s.undo, s.created_at, s.resolved_at
        FROM suggestion s JOIN organization o ON o.number = s.organization
        WHERE s.topic = $1 AND s.engine = $2 AND o.id = $3 AND s.status <> 'pending'
        ORDER BY s.resolved_at DESC LIMIT 1
        """

    /// `$1` id, `$2` status, `$3` undo, `$4` the moment.
    static let resolve: StaticString = """
        UPDATE suggestion SET status = $2, undo = $3, resolved_at = $4 WHERE id = $1
        """

    /// All of `$1` engine.
    static let deleteAll: StaticString = "DELETE FROM suggestion WHERE engine = $1"

    /// All feedback about `$1` engine.
    static let deleteFeedback: StaticString = "DELETE FROM feedback WHERE engine = $1"
}
