// SPDX-License-Identifier: Apache-2.0

/// Statements about engines, what they own, and the audit log.
enum ConfigurationSQL {
    /// All engines that are there: id, organization, name, description, source and target locales, whether it is the
    /// default, unverifiable texts, memory, provisioned parts, version, made at, changed at, pivot locales, challenger, optional stages.
    static let engines: StaticString = """
        SELECT e.id, o.id, e.name, e.description, e.source_locales, e.target_locales, e.is_default,
            e.on_unverifiable, e.memory_reuse, e.provisioned, e.version, e.created_at, e.updated_at,
            e.pivot_locales, e.challenger, e.pipeline
        FROM engine e JOIN organization o ON o.number = e.organization
        WHERE e.deleted_at IS NULL
        """

    /// `$1` engine of `$2` organization, or its default one when `$1` is NULL; columns as ``engines`` has them.
    static let engine: StaticString = """
        SELECT e.id, o.id, e.name, e.description, e.source_locales, e.target_locales, e.is_default,
            e.on_unverifiable, e.memory_reuse, e.provisioned, e.version, e.created_at, e.updated_at,
            e.pivot_locales, e.challenger, e.pipeline
        FROM engine e JOIN organization o ON o.number = e.organization
        WHERE o.id = $2 AND e.deleted_at IS NULL AND (e.id = $1 OR ($1 IS NULL AND e.is_default = 1))
        """

    /// The engines of `$1` organization, newest first, older than `$2`, at most `$3`; columns as ``engines`` has them.
    static let page: StaticString = """
        SELECT e.id, o.id, e.name, e.description, e.source_locales, e.target_locales, e.is_default,
            e.on_unverifiable, e.memory_reuse, e.provisioned, e.version, e.created_at, e.updated_at,
            e.pivot_locales, e.challenger, e.pipeline
        FROM organization o JOIN engine e ON e.organization = o.number
        WHERE o.id = $1 AND e.deleted_at IS NULL AND e.id < $2
        ORDER BY e.id DESC LIMIT $3
        """

    /// How many engines `$1` organization has.
    static let count: StaticString = """
        SELECT count(*) FROM engine
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND deleted_at IS NULL
        """

    /// `$1` id, `$2` organization, `$3` name, `$4` description, `$5` source and `$6` target locales, `$7` whether it is
    /// the default, `$8` unverifiable texts, `$9` memory, `$10` provisioned parts, `$11` version, `$12` made at,
    /// `$13` changed at, `$14` pivot locales, `$15` challenger, `$16` optional stages.
    static let insertEngine: StaticString = """
        INSERT INTO engine (id, organization, name, description, source_locales, target_locales, is_default,
            on_unverifiable, memory_reuse, provisioned, version, created_at, updated_at, pivot_locales,
            challenger, pipeline)
        VALUES ($1, (SELECT number FROM organization WHERE id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
            $14, $15, $16)
        """

    /// Parameters as ``insertEngine`` has them, but for `$12`.
    static let updateEngine: StaticString = """
        UPDATE engine SET name = $3, description = $4, source_locales = $5, target_locales = $6, is_default = $7,
            on_unverifiable = $8, memory_reuse = $9, provisioned = $10, version = $11, created_at = $12,
            updated_at = $13, pivot_locales = $14, challenger = $15,
            pipeline = $16
        WHERE id = $1 AND organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// Leaves `$1` engine's row to those that name it; `$2` the moment.
    static let deleteEngine: StaticString = "UPDATE engine SET deleted_at = $2, is_default = 0 WHERE id = $1"

    /// How many jobs of `$1` engine are not over.
    static let openJobs: StaticString = """
        SELECT coalesce(sum(open_jobs), 0) FROM job_group WHERE engine = $1 AND completed_at IS NULL
        """

    /// The models of `$1` engine, or of all when it is NULL, in their order.
    static let models: StaticString = """
        SELECT engine, id, source, target, provider, model, rank, version, created_at, updated_at
        FROM model_config WHERE $1 IS NULL OR engine = $1 ORDER BY number
        """

    /// The models of `$1` engine.
    static let deleteModels: StaticString = "DELETE FROM model_config WHERE engine = $1"

    /// `$1` engine, `$2` id, `$3` source or NULL, `$4` target or NULL, `$5` provider, `$6` model, `$7` rank,
    /// `$8` version, `$9` made at, `$10` changed at.
    static let insertModel: StaticString = """
        INSERT INTO model_config (engine, id, source, target, provider, model, rank, version, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """

    /// The instructions of `$1` engine, or of all when it is NULL, in the order they are told.
    static let instructions: StaticString = """
        SELECT engine, id, name, target, text, version, created_at, updated_at
        FROM instruction WHERE $1 IS NULL OR engine = $1 ORDER BY number
        """

    /// The instructions of `$1` engine.
    static let deleteInstructions: StaticString = "DELETE FROM instruction WHERE engine = $1"

    /// `$1` engine, `$2` id, `$3` name, `$4` target or NULL, `$5` text, `$6` version, `$7` made at, `$8` changed at.
    static let insertInstruction: StaticString = """
        INSERT INTO instruction (engine, id, name, target, text, version, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """

    /// The brand voices of `$1` engine, or of all when it is NULL, in their order.
    static let voices: StaticString = """
        SELECT engine, id, target, text, version, created_at, updated_at
        FROM brand_voice WHERE $1 IS NULL OR engine = $1 ORDER BY number
        """

    /// The brand voices of `$1` engine.
    static let deleteVoices: StaticString = "DELETE FROM brand_voice WHERE engine = $1"

    /// `$1` engine, `$2` id, `$3` target, `$4` text, `$5` version, `$6` made at, `$7` changed at.
    static let insertVoice: StaticString = """
        INSERT INTO brand_voice (engine, id, target, text, version, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """

    /// The engine of `$2` organization that owns `$1` model.
    static let ownerOfModel: StaticString = """
        SELECT e.id FROM model_config c JOIN engine e ON e.id = c.engine
        WHERE c.id = $1 AND e.organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// The engine of `$2` organization that owns `$1` instruction.
    static let ownerOfInstruction: StaticString = """
        SELECT e.id FROM instruction c JOIN engine e ON e.id = c.engine
        WHERE c.id = $1 AND e.organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// The engine of `$2` organization that owns `$1` brand voice.
    static let ownerOfVoice: StaticString = """
        SELECT e.id FROM brand_voice c JOIN engine e ON e.id = c.engine
        WHERE c.id = $1 AND e.organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// The engine of `$2` organization that owns `$1` glossary item.
    static let ownerOfGlossaryItem: StaticString = """
        SELECT e.id FROM glossary_item c JOIN engine e ON e.id = c.engine
        WHERE c.id = $1 AND e.organization = (SELECT number FROM organization WHERE id = $2)
        """

    /// `$1` organization, `$2` the moment, `$3` actor, `$4` entity, `$5` id, `$6` action, `$7` before, `$8` after.
    static let audit: StaticString = """
        INSERT INTO audit_entry (organization, at, actor, entity, id, action, before, after)
        VALUES ((SELECT number FROM organization WHERE id = $1), $2, $3, $4, $5, $6, $7, $8)
        """

    /// The log of `$1` organization, newest first: of `$2` entity and `$3` id unless NULL, before `$4`, at most `$5`.
    static let auditPage: StaticString = """
        SELECT number, at, actor, entity, id, action, before, after FROM audit_entry
        WHERE organization = (SELECT number FROM organization WHERE id = $1) AND number < $4
            AND ($2 IS NULL OR entity = $2) AND ($3 IS NULL OR id = $3)
        ORDER BY number DESC LIMIT $5
        """
}
