// SPDX-License-Identifier: Apache-2.0

/// Statements about organizations, keys and engines.
enum AccessSQL {
    /// All organizations, oldest first.
    static let organizations: StaticString = "SELECT id, name FROM organization ORDER BY number"

    /// `$1` id, `$2` name.
    static let insertOrganization: StaticString = "INSERT INTO organization (id, name) VALUES ($1, $2)"

    /// Whether there is a key of `$1` organization, revoked ones included.
    static let hasKey: StaticString = """
        SELECT 1 FROM api_key WHERE organization = (SELECT number FROM organization WHERE id = $1) LIMIT 1
        """

    /// `$1` id, `$2` organization, `$3` name, `$4` hash, `$5` made at, `$6` revoked at or NULL.
    static let insertKey: StaticString = """
        INSERT INTO api_key (id, organization, name, hash, created_at, revoked_at)
        VALUES ($1, (SELECT number FROM organization WHERE id = $2), $3, $4, $5, $6)
        """

    /// The keys of `$1` organization, oldest first.
    static let keys: StaticString = """
        SELECT id, name, hash, created_at, revoked_at FROM api_key
        WHERE organization = (SELECT number FROM organization WHERE id = $1) ORDER BY id
        """

    /// `$1` key, `$2` its organization, `$3` the moment; a key that was revoked before keeps its moment.
    static let revokeKey: StaticString = """
        UPDATE api_key SET revoked_at = coalesce(revoked_at, $3)
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// All keys that are not revoked: hash, id, organization.
    static let validKeys: StaticString = """
        SELECT k.hash, k.id, o.id FROM api_key k JOIN organization o ON o.number = k.organization
        WHERE k.revoked_at IS NULL
        """
}
