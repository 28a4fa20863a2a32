// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Finds for which locales a sentence speaks, and takes the words away that say so.
struct LocalePhrases: Sendable {
    /// A sentence without its locales.
    struct Finding {
        var tokens: [FeedbackToken]
        /// `nil` when none is named; one `nil` for "all languages".
        var targets: [LocaleTag?]?
        var source: LocaleTag?
    }

    let names: LanguageNames

    /// What may follow the name of a language without changing what is meant.
    private static let nouns: Set<String> = [
        "translation", "translations", "text", "texts", "version", "versions", "localization",
        "localizations",
        "locale", "locales", "content", "ui", "interface", "copy", "strings", "language", "output", "site",
        "website", "app", "one", "ones", "wording", "edition",
    ]
    private static let renderings: Set<String> = [
        "word", "translation", "term", "rendering", "equivalent", "version", "name", "expression", "for",
        "glossary",
    ]
    /// What goes on with a sentence after a locale in its middle. After any other word the locale may only have
    /// narrowed what follows, as in "in German headings".
    private static let connectors: Set<String> = [
        "as", "to", "with", "by", "is", "are", "should", "must", "needs", "has", "use", "translate", ",", "-",
        ":",
        "\u{2192}", "=", "and", "instead", "not", "say", "shall", "for",
    ]
    private static let modals: Set<String> = ["should", "must", "shall", "needs", "need", "has", "have"]
    private static let determiners: Set<String> = ["the", "our", "your", "all"]
    private static let staying: Set<String> = [
        "keep", "leave", "stay", "stays", "remain", "remains", "kept", "left",
    ]

    /// The sentence without its locales, or `nil` when they can be read in two ways.
    func find(in sentence: ArraySlice<FeedbackToken>) -> Finding? {
        var finding = Finding(tokens: [], targets: nil, source: nil)
        let stays = sentence.contains { $0.isAny(of: Self.staying) }
        var index = sentence.startIndex
        if let (targets, words, next) = subject(of: sentence) {
            finding.targets = targets
            finding.tokens = words
            index = next
        }
        while index < sentence.endIndex {
            guard let phrase = phrase(in: sentence, at: index, first: finding.tokens.isEmpty) else {
                finding.tokens.append(sentence[index])
                index += 1
                continue
            }
            let range = sentence[index].range.lowerBound..<sentence[phrase.end - 1].range.upperBound
            if stays, phrase.preposition == "in", phrase.targets.map(\.?.folded) == ["en"] {
                // What stays in English stays as it is.
                finding.tokens.append(.word("untranslated", at: range))
            } else if phrase.preposition == "from" {
                guard finding.source == nil, phrase.targets.count == 1 else { return nil }
                finding.source = phrase.targets[0]
            } else {
                guard finding.targets == nil else { return nil }
                finding.targets = phrase.targets
                if finding.tokens.last?.isMark(",") == true { finding.tokens.removeLast() }
            }
            index = phrase.end
            if index < sentence.endIndex, sentence[index].isMark(","), finding.targets != nil { index += 1 }
        }
        return finding
    }

    /// The locales that stand alone in a heading: "In German", "German (Austria) translations".
    func heading(_ tokens: ArraySlice<FeedbackToken>) -> [LocaleTag?]? {
        var index = tokens.startIndex
        if index < tokens.endIndex, tokens[index].isAny(of: ["in", "for", "into", "to"]) { index += 1 }
        if index < tokens.endIndex, tokens[index].isAny(of: Self.determiners) { index += 1 }
        if let all = everyLanguage(tokens, at: index), all == tokens.endIndex { return [nil] }
        guard let (targets, end) = list(tokens, at: index, isMarked: true) else { return nil }
        return skipNouns(tokens, from: end) == tokens.endIndex ? targets : nil
    }

    /// A locale as the subject or object a sentence begins with: "German should be formal", "make the German
    /// more formal", "the German for cart". Gives the words that stand for it.
    private func subject(
        of sentence: ArraySlice<FeedbackToken>
    ) -> (targets: [LocaleTag?], words: [FeedbackToken], next: Int)? {
        var index = sentence.startIndex
        guard index < sentence.endIndex else { return nil }
        let first = sentence[index]
        let isMade = first.isAny(of: ["make", "keep"])
        if isMade { index += 1 }
        let hasArticle = index < sentence.endIndex && sentence[index].isAny(of: Self.determiners)
        if hasArticle { index += 1 }
        guard let (targets, named) = list(sentence, at: index) else { return nil }
        var end = skipNouns(sentence, from: named)
        guard end < sentence.endIndex else { return nil }
        let range = first.range.lowerBound..<sentence[end - 1].range.upperBound
        func word(_ text: String) -> FeedbackToken { .word(text, at: range) }
        if isMade { return (targets, [word("be")], end) }
        if sentence[end].isAny(of: Self.modals) {
            let isLong = sentence[end].isAny(of: ["needs", "need", "has", "have"])
            end += 1
            if isLong {
                guard end < sentence.endIndex, sentence[end].isAny(of: ["to"]) else { return nil }
                end += 1
            }
            let isNegated = end < sentence.endIndex && sentence[end].isAny(of: ["not"])
            return (targets, isNegated ? [word("do")] : [], end)
        }
        if hasArticle, end == named, sentence[end].isAny(of: ["for"]) {
            return (targets, [word("the"), word("word")], end)
        }
        return nil
    }

    private struct Phrase {
        var preposition: String
        var targets: [LocaleTag?]
        var end: Int
    }

    private func phrase(in sentence: ArraySlice<FeedbackToken>, at start: Int, first: Bool) -> Phrase? {
        var index = start
        let isBracketed = sentence[index].isMark("(")
        if isBracketed { index += 1 }
        guard index < sentence.endIndex else { return nil }
        var preposition = ""
        if sentence[index].isAny(of: ["in", "into", "for", "to", "from"]) {
            preposition = sentence[index].folded
            index += 1
        } else if !isBracketed {
            return rendering(in: sentence, at: start)
        }
        if index < sentence.endIndex, sentence[index].isAny(of: Self.determiners) { index += 1 }
        var phrase: Phrase
        if let end = everyLanguage(sentence, at: index - 1) ?? everyLanguage(sentence, at: index) {
            phrase = Phrase(preposition: preposition, targets: [nil], end: end)
        } else if let (targets, end) = list(sentence, at: index, isMarked: isBracketed) {
            phrase = Phrase(preposition: preposition, targets: targets, end: skipNouns(sentence, from: end))
        } else {
            return nil
        }
        if isBracketed {
            guard phrase.end < sentence.endIndex, sentence[phrase.end].isMark(")") else { return nil }
            phrase.end += 1
            return phrase
        }
        let next = phrase.end < sentence.endIndex ? sentence[phrase.end] : nil
        let goesOn = next.map { $0.isAny(of: Self.connectors) || $0.isMark("(") || first } ?? true
        let isFollowed = next?.isAny(of: ["in", "into", "to", "from"]) ?? false
        return goesOn || isFollowed ? phrase : nil
    }

    /// "the German translation of": the article and the noun stay.
    private func rendering(in sentence: ArraySlice<FeedbackToken>, at start: Int) -> Phrase? {
        guard start > sentence.startIndex,
            sentence[start - 1].isAny(of: ["the", "a", "our", "correct", "right"]),
            let (targets, end) = list(sentence, at: start), end < sentence.endIndex,
            sentence[end].isAny(of: Self.renderings)
        else { return nil }
        return Phrase(preposition: "", targets: targets, end: end)
    }

    /// "all languages", "every locale".
    private func everyLanguage(_ tokens: ArraySlice<FeedbackToken>, at start: Int) -> Int? {
        var index = start
        guard tokens.indices.contains(index), tokens[index].isAny(of: ["all", "every", "any", "each"]) else {
            return nil
        }
        index += 1
        if index < tokens.endIndex, tokens[index].isAny(of: ["target", "the", "our"]) { index += 1 }
        let nouns: Set<String> = ["languages", "language", "locales", "locale", "translations"]
        guard index < tokens.endIndex, tokens[index].isAny(of: nouns) else { return nil }
        return index + 1
    }

    /// "German", "German and French", "German, French and Italian".
    private func list(
        _ tokens: ArraySlice<FeedbackToken>, at start: Int, isMarked: Bool = false
    ) -> (targets: [LocaleTag?], end: Int)? {
        guard start < tokens.endIndex,
            let (first, length) = names.match(tokens, at: start, isMarked: isMarked)
        else { return nil }
        var targets: [LocaleTag?] = [first]
        var end = start + length
        while end < tokens.endIndex {
            var index = end
            if tokens[index].isAny(of: [",", "and", "or", "&", "/"]) { index += 1 } else { break }
            if index < tokens.endIndex, tokens[index - 1].isMark(","), tokens[index].isAny(of: ["and", "or"])
            {
                index += 1
            }
            if index < tokens.endIndex, tokens[index].isAny(of: ["in", "into", "for"]) { index += 1 }
            guard index < tokens.endIndex,
                let (tag, length) = names.match(tokens, at: index, isMarked: isMarked)
            else { break }
            if !targets.contains(tag) { targets.append(tag) }
            end = index + length
        }
        return (targets, end)
    }

    private func skipNouns(_ tokens: ArraySlice<FeedbackToken>, from start: Int) -> Int {
        var index = start
        while index < tokens.endIndex, index < start + 2, tokens[index].isAny(of: Self.nouns) { index += 1 }
        return index
    }
}
