// SPDX-License-Identifier: Apache-2.0

/// Statements about reviewers and what they said.
enum ReviewSQL {
    /// The reviewers of `$1` engine, or of all when it is NULL, in their order.
    static let scorers: StaticString = """
        SELECT engine, id, name, family, kind, instruction, source, target, provider, model, share, version, created_at,
            updated_at
        FROM scorer WHERE $1 IS NULL OR engine = $1 ORDER BY number
        """

    /// The reviewers of `$1` engine.
    static let deleteScorers: StaticString = "DELETE FROM scorer WHERE engine = $1"

    /// `$1` engine, `$2` id, `$3` name, `$4` family, `$5` kind, `$6` instruction, `$7` source, `$8` target, `$9` provider, `$10`
    /// model, `$11` share, `$12` version, `$13` made at, `$14` changed at.
    static let insertScorer: StaticString = """
        INSERT INTO scorer (engine, id, name, family, kind, instruction, source, target, provider, model, share, version,
            created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """

    /// The engine of `$2` organization that owns `$1` reviewer.
    static let ownerOfScorer: StaticString = """
        SELECT e.id FROM scorer c JOIN engine e ON e.id = c.engine
        WHERE c.id = $1 AND e.organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// Adds to a day: `$1` engine, `$2` reviewer, `$3` source, `$4` target, `$5` model, `$6` day, `$7` value. An engine that is
    /// gone gets none.
    static let add: StaticString = """
        INSERT INTO score (engine, scorer, source, target, model, day, count, sum)
        SELECT $1, $2, $3, $4, $5, $6, 1, $7 FROM engine WHERE id = $1 AND deleted_at IS NULL
        ON CONFLICT (engine, scorer, source, target, model, day) DO UPDATE SET count = count + 1, sum = sum + excluded.sum
        """

    /// `$1` engine, `$2` reviewer, `$3` source, `$4` target, `$5` model, `$6` value, `$7` reason, `$8` the moment.
    static let addReason: StaticString = """
        INSERT INTO score_reason (engine, scorer, source, target, model, value, reason, at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8 FROM engine WHERE id = $1 AND deleted_at IS NULL
        """

    /// Leaves the newest `$2` reasons of `$1` engine.
    static let pruneReasons: StaticString = """
        DELETE FROM score_reason WHERE engine = $1 AND number <= (SELECT number FROM score_reason
            WHERE engine = $1 ORDER BY number DESC LIMIT 1 OFFSET $2)
        """

    /// Days of `$1` engine of `$2` organization from `$3` to `$4`.
    static let days: StaticString = """
        SELECT s.scorer, s.source, s.target, s.model, s.day, s.count, s.sum
        FROM score s JOIN engine e ON e.id = s.engine
        WHERE s.engine = $1 AND e.organization = (SELECT number FROM organization WHERE id = $2)
            AND s.day BETWEEN $3 AND $4
        ORDER BY s.scorer, s.source, s.target, s.model, s.day
        """

    /// The newest reasons of `$1` engine of `$2` organization, at most `$3`.
    static let reasons: StaticString = """
        SELECT s.scorer, s.source, s.target, s.model, s.value, s.reason, s.at
        FROM score_reason s JOIN engine e ON e.id = s.engine
        WHERE s.engine = $1 AND e.organization = (SELECT number FROM organization WHERE id = $2)
        ORDER BY s.number DESC LIMIT $3
        """

    /// Reasons of `$3` reviewer of `$1` engine of `$2` organization for `$4` source and `$5` target below `$6` that were not
    /// taken, oldest first: number and reason.
    static let low: StaticString = """
        SELECT s.number, s.reason FROM score_reason s JOIN engine e ON e.id = s.engine
        WHERE s.engine = $1 AND e.organization = (SELECT number FROM organization WHERE id = $2)
            AND s.scorer = $3 AND s.source = $4 AND s.target = $5 AND s.value < $6 AND s.is_taken = 0
        ORDER BY s.number LIMIT 50
        """

    /// `$1` number.
    static let take: StaticString = "UPDATE score_reason SET is_taken = 1 WHERE number = $1"

    /// Reasons from before `$1`, at most `$2`.
    static let deleteOldReasons: StaticString = """
        DELETE FROM score_reason WHERE number IN (SELECT number FROM score_reason WHERE at < $1 LIMIT $2)
        """

    /// What was said of `$1` engine.
    static let deleteScores: StaticString = "DELETE FROM score WHERE engine = $1"

    /// Why it was said of `$1` engine.
    static let deleteReasons: StaticString = "DELETE FROM score_reason WHERE engine = $1"
}
