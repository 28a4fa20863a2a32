// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Which configured locale serves a requested one.
enum Resolution {
    /// The index of the nearest, or `nil`.
    ///
    /// 1. The same tag, or one that says the same (`zh-TW` and `zh-Hant-TW`, `pt` and `pt-BR`);
    /// 2. the nearest of the fallbacks;
    /// 3. of those in the same language and script the one that meets the requested chain earliest and is least
    ///    specific: `en-AU` serves `en-GB` before `en-US` does, since both descend from `en-001`;
    /// 4. of equals the one in the likely region of the language, then the first.
    static func nearest(to requested: LocaleFacts, among configured: [LocaleFacts]) -> Int? {
        if let key = requested.keys.first {
            if let index = configured.firstIndex(where: { $0.keys.first == key }) { return index }
        }
        let same = configured.indices.filter { requested.isSamePlace(as: configured[$0]) }
        let statesRegion = requested.parts.region != nil
        if let index = same.first(where: { (configured[$0].parts.region != nil) == statesRegion })
            ?? same.first
        {
            return index
        }
        for key in requested.keys.dropFirst() {
            if let index = configured.firstIndex(where: { $0.keys.first == key }) { return index }
        }
        var best: (index: Int, rank: Rank)?
        for (index, candidate) in configured.enumerated() {
            guard let rank = rank(candidate, for: requested), best.map({ rank < $0.rank }) ?? true else {
                continue
            }
            best = (index, rank)
        }
        return best?.index
    }

    /// How far a candidate is; less is nearer.
    private typealias Rank = (up: Int, down: Int, isUnlikely: Int)

    private static func rank(_ candidate: LocaleFacts, for requested: LocaleFacts) -> Rank? {
        guard requested.isSameLanguage(as: candidate) else { return nil }
        for (up, key) in requested.keys.enumerated() {
            guard let down = candidate.keys.firstIndex(of: key) else { continue }
            return (up, down, isUnlikely(candidate))
        }
        // Written with and without their usual script, two chains may end without meeting.
        return (requested.keys.count, candidate.keys.count, isUnlikely(candidate))
    }

    private static func isUnlikely(_ candidate: LocaleFacts) -> Int {
        guard let region = candidate.parts.region else { return 0 }
        let language = Subtags(candidate.maximized)
        var bare = language
        bare.region = nil
        return CLDR.maximized(bare.tag).map { Subtags($0).region } == region ? 0 : 1
    }
}
