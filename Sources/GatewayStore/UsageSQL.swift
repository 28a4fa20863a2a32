// SPDX-License-Identifier: Apache-2.0

/// Statements about what engines were used for.
enum UsageSQL {
    /// `$1` organization's id, `$2` to `$9` the dimensions in their order, `$10` to `$18` the sums in theirs.
    static let add: StaticString = """
        INSERT INTO usage (organization, day, engine, key, provider, model, source, target, purpose,
            calls, failures, segments, characters, input_tokens, output_tokens, cached_tokens, cost, unpriced)
        VALUES ((SELECT number FROM organization WHERE id = $1), $2, $3, $4, $5, $6, $7, $8, $9,
            $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, failures = failures + excluded.failures,
            segments = segments + excluded.segments, characters = characters + excluded.characters,
            input_tokens = input_tokens + excluded.input_tokens,
            output_tokens = output_tokens + excluded.output_tokens,
            cached_tokens = cached_tokens + excluded.cached_tokens, cost = cost + excluded.cost,
            unpriced = unpriced + excluded.unpriced
        """

    /// `$1` organization's id, `$2` and `$3` the first and the last day, `$4` a bit for each dimension that is told apart,
    /// `$5` rows at most, `$6` an engine or null.
    static let sums: StaticString = """
        SELECT iif($4 & 1, day, ''), iif($4 & 2, engine, ''), iif($4 & 4, key, ''), iif($4 & 8, provider, ''),
            iif($4 & 16, model, ''), iif($4 & 32, source, ''), iif($4 & 64, target, ''), iif($4 & 128, purpose, ''),
            sum(calls), sum(failures), sum(segments), sum(characters), sum(input_tokens), sum(output_tokens),
            sum(cached_tokens), sum(cost), sum(unpriced)
        FROM usage
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND day BETWEEN $2 AND $3
            AND ($6 IS NULL OR engine = $6)
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8 LIMIT $5
        """

    /// `$1` the first day that stays.
    static let remove: StaticString = "DELETE FROM usage WHERE day < $1"

    /// `$1` organization's id, `$2` budget, `$3` engine or empty, `$4` the period's first day.
    static let notice: StaticString = """
        SELECT 1 FROM budget_notice WHERE organization = (SELECT number FROM organization WHERE id = $1)
            AND budget = $2 AND engine = $3 AND period_start = $4
        """

    /// The same, and `$5` the moment.
    static let insertNotice: StaticString = """
        INSERT OR IGNORE INTO budget_notice (organization, budget, engine, period_start, told_at)
        VALUES ((SELECT number FROM organization WHERE id = $1), $2, $3, $4, $5)
        """
}
