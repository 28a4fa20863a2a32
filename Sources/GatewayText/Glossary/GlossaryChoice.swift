// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Chooses among the items of a term that was found by its folded text.
struct GlossaryChoice {
    /// The item that serves best, and those that would, too.
    struct Chosen {
        var item: Int
        var others: [Int]
    }

    private let index: GlossaryIndex
    private let words: WordRules
    private let sourceNearness: [UInt8]
    private let targetNearness: [UInt8]
    private var term = FoldedTokens()

    init(_ matcher: GlossaryMatcher) {
        index = matcher.index
        words = matcher.words
        sourceNearness = matcher.sourceNearness
        targetNearness = matcher.targetNearness
    }

    /// The items that apply and whose letters are those of the tokens; `nil` if there is none.
    mutating func choose(
        among first: Int, for range: Range<Int>, of tokens: FoldedTokens, in text: UnsafeBufferPointer<UInt8>,
        isInflected: Bool
    ) -> Chosen? {
        let record = index.records[first]
        if record.next == GlossaryIndex.Record.none {
            guard applies(record),
                likeness(first, range, of: tokens, in: text, isInflected: isInflected) > .unlike
            else { return nil }
            return Chosen(item: first, others: [])
        }
        var found: [(item: Int, spelling: Int, target: UInt8, source: UInt8)] = []
        var item = UInt32(first)
        while item != GlossaryIndex.Record.none {
            let position = Int(item)
            let record = index.records[position]
            item = record.next
            guard applies(record) else { continue }
            let likeness = likeness(position, range, of: tokens, in: text, isInflected: isInflected)
            guard likeness > .unlike else { continue }
            // The very bytes are liker than the same letters in another case.
            let bytes = UnsafeBufferPointer(
                rebasing: text[
                    tokens.tokens[range.lowerBound].start..<tokens.tokens[range.upperBound - 1].end])
            let isSame = index.withSource(of: position) { $0.elementsEqual(bytes) }
            found.append(
                (
                    position, isSame ? 0 : likeness == .sameAccents ? 1 : 2,
                    targetNearness[Int(record.target)], sourceNearness[Int(record.source)]
                ))
        }
        found.sort {
            ($0.spelling, $0.target, $0.source, $0.item) < ($1.spelling, $1.target, $1.source, $1.item)
        }
        guard let best = found.first else { return nil }
        return Chosen(
            item: best.item, others: found.dropFirst().filter { $0.spelling == best.spelling }.map(\.item))
    }

    private func applies(_ record: GlossaryIndex.Record) -> Bool {
        sourceNearness[Int(record.source)] != .max && targetNearness[Int(record.target)] != .max
    }

    /// How alike the tokens and an item's source text are, as the language sees their letters. Of a form only what it
    /// shares with the word is compared.
    private mutating func likeness(
        _ item: Int, _ range: Range<Int>, of tokens: FoldedTokens, in text: UnsafeBufferPointer<UInt8>,
        isInflected: Bool
    ) -> LetterRules.Likeness {
        let isAccented = index.records[item].isAccented
        guard
            isAccented || words.isTurkic
                || range.contains(where: { tokens.tokens[$0].traits.contains(.accented) })
        else { return .sameAccents }
        return index.withSource(of: item) { source in
            term.read(source, rules: nil)
            var likeness = LetterRules.Likeness.sameAccents
            for (word, position) in zip(term.tokens, range) {
                let form = tokens.tokens[position]
                var wordEnd = word.end
                var formEnd = form.end
                if word.hash != form.hash {
                    let shared =
                        Inflection.sharedStem(term.values(of: word), tokens.values(of: form)) ?? 0
                    guard shared > 0 else { return .unlike }
                    wordEnd = term.end(of: shared, in: word)
                    formEnd = tokens.end(of: shared, in: form)
                }
                likeness = min(
                    likeness,
                    words.letters.compare(
                        UnsafeBufferPointer(rebasing: source[word.start..<wordEnd]),
                        UnsafeBufferPointer(rebasing: text[form.start..<formEnd])))
            }
            return likeness
        }
    }
}
