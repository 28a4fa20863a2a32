// SPDX-License-Identifier: Apache-2.0

/// URLs (RFC 3986) and e-mail addresses (RFC 5321, the common form).
enum AddressSyntax {
    /// A URL whose scheme ends at a colon, or `nil`. It reaches back over the scheme, not past `floor`.
    ///
    /// Letters of Latin, Greek and Cyrillic beyond ASCII belong to it (RFC 3987); other scripts end it, since in
    /// many of them no space follows a URL. Punctuation that ends the sentence does not belong to it.
    static func url(_ text: Span<UInt8>, at colon: Int, floor: Int) -> ProtectedMatch? {
        guard text.holds("://", at: colon) else { return nil }
        var start = text.start(before: colon, floor: floor) {
            $0.isLetter || $0.isDigit || $0.isAny(of: "+.-")
        }
        while start < colon, !text[start].isLetter { start += 1 }
        // A scheme of one letter is a drive.
        guard colon - start >= 2 else { return nil }
        let end = trimmed(text, from: colon + 3, to: pathEnd(text, from: colon + 3))
        return end > colon + 3 ? ProtectedMatch(range: start..<end, syntax: .address) : nil
    }

    /// A host without a scheme around one of its dots: `www.example.org/x`, `example.com`.
    static func host(_ text: Span<UInt8>, at dot: Int, floor: Int) -> ProtectedMatch? {
        let start = text.start(before: dot, floor: Swift.max(floor, dot - 64)) {
            $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-")
        }
        guard start < dot,
            text.at(start - 1).map({ $0.isSpace || $0.isAny(of: "\"'([<,;:") || $0.isWide }) ?? true
        else { return nil }
        // A host has at most 253 characters (RFC 1035).
        var end = text.end(from: dot + 1, within: dot + 256) {
            $0.isLetter || $0.isDigit || $0.isAny(of: ".-")
        }
        while end > dot, text[end - 1].isAny(of: ".-") { end -= 1 }
        let last = text.start(before: end, floor: dot) { $0 != UInt8(ascii: ".") }
        let isWeb = dot - start == 3 && text.holds("www", at: start) && last > dot + 1
        guard isWeb || domains.contains(text.string(last..<end)), text.at(end) != UInt8(ascii: "@") else {
            return nil
        }
        if text.at(end) == UInt8(ascii: "/") { end = trimmed(text, from: end, to: pathEnd(text, from: end)) }
        return ProtectedMatch(range: start..<end, syntax: .address)
    }

    /// Top-level domains that are no words or endings of file names.
    private static let domains: Set<String> = ["com", "org", "net", "edu", "gov", "io", "dev", "info", "eu"]

    private static func pathEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while let byte = text.at(index) {
            if byte.isWide {
                let (scalar, length) = text.scalar(at: index)
                guard (0xC0...0x52F).contains(scalar.value), scalar.properties.isAlphabetic else { break }
                index += length
            } else if byte == UInt8(ascii: "{") {
                // A template inside keeps the URL whole.
                guard let match = BraceSyntax.match(text, at: index, floor: index) else { break }
                index = match.range.upperBound
            } else {
                guard byte > 0x20, byte != 0x7F, !byte.isAny(of: "<>\"`}|\\^") else { break }
                index += 1
            }
        }
        return index
    }

    private static func trimmed(_ text: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var end = end
        var excess = closers(text, start..<end)
        while end > start {
            let last = text[end - 1]
            if last.isAny(of: ".,;:!?'*_~") {
                end -= 1
            } else if last == UInt8(ascii: ")"), excess.round > 0 {
                excess.round -= 1
                end -= 1
            } else if last == UInt8(ascii: "]"), excess.square > 0 {
                excess.square -= 1
                end -= 1
            } else {
                break
            }
        }
        return end
    }

    /// How many more brackets close than open.
    private static func closers(_ text: Span<UInt8>, _ range: Range<Int>) -> (round: Int, square: Int) {
        var excess = (round: 0, square: 0)
        for index in range {
            switch text[index] {
            case UInt8(ascii: "("): excess.round -= 1
            case UInt8(ascii: ")"): excess.round += 1
            case UInt8(ascii: "["): excess.square -= 1
            case UInt8(ascii: "]"): excess.square += 1
            default: break
            }
        }
        return excess
    }

    /// An e-mail address around an at sign, or `nil`. It reaches back over its local part, not past `floor`,
    /// and over `mailto:`.
    static func mail(_ text: Span<UInt8>, at sign: Int, floor: Int) -> ProtectedMatch? {
        var start = text.start(before: sign, floor: floor) { $0.isWord || $0.isAny(of: ".+-") }
        while start < sign, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "-") {
            start += 1
        }
        guard start < sign else { return nil }
        var end = text.end(from: sign + 1) { $0.isLetter || $0.isDigit || $0.isAny(of: ".-") }
        while end > sign + 1, text[end - 1].isAny(of: ".-") { end -= 1 }
        let dot = text.start(before: end, floor: sign + 1) { $0 != UInt8(ascii: ".") }
        guard dot > sign + 2, end - dot >= 2, text.end(from: dot, while: \.isLetter) == end else {
            return nil
        }
        if start - 7 >= floor, text.holds("mailto:", at: start - 7) { start -= 7 }
        return ProtectedMatch(range: start..<end, syntax: .address)
    }
}
