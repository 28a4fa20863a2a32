// SPDX-License-Identifier: Apache-2.0

/// Migrations about what challengers make.
extension Schema {
    static let shadows = """
        -- JSON; NULL without one.
        ALTER TABLE engine ADD COLUMN challenger TEXT;

        ALTER TABLE comparison ADD COLUMN is_shadow INTEGER NOT NULL DEFAULT 0 CHECK (is_shadow IN (0, 1));
        CREATE INDEX comparison_shadow ON comparison (engine, id) WHERE is_shadow = 1;
        """
}
