// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// How an agreed term is used in a text.
public enum TermForm: Sendable, Equatable {
    /// As it was agreed, but for case, width and accents that are no letters.
    case exact
    /// In another form of its words, or with little between them.
    case inflected
}

/// Tells whether a translation uses the term that was agreed. Tolerant, without dictionaries: see ``Inflection``.
public struct TermCheck: Sendable {
    /// Words that may stand between two words of a term.
    private static let gap = 2

    /// A check; it holds nothing of its own.
    public init() {}

    /// Whether the term or a form of it stands in a text.
    public func contains(_ term: String, in output: String, locale: LocaleTag) -> Bool {
        form(of: term, in: output, locale: locale) != nil
    }

    /// The form the term has in a text, or `nil` if it is not there. Words of a term come in their order.
    public func form(of term: String, in output: String, locale: LocaleTag) -> TermForm? {
        forms(of: [term], in: output, locale: locale)[0]
    }

    /// The form each of some terms has in a text, which is read once.
    public func forms(of terms: [String], in output: String, locale: LocaleTag) -> [TermForm?] {
        let rules = WordRules(locale)
        var output = output
        return output.withUTF8 { output in
            var text = FoldedTokens()
            text.read(output, rules: rules)
            return terms.map { term in
                var term = term
                return term.withUTF8 { term in
                    TermSearch(term: term, output: output, text: text, rules: rules).form(gap: Self.gap)
                }
            }
        }
    }
}

/// One check of one term.
private struct TermSearch {
    let term: UnsafeBufferPointer<UInt8>
    let output: UnsafeBufferPointer<UInt8>
    let rules: WordRules
    var words = FoldedTokens()
    let text: FoldedTokens

    init(
        term: UnsafeBufferPointer<UInt8>, output: UnsafeBufferPointer<UInt8>, text: FoldedTokens,
        rules: WordRules
    ) {
        self.term = term
        self.output = output
        self.text = text
        self.rules = rules
        words.read(term, rules: rules)
    }

    func form(gap: Int) -> TermForm? {
        let count = words.tokens.count
        guard count > 0, count <= text.tokens.count else { return nil }
        for start in 0...(text.tokens.count - count) where isExact(at: start) { return .exact }
        for start in text.tokens.indices where hasForms(from: start, gap: gap) { return .inflected }
        return nil
    }

    private func isExact(at start: Int) -> Bool {
        let last = start + words.tokens.count - 1
        let isLong = last > start
        let begins = text.tokens[start].traits
        let ends = text.tokens[last].traits
        guard begins.contains(.begins) || isLong && begins.contains(.beginsLoosely),
            ends.contains(.ends) || isLong && ends.contains(.endsLoosely)
        else { return false }
        for (index, word) in words.tokens.enumerated() {
            let token = text.tokens[start + index]
            guard word.hash == token.hash,
                index == 0 || word.traits.contains(.spaced) == token.traits.contains(.spaced),
                hasSameLetters(word, word.end, token, token.end)
            else { return false }
        }
        return true
    }

    /// Whether the words of the term follow each other from a token on, signs aside, each in some form.
    private func hasForms(from start: Int, gap: Int) -> Bool {
        var position = start
        var isFirst = true
        for word in words.tokens where isWord(word, of: words) {
            var skipped = 0
            while position < text.tokens.count, !isForm(text.tokens[position], of: word) {
                guard !isFirst else { return false }
                if isWord(text.tokens[position], of: text) { skipped += 1 }
                guard skipped <= gap else { return false }
                position += 1
            }
            guard position < text.tokens.count else { return false }
            position += 1
            isFirst = false
        }
        return !isFirst
    }

    private func isWord(_ token: FoldedToken, of tokens: FoldedTokens) -> Bool {
        guard let scalar = Unicode.Scalar(tokens.values[token.first]) else { return false }
        return scalar.value < 0x80
            ? UInt8(truncatingIfNeeded: scalar.value).isWord
            : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private func isForm(_ token: FoldedToken, of word: FoldedToken) -> Bool {
        guard token.traits.contains(.begins), token.traits.contains(.ends) else { return false }
        if token.hash == word.hash { return hasSameLetters(word, word.end, token, token.end) }
        guard word.traits.contains(.inflects), token.traits.contains(.inflects),
            let shared = Inflection.sharedStem(words.values(of: word), text.values(of: token))
        else { return false }
        return hasSameLetters(
            word, words.end(of: shared, in: word), token, text.end(of: shared, in: token))
    }

    private func hasSameLetters(
        _ word: FoldedToken, _ wordEnd: Int, _ token: FoldedToken, _ tokenEnd: Int
    ) -> Bool {
        guard
            rules.isTurkic || word.traits.contains(.accented) || token.traits.contains(.accented)
        else { return true }
        return rules.letters.compare(
            UnsafeBufferPointer(rebasing: term[word.start..<wordEnd]),
            UnsafeBufferPointer(rebasing: output[token.start..<tokenEnd])) > .unlike
    }
}
