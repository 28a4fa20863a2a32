// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a language model is told beside the texts of a document.
struct Briefing: Sendable {
    /// What the operator wants of every translation into the locale.
    var instructions: [String] = []
    /// How the brand speaks in the locale, or empty.
    var voice = ""
    /// Translations that the caller sent along.
    var references: References = .none

    init() {}

    /// What an engine says of a target locale, the instructions in its order.
    init(_ engine: Engine, target: LocaleTag, rules: any LocaleRules, references: References = .none) {
        instructions = engine.instructions.filter { instruction in
            guard let own = instruction.target else { return true }
            return rules.resolve(target, among: [own]) != nil
        }.map(\.text)
        let nearest = rules.resolve(target, among: engine.voices.map(\.target))
        voice = engine.voices.first { $0.target == nearest }?.text ?? ""
        self.references = references
    }

    /// Translations of texts like these, the most fitting first.
    ///
    /// - Parameter texts: each with its path in the document.
    func examples(for texts: [(path: String, text: String)]) -> [TranslationExample] {
        references.fitting(texts)
    }
}
