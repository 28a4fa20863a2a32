// SPDX-License-Identifier: Apache-2.0

/// Ends of sentences that UAX 29 does not see.
struct SentenceEnds {
    /// Those that are sure, rising.
    private(set) var sure: [Int] = []
    /// Those that ``SentenceRules`` has to judge as it does ICU's.
    private(set) var possible: [Int] = []
    /// Of those, the ones behind something protected: where that begins.
    private(set) var protected: [Int: Int] = [:]

    /// Those of a text in a language.
    init(in text: Span<UInt8>, language: String, protecting ranges: [Range<Int>]) {
        findAround(ranges, in: text)
        var line = 0
        while line < text.count {
            var index = line
            sure += ListMarkers.ends(in: text, from: line)
            while index < text.count, text[unchecked: index] != UInt8(ascii: "\n") {
                let end: Int? =
                    switch text[unchecked: index] {
                    case UInt8(ascii: "."): Self.fullStop(text, at: index, language: language)
                    case 0xE1: Self.khmerStop(text, at: index)
                    case 0xE2: Self.ellipsis(text, at: index)
                    case UInt8(ascii: ":"): language == "hy" ? Self.armenianColon(text, at: index) : nil
                    default: nil
                    }
                if let end { sure.append(end) }
                if end == nil, text[unchecked: index] == UInt8(ascii: "."),
                    Self.isBeforeNumber(text, at: index)
                {
                    possible.append(index + 2)
                }
                index += 1
            }
            if language == "ar" { sure += ArabicClauses.ends(in: text, line: line..<index) }
            line = index + 1
        }
        sure.sort()
    }

    /// "<b>Stop!</b> Go on": a tag or a placeholder at a stop stays with its sentence. "It is over. {name} won": UAX 29
    /// sees the small letters of what is protected.
    private mutating func findAround(_ ranges: [Range<Int>], in text: Span<UInt8>) {
        var index = 0
        var last = 0
        while index < ranges.count {
            let first = ranges[index].lowerBound
            var end = ranges[index].upperBound
            index += 1
            while index < ranges.count, ranges[index].lowerBound == end {
                end = ranges[index].upperBound
                index += 1
            }
            let stop = text.whiteSpaceStart(before: first, floor: 0)
            defer { last = end }
            guard stop > 0 else { continue }
            let before = text.scalar(before: stop).scalar
            guard before.isWesternStop || before.isWideStop else { continue }
            let next = text.whiteSpaceEnd(from: end, before: text.count)
            if stop < first {
                let word = text.wordStart(before: stop - 1, floor: 0)
                if stop - 1 == last || !text.isShortWord(word..<(stop - 1)) { possible.append(first) }
            } else if next > end, next < text.count {
                possible.append(next)
                protected[next] = first
            }
        }
    }

    /// All places where a sentence may end, rising, together with those that ICU found.
    func merged(with found: [Int]) -> [Int] {
        sure.isEmpty && possible.isEmpty ? found : (found + sure + possible).sorted()
    }

    /// A number with a small letter behind it, before which UAX 29 ends nothing: "It is over. 3 files are left."
    /// Short words are abbreviations more often than not.
    private static func isBeforeNumber(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard index + 2 < text.count, text[index + 1] == 0x20, text[index + 2].isDigit else { return false }
        let word = text.wordStart(before: index, floor: 0)
        return word < index && (text[word].isDigit || !text.isShortWord(word..<index))
    }

    /// UAX 29 takes "…" for a comma's kin; with a space and no small letter behind it, it ends as "..." does.
    private static func ellipsis(_ text: Span<UInt8>, at index: Int) -> Int? {
        guard text.holds("\u{2026}", at: index),
            !isRemark(text, at: index), let next = text.sentenceStart(behind: index + 3),
            !text.goesOnInSmallLetters(at: next),
            !text.scalar(at: next).scalar.joinsClauses, !text.scalar(at: next).scalar.isWesternStop
        else { return nil }
        return next
    }

    /// "[…]"
    private static func isRemark(_ text: Span<UInt8>, at index: Int) -> Bool {
        index > 0 && index + 3 < text.count && text.scalar(before: index).scalar.opensEnclosure
            && text.scalar(at: index + 3).scalar.closesEnclosure
    }

    /// "។" and "៕", which UAX 29 counts among the stops only from Unicode 15.1 on.
    private static func khmerStop(_ text: Span<UInt8>, at index: Int) -> Int? {
        guard text.holds("\u{17D4}", at: index) || text.holds("\u{17D5}", at: index) else { return nil }
        return text.sentenceStart(behind: index + 3)
    }

    /// A full stop before small letters, an ellipsis or a capital without a space.
    private static func fullStop(_ text: Span<UInt8>, at index: Int, language: String) -> Int? {
        guard index > 3, index + 3 < text.count else { return nil }
        let next = text[index + 1]
        if next == 0x20 {
            if text.holds("..", at: index + 2), text[index - 1].isLetter || text[index - 1].isWide {
                return opensWithEllipsis(text, at: index + 2) ? index + 2 : nil
            }
            return language == "el" && text[index + 2].isWide && isGreekWord(text, before: index)
                ? index + 2 : nil
        }
        // "жағдайы.XVIII ғасырдың": no name or address mixes scripts like that.
        guard text[index - 1].isWide, next.isWide || next.isLetter else { return nil }
        let first = text.wordStart(before: index, floor: 0)
        guard index - first >= 10, text.scalar(before: index).scalar.properties.isLowercase,
            text.scalar(at: index + 1).scalar.properties.isUppercase
        else { return nil }
        return index + 1
    }

    /// "…the end. ...and then": an ellipsis that a word follows at once.
    private static func opensWithEllipsis(_ text: Span<UInt8>, at index: Int) -> Bool {
        let end = text.end(from: index) { $0 == UInt8(ascii: ".") }
        return end - index >= 3 && end < text.count && text.scalar(at: end).scalar.properties.isAlphabetic
    }

    /// Whether a Greek word stands there in full: it ends in a vowel, ν or the ς that stands at ends of words only,
    /// where abbreviations break off at any letter.
    private static func isGreekWord(_ text: Span<UInt8>, before end: Int) -> Bool {
        let first = text.wordStart(before: end, floor: 0)
        guard end - first >= 10, text.at(first - 1) != UInt8(ascii: ".") else { return false }
        return switch text.scalar(before: end).scalar {
        case "\u{3C2}", "\u{3BD}", "\u{3B1}", "\u{3B5}", "\u{3B7}", "\u{3B9}", "\u{3BF}", "\u{3C5}",
            "\u{3C9}",
            "\u{3AC}", "\u{3AD}", "\u{3AE}", "\u{3AF}", "\u{3CC}", "\u{3CD}", "\u{3CE}":
            true
        default: false
        }
    }

    /// Armenian's full stop looks like a colon and is often typed as one.
    private static func armenianColon(_ text: Span<UInt8>, at index: Int) -> Int? {
        guard index > 0,
            text.scalar(before: index).scalar.isWordPart || text[index - 1].isAny(of: ".)\"")
                || text[index - 1].isWide || text[index - 1].isSpace,
            let next = text.sentenceStart(behind: index + 1), !text.goesOnInSmallLetters(at: next)
        else { return nil }
        return next
    }
}

extension Span<UInt8> {
    /// Whether a word is more often an abbreviation than not, by its length alone.
    fileprivate func isShortWord(_ word: Range<Int>) -> Bool { string(word).unicodeScalars.count <= 3 }

    /// Where a text goes on behind a stop's closing signs and spaces on the same line; `nil` without spaces.
    fileprivate func sentenceStart(behind stop: Int) -> Int? {
        var index = stop
        while index < count, scalar(at: index).scalar.closesEnclosure { index += scalar(at: index).length }
        let next = whiteSpaceEnd(from: index, before: count)
        guard next > index, next < count else { return nil }
        for position in index..<next where self[position].isAny(of: "\n\r") { return nil }
        return next
    }
}
