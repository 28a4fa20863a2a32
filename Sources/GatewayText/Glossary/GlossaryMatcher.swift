// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Finds the terms that apply to one pair of locales.
public struct GlossaryMatcher: Sendable {
    let index: GlossaryIndex
    let words: WordRules
    /// How near the locales of the index are, less is nearer; `UInt8.max` for those that do not apply.
    let sourceNearness: [UInt8]
    let targetNearness: [UInt8]

    let findsForms: Bool

    init(index: GlossaryIndex, source: LocaleTag, target: LocaleTag, findsForms: Bool) {
        self.index = index
        self.findsForms = findsForms
        words = WordRules(index.rules.canonical(source))
        func ranks(_ tag: LocaleTag) -> [UInt8] {
            index.nearness(to: tag).map { $0.map { UInt8(min($0, 254)) } ?? .max }
        }
        sourceNearness = ranks(source)
        targetNearness = ranks(target)
    }

    /// The terms of a text, in the order of the text and apart from each other.
    ///
    /// Terms begin and end where words do (UAX 29; the language's ``WordRules``). Of exact matches that overlap the
    /// longest is taken, of equal ones the first. An inflected match is taken where no exact one is, or where it
    /// wholly contains those that are.
    public func matches(in text: String) -> [GlossaryMatch] {
        var search = GlossarySearch(self)
        return search.run(text)
    }

    /// The terms of each text of a document, as ``matches(in:)-(String)`` finds them.
    public func matches(in texts: [String]) -> [[GlossaryMatch]] {
        var search = GlossarySearch(self)
        return texts.map { search.run($0) }
    }
}
