// SPDX-License-Identifier: Apache-2.0

/// Migrations about who may do what.
extension Schema {
    /// Grants, members and what an organization says of itself. A key from before this may what it could.
    static let access = """
        ALTER TABLE organization ADD COLUMN callback_url TEXT;
        ALTER TABLE organization ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
        ALTER TABLE organization ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;

        -- The name is not `user`, which PostgreSQL keeps to itself.
        CREATE TABLE gateway_user (
            id TEXT NOT NULL PRIMARY KEY,
            email TEXT NOT NULL,
            -- As it is compared.
            folded_email TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE member (
            organization INTEGER NOT NULL REFERENCES organization (number),
            gateway_user TEXT NOT NULL REFERENCES gateway_user (id),
            -- JSON arrays.
            scopes TEXT NOT NULL,
            engines TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (organization, gateway_user)
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE api_key ADD COLUMN gateway_user TEXT REFERENCES gateway_user (id);
        ALTER TABLE api_key ADD COLUMN scopes TEXT NOT NULL
            DEFAULT '["read","translate","configure","administer","engine:access"]';
        ALTER TABLE api_key ADD COLUMN engines TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE api_key ADD COLUMN expires_at INTEGER;
        CREATE INDEX api_key_newest ON api_key (organization, id);
        """
}
