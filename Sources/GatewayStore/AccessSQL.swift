// SPDX-License-Identifier: Apache-2.0

/// Statements about organizations, their members and keys.
enum AccessSQL {
    /// Organizations older than `$1`, newest first, at most `$2`: id, name, default engine, URL, version, made at.
    static let organizations: StaticString = """
        SELECT o.id, o.name, e.id, o.callback_url, o.version, o.created_at
        FROM organization o LEFT JOIN engine e ON e.organization = o.number AND e.is_default = 1
        WHERE o.id < $1 ORDER BY o.id DESC LIMIT $2
        """

    /// `$1` organization; columns as ``organizations`` has them.
    static let organization: StaticString = """
        SELECT o.id, o.name, e.id, o.callback_url, o.version, o.created_at
        FROM organization o LEFT JOIN engine e ON e.organization = o.number AND e.is_default = 1
        WHERE o.id = $1
        """

    /// The id of the organization that was there first.
    static let firstOrganization: StaticString = "SELECT id FROM organization ORDER BY number LIMIT 1"

    /// `$1` id, `$2` name, `$3` URL, `$4` made at.
    static let insertOrganization: StaticString = """
        INSERT INTO organization (id, name, callback_url, created_at) VALUES ($1, $2, $3, $4)
        """

    /// `$1` organization, `$2` name, `$3` URL, `$4` version.
    static let updateOrganization: StaticString = """
        UPDATE organization SET name = $2, callback_url = $3, version = $4 WHERE id = $1
        """

    /// Those that say where results go: id, URL.
    static let callbackURLs: StaticString = """
        SELECT id, callback_url FROM organization WHERE callback_url IS NOT NULL
        """

    /// Whether there is a key of `$1` organization, revoked ones included.
    static let hasKey: StaticString = """
        SELECT 1 FROM api_key WHERE organization = (SELECT number FROM organization WHERE id = $1) LIMIT 1
        """

    /// `$1` id, `$2` organization, `$3` name, `$4` hash, `$5` user or NULL, `$6` scopes, `$7` engines, `$8` made at, `$9` expires
    /// at or NULL, `$10` revoked at or NULL.
    static let insertKey: StaticString = """
        INSERT INTO api_key (id, organization, name, hash, gateway_user, scopes, engines, created_at, expires_at,
            revoked_at)
        VALUES ($1, (SELECT number FROM organization WHERE id = $2), $3, $4, $5, $6, $7, $8, $9, $10)
        """

    /// The keys of `$1` organization older than `$2`, newest first, at most `$3`: id, organization, name, hash, user, scopes,
    /// engines, made at, expires at, revoked at.
    static let keys: StaticString = """
        SELECT k.id, o.id, k.name, k.hash, k.gateway_user, k.scopes, k.engines, k.created_at, k.expires_at, k.revoked_at
        FROM organization o JOIN api_key k ON k.organization = o.number
        WHERE o.id = $1 AND k.id < $2 ORDER BY k.id DESC LIMIT $3
        """

    /// `$2` key of `$1` organization; columns as ``keys`` has them.
    static let key: StaticString = """
        SELECT k.id, o.id, k.name, k.hash, k.gateway_user, k.scopes, k.engines, k.created_at, k.expires_at, k.revoked_at
        FROM organization o JOIN api_key k ON k.organization = o.number
        WHERE o.id = $1 AND k.id = $2
        """

    /// All keys that are not revoked; columns as ``keys`` has them.
    static let validKeys: StaticString = """
        SELECT k.id, o.id, k.name, k.hash, k.gateway_user, k.scopes, k.engines, k.created_at, k.expires_at, k.revoked_at
        FROM organization o JOIN api_key k ON k.organization = o.number
        WHERE k.revoked_at IS NULL
        """

    /// The keys in force of `$2` user in `$1` organization; columns as ``keys`` has them.
    static let personalKeys: StaticString = """
        SELECT k.id, o.id, k.name, k.hash, k.gateway_user, k.scopes, k.engines, k.created_at, k.expires_at, k.revoked_at
        FROM organization o JOIN api_key k ON k.organization = o.number
        WHERE o.id = $1 AND k.gateway_user = $2 AND k.revoked_at IS NULL
        """

    /// `$1` key, `$2` its organization, `$3` the moment.
    static let revokeKey: StaticString = """
        UPDATE api_key SET revoked_at = $3
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2) AND revoked_at IS NULL
        """

    /// The id of the user with `$1` folded address.
    static let userByEmail: StaticString = "SELECT id FROM gateway_user WHERE folded_email = $1"

    /// The address of `$1` user.
    static let email: StaticString = "SELECT email FROM gateway_user WHERE id = $1"

    /// `$1` id, `$2` address, `$3` the same folded, `$4` made at.
    static let insertUser: StaticString = """
        INSERT INTO gateway_user (id, email, folded_email, created_at) VALUES ($1, $2, $3, $4)
        """

    /// `$1` organization, `$2` user, `$3` scopes, `$4` engines, `$5` made at.
    static let setMember: StaticString = """
        INSERT INTO member (organization, gateway_user, scopes, engines, created_at)
        VALUES ((SELECT number FROM organization WHERE id = $1), $2, $3, $4, $5)
        ON CONFLICT (organization, gateway_user) DO UPDATE SET scopes = excluded.scopes, engines = excluded.engines
        """

    /// The members of `$1` organization with users older than `$2`, newest first, at most `$3`: user, organization, address,
    /// scopes, engines, made at.
    static let members: StaticString = """
        SELECT u.id, o.id, u.email, m.scopes, m.engines, m.created_at
        FROM organization o JOIN member m ON m.organization = o.number JOIN gateway_user u ON u.id = m.gateway_user
        WHERE o.id = $1 AND u.id < $2 ORDER BY u.id DESC LIMIT $3
        """

    /// The member of `$1` organization whose user has `$2` as id or as folded address; columns as ``members`` has them.
    static let member: StaticString = """
        SELECT u.id, o.id, u.email, m.scopes, m.engines, m.created_at
        FROM organization o JOIN member m ON m.organization = o.number JOIN gateway_user u ON u.id = m.gateway_user
        WHERE o.id = $1 AND (u.id = $2 OR u.folded_email = $2)
        """

    /// All members; columns as ``members`` has them.
    static let allMembers: StaticString = """
        SELECT u.id, o.id, u.email, m.scopes, m.engines, m.created_at
        FROM organization o JOIN member m ON m.organization = o.number JOIN gateway_user u ON u.id = m.gateway_user
        """

    /// `$1` organization, `$2` user.
    static let removeMember: StaticString = """
        DELETE FROM member
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND gateway_user = $2
        """
}
