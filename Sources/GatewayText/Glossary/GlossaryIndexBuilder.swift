// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Fills the tables of a ``GlossaryIndex``.
struct GlossaryIndexBuilder {
    private(set) var records: [GlossaryIndex.Record] = []
    private(set) var text: [UInt8] = []
    private(set) var locales: [LocaleTag?] = [nil]
    private(set) var terms: TermTable
    private(set) var stems: TermTable
    private var localeIndices: [LocaleTag: UInt16] = [:]
    private var tokens = FoldedTokens()
    /// The last item of each term, by its first one; so that items keep their order.
    private var last: [UInt32] = []
    /// The chains that the term at hand begins with, and itself.
    private var chains: [UInt64] = []

    /// A term of more tokens is found as it is written only.
    static let inflectedTokens = 8

    init(capacity: Int) {
        terms = TermTable(capacity: capacity)
        stems = TermTable(capacity: capacity)
        records.reserveCapacity(capacity)
        last.reserveCapacity(capacity)
    }

    mutating func add(_ item: GlossaryItem) {
        let position = records.count
        var record = GlossaryIndex.Record(
            text: UInt32(text.count), sourceLength: UInt16(item.sourceText.utf8.count),
            targetLength: UInt16(item.targetText.utf8.count),
            hintLength: item.hint.map { UInt16($0.utf8.count) } ?? .max,
            source: index(of: item.sourceLocale), target: index(of: item.targetLocale),
            grammar: item.grammar)
        text.append(contentsOf: item.sourceText.utf8)
        text.append(contentsOf: item.targetText.utf8)
        if let hint = item.hint { text.append(contentsOf: hint.utf8) }
        var source = item.sourceText
        source.withUTF8 { tokens.read($0, rules: nil) }
        record.isAccented = tokens.tokens.contains { $0.traits.contains(.accented) }
        records.append(record)
        last.append(UInt32(position))
        guard !tokens.tokens.isEmpty else { return }
        if let first = putTerm(position) {
            // The term is known: the table names its first item again.
            records[Int(last[first])].next = UInt32(position)
            last[first] = UInt32(position)
        } else {
            putStems(position)
        }
    }

    mutating func finish() {
        terms.fit()
        stems.fit()
        last = []
    }

    private mutating func index(of locale: LocaleTag?) -> UInt16 {
        guard let locale else { return 0 }
        if let index = localeIndices[locale] { return index }
        // A glossary of more spellings than 65,535 of one tag or another is none; the last ones serve any locale.
        guard locales.count <= Int(UInt16.max) else { return 0 }
        let index = UInt16(locales.count)
        locales.append(locale)
        localeIndices[locale] = index
        return index
    }

    /// The first item of the term if it is known already.
    private mutating func putTerm(_ position: Int) -> Int? {
        var chain = FoldedTokens.Hash.seed
        chains.removeAll(keepingCapacity: true)
        for (index, token) in tokens.tokens.enumerated() {
            chain = FoldedTokens.Hash.join(
                chain, token.hash, isSpaced: index > 0 && token.traits.contains(.spaced))
            chains.append(chain)
        }
        if let first = terms.put(position, at: chain) {
            _ = terms.put(first, at: chain)
            return first
        }
        for beginning in chains.dropLast() { terms.goOn(from: beginning) }
        return nil
    }

    private mutating func putStems(_ position: Int) {
        let all = tokens.tokens
        guard all.count <= Self.inflectedTokens, all.contains(where: Self.inflects) else { return }
        var chain = FoldedTokens.Hash.seed
        chains.removeAll(keepingCapacity: true)
        for (index, token) in all.enumerated() {
            let isSpaced = index > 0 && token.traits.contains(.spaced)
            var hash = token.hash
            if Self.inflects(token) {
                var state = FoldedTokens.Hash.seed
                for value in tokens.values(of: token).prefix(Inflection.stem(token.count)) {
                    state = FoldedTokens.Hash.step(state, value)
                }
                hash = ~FoldedTokens.Hash.end(state)
            }
            chain = FoldedTokens.Hash.join(chain, hash, isSpaced: isSpaced)
            chains.append(chain)
        }
        if let first = stems.put(position, at: chain) {
            records[position].nextStems = UInt32(first)
        } else {
            for beginning in chains.dropLast() { stems.goOn(from: beginning) }
        }
    }

    private static func inflects(_ token: FoldedToken) -> Bool {
        token.traits.contains(.inflects) && token.count >= Inflection.shortest
    }
}
