// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// The items of an engine, made ready for finding their terms in texts. Immutable, to be shared.
///
/// A table maps chains of folded tokens (``FoldedTokens``) to terms, so the cost of a text depends little on how many
/// terms there are. A second one maps chains of word stems to the same terms, for inflected forms.
public final class GlossaryIndex: Sendable {
    let rules: any LocaleRules
    let locales: [LocaleTag?]
    let records: [Record]
    let text: [UInt8]
    let terms: TermTable
    let stems: TermTable
    private let nearnesses = BoundedCache<LocaleTag, [Int?]>(limit: 512)

    /// An item as the index keeps it: 24 bytes, its texts apart.
    struct Record: Sendable {
        static let none = UInt32.max

        /// Where its texts begin: source, target, hint.
        var text: UInt32
        var sourceLength: UInt16
        var targetLength: UInt16
        /// `.max` without a hint.
        var hintLength: UInt16
        var source: UInt16
        var target: UInt16
        /// Kind, part of speech, gender and number, four bits each.
        var grammar: UInt16
        /// The next item of the same term.
        var next: UInt32 = none
        /// The first item of the next term with the same stems; only in the first item of a term.
        var nextStems: UInt32 = none

        /// Whether folding the source text dropped an accent; kept in a bit that no kind needs.
        var isAccented: Bool {
            get { grammar & 0x8000 != 0 }
            set { grammar = newValue ? grammar | 0x8000 : grammar & 0x7FFF }
        }
    }

    /// Indexes items; their positions name them in matches.
    public init(_ items: some Collection<GlossaryItem>, rules: any LocaleRules) {
        var builder = GlossaryIndexBuilder(capacity: items.count)
        for item in items { builder.add(item) }
        builder.finish()
        self.rules = rules
        locales = builder.locales
        records = builder.records
        text = builder.text
        terms = builder.terms
        stems = builder.stems
    }

    /// How many items there are.
    public var count: Int { records.count }

    /// Bytes the index takes beyond the texts of its items.
    public var byteCount: Int {
        terms.byteCount + stems.byteCount + records.count * MemoryLayout<Record>.stride
    }

    /// The item at a position.
    public func item(_ position: Int) -> GlossaryItem {
        let record = records[position]
        var start = Int(record.text)
        func next(_ length: UInt16) -> String {
            defer { start += Int(length) }
            return String(decoding: text[start..<start + Int(length)], as: UTF8.self)
        }
        let source = next(record.sourceLength)
        let target = next(record.targetLength)
        let hint = record.hintLength == .max ? nil : next(record.hintLength)
        return GlossaryItem(
            valid: source, targetText: target, hint: hint, sourceLocale: locales[Int(record.source)],
            targetLocale: locales[Int(record.target)], grammar: record.grammar)
    }

    /// Finds terms in texts of one pair of locales. Make one for a document, not for each of its texts.
    ///
    /// - Parameter findsForms: whether other forms of the terms count, too.
    public func matcher(source: LocaleTag, target: LocaleTag, findsForms: Bool = true) -> GlossaryMatcher {
        GlossaryMatcher(index: self, source: source, target: target, findsForms: findsForms)
    }

    /// How near each of the locales is to a requested one: 0 is nearest, `nil` serves it not.
    func nearness(to requested: LocaleTag) -> [Int?] {
        nearnesses.value(for: requested) { findNearness(to: requested) }
    }

    private func findNearness(to requested: LocaleTag) -> [Int?] {
        var left = locales.compactMap(\.self)
        var order: [LocaleTag: Int] = [:]
        while let nearest = rules.resolve(requested, among: left) {
            order[nearest] = order.count
            left.removeAll { $0 == nearest }
        }
        return locales.map { locale in
            guard let locale else { return order.count }
            return order[locale]
        }
    }

    /// Lends the source text of an item.
    func withSource<Result>(of position: Int, _ read: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let record = records[position]
        return text.withUnsafeBufferPointer { text in
            let start = Int(record.text)
            return read(UnsafeBufferPointer(rebasing: text[start..<start + Int(record.sourceLength)]))
        }
    }
}
