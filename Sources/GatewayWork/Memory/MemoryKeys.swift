// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// What the texts of one document are remembered by.
struct MemoryKeys: Sendable {
    let pair: LocalePair
    private let order: TranslationOrder
    private let fingerprint: MemoryFingerprint
    /// Of a text without terms, which most are.
    private let plain: [UInt8]

    init(_ order: TranslationOrder, _ fingerprint: MemoryFingerprint, rules: any LocaleRules) {
        self.order = order
        self.fingerprint = fingerprint
        pair = LocalePair(source: rules.canonical(order.source), target: rules.canonical(order.target))
        plain = fingerprint.digest()
    }

    /// What a unit is looked up by.
    func lookup(_ unit: Int) -> MemoryLookup {
        let (text, hints) = (order.units.units[unit].text.source, order.units.units[unit].hints)
        let bareKey = Self.key(pair, text)
        let isBare = order.units.context.isEmpty && hints.isEmpty
        let key = isBare ? bareKey : Self.key(pair, text, context: order.units.context, hints: hints)
        let terms = order.terms?.hits(of: unit) ?? []
        return MemoryLookup(
            key: key, bareKey: bareKey,
            fingerprint: terms.isEmpty ? plain : fingerprint.digest(terms: terms))
    }

    /// What tells a text from all others: 16 bytes.
    static func key(
        _ pair: LocalePair, _ text: String, context: String = "", hints: [String] = []
    ) -> [UInt8] {
        var digest = MemoryDigest()
        digest.add(pair.source.folded)
        digest.add(pair.target.folded)
        digest.add(text.composedBytes)
        digest.add(context)
        digest.add(hints.count)
        for hint in hints { digest.add(hint) }
        return digest.value
    }
}
