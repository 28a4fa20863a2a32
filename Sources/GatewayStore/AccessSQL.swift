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

    /// All engines.
    static let engines: StaticString = """
        SELECT e.id, o.id, e.name, e.is_default, e.on_unverifiable, e.memory_reuse
        FROM engine e JOIN organization o ON o.number = e.organization
        """

    /// All models of all engines, in the order they were given.
    static let models: StaticString = """
        SELECT engine, source, target, provider, model, rank FROM model_config ORDER BY number
        """

    /// The default engine of `$1` organization.
    static let defaultEngine: StaticString = """
        SELECT id, name FROM engine
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND is_default = 1
        """

    /// `$1` id, `$2` organization, `$3` name, `$4` what happens to unverifiable texts, `$5` what of memory is used.
    static let insertDefaultEngine: StaticString = """
        INSERT INTO engine (id, organization, name, is_default, on_unverifiable, memory_reuse)
        VALUES ($1, (SELECT number FROM organization WHERE id = $2), $3, 1, $4, $5)
        """

    /// `$1` engine, `$2` what happens to unverifiable texts, `$3` what of memory is used.
    static let updateEngine: StaticString = """
        UPDATE engine SET on_unverifiable = $2, memory_reuse = $3 WHERE id = $1
        """

    /// The models of `$1` engine.
    static let deleteModels: StaticString = "DELETE FROM model_config WHERE engine = $1"

    /// All instructions of all engines, in the order they were given.
    static let instructions: StaticString =
        "SELECT engine, name, target, text FROM instruction ORDER BY number"

    /// The instructions of `$1` engine.
    static let deleteInstructions: StaticString = "DELETE FROM instruction WHERE engine = $1"

    /// `$1` engine, `$2` name, `$3` target or NULL, `$4` text.
    static let insertInstruction: StaticString =
        "INSERT INTO instruction (engine, name, target, text) VALUES ($1, $2, $3, $4)"

    /// All brand voices of all engines.
    static let voices: StaticString = "SELECT engine, target, text FROM brand_voice"

    /// The brand voices of `$1` engine.
    static let deleteVoices: StaticString = "DELETE FROM brand_voice WHERE engine = $1"

    /// `$1` engine, `$2` target, `$3` text.
    static let insertVoice: StaticString =
        "INSERT INTO brand_voice (engine, target, text) VALUES ($1, $2, $3)"

    /// `$1` engine, `$2` source or NULL, `$3` target or NULL, `$4` provider, `$5` model, `$6` rank.
    static let insertModel: StaticString = """
        INSERT INTO model_config (engine, source, target, provider, model, rank)
        VALUES ($1, $2, $3, $4, $5, $6)
        """
}
