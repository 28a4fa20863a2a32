// SPDX-License-Identifier: Apache-2.0

/// chrF (Popović, 2015): how much two texts are alike, by the F score of their character sequences of one to six, recall
/// counted twice. White space does not count.
public enum CharacterFScore {
    private static let longest = 6

    /// 0 to 100; 100 for two texts without characters.
    public static func score(_ text: String, reference: String) -> Double {
        let (ours, theirs) = (characters(text), characters(reference))
        if ours == theirs { return 100 }
        var (precision, recall) = (0.0, 0.0)
        var orders = 0
        for length in 1...longest {
            let (own, other) = (counts(ours, length), counts(theirs, length))
            let (ownTotal, otherTotal) = (max(0, ours.count - length + 1), max(0, theirs.count - length + 1))
            // An order that one of them is too short for says nothing.
            guard ownTotal > 0, otherTotal > 0 else { continue }
            let common = own.reduce(0) { $0 + min($1.value, other[$1.key] ?? 0) }
            precision += Double(common) / Double(ownTotal)
            recall += Double(common) / Double(otherTotal)
            orders += 1
        }
        guard orders > 0 else { return 0 }
        precision /= Double(orders)
        recall /= Double(orders)
        let sum = 4 * precision + recall
        return sum > 0 ? 500 * precision * recall / sum : 0
    }

    private static func characters(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.properties.isWhitespace }
    }

    private static func counts(_ characters: [Unicode.Scalar], _ length: Int) -> [ArraySlice<Unicode.Scalar>:
        Int]
    {
        guard characters.count >= length else { return [:] }
        var counts: [ArraySlice<Unicode.Scalar>: Int] = [:]
        for start in 0...(characters.count - length) {
            counts[characters[start..<(start + length)], default: 0] += 1
        }
        return counts
    }
}
