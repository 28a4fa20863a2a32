// SPDX-License-Identifier: Apache-2.0

/// Characters that are written with a backslash: `\n`, `\"`, `\u00A0`, `\x1b`.
enum EscapeSyntax {
    /// What stands at a backslash, or `nil`.
    static func match(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        guard let letter = text.at(start + 1) else { return nil }
        let end: Int
        switch letter {
        case UInt8(ascii: "u"):
            if text.at(start + 2) == UInt8(ascii: "{") {
                let close = hexEnd(text, from: start + 3)
                guard close > start + 3, text.at(close) == UInt8(ascii: "}") else { return nil }
                end = close + 1
            } else {
                guard hexEnd(text, from: start + 2) >= start + 6 else { return nil }
                end = start + 6
            }
        case UInt8(ascii: "U"):
            guard hexEnd(text, from: start + 2) >= start + 10 else { return nil }
            end = start + 10
        case UInt8(ascii: "x"):
            guard hexEnd(text, from: start + 2) >= start + 4 else { return nil }
            end = start + 4
        case _ where letter.isAny(of: "nrt\"'\\@?"): end = start + 2
        default: return nil
        }
        return ProtectedMatch(range: start..<end, syntax: .escape)
    }

    private static func hexEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        text.end(from: start) { $0.isDigit || $0.isAny(of: "abcdefABCDEF") }
    }
}
