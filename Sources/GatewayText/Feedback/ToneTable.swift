// SPDX-License-Identifier: Apache-2.0

/// Adjectives of tone, as instructions.
enum ToneTable {
    /// Whether more or less of it is wanted.
    enum Degree: Sendable { case plain, more, less }

    private static let tones: Set<String> = [
        "formal", "informal", "polite", "casual", "friendly", "warm", "professional", "conversational",
        "neutral",
        "playful", "enthusiastic", "confident", "serious", "relaxed", "respectful", "personal",
        "businesslike",
        "lively", "calm", "colloquial", "cheerful", "humorous", "direct", "courteous", "empathetic",
        "approachable",
    ]
    private static let wordings: [String: (name: String, text: String, less: String?)] = [
        "concise": ("Concise wording", "Write concisely.", nil),
        "short": ("Concise wording", "Write concisely.", nil),
        "brief": ("Concise wording", "Write concisely.", nil),
        "succinct": ("Concise wording", "Write concisely.", nil),
        "simple": ("Simple wording", "Use simple words and short sentences.", nil),
        "clear": ("Clear wording", "Write clearly.", nil),
        "precise": ("Precise wording", "Write precisely.", nil),
        "natural": ("Natural wording", "Write as a native speaker would.", nil),
        "idiomatic": ("Natural wording", "Write as a native speaker would.", nil),
        "fluent": ("Natural wording", "Write as a native speaker would.", nil),
        "literal": ("Literal translation", "Translate more literally.", "Translate less literally."),
        "technical": ("Technical wording", "Use more technical terms.", "Use fewer technical terms."),
        "verbose": ("Detailed wording", "Write in more detail.", "Write more concisely."),
        "wordy": ("Detailed wording", "Write in more detail.", "Write more concisely."),
    ]
    private static let forms: [String: (adjective: String, degree: Degree)] = [
        "formally": ("formal", .plain), "informally": ("informal", .plain), "politely": ("polite", .plain),
        "casually": ("casual", .plain), "concisely": ("concise", .plain), "simply": ("simple", .plain),
        "naturally": ("natural", .plain), "idiomatically": ("idiomatic", .plain),
        "briefly": ("brief", .plain),
        "professionally": ("professional", .plain), "clearly": ("clear", .plain), "shorter": ("short", .more),
        "friendlier": ("friendly", .more), "warmer": ("warm", .more), "simpler": ("simple", .more),
        "politer": ("polite", .more), "clearer": ("clear", .more), "literally": ("literal", .plain),
        "calmer": ("calm", .more), "livelier": ("lively", .more), "business-like": ("businesslike", .plain),
    ]

    /// Title and sentence for an adjective or adverb, or `nil` when it names no tone.
    static func instruction(_ word: String, _ degree: Degree) -> (name: String, text: String)? {
        let form = forms[word]
        let adjective = form?.adjective ?? word
        if form?.degree == .more, degree != .plain { return nil }
        if tones.contains(adjective) {
            guard degree == .less else {
                let article = "aeiou".contains(adjective.prefix(1)) ? "an" : "a"
                return ("\(capitalized(adjective)) tone", "Write in \(article) \(adjective) tone.")
            }
            return ("Less \(adjective) tone", "Write in a less \(adjective) tone.")
        }
        guard let wording = wordings[adjective] else { return nil }
        // "Be literal" asks for word-for-word translation only when it says so.
        if wording.less != nil, degree == .plain { return nil }
        guard degree == .less else { return (wording.name, wording.text) }
        return wording.less.map { ("Less \(adjective) wording", $0) }
    }

    private static func capitalized(_ word: String) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }
}
