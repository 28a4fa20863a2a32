// SPDX-License-Identifier: Apache-2.0

/// Takes away what changes nothing about a wish: politeness, emphasis, reasons.
enum FeedbackTrim {
    /// By their first word.
    private static let leads = sequences(
        keyedBy: \.first,
        [
            "please", "kindly", "also", "and", "then", "so", "but", "next", "first", "second", "finally",
            "note", "note that", "remember that", "tip",
            "important", "reminder", "ps", "p.s", "hi", "hello", "hey", "always", "remember to", "you should",
            "you must",
            "you need to", "you have to", "we should", "we must", "we need to", "we have to", "from now on",
            "in future",
            "in the future", "in general", "by the way", "btw", "furthermore", "additionally", "in addition",
            "again",
            ",", ":", "-", ".", "!", "make sure to", "make sure you", "make sure that you", "make sure that",
            "make sure", "be sure to", "ensure that you", "ensure that", "ensure you", "i want you to",
            "we want you to",
            "i need you to", "we need you to", "take care to", "just", "ok", "okay", "well", "thanks",
            "thank you",
        ])
    /// By their last word.
    private static let tails = sequences(
        keyedBy: \.last,
        [
            "please", "thanks", "thank you", "thx", "from now on", "in future", "in the future", "everywhere",
            "throughout", "always", "at all", "ever", "at any time", "under any circumstances", "as well",
            "too", ",",
            ".", "!", "\u{2026}", ";", "-", "consistently", "no matter what", "in any case",
            "without exception",
            "in all places", "in all texts", "next time", "going forward", "right away", "immediately",
            "thanks a lot", "many thanks",
        ])
    private static let assurances = sequences(
        keyedBy: \.first,
        [
            "make sure to", "make sure that", "make sure you", "make sure", "be sure to",
            "please make sure to",
            "please make sure that", "please make sure you", "please make sure", "please be sure to",
        ])
    private static let pleasantries: Set<String> = [
        "hi", "hello", "hey", "thanks", "thank you", "thank you very much", "thanks a lot", "many thanks",
        "hi there",
        "hello there", "hi team", "hello team", "hi all", "hello all", "cheers", "best regards",
        "kind regards",
        "regards", "good job", "great work", "great job", "thank you in advance", "thanks in advance",
        "please",
    ]

    /// The sentence without what leads it in and out.
    static func trimmed(_ sentence: ArraySlice<FeedbackToken>) -> ArraySlice<FeedbackToken> {
        var rest = sentence
        while let length = longest(leads, rest.first, where: { starts(rest, with: $0) }) {
            rest = rest.dropFirst(length)
        }
        while let length = longest(tails, rest.last, where: { ends(rest, with: $0) }) {
            rest = rest.dropLast(length)
        }
        return rest
    }

    /// Over how many tokens a sentence says no more than that it has to be done.
    static func assurance(_ sentence: ArraySlice<FeedbackToken>) -> Int? {
        longest(assurances, sentence.first) { starts(sentence, with: $0) }
    }

    /// Whether a sentence is a greeting, a thank-you or empty: there is nothing to be read in it.
    static func isPleasantry(_ sentence: ArraySlice<FeedbackToken>) -> Bool {
        let words = sentence.filter { $0.kind != .mark }
        guard words.allSatisfy({ $0.kind == .word }) else { return false }
        return words.isEmpty || pleasantries.contains(words.map(\.folded).joined(separator: " "))
    }

    /// The sentence without a reason at its end, if one is given and says nothing else.
    static func withoutReason(_ sentence: ArraySlice<FeedbackToken>) -> ArraySlice<FeedbackToken> {
        let subjects: Set<String> = ["it", "they", "this", "that", "these", "those", "we", "our", "which"]
        let verbs: Set<String> = ["is", "are"]
        // What a reason must not hold: another wish, or a negation.
        let orders: Set<String> = [
            "translate", "translated", "use", "do", "keep", "leave", "should", "must", "not", "never", "stay",
            "but",
            "render", "remain", "say", "write", "untranslated",
        ]
        for index in sentence.indices.dropFirst() {
            let rest = sentence[index...]
            let second = rest.dropFirst().first
            let opens = rest[index].isAny(of: ["because"])
            let joins = rest[index].isAny(of: ["since", "as", ",", "-"])
            guard opens || joins && second?.isAny(of: subjects) == true else { continue }
            if rest[index].isAny(of: [",", "-", "as"]) {
                guard rest.dropFirst(2).first?.isAny(of: verbs) == true, rest.count > 3 else { continue }
            }
            if rest.contains(where: { $0.isAny(of: orders) }) { continue }
            return sentence[..<index]
        }
        return sentence
    }

    private static func sequences(
        keyedBy key: ([String]) -> String?, _ texts: [String]
    ) -> [String: [[String]]] {
        let sequences = texts.map { $0.split(separator: " ").map(String.init) }
        return Dictionary(grouping: sequences) { key($0) ?? "" }
    }

    private static func longest(
        _ sequences: [String: [[String]]], _ token: FeedbackToken?, where matches: ([String]) -> Bool
    ) -> Int? {
        guard let token, token.kind != .quoted else { return nil }
        return sequences[token.folded]?.filter(matches).map(\.count).max()
    }

    private static func starts(_ tokens: ArraySlice<FeedbackToken>, with words: [String]) -> Bool {
        tokens.count >= words.count && zip(tokens, words).allSatisfy { $0.kind != .quoted && $0.folded == $1 }
    }

    private static func ends(_ tokens: ArraySlice<FeedbackToken>, with words: [String]) -> Bool {
        tokens.count >= words.count && starts(tokens.suffix(words.count), with: words)
    }
}
