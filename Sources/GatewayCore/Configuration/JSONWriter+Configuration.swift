// SPDX-License-Identifier: Apache-2.0

/// Configuration as clients see it (docs/http-api.md, "Engines").
extension JSONWriter {
    /// Writes an engine, without what it owns, and what keeps its challenger from being asked now.
    public mutating func engine(_ record: EngineRecord, warnings: [String] = []) {
        object {
            $0.member("id", record.id.text)
            $0.member("ownerOrganizationId", record.organization.text)
            $0.member("name", record.settings.name)
            $0.member("description", record.settings.description)
            $0.name("sourceLocales")
            $0.locales(record.settings.sourceLocales)
            $0.name("targetLocales")
            $0.locales(record.settings.targetLocales)
            $0.member("isDefault", record.isDefault)
            $0.member("onUnverifiable", record.settings.onUnverifiable.rawValue)
            $0.member("memoryReuse", record.settings.reuse.rawValue)
            $0.name("pivotLocales")
            $0.locales(record.settings.pivots)
            $0.name("challenger")
            $0.value(record.settings.challenger?.json ?? .null)
            $0.name("pipelineConfig")
            $0.value(record.settings.pipeline.json)
            $0.name("provisioned")
            $0.array { array in
                for part in EnginePart.allCases where record.provisioned.contains(part) {
                    array.string(part.rawValue)
                }
            }
            $0.stamps(record.version, record.createdAt, record.updatedAt)
            $0.warnings(warnings)
        }
    }

    /// Writes what makes something useless now; nothing when nothing does.
    mutating func warnings(_ warnings: [String]) {
        guard !warnings.isEmpty else { return }
        name("warnings")
        array { for warning in warnings { $0.string(warning) } }
    }

    /// Writes an entry that says which model serves a pair, and what makes it useless now.
    public mutating func modelConfig(
        _ entry: ConfigurationEntry<ModelConfigID, ModelConfig>, of engine: EngineID, warnings: [String] = []
    ) {
        object {
            $0.member("id", entry.id.text)
            $0.member("ownerEngineId", engine.text)
            $0.member("sourceLocale", entry.value.source?.spelling ?? "*")
            $0.member("targetLocale", entry.value.target?.spelling ?? "*")
            $0.member("provider", entry.value.name.provider)
            $0.member("model", entry.value.name.model)
            $0.member("rank", entry.value.rank)
            $0.stamps(entry.version, entry.createdAt, entry.updatedAt)
            $0.warnings(warnings)
        }
    }

    /// Writes an instruction.
    public mutating func instruction(
        _ entry: ConfigurationEntry<InstructionID, Instruction>, of engine: EngineID
    ) {
        object {
            $0.member("id", entry.id.text)
            $0.member("ownerEngineId", engine.text)
            $0.member("name", entry.value.name)
            $0.member("targetLocale", entry.value.target?.spelling ?? "*")
            $0.member("text", entry.value.text)
            $0.stamps(entry.version, entry.createdAt, entry.updatedAt)
        }
    }

    /// Writes a brand voice.
    public mutating func brandVoice(
        _ entry: ConfigurationEntry<BrandVoiceID, BrandVoice>, of engine: EngineID
    ) {
        object {
            $0.member("id", entry.id.text)
            $0.member("ownerEngineId", engine.text)
            $0.member("targetLocale", entry.value.target.spelling)
            $0.member("text", entry.value.text)
            $0.stamps(entry.version, entry.createdAt, entry.updatedAt)
        }
    }

    /// Writes a glossary item.
    public mutating func glossaryItem(_ record: GlossaryRecord) {
        let item = record.item
        object {
            $0.member("id", record.id.text)
            $0.member("ownerEngineId", record.engine.text)
            $0.member("sourceLocale", item.sourceLocale?.spelling ?? "*")
            $0.member("targetLocale", item.targetLocale?.spelling ?? "*")
            $0.member("sourceText", item.sourceText)
            $0.member("targetText", item.targetText)
            $0.member("type", item.type.rawValue)
            $0.member("hint", item.hint)
            $0.member("partOfSpeech", item.partOfSpeech?.rawValue)
            $0.member("gender", item.gender?.rawValue)
            $0.member("number", item.number?.rawValue)
            $0.member("createdAt", record.createdAt)
            $0.member("updatedAt", record.updatedAt)
        }
    }

    private mutating func locales(_ locales: [LocaleTag]) {
        array { for locale in locales { $0.string(locale.spelling) } }
    }

    mutating func stamps(_ version: Int, _ createdAt: Timestamp, _ updatedAt: Timestamp) {
        member("version", version)
        member("createdAt", createdAt)
        member("updatedAt", updatedAt)
    }
}
