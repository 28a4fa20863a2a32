// SPDX-License-Identifier: Apache-2.0

/// Migrations about comparisons over test sets.
extension Schema {
    /// A segment is a row of its own until it is compared; from then on it is the comparison's, so that what is still to do is what
    /// stands in its table.
    static let testSets = """
        CREATE TABLE comparison_set (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            organization INTEGER NOT NULL REFERENCES organization (number),
            engine TEXT NOT NULL REFERENCES engine (id),
            api_key TEXT NOT NULL,
            name TEXT,
            -- As the caller spelled them.
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            -- A JSON array of provider/model.
            models TEXT NOT NULL,
            is_blind INTEGER NOT NULL CHECK (is_blind IN (0, 1)),
            segments INTEGER NOT NULL,
            estimated_input_tokens INTEGER NOT NULL,
            estimated_output_tokens INTEGER NOT NULL,
            estimated_cost REAL NOT NULL,
            -- A JSON array of provider/model.
            unpriced TEXT NOT NULL,
            budget REAL,
            spent REAL NOT NULL DEFAULT 0,
            status TEXT NOT NULL DEFAULT 'queued'
                CHECK (status IN ('queued', 'running', 'completed', 'stopped', 'cancelled', 'failed')),
            -- Since a segment was done last.
            attempt INTEGER NOT NULL DEFAULT 0,
            error_message TEXT,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            completed_at INTEGER,
            CHECK ((status IN ('queued', 'running')) = (completed_at IS NULL))
        ) STRICT;
        CREATE INDEX comparison_set_open ON comparison_set (number) WHERE status IN ('queued', 'running');
        CREATE INDEX comparison_set_page ON comparison_set (organization, id);

        CREATE TABLE comparison_set_segment (
            set_number INTEGER NOT NULL REFERENCES comparison_set (number),
            position INTEGER NOT NULL,
            source TEXT NOT NULL,
            reference TEXT,
            PRIMARY KEY (set_number, position)
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE comparison ADD COLUMN set_number INTEGER REFERENCES comparison_set (number);
        ALTER TABLE comparison ADD COLUMN position INTEGER;
        -- NULL without one, and once texts are gone.
        ALTER TABLE comparison ADD COLUMN reference TEXT;
        CREATE UNIQUE INDEX comparison_of_set ON comparison (set_number, position) WHERE set_number IS NOT NULL;

        ALTER TABLE comparison_candidate ADD COLUMN reference_score REAL;
        """
}
