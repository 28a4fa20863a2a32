// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What of a text goes to an engine, and how the whole is put together from what comes back.
public struct TextPlan: Sendable {
    /// A translated part, still with its tokens.
    public struct Output: Sendable {
        /// The translation.
        public var text: String
        /// Whether it is one of ``TextPart/withoutNumbers``.
        public var isNumberless: Bool

        /// Makes an output.
        public init(_ text: String, isNumberless: Bool = false) {
            self.text = text
            self.isNumberless = isNumberless
        }
    }

    private enum Composition: Sendable {
        /// One text.
        case text
        /// A text, and then the texts of attributes of its tags.
        case tags([Attribute])
        case message(MessagePlan)
    }

    private struct Attribute: Sendable {
        /// The place of its tag in the tokens of the text.
        let token: Int
        /// Its value in the tag's own spelling, in bytes.
        let range: Range<Int>
    }

    /// The parts, in the order in which their outputs are given back.
    public private(set) var parts: [TextPart]
    private var composition: Composition

    /// Whether some part has anything to translate.
    public var isTranslatable: Bool { parts.contains(where: \.isTranslatable) }

    /// Whether a message was too large to be written out in whole sentences.
    public var isByBranch: Bool {
        if case .message(let plan) = composition { plan.isByBranch } else { false }
    }

    /// A text that is no message.
    init(_ masked: MaskedText, masker: Masker) {
        var parts = [TextPart(masked)]
        var attributes: [Attribute] = []
        for (index, token) in masked.tokens.enumerated() where token.syntax == .markup {
            let tag = token.original.utf8.span
            for (name, range) in MarkupSyntax.translatableValues(tag) {
                let part = TextPart(masker.mask(tag.string(range)), hints: ["attribute: \(name)"])
                guard part.isTranslatable else { continue }
                attributes.append(Attribute(token: index, range: range))
                parts.append(part)
            }
        }
        self.parts = parts
        composition = attributes.isEmpty ? .text : .tags(attributes)
    }

    /// A message for the categories of a target; `nil` when it is too large to be translated.
    init?(_ message: Message, source: LocaleTag, target: LocaleTag, masker: Masker) {
        guard let plan = MessagePlan(message, source: source, target: target) else { return nil }
        parts = plan.forms.map { TextPart($0, masker: masker) }
        composition = .message(plan)
    }

    /// The whole, without tokens. Every output must have passed its part's checks; the whole is still to be checked.
    public func rebuild(_ outputs: [Output]) -> String {
        precondition(outputs.count == parts.count)
        switch composition {
        case .text: return parts[0].masked.unmask(outputs[0].text)
        case .tags(let attributes):
            var values: [Int: [(range: Range<Int>, text: String)]] = [:]
            for (attribute, (part, output)) in zip(attributes, zip(parts, outputs).dropFirst()) {
                values[attribute.token, default: []].append(
                    (attribute.range, part.masked.unmask(output.text)))
            }
            return parts[0].masked.rendering { index, original in
                values[index].map { MarkupSyntax.replacing($0, in: original) }
            }.unmask(outputs[0].text)
        case .message(let plan):
            let pieces = zip(parts, outputs).map { $0.pieces(of: $1.text, isNumberless: $1.isNumberless) }
            return plan.rebuild(pieces)
        }
    }

    /// The same plan with terms of a glossary in its parts.
    ///
    /// - Parameter places: for each part, where its terms stand in ``TextPart/source`` and what is written there.
    public func binding(_ places: [[TermPlace]], masker: Masker) -> TextPlan {
        var plan = self
        for (index, terms) in places.enumerated() where !terms.isEmpty {
            plan.parts[index] = parts[index].binding(terms, masker: masker)
        }
        if case .tags(let attributes) = composition {
            // Tokens of terms stand between those that were there.
            let own = plan.parts[0].masked.tokens.indices.filter {
                plan.parts[0].masked.tokens[$0].syntax != .term
            }
            plan.composition = .tags(attributes.map { Attribute(token: own[$0.token], range: $0.range) })
        }
        return plan
    }

}
