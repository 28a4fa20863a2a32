// SPDX-License-Identifier: Apache-2.0

/// Arabic punctuates by sense: a colon closes a headline or a date line, and texts without any full stop string
/// their sentences together with commas.
enum ArabicClauses {
    /// A text shorter than this is one sentence, whatever its commas.
    private static let fewestWords = 24

    /// Where the sentences of a line end that no stop ends.
    static func ends(in text: Span<UInt8>, line: Range<Int>) -> [Int] {
        var stops = 0
        var colon: Int?
        var commas: [Int] = []
        var words = 0
        var wordsSinceComma = 0
        var index = line.lowerBound
        while index < line.upperBound {
            let (scalar, length) = text.scalar(at: index)
            let end = index + length
            let isAtWordEnd = end < line.upperBound && text[end] == 0x20
            if scalar == " " {
                words += 1
                wordsSinceComma += 1
            } else if scalar == "\u{60C}", isAtWordEnd {
                // One word between two commas goes on with an enumeration.
                if wordsSinceComma < 2, !commas.isEmpty { commas.removeLast() }
                commas.append(end + 1)
                wordsSinceComma = 0
            } else if scalar == ":", isAtWordEnd, stops == 0, colon == nil, commas.isEmpty {
                colon = end + 1
            } else if scalar == "\u{61F}"
                || scalar.isWesternStop
                    && (isAtWordEnd
                        || text.whiteSpaceEnd(from: end, before: line.upperBound) == line.upperBound)
            {
                stops += 1
            }
            index = end
        }
        if let colon, stops >= 2 { return [colon] }
        return stops == 0 && words >= fewestWords && commas.count >= 3 ? commas : []
    }
}
