// SPDX-License-Identifier: Apache-2.0
import CLocale
public import GatewayCore

/// Divides texts by the rules of Unicode and CLDR. All positions are UTF-8 bytes.
public struct Segmenter: Sendable {
    /// A segmenter; it holds nothing of its own.
    public init() {}

    /// The sentences of a text (UAX 29 with a tailoring of our own, see ``SentenceRules``).
    ///
    /// The ranges tile the text: put together they give it back byte for byte. White space behind a sentence
    /// belongs to it, that before the first one to the first.
    ///
    /// - Parameter protecting: ranges no sentence ends inside of, rising and apart from each other.
    public func sentences(
        of text: String, locale: LocaleTag, protecting: [Range<Int>] = []
    ) -> [Range<Int>] {
        let bytes = text.utf8.span
        let language = Self.language(of: locale)
        if bytes.isOneSentence(in: language) { return bytes.isEmpty ? [] : [0..<bytes.count] }
        return ruled(text, language, protecting: protecting)
    }

    /// The sentences of a text, each end judged.
    func ruled(_ text: String, _ language: String, protecting: [Range<Int>]) -> [Range<Int>] {
        let bytes = text.utf8.span
        let found = boundaries(LOC_BREAK_SENTENCE, of: text, language: language)
        let further = SentenceEnds(in: bytes, language: language, protecting: protecting)
        let rules = SentenceRules(
            vocabulary: Vocabulary.of(language), sure: Set(further.sure), protected: further.protected,
            enclosures: found.count + further.sure.count > 1 ? Enclosures.goingOn(in: bytes) : [])
        var sentences: [Range<Int>] = []
        var start = 0
        var held = 0
        for raw in further.merged(with: found) {
            guard raw > start, let ruled = rules.end(bytes, at: raw, after: start), ruled > start else {
                continue
            }
            while held < protecting.count, protecting[held].upperBound <= ruled { held += 1 }
            let limit = held < protecting.count ? protecting[held].lowerBound : bytes.count
            guard ruled <= limit else { continue }
            let end = bytes.whiteSpaceEnd(from: ruled, before: limit)
            // Blank lines at the start are no sentence.
            guard sentences.isEmpty == false || bytes.whiteSpaceEnd(from: 0, before: end) < end else {
                continue
            }
            sentences.append(start..<end)
            start = end
        }
        if start < bytes.count { sentences.append(start..<bytes.count) }
        return sentences
    }

    /// Where the sentences of a text end, rising; the last one is its length.
    public func sentenceEnds(_ text: String, locale: LocaleTag) -> [Int] {
        sentences(of: text, locale: locale).map(\.upperBound)
    }

    /// Where words and what stands between them end, rising; the last one is the text's length (UAX 29).
    public func wordEnds(_ text: String, locale: LocaleTag) -> [Int] {
        boundaries(LOC_BREAK_WORD, of: text, language: Self.language(of: locale))
    }

    /// Where the characters that people see end, rising; the last one is the text's length (UAX 29, extended grapheme
    /// clusters).
    public func graphemeEnds(_ text: String, locale: LocaleTag) -> [Int] {
        boundaries(LOC_BREAK_GRAPHEME, of: text, language: Self.language(of: locale))
    }

    /// Runs of one script: where each ends, and its ISO 15924 code as four ASCII bytes, the first one highest.
    /// Common and inherited characters belong to the run before them, at the start to the one after;
    /// a text of nothing else is one run of `Zyyy`.
    public func scriptRuns(of text: String) -> [(end: Int, code: UInt32)] {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { utf8 in
                var ends = [Int32](repeating: 0, count: 8)
                var codes = [UInt32](repeating: 0, count: 8)
                while true {
                    let count = Int(
                        loc_script_runs(utf8.baseAddress, Int32(utf8.count), &ends, &codes, Int32(ends.count))
                    )
                    if count <= ends.count { return (0..<count).map { (Int(ends[$0]), codes[$0]) } }
                    ends = [Int32](repeating: 0, count: count)
                    codes = [UInt32](repeating: 0, count: count)
                }
            }
        }
    }

    private func boundaries(_ kind: loc_break_kind, of text: String, language: String) -> [Int] {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { utf8 in
                var capacity = utf8.count / 16 + 8
                while true {
                    var ends = [Int32](repeating: 0, count: capacity)
                    let count = Int(
                        loc_breaks(
                            kind, language, utf8.baseAddress, Int32(utf8.count), &ends, Int32(capacity)))
                    // Without memory for an iterator a text is one piece.
                    if count < 0 { return utf8.isEmpty ? [] : [utf8.count] }
                    if count <= capacity { return ends.prefix(count).map(Int.init) }
                    capacity = count
                }
            }
        }
    }

    /// Rules and abbreviations differ by language only.
    static func language(of locale: LocaleTag) -> String {
        let folded = locale.folded
        guard let hyphen = folded.utf8.firstIndex(of: UInt8(ascii: "-")) else { return folded }
        return String(folded[..<hyphen])
    }
}

extension Span<UInt8> {
    /// Whether nothing before its end may end a sentence: ASCII without line ends and with no stop but the last one,
    /// which quotes, brackets and spaces may follow. Most texts of an interface are so, and ICU would only say what is
    /// known.
    func isOneSentence(in language: String) -> Bool {
        var end = count
        while end > 0, self[unchecked: end - 1].isAny(of: " \"')]") { end -= 1 }
        while end > 0, self[unchecked: end - 1].isAny(of: ".!?") { end -= 1 }
        for index in end..<count where self[unchecked: index].isWide { return false }
        for index in 0..<end {
            let byte = self[unchecked: index]
            guard byte < 0x80, byte >= 0x40 || Self.mayEnd >> UInt64(byte) & 1 == 0 else { return false }
            switch byte {
            // "a) Open b) Close": a list begins with its first item.
            case UInt8(ascii: ")"): if isNearStart(index) { return false }
            case UInt8(ascii: ":"): if language == "hy" { return false }
            case UInt8(ascii: ";"): if language == "el" { return false }
            default: break
            }
        }
        return true
    }

    /// Whether nothing but spaces and at most three characters stand before a position.
    private func isNearStart(_ index: Int) -> Bool {
        let first = end(from: 0) { $0 == 0x20 || $0 == 0x09 }
        return index <= first + 3
    }

    /// Line ends and `! . ?`, as bits by their codes.
    private static var mayEnd: UInt64 { 0x8000_4002_7000_3C00 }
}
