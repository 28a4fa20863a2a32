// SPDX-License-Identifier: Apache-2.0

/// Words that stand for two, so that patterns know one spelling.
enum Contractions {
    private static let irregular: [String: [String]] = [
        "can't": ["can", "not"], "cannot": ["can", "not"], "won't": ["will", "not"], "dont": ["do", "not"],
        "it's": ["it", "is"], "that's": ["that", "is"], "they're": ["they", "are"], "we're": ["we", "are"],
        "you're": ["you", "are"], "there's": ["there", "is"], "i'd": ["i", "would"], "we'd": ["we", "would"],
        "i'm": ["i", "am"], "let's": ["let", "us"], "what's": ["what", "is"],
    ]
    private static let negated: Set<String> = [
        "do", "does", "did", "should", "must", "is", "are", "was", "were", "could", "would", "need", "has",
        "have",
    ]

    /// The words that a contraction in lower case stands for.
    static func expansion(of word: String) -> [String]? {
        if let words = irregular[word] { return words }
        guard word.hasSuffix("n't") else { return nil }
        let verb = String(word.dropLast(3))
        return negated.contains(verb) ? [verb, "not"] : nil
    }
}
