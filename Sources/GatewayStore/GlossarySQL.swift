// SPDX-License-Identifier: Apache-2.0

/// Statements about glossary items.
enum GlossarySQL {
    /// Whether `$1` engine is one of `$2` organization.
    static let hasEngine: StaticString = """
        SELECT 1 FROM engine
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2) AND deleted_at IS NULL
        """

    /// How many items `$1` engine has.
    static let count: StaticString = "SELECT items FROM glossary WHERE engine = $1"

    /// Notes a change of `$1` engine's items, by `$2` items more or fewer. The first change of all adds some; the row
    /// that is not inserted is checked all the same.
    static let revise: StaticString = """
        INSERT INTO glossary (engine, revision, items) VALUES ($1, 1, max($2, 0))
        ON CONFLICT (engine) DO UPDATE SET revision = revision + 1, items = items + $2
        RETURNING revision
        """

    /// `$1` id, `$2` engine, `$3` source locale, `$4` target locale, `$5` source text, `$6` target text, `$7` type,
    /// `$8` hint, `$9` part of speech, `$10` gender, `$11` number, `$12` made at.
    static let insert: StaticString = """
        INSERT INTO glossary_item (id, engine, source_locale, target_locale, source_text, target_text, type, hint,
            part_of_speech, gender, grammatical_number, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
        """

    /// Replaces `$1` item of `$2` organization; `$3` to `$11` as ``insert`` has them, `$12` the moment.
    static let replace: StaticString = """
        UPDATE glossary_item SET source_locale = $3, target_locale = $4, source_text = $5, target_text = $6,
            type = $7, hint = $8, part_of_speech = $9, gender = $10, grammatical_number = $11, updated_at = $12
        WHERE id = $1 AND engine IN (SELECT id FROM engine
            WHERE organization = (SELECT number FROM organization WHERE id = $2))
        """

    /// `$1` item of `$2` organization; columns as ``page`` has them.
    static let item: StaticString = """
        SELECT source_locale, target_locale, source_text, target_text, type, hint, part_of_speech, gender,
            grammatical_number, id, created_at, updated_at, engine
        FROM glossary_item WHERE id = $1 AND engine IN (SELECT id FROM engine
            WHERE organization = (SELECT number FROM organization WHERE id = $2))
        """

    /// The items of `$1` engine of `$2` organization with `$3` source text, whatever the case of ASCII letters; columns as
    /// ``page`` has them.
    static let spelled: StaticString = """
        SELECT source_locale, target_locale, source_text, target_text, type, hint, part_of_speech, gender,
            grammatical_number, id, created_at, updated_at, engine
        FROM glossary_item WHERE engine = (SELECT id FROM engine
            WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2))
            AND source_text = $3 COLLATE NOCASE
        ORDER BY id LIMIT 100
        """

    /// Removes `$1` item of `$2` organization.
    static let delete: StaticString = """
        DELETE FROM glossary_item WHERE id = $1 AND engine IN (SELECT id FROM engine
            WHERE organization = (SELECT number FROM organization WHERE id = $2))
        """

    /// Removes all items of `$1` engine.
    static let deleteAll: StaticString = "DELETE FROM glossary_item WHERE engine = $1"

    /// Forgets how many items `$1` engine has.
    static let forget: StaticString = "DELETE FROM glossary WHERE engine = $1"

    /// The items of `$1` engine of `$2` organization, newest first, older than `$3`, at most `$4`.
    static let page: StaticString = """
        SELECT source_locale, target_locale, source_text, target_text, type, hint, part_of_speech, gender,
            grammatical_number, id, created_at, updated_at, engine
        FROM glossary_item
        WHERE engine = (SELECT id FROM engine WHERE id = $1
            AND organization = (SELECT number FROM organization WHERE id = $2)) AND id < $3
        ORDER BY id DESC LIMIT $4
        """

    /// All items of `$1` engine of `$2` organization, oldest first.
    static let all: StaticString = """
        SELECT source_locale, target_locale, source_text, target_text, type, hint, part_of_speech, gender,
            grammatical_number
        FROM glossary_item
        WHERE engine = (SELECT id FROM engine WHERE id = $1
            AND organization = (SELECT number FROM organization WHERE id = $2))
        ORDER BY id
        """

    /// The revision of `$1` engine's items.
    static let revision: StaticString = "SELECT revision FROM glossary WHERE engine = $1"

    /// The revisions of all engines.
    static let revisions: StaticString = "SELECT engine, revision FROM glossary"
}
