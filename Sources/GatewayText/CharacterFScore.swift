// SPDX-License-Identifier: Apache-2.0

/// chrF (Popović, 2015): how much two texts are alike, by the F score of their character sequences of one to six, recall
/// counted twice. White space does not count.
public enum CharacterFScore {
    private static let longest = 6

    /// A text made ready to be compared with others.
    public struct Text: Sendable {
        /// The six characters from each place on, in order: 21 bits each, the first one highest, 0 behind the end. So equal sequences of
        /// any length stand together.
        fileprivate let sequences: [UInt128]

        /// Sorts the sequences of a text.
        public init(_ text: String) {
            var sequences: [UInt128] = []
            sequences.reserveCapacity(text.utf8.count)
            var window: UInt128 = 0
            var count = 0
            for character in text.unicodeScalars where !character.properties.isWhitespace {
                window = window << 21 & mask | UInt128(character.value) + 1
                count += 1
                if count >= longest { sequences.append(window) }
            }
            // Where the text ends they are shorter.
            for length in stride(from: min(longest - 1, count), to: 0, by: -1) {
                sequences.append(window << UInt128(21 * (longest - length)) & mask)
            }
            sequences.sort()
            self.sequences = sequences
        }
    }

    private static let mask: UInt128 = 1 << 126 - 1

    /// 0 to 100; 100 for two texts without characters.
    public static func score(_ text: String, reference: String) -> Double {
        scores(Text(text), Text(reference)).one
    }

    /// The scores of two texts, each with the other as its reference.
    public static func scores(_ one: Text, _ other: Text) -> (one: Double, other: Double) {
        let (ours, theirs) = (one.sequences, other.sequences)
        if ours == theirs { return (100, 100) }
        var (shareOfOurs, shareOfTheirs) = (0.0, 0.0)
        var orders = 0
        for length in 1...longest {
            let (ourTotal, theirTotal) = (ours.count - length + 1, theirs.count - length + 1)
            // An order that one of them is too short for says nothing.
            guard ourTotal > 0, theirTotal > 0 else { continue }
            let common = Double(common(ours, theirs, length: length))
            shareOfOurs += common / Double(ourTotal)
            shareOfTheirs += common / Double(theirTotal)
            orders += 1
        }
        guard orders > 0 else { return (0, 0) }
        shareOfOurs /= Double(orders)
        shareOfTheirs /= Double(orders)
        return (
            score(precision: shareOfOurs, recall: shareOfTheirs),
            score(precision: shareOfTheirs, recall: shareOfOurs)
        )
    }

    private static func score(precision: Double, recall: Double) -> Double {
        let sum = 4 * precision + recall
        return sum > 0 ? 500 * precision * recall / sum : 0
    }

    /// How many sequences of a length both have.
    private static func common(_ ours: [UInt128], _ theirs: [UInt128], length: Int) -> Int {
        let shift = UInt128(21 * (longest - length))
        let character: UInt128 = 1 << 21 - 1
        var common = 0
        var (one, other) = (0, 0)
        while one < ours.count, other < theirs.count {
            let (own, their) = (ours[one] >> shift, theirs[other] >> shift)
            if own == their {
                // One that ends before is shorter, and counts elsewhere.
                if own & character != 0 { common += 1 }
                one += 1
                other += 1
            } else if own < their {
                one += 1
            } else {
                other += 1
            }
        }
        return common
    }
}
