// SPDX-License-Identifier: Apache-2.0

/// Migrations about what engines did, what it cost, and which of them were preferred.
extension Schema {
    /// What engines were used for: sums of a UTC day. Costs are billionths of a US dollar.
    static let usage = """
        CREATE TABLE usage (
            organization INTEGER NOT NULL REFERENCES organization (number),
            day TEXT NOT NULL,
            engine TEXT NOT NULL,
            key TEXT NOT NULL,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            purpose TEXT NOT NULL,
            calls INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            segments INTEGER NOT NULL,
            characters INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cached_tokens INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            unpriced INTEGER NOT NULL,
            PRIMARY KEY (organization, day, engine, key, provider, model, source, target, purpose)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX usage_day ON usage (day);
        """

    static let pivot = """
        -- A JSON array of locales, the first that serves first.
        ALTER TABLE engine ADD COLUMN pivot_locales TEXT NOT NULL DEFAULT '[]';
        """

    /// Periods of budgets of which a receiver was told that they are nearly used up.
    static let notices = """
        CREATE TABLE budget_notice (
            organization INTEGER NOT NULL REFERENCES organization (number),
            budget TEXT NOT NULL,
            -- Empty for all engines together.
            engine TEXT NOT NULL,
            period_start TEXT NOT NULL,
            told_at INTEGER NOT NULL,
            PRIMARY KEY (organization, budget, engine, period_start)
        ) STRICT, WITHOUT ROWID;
        """

    /// What models made of the same content, and what was preferred. Texts go after a while; what counts stays.
    static let comparisons = """
        CREATE TABLE comparison (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            organization INTEGER NOT NULL REFERENCES organization (number),
            engine TEXT NOT NULL REFERENCES engine (id),
            -- As the caller spelled them, and canonical.
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            source_locale TEXT NOT NULL,
            target_locale TEXT NOT NULL,
            is_blind INTEGER NOT NULL CHECK (is_blind IN (0, 1)),
            characters INTEGER NOT NULL,
            remembered INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            -- JSON; NULL once texts are gone.
            content BLOB
        ) STRICT;
        CREATE INDEX comparison_of_engine ON comparison (engine, number);
        CREATE INDEX comparison_text ON comparison (created_at) WHERE content IS NOT NULL;

        CREATE TABLE comparison_candidate (
            comparison INTEGER NOT NULL REFERENCES comparison (number),
            place INTEGER NOT NULL,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            answered TEXT,
            -- JSON; NULL for one that failed, or once texts are gone.
            content BLOB,
            error TEXT,
            warnings BLOB NOT NULL,
            findings INTEGER NOT NULL,
            kept INTEGER NOT NULL,
            inserted INTEGER NOT NULL,
            missed INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cached_tokens INTEGER NOT NULL,
            cost REAL NOT NULL,
            agreement REAL,
            fingerprint BLOB NOT NULL,
            PRIMARY KEY (comparison, place)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE comparison_choice (
            comparison INTEGER NOT NULL REFERENCES comparison (number),
            rater TEXT NOT NULL,
            -- NULL: none is better than another.
            place INTEGER,
            edit BLOB,
            edit_distance REAL,
            at INTEGER NOT NULL,
            PRIMARY KEY (comparison, rater)
        ) STRICT, WITHOUT ROWID;
        """
}
