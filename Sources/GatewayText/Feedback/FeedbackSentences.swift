// SPDX-License-Identifier: Apache-2.0

/// Where the sentences of a block end. Quotations are tokens, so that nothing inside them ends one.
enum FeedbackSentences {
    private static let ends: Set<String> = [".", "!", "?", "\u{2026}", ";"]
    private static let abbreviations: Set<String> = [
        "inc", "ltd", "co", "corp", "llc", "etc", "vs", "mr", "mrs", "ms", "dr", "st", "no", "approx", "bzw",
        "jr",
        "dept", "fig", "incl", "excl", "max", "min",
    ]
    /// What a sentence of feedback begins with: after an abbreviation's full stop nothing else tells its end.
    private static let openers: Set<String> = [
        "do", "don't", "never", "use", "translate", "keep", "leave", "please", "always", "in", "the", "for",
        "also",
        "and", "but", "be", "write", "say", "remove", "stop", "it", "this", "we", "you", "avoid", "render",
    ]

    /// The sentences in order, each with its end marks.
    static func split(_ tokens: [FeedbackToken]) -> [ArraySlice<FeedbackToken>] {
        var sentences: [ArraySlice<FeedbackToken>] = []
        var start = 0
        for index in tokens.indices where index + 1 < tokens.count && isEnd(at: index, of: tokens) {
            sentences.append(tokens[start...index])
            start = index + 1
        }
        if start < tokens.count { sentences.append(tokens[start...]) }
        return sentences
    }

    /// Whether the last word of a text is one whose full stop belongs to it.
    static func isAbbreviation(_ text: String) -> Bool {
        abbreviations.contains(text.split(separator: " ").last?.lowercased() ?? "")
    }

    private static func isEnd(at index: Int, of tokens: [FeedbackToken]) -> Bool {
        let (token, next) = (tokens[index], tokens[index + 1])
        guard token.range.upperBound < next.range.lowerBound else { return false }
        let opens = next.isCapitalized && next.isAny(of: openers)
        if token.kind == .quoted { return token.text.last.map { ".!?".contains($0) } == true && opens }
        guard token.kind == .mark, ends.contains(token.text) else { return false }
        switch token.text {
        case ".": return opens || !endsAbbreviation(at: index, of: tokens)
        // "Yahoo! is a name" goes on.
        case "!", "?": return !(next.kind == .word && next.text.first?.isLowercase == true)
        default: return true
        }
    }

    private static func endsAbbreviation(at index: Int, of tokens: [FeedbackToken]) -> Bool {
        guard index > 0, tokens[index - 1].kind == .word else { return false }
        let word = tokens[index - 1]
        guard word.range.upperBound == tokens[index].range.lowerBound else { return false }
        if abbreviations.contains(word.folded) { return true }
        // "e.g." and "U.S.", but not "Node.js."
        let letters = word.folded.split(separator: ".", omittingEmptySubsequences: false)
        return letters.count > 1 && letters.allSatisfy { $0.count == 1 }
    }
}
