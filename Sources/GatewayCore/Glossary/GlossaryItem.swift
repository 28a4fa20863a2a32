// SPDX-License-Identifier: Apache-2.0

/// A term with its required rendering, or one to be left as it is. Valid because of its type.
public struct GlossaryItem: Sendable, Hashable {
    /// What is to be done with the term.
    public enum Kind: String, Sendable, CaseIterable {
        /// It is rendered as the item says.
        case customTranslation = "custom_translation"
        /// It stays as it is.
        case nonTranslatable = "non_translatable"
    }

    /// The part of speech of the term.
    public enum PartOfSpeech: String, Sendable, CaseIterable {
        case noun, verb, adjective, adverb, other
        case properNoun = "proper_noun"
    }

    /// The gender of the rendering.
    public enum Gender: String, Sendable, CaseIterable {
        case masculine, feminine, neuter, common, other
    }

    /// The number of the rendering.
    public enum Number: String, Sendable, CaseIterable {
        case singular, plural, dual, mass, other
    }

    /// The language of the source text; `nil` for any, which the wire writes as `*`.
    public let sourceLocale: LocaleTag?
    /// The language it is rendered in; `nil` for any.
    public let targetLocale: LocaleTag?
    /// The term.
    public let sourceText: String
    /// Its rendering; the term itself when that stays as it is.
    public let targetText: String
    /// What is to be done with it.
    public let type: Kind
    /// What the term means, for whoever or whatever translates.
    public let hint: String?
    /// The part of speech, if it is known.
    public let partOfSpeech: PartOfSpeech?
    /// The gender, if it is known.
    public let gender: Gender?
    /// The number, if it is known.
    public let number: Number?

    /// The most bytes of UTF-8 a text of an item has.
    public static let textBytes = 1024

    /// Makes an item, or says which field is wrong and why.
    ///
    /// An undetermined locale (`und`) is any locale.
    ///
    /// - Parameter targetText: may be left out for a term that stays as it is.
    public init(
        sourceLocale: LocaleTag? = nil, targetLocale: LocaleTag? = nil, sourceText: String,
        targetText: String? = nil, type: Kind = .customTranslation, hint: String? = nil,
        partOfSpeech: PartOfSpeech? = nil, gender: Gender? = nil, number: Number? = nil
    ) throws(RequestError) {
        try PlainText.check(sourceText, field: "sourceText", limit: Self.textBytes)
        switch (type, targetText) {
        case (.customTranslation, nil): throw .invalid(field: "targetText", reason: "is missing")
        case (.customTranslation, let text?):
            try PlainText.check(text, field: "targetText", limit: Self.textBytes)
        case (.nonTranslatable, let text?) where !text.utf8.elementsEqual(sourceText.utf8):
            throw .invalid(
                field: "targetText", reason: "must equal sourceText when type is \"non_translatable\"")
        case (.nonTranslatable, _): break
        }
        if let hint { try PlainText.check(hint, field: "hint", limit: Self.textBytes, mayBreakLines: true) }
        self.sourceLocale = sourceLocale?.folded == "und" ? nil : sourceLocale
        self.targetLocale = targetLocale?.folded == "und" ? nil : targetLocale
        self.sourceText = sourceText
        self.targetText = targetText ?? sourceText
        self.type = type
        self.hint = hint
        self.partOfSpeech = partOfSpeech
        self.gender = gender
        self.number = number
    }

    /// Takes what is known to be valid.
    public init(
        unchecked sourceText: String, targetText: String, sourceLocale: LocaleTag?, targetLocale: LocaleTag?,
        type: Kind, hint: String?, partOfSpeech: PartOfSpeech?, gender: Gender?, number: Number?
    ) {
        self.sourceLocale = sourceLocale
        self.targetLocale = targetLocale
        self.sourceText = sourceText
        self.targetText = targetText
        self.type = type
        self.hint = hint
        self.partOfSpeech = partOfSpeech
        self.gender = gender
        self.number = number
    }
}
