// SPDX-License-Identifier: Apache-2.0

/// Migrations about what people and reviewers say of engines.
extension Schema {
    static let suggestions = """
        CREATE TABLE feedback (
            id TEXT NOT NULL PRIMARY KEY,
            organization INTEGER NOT NULL REFERENCES organization (number),
            engine TEXT NOT NULL REFERENCES engine (id),
            api_key TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            origin TEXT NOT NULL CHECK (origin IN ('text', 'scores', 'comparisons')),
            status TEXT NOT NULL DEFAULT 'processing' CHECK (status IN ('processing', 'completed', 'failed')),
            attempt INTEGER NOT NULL DEFAULT 0,
            -- A JSON array of sentences.
            unread TEXT NOT NULL DEFAULT '[]',
            error_message TEXT,
            created_at INTEGER NOT NULL,
            completed_at INTEGER,
            CHECK ((status = 'processing') = (completed_at IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX feedback_open ON feedback (id) WHERE status = 'processing';
        CREATE INDEX feedback_of_engine ON feedback (engine);

        CREATE TABLE suggestion (
            id TEXT NOT NULL PRIMARY KEY,
            organization INTEGER NOT NULL REFERENCES organization (number),
            engine TEXT NOT NULL REFERENCES engine (id),
            status TEXT NOT NULL CHECK (status IN ('pending', 'applied', 'dismissed', 'undone')),
            target TEXT NOT NULL CHECK (target IN ('glossary', 'instruction', 'brand_voice', 'model_config')),
            action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete')),
            subject TEXT,
            -- JSON objects.
            current BLOB,
            proposed BLOB,
            reason TEXT NOT NULL,
            source_text TEXT,
            origin TEXT NOT NULL CHECK (origin IN ('text', 'scores', 'comparisons')),
            evidence BLOB,
            -- A JSON array of edits.
            undo BLOB NOT NULL DEFAULT (CAST('[]' AS BLOB)),
            topic TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            resolved_at INTEGER,
            CHECK ((status = 'pending') = (resolved_at IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX suggestion_of_engine ON suggestion (engine, id);
        CREATE INDEX suggestion_topic ON suggestion (engine, topic);
        CREATE UNIQUE INDEX suggestion_pending ON suggestion (engine, topic) WHERE status = 'pending';
        """
}
