// SPDX-License-Identifier: Apache-2.0
import CLocale

/// The canonical form of a tag: ICU's for order and letter case, then CLDR's aliases
/// (UTS 35, annex C, "LocaleId Canonicalization"), which ICU's C interface does not apply.
enum CanonicalTag {
    /// The canonical form; a tag ICU cannot read comes back as it is.
    static func of(_ tag: String) -> String {
        guard let ordered = CLDR.canonical(tag) else { return tag }
        var subtags = Subtags(ordered)
        replaceLanguage(&subtags)
        replaceScript(&subtags)
        replaceRegion(&subtags)
        replaceVariants(&subtags)
        return subtags.tag
    }

    /// The longest alias wins: language with variant, language with region, language alone.
    private static func replaceLanguage(_ subtags: inout Subtags) {
        for variant in subtags.variants {
            for language in [subtags.language, "und"] {
                guard let alias = CLDR.alias(LOC_ALIAS_LANGUAGE, language + "_" + variant) else { continue }
                subtags.variants.removeAll { $0 == variant }
                fill(&subtags, from: alias)
                break
            }
        }
        if let region = subtags.region,
            let alias = CLDR.alias(LOC_ALIAS_LANGUAGE, subtags.language + "_" + region)
        {
            subtags.region = nil
            fill(&subtags, from: alias)
        } else if let alias = CLDR.alias(LOC_ALIAS_LANGUAGE, subtags.language) {
            fill(&subtags, from: alias)
        }
    }

    /// What the tag states itself stays: `sh-Cyrl` is `sr-Cyrl` although `sh` alone is `sr-Latn`.
    private static func fill(_ subtags: inout Subtags, from alias: String) {
        let replacement = Subtags(alias.replacing("_", with: "-"))
        if replacement.language != "und" { subtags.language = replacement.language }
        subtags.script = subtags.script ?? replacement.script
        subtags.region = subtags.region ?? replacement.region
    }

    private static func replaceScript(_ subtags: inout Subtags) {
        if let script = subtags.script, let alias = CLDR.alias(LOC_ALIAS_SCRIPT, script) {
            subtags.script = alias
        }
    }

    /// Of several successors the one where the language is likely spoken is taken, else the first.
    private static func replaceRegion(_ subtags: inout Subtags) {
        guard let region = subtags.region, let alias = CLDR.alias(LOC_ALIAS_TERRITORY, region) else { return }
        let successors = alias.split(separator: " ").map(String.init)
        var bare = subtags
        (bare.region, bare.variants, bare.rest) = (nil, [], nil)
        let likely = successors.count > 1 ? CLDR.maximized(bare.tag).flatMap { Subtags($0).region } : nil
        subtags.region = successors.first { $0 == likely } ?? successors.first ?? region
    }

    private static func replaceVariants(_ subtags: inout Subtags) {
        let replaced = subtags.variants.map { CLDR.alias(LOC_ALIAS_VARIANT, $0) ?? $0 }
        subtags.variants = Set(replaced).sorted()
    }
}
