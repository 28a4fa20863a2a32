// SPDX-License-Identifier: Apache-2.0

/// What translations into a locale have to follow, in words: told to language models, and to engines that take
/// instructions. Terms of the glossary come before it, the brand's voice after it.
public struct Instruction: Sendable, Hashable {
    /// For people.
    public var name: String
    /// `nil` for any target locale.
    public var target: LocaleTag?
    /// What is to be done.
    public var text: String

    /// Makes an instruction.
    public init(name: String, target: LocaleTag? = nil, text: String) {
        self.name = name
        self.target = target
        self.text = text
    }
}

/// How a brand speaks in a locale: one for each.
public struct BrandVoice: Sendable, Hashable {
    /// The target locale.
    public var target: LocaleTag
    /// The voice, in words.
    public var text: String

    /// Makes a voice.
    public init(target: LocaleTag, text: String) {
        self.target = target
        self.text = text
    }
}
