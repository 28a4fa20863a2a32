// SPDX-License-Identifier: Apache-2.0

/// Statements about comparisons of models.
enum ComparisonSQL {
    /// `$1` id, `$2` organization's id, `$3` engine, `$4` and `$5` locales as they were spelled, `$6` and `$7` canonical, `$8`
    /// whether it is blind, `$9` characters, `$10` segments that memory has, `$11` the moment, `$12` content, `$13` to `$15` test set's
    /// id, position in it and reference, `$16` whether it is a shadow run.
    static let insert: StaticString = """
        INSERT INTO comparison (id, organization, engine, source, target, source_locale, target_locale, is_blind,
            characters, remembered, created_at, content, set_number, position, reference, is_shadow)
        VALUES ($1, (SELECT number FROM organization WHERE id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
            (SELECT number FROM comparison_set WHERE id = $13), $14, $15, $16)
        """

    /// `$1` comparison's id, `$2` place, `$3` provider, `$4` model, `$5` who answered, `$6` content, `$7` error, `$8` warnings,
    /// `$9` their number, `$10` to `$12` terms kept, inserted and missed, `$13` milliseconds, `$14` to `$16` tokens in, out and
    /// cached, `$17` cost, `$18` agreement, `$19` fingerprint, `$20` score beside the reference.
    static let insertCandidate: StaticString = """
        INSERT INTO comparison_candidate (comparison, place, provider, model, answered, content, error, warnings,
            findings, kept, inserted, missed, milliseconds, input_tokens, output_tokens, cached_tokens, cost,
            agreement, fingerprint, reference_score)
        VALUES ((SELECT number FROM comparison WHERE id = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
            $14, $15, $16, $17, $18, $19, $20)
        """

    /// `$1` id of `$2` organization: number, id, organization, engine, locales, whether it is blind, characters, segments that memory
    /// has, the moment, content, test set's id, position in it, reference, whether it is a shadow run.
    static let comparison: StaticString = """
        SELECT c.number, c.id, o.id, c.engine, c.source, c.target, c.is_blind, c.characters, c.remembered, c.created_at,
            c.content, s.id, c.position, c.reference, c.is_shadow
        FROM comparison c JOIN organization o ON o.number = c.organization
            LEFT JOIN comparison_set s ON s.number = c.set_number
        WHERE c.id = $1 AND o.id = $2
        """

    /// The shadow runs of `$1` engine of `$2` organization, newest first, older than `$3`, at most `$4`; columns as ``comparison`` has
    /// them.
    static let shadowRuns: StaticString = """
        SELECT c.number, c.id, o.id, c.engine, c.source, c.target, c.is_blind, c.characters, c.remembered, c.created_at,
            c.content, NULL, NULL, NULL, c.is_shadow
        FROM comparison c JOIN organization o ON o.number = c.organization
        WHERE c.engine = $1 AND o.id = $2 AND c.is_shadow = 1 AND c.id < $3
        ORDER BY c.id DESC LIMIT $4
        """

    /// `$1` comparison's number.
    static let candidates: StaticString = """
        SELECT place, provider, model, answered, content, error, warnings, findings, kept, inserted, missed,
            milliseconds, input_tokens, output_tokens, cached_tokens, cost, agreement, fingerprint,
            reference_score
        FROM comparison_candidate WHERE comparison = $1 ORDER BY place
        """

    /// `$1` comparison's number.
    static let choices: StaticString = """
        SELECT rater, place, edit, edit_distance, at FROM comparison_choice WHERE comparison = $1 ORDER BY at, rater
        """

    /// What `$3` rater preferred in `$1` comparison of `$2` organization; columns as ``choices`` has them.
    static let choice: StaticString = """
        SELECT rater, place, edit, edit_distance, at FROM comparison_choice
        WHERE rater = $3 AND comparison = (SELECT number FROM comparison
            WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2))
        """

    /// `$1` comparison's id of `$2` organization, `$3` rater, `$4` place, `$5` edit, `$6` its distance, `$7` the moment.
    static let choose: StaticString = """
        INSERT INTO comparison_choice (comparison, rater, place, edit, edit_distance, at)
        SELECT number, $3, $4, $5, $6, $7 FROM comparison
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
        ON CONFLICT (comparison, rater) DO UPDATE SET place = excluded.place, edit = excluded.edit,
            edit_distance = excluded.edit_distance, at = excluded.at
        """

    /// The newest comparisons of `$1` engine of `$2` organization, at most `$3`, of `$4` source and `$5` target locale unless NULL: those
    /// that are shadow runs without a choice when `$6` is 1, all others when it is 0.
    static let observed: StaticString = """
        SELECT number, source_locale, target_locale, characters FROM comparison
        WHERE engine = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
            AND ($4 IS NULL OR (source_locale = $4 AND target_locale = $5))
            AND (is_shadow AND NOT EXISTS (SELECT 1 FROM comparison_choice h WHERE h.comparison = number)) = $6
        ORDER BY number DESC LIMIT $3
        """

    /// What of the candidates of ``observed`` comparisons counts; parameters as there.
    static let observedCandidates: StaticString = """
        SELECT c.comparison, c.place, c.provider, c.model, c.error IS NOT NULL, c.findings, c.kept, c.inserted,
            c.missed, c.milliseconds, c.cost, c.reference_score
        FROM comparison_candidate c JOIN (
            SELECT number FROM comparison
            WHERE engine = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
                AND ($4 IS NULL OR (source_locale = $4 AND target_locale = $5))
                AND (is_shadow AND NOT EXISTS (SELECT 1 FROM comparison_choice h WHERE h.comparison = number)) = $6
            ORDER BY number DESC LIMIT $3
        ) o ON o.number = c.comparison
        ORDER BY c.comparison DESC, c.place
        """

    /// What of the choices in ``observed`` comparisons counts; parameters as there.
    static let observedChoices: StaticString = """
        SELECT c.comparison, c.rater, c.place, c.edit_distance, c.at
        FROM comparison_choice c JOIN (
            SELECT number FROM comparison
            WHERE engine = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
                AND ($4 IS NULL OR (source_locale = $4 AND target_locale = $5))
                AND (is_shadow AND NOT EXISTS (SELECT 1 FROM comparison_choice h WHERE h.comparison = number)) = $6
            ORDER BY number DESC LIMIT $3
        ) o ON o.number = c.comparison
        ORDER BY c.comparison DESC, c.at, c.rater
        """

    /// The numbers of comparisons with texts from before `$1`, at most `$2`.
    static let withTexts: StaticString = """
        SELECT number FROM comparison WHERE content IS NOT NULL AND created_at < $1 LIMIT $2
        """

    /// `$1` comparison's number.
    static let removeText: StaticString = """
        UPDATE comparison SET content = NULL, reference = NULL WHERE number = $1
        """

    /// The same of its candidates; what is said of them holds texts too.
    static let removeCandidateTexts: StaticString = """
        UPDATE comparison_candidate SET content = NULL, warnings = CAST('[]' AS BLOB) WHERE comparison = $1
        """

    /// The same of its choices.
    static let removeEdits: StaticString = "UPDATE comparison_choice SET edit = NULL WHERE comparison = $1"

    /// Whether `$1` comparison's number is a shadow run that nobody chose in.
    static let isUnjudged: StaticString = """
        SELECT is_shadow AND NOT EXISTS (SELECT 1 FROM comparison_choice h WHERE h.comparison = number)
        FROM comparison WHERE number = $1
        """

    /// `$1` comparison's number.
    static let removeCandidates: StaticString = "DELETE FROM comparison_candidate WHERE comparison = $1"

    /// `$1` comparison's number.
    static let remove: StaticString = "DELETE FROM comparison WHERE number = $1"
}
