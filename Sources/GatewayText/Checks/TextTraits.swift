// SPDX-License-Identifier: Apache-2.0

/// What one look at the bytes of a text tells: most texts have nothing that most checks look for.
struct TextTraits {
    /// Kinds of bytes that a text has; bits.
    struct Kinds: OptionSet {
        let rawValue: UInt16
        /// Beyond ASCII.
        static let wide = Kinds(rawValue: 1)
        /// A digit, or the first byte of characters among which there are digits.
        static let numeric = Kinds(rawValue: 2)
        /// A control character that is no tab or line break, or the first byte of one beyond ASCII.
        static let control = Kinds(rawValue: 4)
        /// The first byte of a mark of direction.
        static let turning = Kinds(rawValue: 8)
        /// A line feed or a backslash.
        static let lineBreak = Kinds(rawValue: 16)
        /// `&` or `_`.
        static let accelerator = Kinds(rawValue: 32)
        /// `{`
        static let brace = Kinds(rawValue: 64)
        /// Bytes of ASCII that can be seen; not kept.
        fileprivate static let visible = Kinds(rawValue: 128)
    }

    /// What is told of a text that nobody has looked at: it may have anything, and each check looks for itself.
    static let unknown = TextTraits(kinds: Kinds(rawValue: 127), visible: 0)

    let kinds: Kinds
    /// How many of its bytes are characters of ASCII that can be seen.
    let visible: Int

    private init(kinds: Kinds, visible: Int) { (self.kinds, self.visible) = (kinds, visible) }

    init(_ bytes: Span<UInt8>) {
        let table = Self.table.span
        var kinds: UInt16 = 0
        var visible = 0
        for index in 0..<bytes.count {
            let kind = table[unchecked: Int(bytes[unchecked: index])]
            kinds |= kind
            visible &+= Int(kind >> 7)
        }
        self.kinds = Kinds(rawValue: kinds).subtracting(.visible)
        self.visible = visible
    }

    /// The kinds of each byte.
    private static let table: [UInt16] = (UInt8.min...UInt8.max).map { byte in
        var kinds: Kinds = []
        if byte.isWide { kinds.insert(.wide) }
        if byte.isDigit || byte >= 0xD9 { kinds.insert(.numeric) }
        if byte < 0x20 && !(0x09...0x0A).contains(byte) && byte != 0x0D || byte == 0x7F || byte == 0xC2 {
            kinds.insert(.control)
        }
        if byte == 0xE2 { kinds.insert(.turning) }
        if byte.isAny(of: "\n\\") { kinds.insert(.lineBreak) }
        if byte.isAny(of: "&_") { kinds.insert(.accelerator) }
        if byte == UInt8(ascii: "{") { kinds.insert(.brace) }
        if byte > 0x20, byte < 0x80 { kinds.insert(.visible) }
        return kinds.rawValue
    }
}
