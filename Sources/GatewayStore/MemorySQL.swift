// SPDX-License-Identifier: Apache-2.0

/// Statements about translation memory. Entries are read as ``MemoryRecord``'s columns: number, engine, source locale,
/// target locale, key, fingerprint, origin, provider, model, made at, source text, target text.
enum MemorySQL {
    /// The number of `$1` organization, how many entries it has, how many of them are approved.
    static let counts: StaticString = """
        SELECT o.number, coalesce(m.entries, 0), coalesce(m.approved, 0)
        FROM organization o LEFT JOIN memory m ON m.organization = o.number WHERE o.id = $1
        """

    /// Notes that `$1` organization's number has `$2` entries, `$3` of them approved.
    static let setCounts: StaticString = """
        INSERT INTO memory (organization, entries, approved) VALUES ($1, $2, $3)
        ON CONFLICT (organization) DO UPDATE SET entries = excluded.entries, approved = excluded.approved
        """

    /// Notes that `$1` organization's number has `$2` entries fewer, `$3` of them approved.
    static let reduceCounts: StaticString = """
        UPDATE memory SET entries = entries - $2, approved = approved - $3 WHERE organization = $1
        """

    /// The entry of `$1` organization's number under `$2` key and `$3` fingerprint: number, origin, target text.
    static let known: StaticString = """
        SELECT number, origin, target_text FROM memory_entry
        WHERE organization = $1 AND key = $2 AND fingerprint = $3
        """

    /// `$1` organization's number, `$2` engine or NULL, `$3` source locale, `$4` target locale, `$5` key,
    /// `$6` fingerprint, `$7` origin, `$8` provider or NULL, `$9` model or NULL, `$10` made at, `$11` source text,
    /// `$12` target text.
    static let insert: StaticString = """
        INSERT INTO memory_entry (organization, engine, source_locale, target_locale, key, fingerprint, origin,
            provider, model, created_at, source_text, target_text)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        RETURNING number
        """

    /// Removes `$1` entry.
    static let delete: StaticString = "DELETE FROM memory_entry WHERE number = $1"

    /// Removes the `$2` oldest entries of `$1` organization's number that nobody approved.
    static let deleteOldest: StaticString = """
        DELETE FROM memory_entry WHERE number IN (
            SELECT number FROM memory_entry INDEXED BY memory_entry_age
            WHERE organization = $1 AND origin <> 'person' ORDER BY created_at, number LIMIT $2)
        RETURNING number
        """

    /// What a person approved of `$1` organization for `$2` key.
    static let approved: StaticString = """
        SELECT number, engine, source_locale, target_locale, key, fingerprint, origin, provider, model, created_at,
            source_text, target_text
        FROM memory_entry
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND key = $2 AND fingerprint = x''
        """

    /// What was made for `$1` organization under `$2` key and `$3` fingerprint.
    static let made: StaticString = """
        SELECT number, engine, source_locale, target_locale, key, fingerprint, origin, provider, model, created_at,
            source_text, target_text
        FROM memory_entry
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND key = $2 AND fingerprint = $3
        """

    /// The newest that a model made for `$1` organization under `$2` key.
    static let ofSource: StaticString = """
        SELECT number, engine, source_locale, target_locale, key, fingerprint, origin, provider, model, created_at,
            source_text, target_text
        FROM memory_entry
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND key = $2 AND origin = 'machine'
        ORDER BY number DESC LIMIT 1
        """

    /// Entries of `$1` organization with numbers below `$2`, newest first, at most `$3`; the others may be NULL: `$4`
    /// source locale, `$5` target locale, `$6` engine, `$7` made before, `$8` origin, `$9` what either text holds.
    static let page: StaticString = """
        SELECT number, engine, source_locale, target_locale, key, fingerprint, origin, provider, model, created_at,
            source_text, target_text
        FROM memory_entry
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND number < $2
            AND ($4 IS NULL OR source_locale = $4) AND ($5 IS NULL OR target_locale = $5)
            AND ($6 IS NULL OR engine = $6) AND ($7 IS NULL OR created_at < $7) AND ($8 IS NULL OR origin = $8)
            AND ($9 IS NULL OR instr(source_text, $9) > 0 OR instr(target_text, $9) > 0)
        ORDER BY number DESC LIMIT $3
        """

    /// `$2` entry of `$1` organization.
    static let entry: StaticString = """
        SELECT number, engine, source_locale, target_locale, key, fingerprint, origin, provider, model, created_at,
            source_text, target_text
        FROM memory_entry
        WHERE number = $2 AND organization = (SELECT number FROM organization WHERE id = $1)
        """

    /// Sources of `$1` organization's entries by a model or a person from `$2` to `$3`, numbers above `$4`, at most `$5`.
    static let sources: StaticString = """
        SELECT number, source_text FROM memory_entry INDEXED BY memory_entry_pair
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND source_locale = $2
            AND target_locale = $3 AND number > $4 AND origin IN ('machine', 'person')
        ORDER BY number LIMIT $5
        """

    /// Counts of `$1` organization's entries by pair: source locale, target locale, all, approved, characters.
    static let statistics: StaticString = """
        SELECT source_locale, target_locale, count(*), sum(origin = 'person'), sum(length(source_text))
        FROM memory_entry WHERE organization = (SELECT number FROM organization WHERE id = $1)
        GROUP BY source_locale, target_locale ORDER BY source_locale, target_locale
        """

    /// Removes `$2` entry of `$1` organization.
    static let deleteOne: StaticString = """
        DELETE FROM memory_entry
        WHERE number = $2 AND organization = (SELECT number FROM organization WHERE id = $1)
        RETURNING number, origin = 'person', organization
        """

    /// Removes entries of `$1` organization, at most `$2`; `$3` to `$7` as `$4` to `$8` of ``page``.
    static let deleteSome: StaticString = """
        DELETE FROM memory_entry WHERE number IN (
            SELECT number FROM memory_entry
            WHERE organization = (SELECT number FROM organization WHERE id = $1)
                AND ($3 IS NULL OR source_locale = $3) AND ($4 IS NULL OR target_locale = $4)
                AND ($5 IS NULL OR engine = $5) AND ($6 IS NULL OR created_at < $6)
                AND ($7 IS NULL OR origin = $7)
            LIMIT $2)
        RETURNING number, origin = 'person', organization
        """

    /// Removes entries that were made before `$1` and that nobody approved, at most `$2` of each organization.
    static let deleteOld: StaticString = """
        DELETE FROM memory_entry WHERE number IN (
            SELECT e.number FROM organization o CROSS JOIN memory_entry e
            WHERE e.number IN (
                SELECT i.number FROM memory_entry i INDEXED BY memory_entry_age
                WHERE i.organization = o.number AND i.origin <> 'person' AND i.created_at < $1
                ORDER BY i.created_at, i.number LIMIT $2))
        RETURNING number, origin = 'person', organization
        """

    /// The id of `$1` organization's number.
    static let organization: StaticString = "SELECT id FROM organization WHERE number = $1"
}
