// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What stands in for a locale, nearest first (UTS 35, "Parent Locales").
///
/// Two departures from CLDR's inheritance, because here a parent is translated text and not a table of names:
/// the chain never changes the language (CLDR lets `nn` inherit from `no` and `ht` from `fr-HT`), nor the script.
enum FallbackChain {
    /// The canonical tag and its stand-ins; never the root.
    static func of(_ canonical: String) -> [String] {
        var subtags = Subtags(canonical)
        var chain = [canonical]
        if subtags.rest != nil {
            subtags.rest = nil
            chain.append(subtags.tag)
        }
        while !subtags.variants.isEmpty {
            subtags.variants.removeLast()
            chain.append(subtags.tag)
        }
        var parts = subtags.parts
        // CLDR's longest chain has four; the limit guards against a loop in foreign data.
        while chain.count < 16, let parent = parent(of: parts) {
            chain.append(Subtags(parent).tag)
            parts = parent
        }
        // A private tag has no language of its own to fall back to.
        return subtags.language == "und" ? [canonical] : chain
    }

    private static func parent(of parts: LocaleParts) -> LocaleParts? {
        let ownScript = likelyScript(parts)
        let usualScript = likelyScript(LocaleParts(language: parts.language))
        // CLDR's table names a locale without its script where that is the usual one of the language.
        let stated = [
            parts, LocaleParts(language: parts.language, script: nil, region: parts.region),
            LocaleParts(language: parts.language, script: ownScript, region: parts.region),
        ]
        for key in ownScript == usualScript ? stated[..<2] : stated[2...] {
            guard let parent = CLDR.statedParent(Subtags(key).tag) else { continue }
            let parentParts = Subtags(parent).parts
            return parentParts.language == parts.language && parent != "root" ? parentParts : nil
        }
        if parts.region != nil {
            let needsScript = parts.script != nil || ownScript != usualScript
            return LocaleParts(language: parts.language, script: needsScript ? ownScript : nil)
        }
        return parts.script != nil && ownScript == usualScript ? LocaleParts(language: parts.language) : nil
    }

    private static func likelyScript(_ parts: LocaleParts) -> String? {
        parts.script ?? CLDR.maximized(Subtags(parts).tag).flatMap { Subtags($0).script }
    }
}
