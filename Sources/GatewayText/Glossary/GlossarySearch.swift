// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The search of one text after the other, with buffers that are used again.
struct GlossarySearch {
    /// A run of tokens that is a term or a form of it, by the folded text.
    private struct Candidate {
        var tokens: Range<Int>
        /// The term's first item.
        var item: Int
        /// Bytes of the text.
        var length: Int
        /// Characters that differ from the term's; 0 for an exact match.
        var distance = 0
    }

    private let index: GlossaryIndex
    private let words: WordRules
    private let findsForms: Bool
    private var choice: GlossaryChoice
    private var tokens = FoldedTokens()
    private var term = FoldedTokens()
    private var candidates: [Candidate] = []
    private var taken: [(tokens: Range<Int>, match: GlossaryMatch)] = []
    /// Which of ``taken`` a token belongs to, or -1.
    private var owners: [Int] = []

    /// More terms with the same stems are not looked at; real glossaries stay far below.
    private static let termsOfStems = 256

    init(_ matcher: GlossaryMatcher) {
        index = matcher.index
        words = matcher.words
        findsForms = matcher.findsForms
        choice = GlossaryChoice(matcher)
    }

    /// The matches of a text, as ``GlossaryMatcher/matches(in:)`` promises them.
    mutating func run(_ text: String) -> [GlossaryMatch] {
        var text = text
        return text.withUTF8 { utf8 in
            tokens.read(utf8, rules: words)
            taken.removeAll(keepingCapacity: true)
            owners.removeAll(keepingCapacity: true)
            owners.append(contentsOf: repeatElement(-1, count: tokens.tokens.count))
            findExact()
            takeExact(in: utf8)
            let exact = taken.count
            if findsForms {
                findInflected()
                takeInflected(in: utf8)
            }
            guard !taken.isEmpty else { return [] }
            if taken.count == exact { taken.sort { $0.tokens.lowerBound < $1.tokens.lowerBound } }
            guard taken.count > exact else { return taken.map(\.match) }
            // An exact match that an inflected one contains owns no token any more.
            return taken.indices.filter { owners[taken[$0].tokens.lowerBound] == $0 }.map { taken[$0].match }
                .sorted { $0.range.lowerBound < $1.range.lowerBound }
        }
    }

    private mutating func findExact() {
        candidates.removeAll(keepingCapacity: true)
        let index = index
        let list = tokens.tokens
        index.terms.read { terms in list.withUnsafeBufferPointer { findExact($0, terms) } }
    }

    private mutating func findExact(_ all: UnsafeBufferPointer<FoldedToken>, _ terms: TermTable.Reader) {
        for start in all.indices {
            let isLoose = !all[start].traits.contains(.begins)
            guard !isLoose || all[start].traits.contains(.beginsLoosely) else { continue }
            var chain = FoldedTokens.Hash.seed
            var end = start
            while end < all.count {
                let token = all[end]
                chain = FoldedTokens.Hash.join(
                    chain, token.hash, isSpaced: end > start && token.traits.contains(.spaced))
                let signs = terms.signs(of: chain)
                if signs.mayBeTerm, !isLoose || end > start,
                    token.traits.contains(.ends) || end > start && token.traits.contains(.endsLoosely),
                    let item = terms.item(of: chain)
                {
                    let length = token.end - all[start].start
                    candidates.append(Candidate(tokens: start..<end + 1, item: item, length: length))
                }
                guard signs.mayGoOn else { break }
                end += 1
            }
        }
    }

    private mutating func takeExact(in text: UnsafeBufferPointer<UInt8>) {
        sortCandidates()
        for candidate in candidates {
            guard candidate.tokens.allSatisfy({ owners[$0] < 0 }),
                let chosen = choice.choose(
                    among: candidate.item, for: candidate.tokens, of: tokens, in: text, isInflected: false)
            else { continue }
            take(candidate, chosen, isInflected: false)
        }
    }

    private mutating func take(_ candidate: Candidate, _ chosen: GlossaryChoice.Chosen, isInflected: Bool) {
        for token in candidate.tokens { owners[token] = taken.count }
        let start = tokens.tokens[candidate.tokens.lowerBound].start
        let match = GlossaryMatch(
            range: start..<start + candidate.length, item: chosen.item, others: chosen.others,
            isInflected: isInflected)
        taken.append((candidate.tokens, match))
    }

    private mutating func findInflected() {
        candidates.removeAll(keepingCapacity: true)
        let index = index
        let (list, values) = (tokens.tokens, tokens.values)
        index.stems.read { stems in
            list.withUnsafeBufferPointer { list in
                values.withUnsafeBufferPointer { values in
                    let text = Walked(tokens: list, values: values, stems: stems)
                    for start in list.indices where list[start].traits.contains(.begins) {
                        walk(text, from: start, to: start, chain: FoldedTokens.Hash.seed)
                    }
                }
            }
        }
    }

    /// What is walked over, lent for one search.
    private struct Walked {
        let tokens: UnsafeBufferPointer<FoldedToken>
        let values: UnsafeBufferPointer<UInt32>
        let stems: TermTable.Reader
    }

    /// Follows the chains of stems that a token may go on with.
    private mutating func walk(_ text: Walked, from start: Int, to end: Int, chain: UInt64) {
        let token = text.tokens[end]
        let isSpaced = end > start && token.traits.contains(.spaced)
        guard token.traits.contains(.inflects), let lengths = Inflection.stems(token.count) else {
            let chain = FoldedTokens.Hash.join(chain, token.hash, isSpaced: isSpaced)
            step(text, from: start, to: end, chain: chain)
            return
        }
        var state = FoldedTokens.Hash.seed
        for length in 1...lengths.upperBound {
            state = FoldedTokens.Hash.step(state, text.values[token.first + length - 1])
            guard length >= lengths.lowerBound else { continue }
            let hash = ~FoldedTokens.Hash.end(state)
            let chain = FoldedTokens.Hash.join(chain, hash, isSpaced: isSpaced)
            step(text, from: start, to: end, chain: chain)
        }
    }

    @inline(__always)
    private mutating func step(_ text: Walked, from start: Int, to end: Int, chain: UInt64) {
        let signs = text.stems.signs(of: chain)
        if signs.mayBeTerm, text.tokens[end].traits.contains(.ends), !isInsideTaken(start...end),
            let item = text.stems.item(of: chain)
        {
            addForms(of: item, start..<end + 1)
        }
        if signs.mayGoOn, end + 1 < text.tokens.count { walk(text, from: start, to: end + 1, chain: chain) }
    }

    private func isInsideTaken(_ range: ClosedRange<Int>) -> Bool {
        owners[range.lowerBound] >= 0 && owners[range.lowerBound] == owners[range.upperBound]
    }

    /// Adds those terms of equal stems that the tokens are forms of.
    private mutating func addForms(of first: Int, _ range: Range<Int>) {
        let length = tokens.tokens[range.upperBound - 1].end - tokens.tokens[range.lowerBound].start
        var item = first
        for _ in 0..<Self.termsOfStems {
            index.withSource(of: item) { term.read($0, rules: nil) }
            if let distance = distance(range) {
                candidates.append(
                    Candidate(tokens: range, item: item, length: length, distance: distance))
            }
            let next = index.records[item].nextStems
            if next == GlossaryIndex.Record.none { return }
            item = Int(next)
        }
    }

    /// How much the tokens differ from those of ``term``, or `nil` if they are no forms of them.
    private func distance(_ range: Range<Int>) -> Int? {
        guard term.tokens.count == range.count else { return nil }
        var distance = 0
        for (word, position) in zip(term.tokens, range) {
            let form = tokens.tokens[position]
            if word.hash == form.hash { continue }
            guard word.traits.contains(.inflects), form.traits.contains(.inflects),
                let shared = Inflection.sharedStem(term.values(of: word), tokens.values(of: form))
            else { return nil }
            distance += word.count + form.count - 2 * shared
        }
        return distance == 0 ? nil : distance
    }

    private mutating func takeInflected(in text: UnsafeBufferPointer<UInt8>) {
        let exact = taken.count
        sortCandidates()
        for candidate in candidates where isFree(candidate.tokens, exact: exact) {
            guard
                let chosen = choice.choose(
                    among: candidate.item, for: candidate.tokens, of: tokens, in: text, isInflected: true)
            else { continue }
            take(candidate, chosen, isInflected: true)
        }
    }

    /// Whether nothing inflected is there yet, and nothing exact that the range does not wholly contain.
    private func isFree(_ range: Range<Int>, exact: Int) -> Bool {
        range.allSatisfy { token in
            let owner = owners[token]
            guard owner >= 0 else { return true }
            guard owner < exact, taken[owner].tokens != range else { return false }
            return range.lowerBound <= taken[owner].tokens.lowerBound
                && taken[owner].tokens.upperBound <= range.upperBound
        }
    }

    /// The longest first, of equal ones those most like their term, then the first.
    private mutating func sortCandidates() {
        guard candidates.count > 1 else { return }
        candidates.sort { left, right in
            (right.length, left.distance, left.tokens.lowerBound, left.item)
                < (left.length, right.distance, right.tokens.lowerBound, right.item)
        }
    }
}
