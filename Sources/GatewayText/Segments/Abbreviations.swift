// SPDX-License-Identifier: Apache-2.0

/// The abbreviations of one language after which a sentence goes on, from CLDR.
struct Abbreviations: Sendable {
    private let texts: Set<String>
    private let longest: Int

    private static let known = BoundedCache<String, Abbreviations?>(limit: 512)

    /// Those of a language, or `nil` when CLDR lists none.
    static func of(_ language: String) -> Abbreviations? {
        known.value(for: language) {
            let texts = CLDR.abbreviations(language)
            return texts.isEmpty ? nil : Abbreviations(texts)
        }
    }

    init(_ texts: [String]) {
        self.texts = Set(texts)
        longest = texts.map(\.utf8.count).max() ?? 0
    }

    /// Whether what stands before a break is an abbreviation: a whole word of the list, on the same line as what
    /// follows.
    func end(_ text: Span<UInt8>, at end: Int, after start: Int) -> Bool {
        let wordEnd = text.whiteSpaceStart(before: end, floor: start)
        guard end < text.count, wordEnd > start, text[wordEnd - 1] == UInt8(ascii: ".") else { return false }
        for index in wordEnd..<end where (0x0A...0x0D).contains(text[index]) { return false }
        var first = wordEnd
        while first > start, wordEnd - first <= longest {
            first -= text.scalar(before: first).length
            let isWhole = first == start || !text.scalar(before: first).scalar.properties.isAlphabetic
            if isWhole, texts.contains(text.string(first..<wordEnd)) { return true }
        }
        return false
    }
}
