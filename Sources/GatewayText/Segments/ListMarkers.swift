// SPDX-License-Identifier: Apache-2.0

/// Items of a list that stand on one line: "1. Open 2. Close", "• Open • Close", "a) Open b) Close".
enum ListMarkers {
    /// What numbers an item.
    private struct Marker {
        enum Style { case digits, letter, bullet }
        var style: Style
        var value: Int
        /// The bullet, or what stands behind the number: ".", ")" or ".)".
        var sign: Unicode.Scalar
        var hasBoth = false
        var end: Int
    }

    /// Where items begin behind the first one, on the line that begins at `line` with an item.
    static func ends(in text: Span<UInt8>, from line: Int) -> [Int] {
        var start = line
        while start < text.count, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
        guard let first = marker(text, at: start) else { return [] }
        var ends: [Int] = []
        var last = first
        var index = last.end
        while index < text.count, text[index] != UInt8(ascii: "\n") {
            defer { index += 1 }
            guard text[index - 1] == 0x20, let next = marker(text, at: index), follows(next, last) else {
                continue
            }
            guard next.sign != "." || startsAlike(text, next.end, first.end) else { continue }
            ends.append(index)
            last = next
        }
        return ends
    }

    private static func follows(_ next: Marker, _ last: Marker) -> Bool {
        next.style == last.style && next.sign == last.sign && next.hasBoth == last.hasBoth
            && (next.style == .bullet || next.value == last.value + 1)
    }

    /// Whether two items begin with a capital, or both with none: "2. is" after "1. The" is no item.
    private static func startsAlike(_ text: Span<UInt8>, _ one: Int, _ other: Int) -> Bool {
        func isSmall(_ end: Int) -> Bool {
            let start = text.whiteSpaceEnd(from: end, before: text.count)
            return start < text.count && text.scalar(at: start).scalar.properties.isLowercase
        }
        return isSmall(one) == isSmall(other)
    }

    private static func marker(_ text: Span<UInt8>, at start: Int) -> Marker? {
        guard start < text.count else { return nil }
        let (scalar, length) = text.scalar(at: start)
        // • ‣ ⁃ ▪ ● ◦
        switch scalar {
        case "\u{2022}", "\u{2023}", "\u{2043}", "\u{25AA}", "\u{25CF}", "\u{25E6}":
            return Marker(style: .bullet, value: 0, sign: scalar, end: start + length)
        default: break
        }
        let digits = text.end(from: start) { $0.isDigit }
        if digits > start, digits - start <= 3 {
            let value = (start..<digits).reduce(0) { $0 * 10 + Int(text[$1] & 0x0F) }
            return closed(text, at: digits, Marker(style: .digits, value: value, sign: ".", end: digits))
        }
        guard text[start].isLetter else { return nil }
        return closed(
            text, at: start + 1, Marker(style: .letter, value: Int(text[start]), sign: ".", end: start + 1))
    }

    private static func closed(_ text: Span<UInt8>, at index: Int, _ number: Marker) -> Marker? {
        var marker = number
        marker.hasBoth = text.holds(".)", at: index)
        let sign = text.at(marker.hasBoth ? index + 1 : index)
        guard sign == UInt8(ascii: ".") || sign == UInt8(ascii: ")") else { return nil }
        marker.sign = sign == UInt8(ascii: ".") ? "." : ")"
        marker.end = index + (marker.hasBoth ? 2 : 1)
        return text.at(marker.end) == 0x20 ? marker : nil
    }
}
