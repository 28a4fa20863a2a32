// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The default engine of the organization.
struct EngineConfiguration: Sendable {
    var models: [ModelConfig]
    var onUnverifiable: OnUnverifiable

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
        models = []
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
