// SPDX-License-Identifier: Apache-2.0

/// Emoji and their sequences: skin tones, families, flags, keycaps (UTS 51).
enum EmojiSyntax {
    /// What stands at the first byte of a character, or `nil`. A keycap reaches back over its digit, not past `floor`.
    static func match(_ text: Span<UInt8>, at start: Int, floor: Int) -> ProtectedMatch? {
        if text.holds("\u{20E3}", at: start) { return keycap(text, at: start, floor: floor) }
        guard let end = sequenceEnd(text, from: start) else { return nil }
        return ProtectedMatch(range: start..<end, syntax: .emoji)
    }

    private static func keycap(_ text: Span<UInt8>, at enclosing: Int, floor: Int) -> ProtectedMatch? {
        let digit = text.holds("\u{FE0F}", at: enclosing - 3) ? enclosing - 4 : enclosing - 1
        guard digit >= floor, text[digit].isDigit || text[digit].isAny(of: "#*") else { return nil }
        return ProtectedMatch(range: digit..<(enclosing + 3), syntax: .emoji)
    }

    /// One emoji with its modifiers, and those that a joiner ties to it.
    private static func sequenceEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
        guard var index = elementEnd(text, from: start) else { return nil }
        while text.holds("\u{200D}", at: index), index + 3 < text.count,
            let next = elementEnd(text, from: index + 3)
        {
            index = next
        }
        return index
    }

    private static func elementEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
        let (scalar, length) = text.scalar(at: start)
        guard scalar.value >= 0x203C, scalar.properties.isEmoji else { return nil }
        var index = start + length
        if isFlagPart(scalar) {
            // Two regional indicators are a flag.
            guard index < text.count, isFlagPart(text.scalar(at: index).scalar) else { return index }
            return index + 4
        }
        var isShown = scalar.properties.isEmojiPresentation
        while index < text.count {
            let (next, length) = text.scalar(at: index)
            guard
                next.value == 0xFE0F || next.properties.isEmojiModifier
                    || (0xE0020...0xE007F).contains(next.value)
            else { break }
            isShown = true
            index += length
        }
        return isShown ? index : nil
    }

    private static func isFlagPart(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }
}
