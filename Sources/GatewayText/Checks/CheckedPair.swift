// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A source and its translation, each scanned once for all checks.
struct CheckedPair {
    /// A text and what in it is protected.
    struct Scanned {
        let text: String
        let matches: [ProtectedMatch]
        /// The text without what is protected; a space stands in its place.
        let prose: String

        init(_ text: String, _ syntaxes: SyntaxSet) {
            self.text = text
            let bytes = text.utf8.span
            matches = ProtectedScanner.matches(in: text, syntaxes)
            guard !matches.isEmpty else {
                prose = text
                return
            }
            var rest: [UInt8] = []
            rest.reserveCapacity(bytes.count)
            var done = 0
            for match in matches {
                bytes.append(done..<match.range.lowerBound, to: &rest)
                rest.append(0x20)
                done = match.range.upperBound
            }
            bytes.append(done..<bytes.count, to: &rest)
            prose = String(decoding: rest, as: UTF8.self)
        }

        /// How the matches of some kinds are spelled, in order.
        func spelled(_ isWanted: (ProtectedMatch) -> Bool) -> [String] {
            let bytes = text.utf8.span
            var spelled: [String] = []
            for match in matches where isWanted(match) { spelled.append(bytes.string(match.range)) }
            return spelled
        }
    }

    let source: Scanned
    let translation: Scanned
    /// The source as a message with branches, or `nil`.
    let sourceMessage: Message?

    init(source: String, translation: String, syntaxes: SyntaxSet) {
        self.source = Scanned(source, syntaxes)
        self.translation = Scanned(translation, syntaxes)
        sourceMessage = Message(choosing: source, syntaxes)
    }

    /// What one list has more of than the other, in order.
    static func surplus(_ list: [String], over other: [String]) -> [String] {
        guard !other.isEmpty else { return list }
        var counts: [String: Int] = [:]
        for element in other { counts[element, default: 0] += 1 }
        return list.filter { element in
            guard let count = counts[element], count > 0 else { return true }
            counts[element] = count - 1
            return false
        }
    }

    /// Findings of a check for what is missing and what is too much.
    static func findings(_ check: Check, wanted: [String], present: [String]) -> [Finding] {
        guard wanted != present else { return [] }
        let missing = surplus(wanted, over: present)
        let extra = surplus(present, over: wanted)
        // What was changed is one finding and not two.
        return (0..<max(missing.count, extra.count)).map { index in
            Finding(
                check, expected: index < missing.count ? missing[index] : "",
                found: index < extra.count ? extra[index] : "")
        }
    }
}
