// SPDX-License-Identifier: Apache-2.0

/// Our own tokens, `⟦n⟧`: n is decimal, in ASCII, without leading zeros.
enum TokenSyntax {
    /// `⟦` or `⟧` in UTF-8 has so many bytes.
    static let bracketLength = 3

    /// Appends a token.
    static func append(_ number: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: [0xE2, 0x9F, 0xA6])
        bytes.append(contentsOf: String(number).utf8)
        bytes.append(contentsOf: [0xE2, 0x9F, 0xA7])
    }

    /// The token itself.
    static func token(_ number: Int) -> String { "\u{27E6}\(number)\u{27E7}" }

    /// The token at a position: its number and end.
    static func read(_ text: Span<UInt8>, at start: Int) -> (number: Int, end: Int)? {
        guard text.holds("\u{27E6}", at: start) else { return nil }
        let first = start + bracketLength
        let end = text.end(from: first, while: \.isDigit)
        // Nine digits fit an integer on every machine and exceed every text's count of tokens.
        guard (1...9).contains(end - first), text[first] != UInt8(ascii: "0"), text.holds("\u{27E7}", at: end)
        else { return nil }
        var number = 0
        for index in first..<end { number = number * 10 + Int(text[index] & 0x0F) }
        return (number, end + bracketLength)
    }

    /// Text of the source that could be taken for a token, also by ``TokenRepair``: brackets around anything
    /// short.
    static func lookalike(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        guard text.holds("\u{27E6}", at: start),
            let close = text.first("\u{27E7}", from: start + bracketLength, before: start + 32),
            text.first("\u{27E6}", from: start + bracketLength, before: close) == nil
        else { return nil }
        return ProtectedMatch(range: start..<(close + bracketLength), syntax: .token)
    }

    /// All tokens of a text, in order.
    static func all(in text: String) -> [(number: Int, range: Range<Int>)] {
        var found: [(number: Int, range: Range<Int>)] = []
        let bytes = text.utf8.span
        var index = 0
        while let token = next(in: bytes, from: index) {
            found.append(token)
            index = token.range.upperBound
        }
        return found
    }

    /// The first token at or after a position.
    static func next(in text: Span<UInt8>, from start: Int) -> (number: Int, range: Range<Int>)? {
        var index = start
        while index < text.count {
            if text[unchecked: index] == 0xE2, let token = read(text, at: index) {
                return (token.number, index..<token.end)
            }
            index += 1
        }
        return nil
    }
}
