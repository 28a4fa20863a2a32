// SPDX-License-Identifier: Apache-2.0

/// Migrations about who reviews translations, and what reviewers said.
extension Schema {
    static let reviews = """
        CREATE TABLE scorer (
            number INTEGER PRIMARY KEY,
            engine TEXT NOT NULL REFERENCES engine (id),
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            family TEXT NOT NULL CHECK (family IN ('glossary', 'structure', 'instructions', 'custom')),
            kind TEXT NOT NULL CHECK (kind IN ('boolean', 'percentage')),
            instruction TEXT,
            -- NULL is any locale.
            source TEXT,
            target TEXT,
            provider TEXT,
            model TEXT,
            share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
            version INTEGER NOT NULL CHECK (version >= 1),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            CHECK ((family = 'custom') = (instruction IS NOT NULL))
        ) STRICT;
        CREATE INDEX scorer_engine ON scorer (engine);

        -- Sums of a UTC day. A reviewer that is gone leaves what it said.
        CREATE TABLE score (
            engine TEXT NOT NULL REFERENCES engine (id),
            scorer TEXT NOT NULL,
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            model TEXT NOT NULL,
            day TEXT NOT NULL,
            count INTEGER NOT NULL,
            sum REAL NOT NULL,
            PRIMARY KEY (engine, scorer, source, target, model, day)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE score_reason (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            engine TEXT NOT NULL REFERENCES engine (id),
            scorer TEXT NOT NULL,
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            model TEXT NOT NULL,
            value REAL NOT NULL,
            reason TEXT NOT NULL,
            at INTEGER NOT NULL,
            -- Whether it was among those that became feedback.
            is_taken INTEGER NOT NULL DEFAULT 0 CHECK (is_taken IN (0, 1))
        ) STRICT;
        CREATE INDEX score_reason_engine ON score_reason (engine, number);
        CREATE INDEX score_reason_age ON score_reason (at);
        """
}
