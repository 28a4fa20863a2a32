// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A source and its translation, each scanned once for all checks.
struct CheckedPair {
    let source: ScannedText
    let translation: ScannedText
    /// The source as a message with branches, or `nil`.
    let sourceMessage: Message?

    init(source: ScannedText, message: Message?, translation: ScannedText) {
        (self.source, sourceMessage, self.translation) = (source, message, translation)
    }

    init(source: String, translation: String, syntaxes: SyntaxSet) {
        self.source = ScannedText(source, syntaxes)
        self.translation = ScannedText(translation, syntaxes)
        sourceMessage = self.source.message(syntaxes)
    }

    /// Whether one of the two has bytes of a kind.
    func has(_ kind: TextTraits.Kinds) -> Bool {
        !source.traits.kinds.union(translation.traits.kinds).isDisjoint(with: kind)
    }

    /// Whether both spell their matches of some kinds alike and in the same order, as most pairs do.
    func haveSame(_ isWanted: (ProtectedMatch.Syntax) -> Bool) -> Bool {
        let (own, others) = (source.matches, translation.matches)
        let (bytes, otherBytes) = (source.text.utf8.span, translation.text.utf8.span)
        var other = 0
        func skip() { while other < others.count, !isWanted(others[other].syntax) { other += 1 } }
        for match in own where isWanted(match.syntax) {
            skip()
            guard other < others.count,
                bytes.extracting(match.range).hasSameBytes(as: otherBytes.extracting(others[other].range))
            else { return false }
            other += 1
        }
        skip()
        return other == others.count
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
