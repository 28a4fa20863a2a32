// SPDX-License-Identifier: Apache-2.0

/// What a byte of UTF-8 is, as far as ASCII says it.
extension UInt8 {
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
    var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    /// Whether it begins or continues a character beyond ASCII.
    var isWide: Bool { self >= 0x80 }

    /// Whether it is one of the characters of an ASCII text.
    func isAny(of set: StaticString) -> Bool {
        set.withUTF8Buffer { $0.contains(self) }
    }
}

/// A look into UTF-8 that may go past the end.
extension Span<UInt8> {
    /// The byte at a position, or `nil` outside the text.
    func at(_ index: Int) -> UInt8? { index >= 0 && index < count ? self[unchecked: index] : nil }

    /// Whether the text goes on with `text` at a position.
    func holds(_ text: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
        return text.withUTF8Buffer { expected in
            for offset in expected.indices where self[unchecked: index + offset] != expected[offset] {
                return false
            }
            return true
        }
    }

    /// Where `text` begins next, at or after a position and ending at or before `end`.
    func first(_ text: StaticString, from start: Int, before end: Int) -> Int? {
        var index = start
        while index + text.utf8CodeUnitCount <= Swift.min(end, count) {
            if holds(text, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// The end of the run from a position on whose bytes all match, within `limit`.
    func end(from start: Int, within limit: Int = .max, while matches: (UInt8) -> Bool) -> Int {
        let limit = Swift.min(count, limit)
        var index = start
        while index < limit, matches(self[unchecked: index]) { index += 1 }
        return index
    }

    /// The start of the run before a position, not before `floor`, whose bytes all match.
    func start(before end: Int, floor: Int, while matches: (UInt8) -> Bool) -> Int {
        var index = end
        while index > floor, matches(self[unchecked: index - 1]) { index -= 1 }
        return index
    }

    /// The scalar that begins at a position inside valid UTF-8, and its length in bytes.
    func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
        let first = self[index]
        guard first >= 0x80 else { return (Unicode.Scalar(first), 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length { value = value << 6 | UInt32((at(index + offset) ?? 0) & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// The scalar that ends at a position inside valid UTF-8, and its length in bytes.
    func scalar(before end: Int) -> (scalar: Unicode.Scalar, length: Int) {
        var start = end - 1
        while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start)
    }

    /// The end of the white space that begins at a position, within `limit`.
    func whiteSpaceEnd(from start: Int, before limit: Int) -> Int {
        var index = start
        while index < limit {
            if !self[unchecked: index].isWide {
                guard self[unchecked: index].isSpace else { break }
                index += 1
                continue
            }
            let (scalar, length) = scalar(at: index)
            guard scalar.properties.isWhitespace else { break }
            index += length
        }
        return index
    }

    /// The start of the white space that ends at a position, not before `floor`.
    func whiteSpaceStart(before end: Int, floor: Int) -> Int {
        var index = end
        while index > floor {
            if !self[unchecked: index - 1].isWide {
                guard self[unchecked: index - 1].isSpace else { break }
                index -= 1
                continue
            }
            let (scalar, length) = scalar(before: index)
            guard scalar.properties.isWhitespace else { break }
            index -= length
        }
        return index
    }

    /// Whether another text is the same, byte for byte.
    func hasSameBytes(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[unchecked: index] != other[unchecked: index] { return false }
        return true
    }

    /// A copy of a part as a string.
    func string(_ range: Range<Int>) -> String {
        extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
