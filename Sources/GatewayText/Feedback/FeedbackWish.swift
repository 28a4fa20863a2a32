// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// One change of an engine's configuration that a person asked for in words.
public struct FeedbackWish: Sendable, Equatable {
    /// What is to be changed.
    public enum Kind: Sendable, Equatable {
        /// The term stays as it is.
        case keep(term: String)
        /// The term is rendered so.
        case render(term: String, as: String)
        /// The rendering is not to be used: for the term, or at all.
        case forbid(rendering: String, term: String?)
        /// An instruction: a short title and a complete sentence.
        case instruct(name: String, text: String)
        /// The term leaves the glossary.
        case drop(term: String)
    }

    /// What is to be changed.
    public var kind: Kind
    /// The locale it is for, canonical; `nil` when none was named.
    public var target: LocaleTag?
    /// The locale of the source text, canonical; `nil` when none was named.
    public var source: LocaleTag?
    /// The sentence that asks for it, as written.
    public var sentence: String

    /// Makes a wish.
    public init(kind: Kind, target: LocaleTag? = nil, source: LocaleTag? = nil, sentence: String) {
        self.kind = kind
        self.target = target
        self.source = source
        self.sentence = sentence
    }
}
