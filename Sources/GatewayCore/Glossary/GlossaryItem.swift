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
        try Self.check(sourceText, field: "sourceText")
        switch (type, targetText) {
        case (.customTranslation, nil): throw .invalid(field: "targetText", reason: "is missing")
        case (.customTranslation, let text?): try Self.check(text, field: "targetText")
        case (.nonTranslatable, let text?) where !text.utf8.elementsEqual(sourceText.utf8):
            throw .invalid(
                field: "targetText", reason: "must equal sourceText when type is \"non_translatable\"")
        case (.nonTranslatable, _): break
        }
        if let hint { try Self.check(hint, field: "hint", mayBreakLines: true) }
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

    private static func check(
        _ text: String, field: String, mayBreakLines: Bool = false
    ) throws(RequestError) {
        guard text.utf8.count <= textBytes else {
            throw .invalid(field: field, reason: "is longer than \(textBytes) bytes")
        }
        var isBlank = true
        for scalar in text.unicodeScalars {
            // The last two code points of each plane are no characters, and XML cannot hold them.
            let isControl =
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
            if isControl, !mayBreakLines || !"\t\n\r".unicodeScalars.contains(scalar) {
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw .invalid(
                    field: field,
                    reason:
                        "holds a control character, U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)"
                )
            }
            if isBlank, scalar.value > 0x20 {
                let properties = scalar.properties
                isBlank = properties.isWhitespace || properties.isDefaultIgnorableCodePoint
            }
        }
        if isBlank { throw .invalid(field: field, reason: "is blank") }
    }
}
