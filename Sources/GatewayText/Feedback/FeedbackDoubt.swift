// SPDX-License-Identifier: Apache-2.0

/// What says that a sentence asks, guesses or sets a condition: none of it is an order.
enum FeedbackDoubt {
    private static let words: Set<String> = [
        "maybe", "perhaps", "possibly", "probably", "presumably", "apparently", "might", "could", "would",
        "seem", "seems", "seemed", "looks", "sounds", "feels", "think", "thought", "believe", "guess",
        "wonder", "wondering", "suppose", "consider", "considering", "prefer", "preferably", "ideally",
        "try", "if", "unless", "except", "excepting", "apart", "when", "whenever", "where", "wherever",
        "while", "until", "sometimes", "usually", "often", "mostly", "normally", "generally", "typically",
        "almost", "nearly", "only", "why", "who", "how", "what", "whether", "depending", "sure", "unsure",
        "hope", "hopefully", "wish", "somehow", "kind", "sort", "partly", "partially", "either", "neither",
        "although", "though", "despite", "won't", "will", "was", "were", "did", "had", "been", "currently",
        "already", "hardly", "barely", "other", "others", "elsewhere", "otherwise", "context", "depends",
        "necessarily", "suggest", "recommend",
    ]
    /// A second negation turns the first around, and nobody can be sure which one was meant.
    private static let negations: Set<String> = ["not", "never", "no", "nothing", "without", "hardly"]

    /// Whether a sentence must not be read, whatever else it says.
    static func isDoubtful(_ tokens: ArraySlice<FeedbackToken>) -> Bool {
        var sentence = tokens
        // "Make sure that" and "be sure to" doubt nothing.
        if let lead = FeedbackTrim.assurance(sentence) { sentence = sentence.dropFirst(lead) }
        if sentence.contains(where: { $0.isMark("?") || $0.isAny(of: words) }) { return true }
        return negatesTwice(sentence)
    }

    private static func negatesTwice(_ tokens: ArraySlice<FeedbackToken>) -> Bool {
        for (index, token) in zip(tokens.indices, tokens).dropFirst() where token.isAny(of: negations) {
            let previous = tokens[index - 1]
            if previous.isAny(of: negations) { return true }
            // "do not … not" is one more; a comma or another clause between is not.
            if previous.isAny(of: ["do"]), index >= 2 + tokens.startIndex,
                tokens[index - 2].isAny(of: negations)
            {
                return true
            }
        }
        return false
    }
}
