// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Compares how long a translation is with a limit and with its source.
enum LengthCheck {
    static func findings(
        _ pair: CheckedPair, limit: Int?, _ source: Checker.Side, _ target: Checker.Side
    ) -> [Finding] {
        var findings: [Finding] = []
        if let limit {
            let graphemes = pair.translation.text.count
            if graphemes > limit {
                findings.append(Finding(.length, expected: "at most \(limit)", found: String(graphemes)))
            }
        }
        let wanted = weight(pair.source)
        // Short texts differ by more than what a cut would take.
        guard wanted >= 20 else { return findings }
        let present = weight(pair.translation)
        if present < wanted * shortest * target.length / source.length {
            findings.append(
                Finding(.truncated, expected: pair.source.text, found: pair.translation.text))
        }
        return findings
    }

    /// The shortest share of the usual length that a whole translation has: under it lie one in two hundred of human
    /// translations, and most that lost two thirds.
    private static let shortest = 0.53

    /// How long the same text is in a language, in letters as ``weight(_:_:)`` counts them, beside English: the medians
    /// of translated catalogues.
    static func length(_ language: String) -> Double { lengths[language] ?? 1.05 }

    private static let lengths: [String: Double] = [
        "ar": 0.83, "ca": 1.2, "cs": 1.04, "da": 1.06, "de": 1.23, "el": 1.25, "en": 1, "es": 1.17, "fa": 0.9,
        "fi": 1.1, "fr": 1.23, "he": 0.95, "hi": 0.79, "hu": 1.15, "it": 1.21, "ja": 1.32, "ko": 0.88,
        "mr": 0.85,
        "nb": 1.06, "ne": 0.85, "nl": 1.14, "nn": 1.06, "no": 1.06, "pl": 1.15, "pt": 1.15, "ru": 1.12,
        "sl": 1.06,
        "sv": 1.09, "th": 0.84, "tr": 1.08, "uk": 1.12, "ur": 0.9, "zh": 1.02,
    ]

    /// About how many Latin letters a text would have.
    private static func weight(_ text: ScannedText) -> Double {
        if text.matches.isEmpty, !text.traits.kinds.contains(.wide) { return Double(text.traits.visible) }
        let bytes = text.prose.utf8.span
        var (narrow, wide) = (0, 0)
        var index = 0
        while index < bytes.count {
            let byte = bytes[unchecked: index]
            if byte < 0x80 {
                if byte > 0x20 { narrow += 1 }
                index += 1
                continue
            }
            let (scalar, length) = bytes.scalar(at: index)
            index += length
            switch scalar.value {
            case 0x2E80...0x303F, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: wide += 3
            case 0x3040...0x30FF, 0xAC00...0xD7AF: wide += 2
            // Marks above and below letters take no room of their own; in Indic scripts vowels do.
            default: narrow += scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
            }
        }
        return Double(narrow + wide)
    }
}
