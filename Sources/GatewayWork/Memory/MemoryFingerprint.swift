// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto

/// What decides how a text is translated, apart from the text: two equal ones give translations that are as good.
///
/// Not in it: what stands beside a text, and the caller's `reference`. They help, but would keep everything from being
/// found again.
struct MemoryFingerprint: Sendable, Equatable {
    struct Model: Sendable, Equatable {
        let name: ModelName
        /// Changes whenever equal input may give other output.
        let revision: String
    }

    /// In the order they are tried.
    var models: [Model]
    /// What models are told about every text, in order.
    var instructions: [String] = []
    /// The brand voice; empty for none.
    var voice = ""
    /// Whether the caller prefers speed.
    var fast: Bool

    init(models: [Model], fast: Bool) {
        self.models = models
        self.fast = fast
    }

    /// Of a document's translation over these routes.
    init(_ routing: Routing, _ order: TranslationOrder) {
        self.init(
            models: routing.routes.map { Model(name: $0.name, revision: $0.provider.revision) },
            fast: order.fast)
        // Engines that are told nothing translate the same, whatever the instructions say.
        guard routing.routes.contains(where: { $0.provider.traits.terms != .inserted }) else { return }
        instructions = order.briefing.instructions
        voice = order.briefing.voice
    }

    /// The fingerprint of a text: 16 bytes.
    ///
    /// - Parameter terms: the glossary items found in it, in order, each with others that are as good.
    func digest(terms: [DocumentTerms.Hit] = []) -> [UInt8] {
        var digest = MemoryDigest()
        digest.add(models.count)
        for model in models {
            digest.add(model.name.provider)
            digest.add(model.name.model)
            digest.add(model.revision)
        }
        digest.add(instructions.count)
        for instruction in instructions { digest.add(instruction) }
        digest.add(voice)
        digest.add(fast ? 1 : 0)
        for term in terms {
            digest.add(term.item.sourceText)
            digest.add(term.item.type.rawValue)
            digest.add(term.item.hint ?? "")
            digest.add(term.renderings.count)
            for rendering in term.renderings { digest.add(rendering) }
        }
        return digest.value
    }
}
