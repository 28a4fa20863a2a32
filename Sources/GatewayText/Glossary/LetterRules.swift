// SPDX-License-Identifier: Apache-2.0
import CLocale

/// What a language takes for different letters, by CLDR's collation for searching: Swedish tells `\u{E5}` from `a`,
/// French does not tell `\u{E9}` from `e`, Turkish tells dotless i from i.
final class LetterRules: Sendable {
    /// How alike two texts are; more is liker.
    enum Likeness: Int, Comparable {
        case unlike, sameLetters, sameAccents

        static func < (left: Likeness, right: Likeness) -> Bool { left.rawValue < right.rawValue }
    }

    // Nothing is changed after the opening, and ICU lets threads compare with one collator.
    private nonisolated(unsafe) let letters: OpaquePointer?
    private let heedsAccents: Bool

    private static let known = BoundedCache<String, LetterRules>(limit: 512)

    /// The rules of a language.
    static func of(_ language: String) -> LetterRules { known.value(for: language) { LetterRules(language) } }

    private init(_ language: String) {
        letters = loc_letters_open(language)
        // A tone of Vietnamese is an accent to CLDR, but makes another word.
        heedsAccents = language == "vi"
    }

    deinit { if let letters { loc_letters_close(letters) } }

    /// Compares two texts of UTF-8.
    func compare(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Likeness {
        if one.elementsEqual(other) { return .sameAccents }
        guard let letters else { return .unlike }
        let likeness = one.withMemoryRebound(to: CChar.self) { one in
            other.withMemoryRebound(to: CChar.self) { other in
                loc_letters_compare(
                    letters, one.baseAddress, Int32(one.count), other.baseAddress, Int32(other.count))
            }
        }
        switch likeness {
        case LOC_SAME_ACCENTS: return .sameAccents
        case LOC_SAME_LETTERS: return heedsAccents ? .unlike : .sameLetters
        default: return .unlike
        }
    }
}
