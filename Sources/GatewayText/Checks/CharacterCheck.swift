// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Looks for characters that do harm without being seen.
enum CharacterCheck {
    /// Control characters that the source does not have; tabs and line breaks are text.
    static func controls(_ pair: CheckedPair) -> [Finding] {
        guard pair.translation.traits.kinds.contains(.control) else { return [] }
        let found = controls(pair.translation.text)
        guard !found.isEmpty else { return [] }
        let known = controls(pair.source.text)
        return found.subtracting(known).sorted { $0.value < $1.value }.map {
            Finding(.controls, found: name($0))
        }
    }

    private static func controls(_ text: String) -> Set<Unicode.Scalar> {
        var found: Set<Unicode.Scalar> = []
        let bytes = text.utf8.span
        for index in 0..<bytes.count {
            let byte = bytes[unchecked: index]
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D {
                found.insert(Unicode.Scalar(byte))
            } else if byte == 0x7F {
                found.insert(Unicode.Scalar(byte))
            } else if byte == 0xC2, let next = bytes.at(index + 1), next < 0xA0, next != 0x85 {
                found.insert(Unicode.Scalar(next))
            }
        }
        return found
    }

    /// Embeddings and isolates that are not closed, and overrides that the source does not have (UAX 9).
    static func bidi(_ pair: CheckedPair) -> [Finding] {
        guard pair.translation.traits.kinds.contains(.turning), mayTurn(pair.translation.text) else {
            return []
        }
        let known = Set(pair.source.text.unicodeScalars)
        var open: [Unicode.Scalar] = []
        var findings: [Finding] = []
        for scalar in pair.translation.text.unicodeScalars {
            switch scalar.value {
            case 0x202D, 0x202E:
                if !known.contains(scalar) { findings.append(Finding(.bidi, found: name(scalar))) }
                open.append(scalar)
            case 0x202A, 0x202B, 0x2066, 0x2067, 0x2068: open.append(scalar)
            case 0x202C:
                guard let last = open.last, last.value < 0x2060 else {
                    findings.append(Finding(.bidi, found: name(scalar)))
                    continue
                }
                open.removeLast()
            case 0x2069:
                // It closes what was opened inside the isolate too.
                guard let isolate = open.lastIndex(where: { $0.value > 0x2060 }) else {
                    findings.append(Finding(.bidi, found: name(scalar)))
                    continue
                }
                open.removeSubrange(isolate...)
            default: break
            }
        }
        // What is left open ends with the paragraph: it harms only what is put together with it.
        return findings
            + open.map {
                Finding(
                    check: Check.bidi.rawValue, severity: .warning, expected: "it is closed", found: name($0))
            }
    }

    private static func mayTurn(_ text: String) -> Bool {
        let bytes = text.utf8.span
        for index in 0..<bytes.count where bytes[unchecked: index] == 0xE2 {
            if bytes.at(index + 1) == 0x80, let last = bytes.at(index + 2), (0xAA...0xAE).contains(last) {
                return true
            }
            if bytes.at(index + 1) == 0x81, let last = bytes.at(index + 2), (0xA6...0xA9).contains(last) {
                return true
            }
        }
        return false
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }
}
