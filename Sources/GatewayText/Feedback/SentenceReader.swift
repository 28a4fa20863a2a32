// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Reads one sentence.
struct SentenceReader {
    let rules: any LocaleRules
    let phrases: LocalePhrases
    let grammar: [FeedbackRule]
    /// What the ranges of tokens count.
    let characters: [Character]
    let written: String

    /// What a clause says, before it is known for which locales.
    private struct Clause {
        var drafts: [FeedbackDraft]
        var targets: [LocaleTag?]?
        var source: LocaleTag?
        /// Whether it names its locales itself.
        var isLocated = false
    }

    private static let openers: Set<String> = [
        "do", "never", "use", "translate", "keep", "leave", "render", "say", "write", "please", "always",
        "be", "remove",
    ]

    /// The wishes of the sentence, or `nil` when it cannot surely be read.
    func read(
        _ sentence: ArraySlice<FeedbackToken>, meaning: FeedbackScope.Meaning, steps: inout Int
    ) -> [FeedbackWish]? {
        guard !meaning.isUnknown else { return nil }
        if meaning.keeps { return keptItem(sentence, meaning) }
        guard !FeedbackDoubt.isDoubtful(sentence) else { return nil }
        if let clause = clause(sentence, inherited: meaning.targets, steps: &steps) {
            return wishes(of: clause)
        }
        return clauses(sentence, inherited: meaning.targets, steps: &steps)
    }

    /// An item of a list of terms.
    private func keptItem(
        _ sentence: ArraySlice<FeedbackToken>, _ meaning: FeedbackScope.Meaning
    ) -> [FeedbackWish]? {
        let terms = FeedbackTerms(names: phrases.names, characters: characters)
        guard let found = terms.list(FeedbackTrim.trimmed(sentence)) else { return nil }
        let drafts = found.map { FeedbackDraft.kind(.keep(term: $0.text)) }
        return wishes(of: Clause(drafts: drafts, targets: meaning.targets))
    }

    private func clause(
        _ sentence: ArraySlice<FeedbackToken>, inherited: [LocaleTag?]?, steps: inout Int
    ) -> Clause? {
        guard let finding = phrases.find(in: FeedbackTrim.trimmed(sentence)) else { return nil }
        let targets = finding.targets ?? inherited
        let bare = FeedbackTrim.trimmed(FeedbackTrim.withoutReason(FeedbackTrim.trimmed(finding.tokens[...])))
        guard let drafts = drafts(ordered(bare), hasLocale: targets != nil, steps: &steps) else { return nil }
        return Clause(
            drafts: drafts, targets: targets, source: finding.source, isLocated: finding.targets != nil)
    }

    /// "You should not translate" is left with "not translate".
    private func ordered(_ sentence: ArraySlice<FeedbackToken>) -> ArraySlice<FeedbackToken> {
        guard let first = sentence.first, first.isAny(of: ["not"]) else { return sentence }
        return ([FeedbackToken.word("do", at: first.range)] + sentence)[...]
    }

    private func drafts(
        _ sentence: ArraySlice<FeedbackToken>, hasLocale: Bool, steps: inout Int
    ) -> [FeedbackDraft]? {
        let terms = FeedbackTerms(names: phrases.names, characters: characters)
        let maker = FeedbackDrafts(terms: terms, hasLocale: hasLocale)
        let words = Set(sentence.lazy.filter { $0.kind != .quoted }.map(\.folded))
        for rule in grammar where rule.pattern.mayMatch(sentence, words: words) {
            switch rule.pattern.match(sentence, steps: &steps) {
            case .missed: continue
            case .ambiguous: return nil
            case .matched(let slots):
                switch maker.drafts(rule.deed, slots) {
                case .drafts(let drafts): return drafts
                case .refused: return nil
                case .unfit: continue
                }
            }
        }
        return nil
    }

    /// A sentence of several orders: "Do not translate Acme and use formal address." All of them are read or none.
    private func clauses(
        _ sentence: ArraySlice<FeedbackToken>, inherited: [LocaleTag?]?, steps: inout Int
    ) -> [FeedbackWish]? {
        let parts = parts(of: sentence)
        guard (2...8).contains(parts.count), let first = clause(parts[0], inherited: inherited, steps: &steps)
        else { return nil }
        let leads = first.isLocated && opensWithLocale(parts[0])
        var read = [first]
        for part in parts.dropFirst() {
            guard let clause = clause(part, inherited: leads ? first.targets : inherited, steps: &steps),
                // Nobody can tell whether a locale at the end is meant for the clauses before it.
                leads || clause.isLocated == first.isLocated
            else { return nil }
            read.append(clause)
        }
        let wishes = read.compactMap(wishes)
        return wishes.count == read.count ? wishes.flatMap(\.self) : nil
    }

    private func parts(of sentence: ArraySlice<FeedbackToken>) -> [ArraySlice<FeedbackToken>] {
        var parts: [ArraySlice<FeedbackToken>] = []
        var start = sentence.startIndex
        for index in sentence.indices.dropFirst().dropLast() {
            let joins = sentence[index].isAny(of: ["and", ",", "but", "-"])
            guard joins, sentence[index + 1].isAny(of: Self.openers), index > start,
                phrases.heading(sentence[start..<index]) == nil
            else { continue }
            parts.append(sentence[start..<index])
            start = index + 1
        }
        return parts + [sentence[start...]]
    }

    private func opensWithLocale(_ clause: ArraySlice<FeedbackToken>) -> Bool {
        let words = FeedbackTrim.trimmed(clause)
        guard let first = words.first, first.isAny(of: ["in", "for"]) else { return false }
        var rest = words.dropFirst()
        if rest.first?.isAny(of: ["the", "all", "our"]) == true { rest = rest.dropFirst() }
        return !rest.isEmpty && phrases.names.match(rest, at: rest.startIndex) != nil
    }

    private func wishes(of clause: Clause) -> [FeedbackWish]? {
        var wishes: [FeedbackWish] = []
        for draft in clause.drafts {
            for target in clause.targets ?? [nil] {
                guard let (kind, target) = resolved(draft, for: target) else { return nil }
                wishes.append(
                    FeedbackWish(kind: kind, target: target, source: clause.source, sentence: written))
            }
        }
        return wishes
    }

    /// The kind of a draft, and its locale: a pronoun that one language has names that language.
    private func resolved(_ draft: FeedbackDraft, for target: LocaleTag?) -> (FeedbackWish.Kind, LocaleTag?)?
    {
        guard case .address(let formality, let languages, let implied) = draft else {
            if case .kind(let kind) = draft { return (kind, target) }
            return nil
        }
        var target = target
        if let languages {
            if let language = target.map({ rules.parts($0).language }) {
                guard languages.contains(language) else { return nil }
            } else {
                guard let implied, languages.contains(implied) else { return nil }
                target = rules.canonical(LocaleTag(unchecked: implied))
            }
        }
        let text = AddressTable.instruction(formality, for: target.map(rules.parts))
        return (.instruct(name: formality.name, text: text), target)
    }
}
