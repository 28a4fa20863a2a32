// SPDX-License-Identifier: Apache-2.0

/// The database's tables, as the migrations that lead to them: oldest first, never edited once released.
enum Schema {
    /// In the header of each of our databases (`PRAGMA application_id`): "DRGM".
    static let applicationID: Int64 = 0x4452_474D

    static let migrations = [
        first, deliveries, glossary, memory, guidance, configuration, usage, pivot, notices,
        comparisons, access, suggestions, reviews, testSets, shadows, pipelines,
    ]

    /// Short numbers stand for organizations and groups where many rows name them. A job is a narrow row, so that
    /// claims and lists stay cheap; what it produced is a row of its own.
    private static let first = """
        CREATE TABLE organization (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            -- When it last got a job claimed, as a position in the order of claims: the least is next.
            served INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE api_key (
            id TEXT NOT NULL PRIMARY KEY,
            organization INTEGER NOT NULL REFERENCES organization (number),
            name TEXT NOT NULL,
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE engine (
            id TEXT NOT NULL PRIMARY KEY,
            organization INTEGER NOT NULL REFERENCES organization (number),
            name TEXT NOT NULL,
            is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
            on_unverifiable TEXT NOT NULL CHECK (on_unverifiable IN ('source', 'fail'))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX engine_default ON engine (organization) WHERE is_default = 1;

        CREATE TABLE model_config (
            number INTEGER PRIMARY KEY,
            engine TEXT NOT NULL REFERENCES engine (id),
            source TEXT,
            target TEXT,
            provider TEXT NOT NULL CHECK (provider <> ''),
            model TEXT NOT NULL CHECK (model <> ''),
            rank INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX model_config_engine ON model_config (engine);

        CREATE TABLE job_group (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            organization INTEGER NOT NULL REFERENCES organization (number),
            api_key TEXT NOT NULL REFERENCES api_key (id),
            engine TEXT NOT NULL REFERENCES engine (id),
            source TEXT NOT NULL,
            callback_url TEXT,
            idempotency_key TEXT,
            fingerprint BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            document BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX job_group_idempotency ON job_group (organization, idempotency_key)
            WHERE idempotency_key IS NOT NULL;

        CREATE TABLE job (
            id TEXT NOT NULL PRIMARY KEY,
            organization INTEGER NOT NULL REFERENCES organization (number),
            job_group INTEGER NOT NULL REFERENCES job_group (number),
            position INTEGER NOT NULL CHECK (position >= 0),
            target TEXT NOT NULL,
            phase TEXT NOT NULL DEFAULT 'ready'
                CHECK (phase IN ('ready', 'leased', 'waiting', 'in_review', 'done')),
            outcome TEXT CHECK (outcome IN ('completed', 'completed_with_warnings', 'failed')),
            turn INTEGER NOT NULL,
            run_at INTEGER NOT NULL,
            run INTEGER NOT NULL DEFAULT 1 CHECK (run >= 1),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
            fence INTEGER NOT NULL DEFAULT 0 CHECK (fence >= 0),
            crashes INTEGER NOT NULL DEFAULT 0 CHECK (crashes >= 0),
            lease_until INTEGER,
            lease_owner TEXT,
            completed_at INTEGER,
            -- Of the last attempt that failed; NULL once one succeeded.
            error_message TEXT,
            CHECK ((phase = 'done') = (completed_at IS NOT NULL)),
            CHECK ((phase = 'done') = (outcome IS NOT NULL)),
            CHECK ((phase = 'leased') = (lease_until IS NOT NULL)),
            CHECK ((phase = 'leased') = (lease_owner IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX job_of_group ON job (job_group);
        CREATE INDEX job_newest ON job (organization, id);
        CREATE INDEX job_ready ON job (organization, turn, id, fence) WHERE phase = 'ready';
        CREATE INDEX job_waiting ON job (organization, run_at, id) WHERE phase = 'waiting';
        CREATE INDEX job_leased ON job (lease_until) WHERE phase = 'leased';
        CREATE INDEX job_warned ON job (organization, id) WHERE outcome = 'completed_with_warnings';
        CREATE INDEX job_failed ON job (organization, id) WHERE outcome = 'failed';

        -- With row ids: outputs are long, and a tree without them keeps little of a long row in place.
        CREATE TABLE job_result (
            job TEXT NOT NULL REFERENCES job (id),
            run INTEGER NOT NULL,
            input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL,
            cost REAL NOT NULL,
            warnings BLOB NOT NULL,
            steps BLOB NOT NULL,
            output BLOB,
            PRIMARY KEY (job, run)
        ) STRICT;

        CREATE TABLE checkpoint (
            job TEXT NOT NULL REFERENCES job (id),
            run INTEGER NOT NULL,
            batch INTEGER NOT NULL CHECK (batch >= 0),
            payload BLOB NOT NULL,
            PRIMARY KEY (job, run, batch)
        ) STRICT, WITHOUT ROWID;

        -- What a check of the store writes.
        CREATE TABLE write_check (
            number INTEGER PRIMARY KEY CHECK (number = 1),
            checks INTEGER NOT NULL
        ) STRICT;
        INSERT INTO write_check (number, checks) VALUES (1, 0);
        """

    /// Deliveries, and what it takes to end, run again, limit and remove jobs.
    ///
    /// A document leaves its group's row, which is now written each time a job ends: SQLite writes a row whole.
    private static let deliveries = """
        CREATE TABLE document (
            job_group INTEGER PRIMARY KEY REFERENCES job_group (number),
            body BLOB NOT NULL
        ) STRICT;
        INSERT INTO document (job_group, body) SELECT number, document FROM job_group;
        ALTER TABLE job_group ADD COLUMN document_bytes INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job_group ADD COLUMN segments INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job_group ADD COLUMN trace_parent TEXT;
        ALTER TABLE job_group ADD COLUMN open_jobs INTEGER NOT NULL DEFAULT 0 CHECK (open_jobs >= 0);
        -- When the last of its jobs was over; NULL while one is not.
        ALTER TABLE job_group ADD COLUMN completed_at INTEGER;
        UPDATE job_group SET document_bytes = length(document),
            open_jobs = (SELECT count(*) FROM job WHERE job_group = number AND phase <> 'done');
        UPDATE job_group SET completed_at = (SELECT max(completed_at) FROM job WHERE job_group = number)
            WHERE open_jobs = 0;
        ALTER TABLE job_group DROP COLUMN document;
        CREATE INDEX job_group_over ON job_group (completed_at) WHERE completed_at IS NOT NULL;

        ALTER TABLE job ADD COLUMN is_cancelled INTEGER NOT NULL DEFAULT 0 CHECK (is_cancelled IN (0, 1));
        ALTER TABLE job ADD COLUMN segments_done INTEGER NOT NULL DEFAULT 0;
        DROP INDEX job_ready;
        DROP INDEX job_waiting;
        CREATE INDEX job_ready ON job (organization, turn, id, fence, crashes) WHERE phase = 'ready';
        CREATE INDEX job_waiting ON job (organization, run_at, id, crashes) WHERE phase = 'waiting';
        CREATE INDEX job_suspect ON job (run_at, id) WHERE crashes >= 2 AND phase IN ('ready', 'waiting');

        -- A run's end is kept beside what it made: a later run of the job ends in another way.
        ALTER TABLE job_result ADD COLUMN outcome TEXT NOT NULL DEFAULT 'failed'
            CHECK (outcome IN ('completed', 'completed_with_warnings', 'failed'));
        ALTER TABLE job_result ADD COLUMN is_cancelled INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job_result ADD COLUMN error_message TEXT;
        ALTER TABLE job_result ADD COLUMN new_segments INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job_result ADD COLUMN reused_segments INTEGER NOT NULL DEFAULT 0;
        UPDATE job_result SET
            outcome = (SELECT outcome FROM job WHERE id = job),
            error_message = (SELECT error_message FROM job WHERE id = job);

        CREATE TABLE delivery (
            -- Rises in the order in which jobs end.
            number INTEGER PRIMARY KEY,
            job TEXT NOT NULL REFERENCES job (id),
            run INTEGER NOT NULL,
            job_group INTEGER NOT NULL REFERENCES job_group (number),
            organization INTEGER NOT NULL REFERENCES organization (number),
            url TEXT NOT NULL,
            -- The organization's number and the part of the URL that tells receivers apart.
            receiver TEXT NOT NULL,
            phase TEXT NOT NULL DEFAULT 'waiting' CHECK (phase IN ('waiting', 'leased', 'done')),
            outcome TEXT CHECK (outcome IN ('delivered', 'exhausted', 'stopped')),
            is_thin INTEGER NOT NULL DEFAULT 0 CHECK (is_thin IN (0, 1)),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
            -- Attempts before the schedule last began anew.
            attempts_before INTEGER NOT NULL DEFAULT 0,
            run_at INTEGER NOT NULL,
            lease_until INTEGER,
            created_at INTEGER NOT NULL,
            completed_at INTEGER,
            UNIQUE (job, run),
            CHECK ((phase = 'done') = (completed_at IS NOT NULL)),
            CHECK ((phase = 'done') = (outcome IS NOT NULL)),
            CHECK ((phase = 'leased') = (lease_until IS NOT NULL))
        ) STRICT;
        CREATE INDEX delivery_due ON delivery (receiver, run_at, number) WHERE phase = 'waiting';
        CREATE INDEX delivery_leased ON delivery (receiver, lease_until) WHERE phase = 'leased';
        CREATE INDEX delivery_newest ON delivery (organization, number);
        CREATE INDEX delivery_of_group ON delivery (job_group, number);
        CREATE INDEX delivery_failed ON delivery (organization, number)
            WHERE outcome IN ('exhausted', 'stopped');

        CREATE TABLE delivery_attempt (
            delivery INTEGER NOT NULL REFERENCES delivery (number),
            attempt INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            duration_ms INTEGER NOT NULL,
            status INTEGER,
            error TEXT,
            PRIMARY KEY (delivery, attempt)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE webhook_secret (
            number INTEGER PRIMARY KEY,
            organization INTEGER NOT NULL REFERENCES organization (number),
            -- Encrypted with the gateway's sealing key.
            sealed BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER
        ) STRICT;
        CREATE INDEX webhook_secret_of ON webhook_secret (organization, number);
        """

    /// `glossary` tells of an engine's items what is asked with every request, so that nobody has to count them.
    private static let glossary = """
        CREATE TABLE glossary_item (
            id TEXT NOT NULL PRIMARY KEY,
            engine TEXT NOT NULL REFERENCES engine (id),
            -- NULL is any locale.
            source_locale TEXT,
            target_locale TEXT,
            source_text TEXT NOT NULL CHECK (length(source_text) > 0),
            target_text TEXT NOT NULL CHECK (length(target_text) > 0),
            type TEXT NOT NULL CHECK (type IN ('custom_translation', 'non_translatable')),
            hint TEXT,
            part_of_speech TEXT,
            gender TEXT,
            grammatical_number TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            CHECK (type <> 'non_translatable' OR target_text = source_text)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX glossary_item_of ON glossary_item (engine, id);

        CREATE TABLE glossary (
            engine TEXT NOT NULL PRIMARY KEY REFERENCES engine (id),
            -- Rises with each change.
            revision INTEGER NOT NULL CHECK (revision >= 1),
            items INTEGER NOT NULL CHECK (items >= 0)
        ) STRICT, WITHOUT ROWID;
        """

    /// An entry never changes, and no number comes twice: indexes outside the database rely on both.
    private static let memory = """
        ALTER TABLE engine ADD COLUMN memory_reuse TEXT NOT NULL DEFAULT 'fingerprint'
            CHECK (memory_reuse IN ('fingerprint', 'source', 'approved', 'none'));

        CREATE TABLE memory_entry (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            organization INTEGER NOT NULL REFERENCES organization (number),
            -- NULL for what was imported.
            engine TEXT REFERENCES engine (id),
            source_locale TEXT NOT NULL,
            target_locale TEXT NOT NULL,
            -- Digests: of pair, text, context and hints; of the configuration, empty for what a person approved.
            key BLOB NOT NULL CHECK (length(key) = 16),
            fingerprint BLOB NOT NULL CHECK (length(fingerprint) IN (0, 16)),
            origin TEXT NOT NULL CHECK (origin IN ('machine', 'stopgap', 'test', 'person')),
            provider TEXT,
            model TEXT,
            created_at INTEGER NOT NULL,
            source_text TEXT NOT NULL,
            target_text TEXT NOT NULL,
            CHECK ((origin = 'person') = (length(fingerprint) = 0))
        ) STRICT;
        CREATE UNIQUE INDEX memory_entry_key ON memory_entry (organization, key, fingerprint);
        CREATE INDEX memory_entry_pair ON memory_entry (organization, source_locale, target_locale, number);
        CREATE INDEX memory_entry_age ON memory_entry (organization, created_at, number)
            WHERE origin <> 'person';

        -- How many entries an organization has, so that nobody has to count them.
        CREATE TABLE memory (
            organization INTEGER PRIMARY KEY REFERENCES organization (number),
            entries INTEGER NOT NULL CHECK (entries >= 0),
            approved INTEGER NOT NULL CHECK (approved BETWEEN 0 AND entries)
        ) STRICT;
        """

    /// What an engine's translations have to follow, in the order it was given.
    private static let guidance = """
        CREATE TABLE instruction (
            number INTEGER PRIMARY KEY,
            engine TEXT NOT NULL REFERENCES engine (id),
            name TEXT NOT NULL,
            -- NULL is any locale.
            target TEXT,
            text TEXT NOT NULL CHECK (text <> '')
        ) STRICT;
        CREATE INDEX instruction_engine ON instruction (engine);

        CREATE TABLE brand_voice (
            engine TEXT NOT NULL REFERENCES engine (id),
            target TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            PRIMARY KEY (engine, target)
        ) STRICT, WITHOUT ROWID;
        """

    /// Engines that clients change, and a log of what they changed. An engine that is gone leaves its row: jobs and
    /// memory name it.
    private static let configuration = """
        ALTER TABLE engine ADD COLUMN description TEXT;
        -- JSON arrays of locales.
        ALTER TABLE engine ADD COLUMN source_locales TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE engine ADD COLUMN target_locales TEXT NOT NULL DEFAULT '[]';
        -- What the configuration file decides at each start, with commas between.
        ALTER TABLE engine ADD COLUMN provisioned TEXT NOT NULL DEFAULT '';
        ALTER TABLE engine ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
        ALTER TABLE engine ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE engine ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE engine ADD COLUMN deleted_at INTEGER;
        CREATE INDEX engine_newest ON engine (organization, id) WHERE deleted_at IS NULL;

        ALTER TABLE model_config ADD COLUMN id TEXT NOT NULL DEFAULT '';
        ALTER TABLE model_config ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
        ALTER TABLE model_config ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE model_config ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
        UPDATE model_config SET id = 'mdl_' || printf('%016d', number);
        CREATE UNIQUE INDEX model_config_id ON model_config (id);

        ALTER TABLE instruction ADD COLUMN id TEXT NOT NULL DEFAULT '';
        ALTER TABLE instruction ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
        ALTER TABLE instruction ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE instruction ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
        UPDATE instruction SET id = 'ins_' || printf('%016d', number);
        CREATE UNIQUE INDEX instruction_id ON instruction (id);

        CREATE TABLE new_brand_voice (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            engine TEXT NOT NULL REFERENCES engine (id),
            target TEXT NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            version INTEGER NOT NULL CHECK (version >= 1),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (engine, target)
        ) STRICT;
        INSERT INTO new_brand_voice (id, engine, target, text, version, created_at, updated_at)
            SELECT 'brv_' || printf('%016d', row_number() OVER (ORDER BY engine, target)), engine, target, text,
                1, 0, 0 FROM brand_voice;
        DROP TABLE brand_voice;
        ALTER TABLE new_brand_voice RENAME TO brand_voice;

        CREATE TABLE audit_entry (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            organization INTEGER NOT NULL REFERENCES organization (number),
            at INTEGER NOT NULL,
            -- A key's id, "operator" or "configuration".
            actor TEXT NOT NULL,
            entity TEXT NOT NULL,
            id TEXT NOT NULL,
            action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete')),
            -- As clients see it: JSON.
            before BLOB,
            after BLOB,
            CHECK ((action = 'create') = (before IS NULL)),
            CHECK ((action = 'delete') = (after IS NULL))
        ) STRICT;
        CREATE INDEX audit_entry_newest ON audit_entry (organization, number);
        CREATE INDEX audit_entry_of ON audit_entry (organization, id, number);
        -- Append-only, whoever writes.
        CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
            BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_entry_remains BEFORE DELETE ON audit_entry
            BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
        """
}
