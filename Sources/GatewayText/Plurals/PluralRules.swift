// SPDX-License-Identifier: Apache-2.0
import CLocale
public import GatewayCore

/// The plural rules of a locale (CLDR): which categories it tells apart, and numbers that belong to each.
public struct PluralRules: Sendable {
    /// What is counted.
    public enum Kind: Sendable, Hashable {
        /// One file, two files.
        case cardinal
        /// The first, the second.
        case ordinal
    }

    /// A number to try: as ASCII digits, with a point before its fraction.
    struct Example: Sendable, Hashable {
        let spelling: String
        let value: Double
    }

    /// The categories the locale has, in CLDR's order; `other` is always among them.
    public let categories: [PluralCategory]
    /// Numbers of each category, the everyday ones first.
    private let examples: [PluralCategory: [Example]]
    private let known: [Double: PluralCategory]

    private struct Key: Hashable {
        let locale: LocaleTag
        let kind: Kind
    }

    private static let cache = BoundedCache<Key, PluralRules>(limit: 512)

    /// The rules of a locale; those of the root, `other` alone, for one that CLDR does not know.
    public static func of(_ locale: LocaleTag, _ kind: Kind = .cardinal) -> PluralRules {
        cache.value(for: Key(locale: locale, kind: kind)) { PluralRules(locale.spelling, kind) }
    }

    /// Tried in this order: five before the smaller ones that languages treat apart, whole numbers before fractions,
    /// and numbers that have a category of their own in some language at the end.
    private static let tried: [Example] = {
        let small = [5, 1, 2, 3, 4, 0] + Array(6...199)
        let whole = small + [200, 1000, 10_000, 100_000, 1_000_000]
        let fractions = ["1.5", "0.5", "2.5", "1.1", "0.1", "10.1"]
        return whole.map { Example(spelling: String($0), value: Double($0)) }
            + fractions.compactMap { spelling in
                Double(spelling).map { Example(spelling: spelling, value: $0) }
            }
    }()

    private init(_ tag: String, _ kind: Kind) {
        let numbers = Self.tried.map(\.value)
        var found = [UInt8](repeating: UInt8(LOC_PLURAL_OTHER.rawValue), count: numbers.count)
        let bits = loc_plural_rules(tag, kind == .ordinal ? 1 : 0, numbers, Int32(numbers.count), &found)
        let all = PluralCategory.allCases
        categories =
            bits > 0 ? all.indices.filter { bits >> Int32($0) & 1 == 1 }.map { all[$0] } : [.other]
        var examples: [PluralCategory: [Example]] = [:]
        var known: [Double: PluralCategory] = [:]
        for (example, index) in zip(Self.tried, found) {
            let category = all[Int(index)]
            known[example.value] = category
            // An ordinal has no fraction.
            if kind == .cardinal || !example.spelling.contains(".") {
                examples[category, default: []].append(example)
            }
        }
        self.examples = examples
        self.known = known
    }

    /// Numbers of a category. Empty for one that only compact notation reaches.
    func examples(of category: PluralCategory) -> [Example] { examples[category] ?? [] }

    /// The category of one of the ``examples(of:)`` of any locale, or of another whole number below 200.
    func category(of number: Double) -> PluralCategory { known[number] ?? .other }
}
