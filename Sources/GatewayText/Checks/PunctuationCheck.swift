// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Compares what a pair ends with. Marks of one meaning count as one in all scripts.
enum PunctuationCheck {
    static func findings(_ pair: CheckedPair, _ target: Checker.Side) -> [Finding] {
        guard let wanted = end(pair.source) else { return [] }
        // A mark that was lost before a placeholder at the end counts.
        let present = end(pair.translation) ?? ""
        guard wanted != present, !(wanted == "." && unmarked.contains(target.language)) else { return [] }
        return [Finding(.punctuation, expected: wanted, found: present)]
    }

    /// The mark at the end as ASCII writes it, empty for none; `nil` where something protected stands there.
    private static func end(_ text: ScannedText) -> String? {
        let bytes = text.text.utf8.span
        var end = bytes.whiteSpaceStart(before: bytes.count, floor: 0)
        if text.matches.last?.range.upperBound == end { return nil }
        // What most texts end with.
        if end > 0, bytes[unchecked: end - 1].isWord { return "" }
        end = withoutKey(bytes, before: end)
        while end > 0 {
            let (scalar, length) = bytes.scalar(before: end)
            // Quotes and brackets may come behind or before the mark, by language; so do marks of direction.
            guard closes(scalar) else { break }
            end -= length
        }
        guard end > 0 else { return "" }
        let scalar = bytes.scalar(before: end).scalar
        guard let mark = mark(scalar) else { return "" }
        guard mark == "." else { return mark }
        let dots = end - bytes.start(before: end, floor: 0) { $0 == UInt8(ascii: ".") }
        return dots > 1 ? String(repeating: ".", count: Swift.min(dots, 3)) : mark
    }

    /// The end without an access key in brackets, as East Asian texts have it: `開く(_O)...`, `फ़ाइल... (_F)`.
    private static func withoutKey(_ bytes: Span<UInt8>, before end: Int) -> Int {
        guard end > 4, bytes[end - 1] == UInt8(ascii: ")"), bytes[end - 4] == UInt8(ascii: "("),
            bytes[end - 3].isAny(of: "_&")
        else { return end }
        return bytes.whiteSpaceStart(before: end - 4, floor: 0)
    }

    /// Languages that end a sentence without a mark.
    private static let unmarked: Set<String> = ["th", "lo", "km", "my", "shn"]

    private static func closes(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", ")", "]", "\u{BB}", "\u{AB}", "\u{201D}", "\u{201C}", "\u{2019}", "\u{2018}",
            "\u{203A}", "\u{300D}", "\u{300F}", "\u{FF09}", "\u{200E}", "\u{200F}", "\u{200B}", "\u{A0}",
            "\u{202F}":
            true
        default: false
        }
    }

    /// What a mark of any script is in ASCII.
    private static func mark(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case ".", "\u{3002}", "\u{FF0E}", "\u{FF61}", "\u{964}", "\u{965}", "\u{6D4}", "\u{589}",
            "\u{1362}", "\u{17D4}", "\u{104B}":
            "."
        case "\u{2026}", "\u{22EF}": "..."
        case ":", "\u{FF1A}", "\u{FE55}": ":"
        case "!", "\u{FF01}", "\u{55C}": "!"
        case "?", "\u{FF1F}", "\u{61F}", "\u{37E}", "\u{55E}", "\u{1367}": "?"
        case ",", "\u{FF0C}", "\u{60C}", "\u{3001}": ","
        case ";", "\u{FF1B}", "\u{61B}": ";"
        default: nil
        }
    }
}
