// SPDX-License-Identifier: Apache-2.0

/// Characters without a glyph that an engine would lose or move: controls, marks of direction that embed, isolate or
/// override, the byte order mark, the mark of an embedded object.
enum ControlSyntax {
    /// What stands at a byte, or `nil`.
    static func match(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        let byte = text[start]
        if byte < 0x20 || byte == 0x7F { return ProtectedMatch(range: start..<(start + 1), syntax: .control) }
        guard byte.isWide else { return nil }
        let (scalar, length) = text.scalar(at: start)
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFC:
            return ProtectedMatch(range: start..<(start + length), syntax: .control)
        default: return nil
        }
    }
}
