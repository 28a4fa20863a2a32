// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Compares the white space at both ends of a pair, and its line breaks.
enum SpaceCheck {
    static func findings(_ pair: CheckedPair) -> [Finding] {
        let (source, translation) = (pair.source.text.utf8.span, pair.translation.text.utf8.span)
        var findings: [Finding] = []
        let (ends, own) = (Ends(source), Ends(translation))
        if ends.leading != own.leading {
            findings.append(Finding(.whitespace, expected: shown(ends.leading), found: shown(own.leading)))
        }
        if ends.trailing != own.trailing {
            findings.append(Finding(.whitespace, expected: shown(ends.trailing), found: shown(own.trailing)))
        }
        guard pair.has(.lineBreak) else { return findings }
        let (breaks, ownBreaks) = (lineBreaks(source), lineBreaks(translation))
        if breaks != ownBreaks {
            findings.append(Finding(.newlines, expected: String(breaks), found: String(ownBreaks)))
        }
        return findings
    }

    private struct Ends {
        let leading: String
        let trailing: String

        init(_ bytes: Span<UInt8>) {
            let start = bytes.whiteSpaceEnd(from: 0, before: bytes.count)
            leading = start == 0 ? "" : bytes.string(0..<start)
            let end = bytes.whiteSpaceStart(before: bytes.count, floor: start)
            trailing = end == bytes.count ? "" : bytes.string(end..<bytes.count)
        }
    }

    /// Line feeds, and those that are written as `\n`.
    private static func lineBreaks(_ bytes: Span<UInt8>) -> Int {
        var count = 0
        for index in 0..<bytes.count {
            let byte = bytes[unchecked: index]
            if byte == 0x0A || byte == UInt8(ascii: "\\") && bytes.at(index + 1) == UInt8(ascii: "n") {
                count += 1
            }
        }
        return count
    }

    private static func shown(_ space: String) -> String {
        space.replacing("\n", with: "\\n").replacing("\t", with: "\\t").replacing("\r", with: "\\r")
    }
}
