// SPDX-License-Identifier: Apache-2.0

/// Migrations about engines' optional stages.
extension Schema {
    static let pipelines = """
        -- JSON, by stage.
        ALTER TABLE engine ADD COLUMN pipeline TEXT NOT NULL DEFAULT '{}';
        """
}
