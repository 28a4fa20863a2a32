// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// All that is known of one tag, found once.
struct LocaleFacts: Sendable {
    /// The canonical tag.
    let canonical: LocaleTag
    /// What the canonical tag states.
    let parts: LocaleParts
    /// The same with the likely parts.
    let maximized: LocaleParts
    /// The canonical tag and its stand-ins.
    let fallbacks: [LocaleTag]
    /// The same as ``LocaleFacts/key(of:)`` compares them.
    let keys: [String]
    /// The direction of the script.
    let direction: WritingDirection
    /// Whether variants or extensions say more than language, script and region do.
    let isPlain: Bool

    /// Asks CLDR.
    init(_ tag: LocaleTag) {
        let text = CanonicalTag.of(tag.spelling)
        let subtags = Subtags(text)
        canonical = LocaleTag(unchecked: text)
        parts = subtags.parts
        // CLDR's likely parts of "undetermined" are American English's: true of no text in particular.
        let knows = subtags.language != "und" || subtags.script != nil || subtags.region != nil
        maximized = (knows ? CLDR.maximized(text).map { Subtags($0).parts } : nil) ?? subtags.parts
        let chain = FallbackChain.of(text)
        fallbacks = chain.map(LocaleTag.init(unchecked:))
        keys = chain.map(Self.key)
        direction = CLDR.direction(text)
        isPlain = subtags.variants.isEmpty && subtags.rest == nil
    }

    /// A canonical tag as resolving compares it: `no` and `nb` are one language.
    static func key(of canonical: String) -> String {
        canonical == "nb" || canonical.hasPrefix("nb-") ? "no" + canonical.dropFirst(2) : canonical
    }

    /// Whether both tags name the same language, script and region once the likely ones are filled in.
    func isSamePlace(as other: LocaleFacts) -> Bool {
        isPlain && other.isPlain && isSameLanguage(as: other) && maximized.region == other.maximized.region
    }

    /// Whether both tags share language and likely script. Undetermined and private languages share nothing.
    func isSameLanguage(as other: LocaleFacts) -> Bool {
        parts.language != "und" && Self.key(of: parts.language) == Self.key(of: other.parts.language)
            && maximized.script == other.maximized.script
    }
}
