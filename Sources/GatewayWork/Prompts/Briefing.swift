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

    /// Translations of texts like these, the most fitting first.
    ///
    /// - Parameter texts: each with its path in the document.
    func examples(for texts: [(path: String, text: String)]) -> [TranslationExample] {
        references.fitting(texts)
    }
}
