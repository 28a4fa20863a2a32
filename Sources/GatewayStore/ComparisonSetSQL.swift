// SPDX-License-Identifier: Apache-2.0

/// Statements about comparisons over test sets.
enum ComparisonSetSQL {
    /// How many test sets of `$1` organization are not over.
    static let open: StaticString = """
        SELECT count(*) FROM comparison_set
        WHERE status IN ('queued', 'running') AND organization = (SELECT number FROM organization WHERE id = $1)
        """

    /// `$1` id, `$2` organization, `$3` engine, `$4` key, `$5` name, `$6` and `$7` locales, `$8` models, `$9` whether it is blind,
    /// `$10` segments, `$11` to `$13` tokens in, out and cost as estimated, `$14` models without a price, `$15` budget, `$16` made at.
    static let insert: StaticString = """
        INSERT INTO comparison_set (id, organization, engine, api_key, name, source, target, models, is_blind,
            segments, estimated_input_tokens, estimated_output_tokens, estimated_cost, unpriced, budget, created_at)
        VALUES ($1, (SELECT number FROM organization WHERE id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
            $14, $15, $16)
        """

    /// `$1` test set's id, `$2` position, `$3` source, `$4` reference.
    static let insertSegment: StaticString = """
        INSERT INTO comparison_set_segment (set_number, position, source, reference)
        VALUES ((SELECT number FROM comparison_set WHERE id = $1), $2, $3, $4)
        """

    /// `$1` test set of `$2` organization.
    static let set: StaticString = """
        SELECT s.id, o.id, s.engine, s.api_key, s.name, s.source, s.target, s.models, s.is_blind, s.segments,
            s.estimated_input_tokens, s.estimated_output_tokens, s.estimated_cost, s.unpriced, s.budget, s.spent,
            s.status, s.error_message, s.created_at, s.started_at, s.completed_at,
            (SELECT count(*) FROM comparison c WHERE c.set_number = s.number)
        FROM comparison_set s JOIN organization o ON o.number = s.organization
        WHERE s.id = $1 AND o.id = $2
        """

    /// Test sets of `$1` organization, newest first, older than `$2`, at most `$3`, of `$4` engine unless NULL; columns as ``set`` has
    /// them.
    static let page: StaticString = """
        SELECT s.id, o.id, s.engine, s.api_key, s.name, s.source, s.target, s.models, s.is_blind, s.segments,
            s.estimated_input_tokens, s.estimated_output_tokens, s.estimated_cost, s.unpriced, s.budget, s.spent,
            s.status, s.error_message, s.created_at, s.started_at, s.completed_at,
            (SELECT count(*) FROM comparison c WHERE c.set_number = s.number)
        FROM organization o JOIN comparison_set s ON s.organization = o.number
        WHERE o.id = $1 AND s.id < $2 AND ($4 IS NULL OR s.engine = $4) ORDER BY s.id DESC LIMIT $3
        """

    /// Begins an attempt of the oldest that is not over, at `$1`: its id, its organization's, the attempt's number.
    static let countAttempt: StaticString = """
        UPDATE comparison_set SET attempt = attempt + 1, status = 'running', started_at = coalesce(started_at, $1)
        WHERE number = (SELECT min(number) FROM comparison_set WHERE status IN ('queued', 'running'))
        RETURNING id, (SELECT o.id FROM organization o WHERE o.number = comparison_set.organization), attempt
        """

    /// The first open segments of `$1` test set, at most `$2`.
    static let openSegments: StaticString = """
        SELECT position, source, reference FROM comparison_set_segment
        WHERE set_number = (SELECT number FROM comparison_set WHERE id = $1) ORDER BY position LIMIT $2
        """

    /// Takes `$2` segment of `$1` test set, which runs, from what is open.
    static let takeSegment: StaticString = """
        DELETE FROM comparison_set_segment
        WHERE set_number = (SELECT number FROM comparison_set WHERE id = $1 AND status = 'running') AND position = $2
        """

    /// `$1` test set, `$2` what a segment cost.
    static let spend: StaticString = """
        UPDATE comparison_set SET spent = spent + $2, attempt = 0 WHERE id = $1
        """

    /// Ends `$1` test set, which runs: `$2` status, `$3` error, `$4` the moment.
    static let end: StaticString = """
        UPDATE comparison_set SET status = $2, error_message = $3, completed_at = $4
        WHERE id = $1 AND status = 'running'
        """

    /// Cancels `$1` test set of `$2` organization, which is not over, at `$3`.
    static let cancel: StaticString = """
        UPDATE comparison_set SET status = 'cancelled', completed_at = $3
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
            AND status IN ('queued', 'running')
        """

    /// What is open of `$1` test set.
    static let removeSegments: StaticString = """
        DELETE FROM comparison_set_segment WHERE set_number = (SELECT number FROM comparison_set WHERE id = $1)
        """

    /// `$1` test set of `$2` organization.
    static let number: StaticString = """
        SELECT number FROM comparison_set
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// `$1` test set's number.
    static let removeChoices: StaticString = """
        DELETE FROM comparison_choice WHERE comparison IN (SELECT number FROM comparison WHERE set_number = $1)
        """

    /// `$1` test set's number.
    static let removeCandidates: StaticString = """
        DELETE FROM comparison_candidate WHERE comparison IN (SELECT number FROM comparison WHERE set_number = $1)
        """

    /// `$1` test set's number.
    static let removeComparisons: StaticString = "DELETE FROM comparison WHERE set_number = $1"

    /// `$1` test set's number.
    static let remove: StaticString = "DELETE FROM comparison_set WHERE number = $1"

    /// The comparisons of `$1` test set's number behind `$2` position, at most `$3`; columns as ``ComparisonSQL/comparison`` has them.
    static let comparisons: StaticString = """
        SELECT c.number, c.id, o.id, c.engine, c.source, c.target, c.is_blind, c.characters, c.remembered, c.created_at,
            c.content, s.id, c.position, c.reference, c.is_shadow
        FROM comparison c JOIN organization o ON o.number = c.organization
            JOIN comparison_set s ON s.number = c.set_number
        WHERE c.set_number = $1 AND c.position > $2 ORDER BY c.position LIMIT $3
        """

    /// What of the comparisons of `$1` test set's number counts; columns as ``ComparisonSQL/observed`` has them.
    static let observed: StaticString = """
        SELECT number, source_locale, target_locale, characters FROM comparison WHERE set_number = $1
        ORDER BY position
        """

    /// The same of their candidates; columns as ``ComparisonSQL/observedCandidates`` has them.
    static let observedCandidates: StaticString = """
        SELECT c.comparison, c.place, c.provider, c.model, c.error IS NOT NULL, c.findings, c.kept, c.inserted,
            c.missed, c.milliseconds, c.cost, c.reference_score
        FROM comparison o JOIN comparison_candidate c ON c.comparison = o.number
        WHERE o.set_number = $1 ORDER BY o.position, c.place
        """

    /// The same of their choices; columns as ``ComparisonSQL/observedChoices`` has them.
    static let observedChoices: StaticString = """
        SELECT c.comparison, c.rater, c.place, c.edit_distance, c.at
        FROM comparison o JOIN comparison_choice c ON c.comparison = o.number
        WHERE o.set_number = $1 ORDER BY o.position, c.at, c.rater
        """
}
