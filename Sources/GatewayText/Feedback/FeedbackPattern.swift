// SPDX-License-Identifier: Apache-2.0

/// A phrasing: words, choices of words in brackets, and slots (one capital letter) for what the grammar leaves.
///
/// A choice may be empty: `(is|are) (a|) X`. Every run of words between two slots has to occur exactly once where
/// it may stand: a sentence that can be cut in two ways is not read at all, and nothing has to be tried twice.
struct FeedbackPattern: Sendable {
    /// What became of a comparison.
    enum Outcome: Equatable {
        case missed
        /// It can be read in two ways.
        case ambiguous
        case matched([Character: ArraySlice<FeedbackToken>])
    }

    private indirect enum Node: Sendable {
        case word(String)
        case choice([[Node]])
        case slot(Character)
    }

    private struct Part: Sendable {
        /// The slot before the words; `nil` at the beginning.
        let slot: Character?
        let words: [Node]
    }

    private let parts: [Part]
    /// The words one of which a sentence begins with, or holds when a slot comes first; `nil` when it may have none.
    private let firsts: Set<String>?

    /// Takes a phrasing apart. Names of choices, in capital letters, are replaced first.
    init(_ phrasing: String, choices: [(name: String, words: String)]) {
        var text = phrasing
        for (name, words) in choices { text = text.replacing(name, with: "(\(words))") }
        var rest = Substring(text)
        var parts: [Part] = []
        var words: [Node] = []
        var slot: Character?
        for node in Self.nodes(&rest) {
            if case .slot(let name) = node {
                if slot != nil || !words.isEmpty { parts.append(Part(slot: slot, words: words)) }
                (slot, words) = (name, [])
            } else {
                words.append(node)
            }
        }
        parts.append(Part(slot: slot, words: words))
        self.parts = parts
        let first = Self.firsts(of: parts[0].words)
        firsts = first.isOptional ? nil : first.words
    }

    /// Whether a sentence may fit, judged by its words alone: most phrasings need no closer look.
    func mayMatch(_ sentence: ArraySlice<FeedbackToken>, words: Set<String>) -> Bool {
        guard let firsts else { return true }
        if parts[0].slot != nil { return !firsts.isDisjoint(with: words) }
        guard let first = sentence.first, first.kind != .quoted else { return false }
        return firsts.contains(first.folded)
    }

    /// The words that a run may begin with, and whether all of it may be left out.
    private static func firsts(of nodes: [Node]) -> (words: Set<String>, isOptional: Bool) {
        var words: Set<String> = []
        for node in nodes {
            switch node {
            case .word(let word): return (words.union([word]), false)
            case .choice(let choices):
                let inner = choices.map(firsts)
                words.formUnion(inner.flatMap(\.words))
                guard inner.contains(where: \.isOptional) else { return (words, false) }
            case .slot: preconditionFailure("a slot stands outside choices")
            }
        }
        return (words, true)
    }

    /// Compares a whole sentence with the phrasing.
    ///
    /// - Parameter steps: grows by the number of positions looked at.
    func match(_ tokens: ArraySlice<FeedbackToken>, steps: inout Int) -> Outcome {
        var position = tokens.startIndex
        var rest = parts[...]
        if let lead = rest.first, lead.slot == nil {
            steps += 1
            let ends = Self.ends(of: lead.words, in: tokens, from: position)
            guard let end = rest.count == 1 ? ends.first(where: { $0 == tokens.endIndex }) : ends.max() else {
                return .missed
            }
            position = end
            rest = rest.dropFirst()
        }
        guard !rest.isEmpty else { return .matched([:]) }
        var places: [[Range<Int>]] = []
        for part in rest {
            let isLast = places.count + 1 == rest.count
            let found = Self.places(of: part.words, in: tokens, after: position, atEnd: isLast, steps: &steps)
            guard !found.isEmpty else { return .missed }
            places.append(found)
        }
        return cut(tokens, from: position, at: places, slots: rest.compactMap(\.slot))
    }

    /// Where the words between two slots stand, or those after the last slot.
    private static func places(
        of words: [Node], in tokens: ArraySlice<FeedbackToken>, after position: Int, atEnd: Bool,
        steps: inout Int
    ) -> [Range<Int>] {
        guard position < tokens.endIndex else { return [] }
        if words.isEmpty { return [tokens.endIndex..<tokens.endIndex] }
        var places: [Range<Int>] = []
        for start in position + 1...tokens.endIndex {
            steps += 1
            let ends = ends(of: words, in: tokens, from: start)
            if atEnd {
                if ends.contains(tokens.endIndex) { return [start..<tokens.endIndex] }
                // The same words with fewer of their optional ones are no second reading.
            } else if let end = ends.max(), end > start, start >= places.last?.upperBound ?? start {
                places.append(start..<end)
            }
        }
        return places
    }

    /// Cuts the sentence where the words stand, if there is one way to do it.
    private func cut(
        _ tokens: ArraySlice<FeedbackToken>, from position: Int, at places: [[Range<Int>]], slots: [Character]
    ) -> Outcome {
        // From the last words to the first: how many ways there are to go on after each place, two being many.
        var ways: [[Int]] = [places[places.count - 1].map { _ in 1 }]
        for level in places.indices.dropLast().reversed() {
            let next = places[level + 1]
            var (index, sum) = (next.count, 0)
            var counts = [Int](repeating: 0, count: places[level].count)
            for place in places[level].indices.reversed() {
                while index > 0, next[index - 1].lowerBound > places[level][place].upperBound {
                    index -= 1
                    sum = min(2, sum + ways[0][index])
                }
                counts[place] = sum
            }
            ways.insert(counts, at: 0)
        }
        let total = ways[0].reduce(0, +)
        guard total == 1 else { return total == 0 ? .missed : .ambiguous }
        var found: [Character: ArraySlice<FeedbackToken>] = [:]
        var start = position
        for (level, slot) in slots.enumerated() {
            guard
                let place = places[level].indices.first(where: {
                    ways[level][$0] == 1 && places[level][$0].lowerBound > start
                })
            else { return .missed }
            found[slot] = tokens[start..<places[level][place].lowerBound]
            start = places[level][place].upperBound
        }
        return .matched(found)
    }

    /// Every position where the words may end that begin at a position.
    private static func ends(of nodes: [Node], in tokens: ArraySlice<FeedbackToken>, from start: Int) -> [Int]
    {
        var positions = [start]
        for node in nodes {
            var next: [Int] = []
            for position in positions {
                switch node {
                case .word(let word):
                    guard position < tokens.endIndex, tokens[position].kind != .quoted,
                        tokens[position].folded == word
                    else { continue }
                    next.append(position + 1)
                case .choice(let choices):
                    next += choices.flatMap { ends(of: $0, in: tokens, from: position) }
                case .slot: preconditionFailure("a slot stands outside choices")
                }
            }
            if next.isEmpty { return [] }
            positions = next.count > 1 ? Array(Set(next)) : next
        }
        return positions
    }

    /// The nodes up to the end or a closing bracket.
    private static func nodes(_ rest: inout Substring) -> [Node] {
        var nodes: [Node] = []
        while let first = rest.first, first != ")", first != "|" {
            rest.removeFirst()
            if first == " " { continue }
            guard first == "(" else {
                let word = String(first) + rest.prefix { !" ()|".contains($0) }
                rest = rest.dropFirst(word.count - 1)
                nodes.append(word.count == 1 && first.isUppercase ? .slot(first) : .word(word))
                continue
            }
            var choices = [Self.nodes(&rest)]
            while rest.first == "|" {
                rest.removeFirst()
                choices.append(Self.nodes(&rest))
            }
            precondition(rest.first == ")", "a choice is closed")
            rest.removeFirst()
            nodes.append(.choice(choices))
        }
        return nodes
    }
}
