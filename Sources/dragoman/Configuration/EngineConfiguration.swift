// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The default engine of the organization.
struct EngineConfiguration: Sendable {
    var models: [ModelConfig]
    var onUnverifiable: OnUnverifiable
    var pivots: [LocaleTag]
    var instructions: [Instruction]
    var voices: [BrandVoice]
    /// What the configuration says in so many words: nobody else decides it then.
    var provisioned: Set<EnginePart> = []

    /// `providers` are the names that models may begin with.
    init(_ reader: inout ConfigurationReader, providers: [String]) {
        reader.section("engine", "The default engine: who translates what.")
        onUnverifiable = reader.value(
            "engine.on_unverifiable", .choice([.source, .fail]), default: "source",
            about:
                "What becomes of a text that no model translated soundly: it keeps its source, or all fails.")
        let node = reader.structure(
            "engine.models",
            default: "- {source: \"*\", target: \"*\", model: apertium/*, rank: 1}\n"
                + "- {source: \"*\", target: \"*\", model: pseudo/*, rank: 2}",
            allowed: "a list, each with `source`, `target`, `model` and `rank`",
            about:
                "Models by pair of locales, \"*\" for any; among equally specific ones rank 1 is tried first."
        )
        pivots = Self.list(
            "engine.pivot", allowed: "a list of locales",
            about:
                "Languages over which a pair goes that no model has, in two calls, the first that serves first.",
            &reader
        ) { node, path, reader in
            guard let locale = reader.scalar(node, .anyLocale, at: path) else { return nil }
            if locale == nil { reader.mistake(path, node, "must be a locale: \"*\" is none") }
            return locale
        }
        let parts: [(EnginePart, String)] = [
            (.settings, "engine.on_unverifiable"), (.settings, "engine.pivot"), (.settings, "memory.reuse"),
            (.models, "engine.models"),
            (.instructions, "engine.instructions"), (.voices, "engine.brand_voices"),
        ]
        provisioned = Set(parts.filter { reader.isWritten($0.1) }.map(\.0))
        models = []
        instructions = Self.list(
            "engine.instructions", allowed: "a list, each with `name`, `target` and `text`",
            about:
                "What translations have to follow, in words, for engines that take words; `target` \"*\" is any.",
            &reader, Self.instruction)
        voices = Self.list(
            "engine.brand_voices", allowed: "a list, each with `target` and `text`",
            about:
                "How the brand speaks, one voice for a target locale; terms and instructions come before it.",
            &reader, Self.voice)
        for (index, voice) in voices.enumerated()
        where voices[..<index].contains(where: { $0.target == voice.target }) {
            reader.mistake(
                "engine.brand_voices[\(index)].target", node, "stands twice: \(voice.target) has a voice")
        }
        guard case .list(let nodes) = node.content else {
            reader.mistake("engine.models", node, "must be a list, got \(node.excerpt)")
            return
        }
        for (index, node) in nodes.enumerated() {
            let path = "engine.models[\(index)]"
            guard let model = Self.model(node, at: path, &reader) else { continue }
            guard providers.contains(model.name.provider) else {
                // The models nobody chose shrink with the providers that somebody did.
                if node.origin != .builtIn {
                    Self.unknownProvider(model.name.provider, node, path, among: providers, &reader)
                }
                continue
            }
            models.append(model)
        }
    }

    private static func list<Element>(
        _ key: String, allowed: String, about: String, _ reader: inout ConfigurationReader,
        _ read: (ConfigurationNode, String, inout ConfigurationReader) -> Element?
    ) -> [Element] {
        let node = reader.structure(key, default: "[]", allowed: allowed, about: about)
        guard case .list(let nodes) = node.content else {
            if !node.isEmpty { reader.mistake(key, node, "must be a list, got \(node.excerpt)") }
            return []
        }
        return nodes.enumerated().compactMap { read($1, "\(key)[\($0)]", &reader) }
    }

    private static func instruction(
        _ node: ConfigurationNode, _ path: String, _ reader: inout ConfigurationReader
    ) -> Instruction? {
        let found = reader.entries(of: node, at: path, allowed: ["name", "target", "text"])
        let target = found["target"].flatMap { reader.scalar($0, .anyLocale, at: path + ".target") } ?? nil
        let name = found["name"].flatMap { reader.scalar($0, .text, at: path + ".name") } ?? ""
        return text(found, node, path, &reader).map { Instruction(name: name, target: target, text: $0) }
    }

    private static func voice(
        _ node: ConfigurationNode, _ path: String, _ reader: inout ConfigurationReader
    ) -> BrandVoice? {
        let found = reader.entries(of: node, at: path, allowed: ["target", "text"])
        guard let written = found["target"] else {
            reader.mistake(path + ".target", node, "is missing")
            return nil
        }
        guard let any = reader.scalar(written, .anyLocale, at: path + ".target"),
            let text = text(found, node, path, &reader)
        else { return nil }
        guard let target = any else {
            reader.mistake(path + ".target", written, "must be a locale: a voice is for one")
            return nil
        }
        return BrandVoice(target: target, text: text)
    }

    private static func text(
        _ found: [String: ConfigurationNode], _ node: ConfigurationNode, _ path: String,
        _ reader: inout ConfigurationReader
    ) -> String? {
        guard let written = found["text"] else {
            reader.mistake(path + ".text", node, "is missing")
            return nil
        }
        return reader.scalar(written, .text, at: path + ".text")
    }

    private static func model(
        _ node: ConfigurationNode, at path: String, _ reader: inout ConfigurationReader
    ) -> ModelConfig? {
        guard node.entries != nil else {
            reader.mistake(path, node, "must be a map with `model`, got \(node.excerpt)")
            return nil
        }
        let found = reader.entries(of: node, at: path, allowed: ["source", "target", "model", "rank"])
        let source = found["source"].flatMap { reader.scalar($0, .anyLocale, at: path + ".source") } ?? nil
        let target = found["target"].flatMap { reader.scalar($0, .anyLocale, at: path + ".target") } ?? nil
        let rank = found["rank"].flatMap { reader.scalar($0, .integer(1...1000), at: path + ".rank") } ?? 1
        guard let written = found["model"] else {
            reader.mistake(path + ".model", node, "is missing")
            return nil
        }
        guard let name = reader.scalar(written, .model, at: path + ".model") else { return nil }
        return ModelConfig(source: source, target: target, name: name, rank: rank)
    }

    private static func unknownProvider(
        _ name: String, _ node: ConfigurationNode, _ path: String, among providers: [String],
        _ reader: inout ConfigurationReader
    ) {
        let hint = Spelling.nearest(to: name, among: providers).map { "; did you mean \"\($0)\"?" } ?? ""
        reader.mistake(path + ".model", node, "no provider is named \"\(name)\"\(hint)")
    }
}
