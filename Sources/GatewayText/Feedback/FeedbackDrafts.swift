// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A wish before it is known for which locale it is.
enum FeedbackDraft: Equatable {
    case kind(FeedbackWish.Kind)
    /// Asked for by name, or by words of these languages.
    ///
    /// - implied: the language that such a word alone names.
    case address(Formality, languages: Set<String>?, implied: String? = nil)
}

/// Turns what stands in a phrasing's slots into drafts.
struct FeedbackDrafts {
    /// What a deed made of the slots.
    enum Outcome: Equatable {
        case drafts([FeedbackDraft])
        /// The phrasing is right, but what stands in it is not sure: nothing else may read it.
        case refused
        /// The slots hold something else: another phrasing may fit.
        case unfit
    }

    typealias Slots = [Character: ArraySlice<FeedbackToken>]

    let terms: FeedbackTerms
    /// Whether the sentence names a locale.
    let hasLocale: Bool

    func drafts(_ deed: FeedbackDeed, _ slots: Slots) -> Outcome {
        switch deed {
        case .reword(let proof): return refusing(reworded(slots, proof))
        case .keep(let isPlural):
            return refusing(kinds(terms.list(slots["X"] ?? [], isPlural: isPlural)) { .keep(term: $0) })
        case .keepSame:
            guard let term = terms.term(slots["X"] ?? []), let same = terms.rendering(slots["Y"] ?? []),
                term.text == same.text
            else { return .unfit }
            return .drafts([.kind(.keep(term: term.text))])
        case .drop: return refusing(kinds(terms.list(slots["X"] ?? [])) { .drop(term: $0) })
        case .keepCategory: return category(slots["X"] ?? [])
        case .instruct(let name, let text): return instructed(name, text, slots["R"])
        case .address(let formality): return address(formality, slots)
        case .tone(let degree): return tone(slots["T"] ?? [], degree)
        }
    }

    private func refusing(_ kinds: [FeedbackWish.Kind]?) -> Outcome {
        kinds.map { .drafts($0.map(FeedbackDraft.kind)) } ?? .refused
    }

    private func kinds(
        _ terms: [FeedbackTerms.Term]?, _ kind: (String) -> FeedbackWish.Kind
    ) -> [FeedbackWish.Kind]? {
        terms?.map { kind($0.text) }
    }

    private func reworded(_ slots: Slots, _ proof: FeedbackDeed.Proof) -> [FeedbackWish.Kind]? {
        var wanted: FeedbackTerms.Term?
        var unwanted: FeedbackTerms.Term?
        if let slot = slots["Y"] {
            wanted = terms.rendering(slot)
            guard let wanted, isSure(wanted, proof) else { return nil }
        }
        if let slot = slots["Z"] {
            unwanted = terms.rendering(slot)
            guard let unwanted, isSure(unwanted, proof) else { return nil }
        }
        guard wanted == nil || wanted != unwanted else { return nil }
        guard let slot = slots["X"] else { return wording(wanted?.text, unwanted?.text) }
        // Quotations of several terms may share a rendering; without them "Terms and Conditions" is one term.
        let isPlain = hasLocale && proof == .stated && (wanted ?? unwanted)?.isMarked == true
        let isQuoted = slot.contains { $0.kind == .quoted }
        guard
            let found = isQuoted ? terms.list(slot) : terms.term(slot, mayBeSingular: isPlain).map({ [$0] })
        else { return nil }
        return found.flatMap { term in
            if term.text == wanted?.text, unwanted == nil { return [FeedbackWish.Kind.keep(term: term.text)] }
            let render = wanted.map { FeedbackWish.Kind.render(term: term.text, as: $0.text) }
            let forbid = unwanted.map { FeedbackWish.Kind.forbid(rendering: $0.text, term: term.text) }
            return [render, forbid].compactMap(\.self)
        }
    }

    /// A rendering without its term: what is not to be said, and in words what is.
    private func wording(_ wanted: String?, _ unwanted: String?) -> [FeedbackWish.Kind]? {
        guard let unwanted else { return nil }
        let forbid = FeedbackWish.Kind.forbid(rendering: unwanted, term: nil)
        guard let wanted else { return [forbid] }
        let text = "Use \u{201C}\(wanted)\u{201D} instead of \u{201C}\(unwanted)\u{201D}."
        return [forbid, .instruct(name: "Wording", text: text)]
    }

    private func isSure(_ rendering: FeedbackTerms.Term, _ proof: FeedbackDeed.Proof) -> Bool {
        if rendering.isQuoted { return true }
        switch proof {
        case .stated: return true
        case .located: return hasLocale
        case .shown: return hasLocale && rendering.isMarked && !isAddress(rendering.text)
        }
    }

    /// A pronoun of address is no rendering of a noun.
    private func isAddress(_ text: String) -> Bool {
        [Formality.formal, .informal].contains { !AddressTable.languages(of: text, as: $0).isEmpty }
    }

    private func category(_ slot: ArraySlice<FeedbackToken>) -> Outcome {
        let text = slot.map(\.folded).joined(separator: " ")
        guard StyleTable.categories.contains(text) else { return .unfit }
        let name = text.prefix(1).uppercased() + text.dropFirst()
        return .drafts([.kind(.instruct(name: name, text: "Do not translate \(text)."))])
    }

    private func instructed(_ name: String, _ text: String, _ rest: ArraySlice<FeedbackToken>?) -> Outcome {
        guard let rest else { return .drafts([.kind(.instruct(name: name, text: text))]) }
        guard let first = rest.first, let last = rest.last, rest.filter({ $0.kind == .word }).count <= 16,
            !rest.contains(where: {
                $0.isAny(of: Self.orders) || $0.isAny(of: ["(", ")", "\u{2192}", "=", ":"])
            })
        else { return .unfit }
        let spelled = String(terms.characters[first.range.lowerBound..<last.range.upperBound])
        guard spelled.count <= FeedbackTerms.longest, !spelled.contains(where: \.isNewline) else {
            return .unfit
        }
        return .drafts([.kind(.instruct(name: name, text: text.replacing(" R", with: " " + spelled)))])
    }

    /// With these a free end of a sentence is another order.
    private static let orders: Set<String> = [
        "translate", "use", "do", "keep", "leave", "not", "it", "them", "they", "this", "that", "but",
        "should",
        "must", "never", "is", "are", "write", "say", "instead", "than",
    ]

    private func tone(_ slot: ArraySlice<FeedbackToken>, _ degree: ToneTable.Degree) -> Outcome {
        let words = slot.filter { !$0.isAny(of: [",", "and"]) }
        let found = words.compactMap { ToneTable.instruction($0.folded, degree) }
        guard !words.isEmpty, found.count == words.count else { return .unfit }
        return .drafts(found.map { .kind(.instruct(name: $0.name, text: $0.text)) })
    }

    private func address(_ stated: Formality?, _ slots: Slots) -> Outcome {
        guard slots["A"] != nil || slots["B"] != nil else {
            return stated.map { .drafts([.address($0, languages: nil)]) } ?? .unfit
        }
        for formality in stated.map({ [$0] }) ?? [Formality.formal, .informal] {
            let wanted = slots["A"].map { languages($0, formality) }
            let unwanted = slots["B"].map { languages($0, formality.other) }
            let both = wanted.map { one in unwanted.map(one.intersection) ?? one } ?? unwanted ?? []
            guard !both.isEmpty else { continue }
            let implied = AddressTable.language(
                impliedBy: [slots["A"], slots["B"]].compactMap { $0?.first?.text })
            return .drafts([.address(formality, languages: both, implied: implied)])
        }
        return .unfit
    }

    private func languages(_ slot: ArraySlice<FeedbackToken>, _ formality: Formality) -> Set<String> {
        guard slot.count == 1, let token = slot.first, token.kind != .mark else { return [] }
        return AddressTable.languages(of: token.text, as: formality)
    }
}
