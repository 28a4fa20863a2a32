// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Reads plain English feedback about translations: "Translate “cart” as Warenkorb in German."
///
/// Only what is surely meant becomes a wish. What is asked, guessed, complained about or said in a way that can be
/// understood twice is handed back unread: a wrong edit of a configuration is worse than none. Time grows with the
/// length of the text, whatever stands in it.
public struct FeedbackReader: Sendable {
    /// The most characters of a text; a longer one is unread as a whole.
    public static let textCharacters = 20_000
    /// A longer sentence is not one of instructions.
    private static let sentenceTokens = 300

    private let rules: any LocaleRules
    private let phrases: LocalePhrases
    private let grammar: [FeedbackRule]

    /// Prepares the names of locales and the phrasings, once.
    public init(rules: any LocaleRules) {
        self.rules = rules
        phrases = LocalePhrases(names: LanguageNames(rules: rules))
        grammar = FeedbackRules.compiled()
    }

    /// Reads a text of several sentences, lists among them.
    public func read(_ text: String) -> FeedbackReading {
        var steps = 0
        return read(text, steps: &steps)
    }

    /// - Parameter steps: grows by the number of characters and positions looked at.
    func read(_ text: String, steps: inout Int) -> FeedbackReading {
        var reading = FeedbackReading()
        guard text.count <= Self.textCharacters else { return FeedbackReading(unread: [text]) }
        var scope = FeedbackScope()
        for block in FeedbackBlocks.split(text) {
            let characters = block.characters
            var tokenizer = FeedbackTokenizer(characters)
            let tokens = tokenizer.read()
            steps += tokenizer.steps
            scope.enter(block)
            if let heading = FeedbackScope.heading(block, tokens, phrases) {
                scope.open(heading, by: block)
                if heading.isUnknown { reading.unread.append(String(block.text)) }
                continue
            }
            read(tokens, of: characters, in: scope, into: &reading, steps: &steps)
        }
        return reading
    }

    private func read(
        _ tokens: [FeedbackToken], of characters: [Character], in scope: FeedbackScope,
        into reading: inout FeedbackReading,
        steps: inout Int
    ) {
        var meaning = scope.meaning
        var tokens = tokens
        if let (targets, length) = FeedbackScope.lead(tokens, phrases) {
            meaning.targets = targets
            tokens.removeFirst(length)
        }
        for sentence in FeedbackSentences.split(tokens) {
            guard let first = sentence.first, let last = sentence.last, !FeedbackTrim.isPleasantry(sentence)
            else {
                continue
            }
            let start = sentence.startIndex == 0 ? 0 : first.range.lowerBound
            let written = String(characters[start..<last.range.upperBound])
            let reader = SentenceReader(
                rules: rules, phrases: phrases, grammar: grammar, characters: characters,
                written: written)
            let wishes =
                sentence.count > Self.sentenceTokens
                ? nil : reader.read(sentence, meaning: meaning, steps: &steps)
            if let wishes { reading.wishes += wishes } else { reading.unread.append(written) }
        }
    }
}
