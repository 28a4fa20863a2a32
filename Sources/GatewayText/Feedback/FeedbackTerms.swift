// SPDX-License-Identifier: Apache-2.0

/// Turns what the grammar leaves into terms. Quotation marks make sure; without them a term must not hold a word
/// that belongs to the sentence.
struct FeedbackTerms: Sendable {
    /// A term, and how it was written.
    struct Term: Equatable {
        var text: String
        var isQuoted: Bool

        /// Whether it does not look like a word of the English sentence.
        var isMarked: Bool { isQuoted || text.contains { $0.isUppercase || !$0.isASCII } }
    }

    let names: LanguageNames
    let characters: [Character]

    /// The most characters of a term.
    static let longest = 200
    /// A term of more words is a clause.
    private static let mostWords = 8
    /// What only markup or code has.
    private static let foreign: Set<Character> = [
        "*", "_", "#", "|", "<", ">", "{", "}", "[", "]", "\\", "\"", "`", "\u{201C}", "\u{201D}", "\u{201E}",
        "\u{AB}", "\u{BB}", "~",
    ]

    /// The one term in a slot, or `nil` when it is no term.
    ///
    /// - Parameter mayBeSingular: nouns such as "button" may be terms.
    func term(_ slot: ArraySlice<FeedbackToken>, mayBeSingular: Bool = false) -> Term? {
        let (bare, introduction) = introduced(trimmed(slot))
        if let quoted = quotation(bare) { return quoted }
        // "The Acme Cloud" may be a name, "the footer" and "the Acme website" are things.
        guard introduction != .article || bare.allSatisfy({ $0.kind == .mark || $0.isCapitalized }) else {
            return nil
        }
        return unquoted(bare).flatMap {
            TermWords.isCategory($0.text, mayBeSingular: mayBeSingular) ? nil : $0
        }
    }

    /// A rendering: like a term, but in another language, so that articles and categories say nothing.
    func rendering(_ slot: ArraySlice<FeedbackToken>) -> Term? {
        let (bare, introduction) = introduced(trimmed(slot))
        if let quoted = quotation(bare) { return quoted }
        guard introduction != .article, let first = bare.first, !first.isAny(of: TermWords.articles) else {
            return nil
        }
        guard let term = unquoted(bare, mayBeginWithPreposition: true),
            !TermWords.manners.contains(
                term.text.lowercased())
        else { return nil }
        return term
    }

    /// All terms in a slot: "Foo", "Foo, Bar and Baz".
    ///
    /// - Parameter isPlural: the sentence says that there are several.
    func list(_ slot: ArraySlice<FeedbackToken>, isPlural: Bool = false) -> [Term]? {
        let (bare, introduction) = introduced(trimmed(slot))
        // "Acme a second time": without quotation marks an article belongs to the sentence.
        guard !bare.contains(where: { $0.isAny(of: ["a", "an"]) && !$0.isCapitalized }) else { return nil }
        var parts = bare.split(omittingEmptySubsequences: false) {
            $0.isMark(",") || $0.isAny(of: ["and", "or", "nor"])
        }
        // "Foo, Bar, and Baz"
        if parts.count > 2, parts[parts.count - 2].isEmpty { parts.remove(at: parts.count - 2) }
        guard parts.count > 1 else { return term(slot).map { [$0] } }
        guard
            introduction != .article || parts[0].first?.isCapitalized == true
                || parts[0].first?.kind == .quoted
        else { return nil }
        let terms = parts.compactMap { term($0) }
        guard terms.count == parts.count else { return nil }
        let isSure =
            isPlural || introduction == .plural || bare.contains { $0.isMark(",") } || saysOr(bare)
            || terms.allSatisfy { $0.isQuoted || Self.isName($0.text) }
        // "Terms and Conditions" is one.
        return isSure || terms.contains(where: \.isQuoted) ? terms : nil
    }

    private func saysOr(_ slot: ArraySlice<FeedbackToken>) -> Bool {
        slot.contains { $0.isAny(of: ["or", "nor"]) } && slot.allSatisfy { !$0.isAny(of: ["and"]) }
    }

    /// Whether a text is plainly a name: "iOS", "Node.js", "ACME", "Acme Cloud", "v2".
    private static func isName(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        if words.count > 1 { return words.allSatisfy { $0.first?.isUppercase == true } }
        return text.dropFirst().contains { $0.isUppercase || $0.isNumber || $0 == "." }
    }

    private enum Introduction { case none, article, noun, plural }

    /// The slot without "the word", "our product name", "the terms".
    private func introduced(
        _ slot: ArraySlice<FeedbackToken>
    ) -> (ArraySlice<FeedbackToken>, Introduction) {
        var rest = slot
        let hasArticle = rest.first?.isAny(of: TermWords.introducing) == true
        if hasArticle { rest = rest.dropFirst() }
        var count = 0
        var isPlural = false
        while count < 2, rest.count > 1, let first = rest.first, first.isAny(of: TermWords.nouns) {
            // "Name Tag" is a term, "name Acme" is one introduced; "Word" at the beginning of a sentence is a term.
            if !hasArticle, first.isCapitalized || !rest.dropFirst().contains(where: isStart) { break }
            isPlural = first.folded.hasSuffix("s")
            rest = rest.dropFirst()
            count += 1
        }
        if count > 0 {
            return (rest.first?.isMark(":") == true ? rest.dropFirst() : rest, isPlural ? .plural : .noun)
        }
        return (rest, hasArticle ? .article : .none)
    }

    private func isStart(_ token: FeedbackToken) -> Bool { token.kind == .quoted || token.isCapitalized }

    /// A quotation, alone or before what it names: "the “Foo” button".
    private func quotation(_ slot: ArraySlice<FeedbackToken>) -> Term? {
        guard let first = slot.first, first.kind == .quoted,
            slot.dropFirst().allSatisfy({ $0.isAny(of: TermWords.nouns) })
        else { return nil }
        return checked(withoutStop(first), isQuoted: true)
    }

    /// American printers put a comma and the sentence's full stop before the closing mark.
    private func withoutStop(_ quotation: FeedbackToken) -> String {
        guard let last = quotation.text.last, last == "." || last == ",", quotation.text.count > 1 else {
            return quotation.text
        }
        let after = characters[quotation.range.upperBound...]
        if let next = after.first, !next.isWhitespace { return quotation.text }
        let bare = String(quotation.text.dropLast())
        let endsSentence = after.first { !$0.isWhitespace }?.isUppercase ?? true
        let isAbbreviation = bare.contains(".") || FeedbackSentences.isAbbreviation(bare)
        return last == "," || endsSentence && !isAbbreviation ? bare : quotation.text
    }

    private func unquoted(_ slot: ArraySlice<FeedbackToken>, mayBeginWithPreposition: Bool = false) -> Term? {
        guard let first = slot.first, let last = slot.last, slot.count <= 2 * Self.mostWords,
            slot.allSatisfy({ $0.kind != .quoted }),
            slot.filter({ $0.kind == .word }).count <= Self.mostWords, first.kind == .word,
            slot.indices.allSatisfy({ isOwn(slot, at: $0) }),
            mayBeginWithPreposition || !first.isAny(of: TermWords.leadingPrepositions),
            !slot.dropFirst().dropLast().contains(where: { $0.isAny(of: TermWords.prepositions) }),
            !first.isAny(of: TermWords.pronouns)
        else { return nil }
        if mayBeginWithPreposition, slot.count > 1, last.isAny(of: TermWords.prepositions) { return nil }
        let text = String(characters[first.range.lowerBound..<last.range.upperBound])
        // "literally" and "automatically" say how, not what.
        if text.hasSuffix("ly"), last.text == last.folded { return nil }
        guard !names.isName(text), !text.contains(where: Self.foreign.contains) else { return nil }
        return checked(text, isQuoted: false)
    }

    /// Whether a token may belong to a term: no word of the sentence, no mark that separates.
    private func isOwn(_ slot: ArraySlice<FeedbackToken>, at index: Int) -> Bool {
        let token = slot[index]
        if token.kind == .mark { return token.text == "." || token.text == "!" }
        // "Terms and Conditions"
        if token.folded == "and", index > slot.startIndex, index + 1 < slot.endIndex {
            return slot[index - 1].isCapitalized && slot[index + 1].isCapitalized
        }
        // "Acme's name"
        if index > slot.startIndex, !token.isCapitalized,
            slot[index - 1].folded.hasSuffix("'s") || slot[index - 1].folded.hasSuffix("\u{2019}s")
        {
            return false
        }
        return !token.isAny(of: TermWords.foreign)
    }

    private func checked(_ text: String, isQuoted: Bool) -> Term? {
        guard (1...Self.longest).contains(text.count), text.contains(where: { !$0.isWhitespace }),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        return Term(text: text, isQuoted: isQuoted)
    }

    private func trimmed(_ slot: ArraySlice<FeedbackToken>) -> ArraySlice<FeedbackToken> {
        var rest = slot
        while let first = rest.first, first.isAny(of: [",", ":", "-"]) { rest = rest.dropFirst() }
        while let last = rest.last, last.isAny(of: [",", ":", "-"]) { rest = rest.dropLast() }
        return rest
    }
}
