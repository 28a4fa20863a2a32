// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A tag taken apart (RFC 5646, section 2.1). Expects the order and letter case of a canonical tag.
struct Subtags: Equatable {
    /// In lower case, `und` when there is none.
    var language: String
    /// In title case.
    var script: String?
    /// In upper case.
    var region: String?
    /// In lower case and alphabetical order.
    var variants: [String]
    /// Extensions and private use, from the first single letter on.
    var rest: String?

    /// Language, script and region alone.
    init(_ parts: LocaleParts) {
        (language, script, region, variants, rest) = (parts.language, parts.script, parts.region, [], nil)
    }

    /// Takes a canonical tag apart.
    init(_ tag: String) {
        var subtags = tag.split(separator: "-")[...]
        let first = subtags.first.map(String.init) ?? "und"
        let isPrivate = first.utf8.count == 1
        language = isPrivate ? "und" : first
        if !isPrivate { subtags = subtags.dropFirst() }
        if let next = subtags.first, next.utf8.count == 4, next.utf8.allSatisfy(\.isLetter) {
            script = String(next)
            subtags = subtags.dropFirst()
        }
        if let next = subtags.first, next.utf8.count == 2 || Int(next) != nil && next.utf8.count == 3 {
            region = String(next)
            subtags = subtags.dropFirst()
        }
        let bodies = subtags.prefix { $0.utf8.count > 1 }
        variants = bodies.map(String.init)
        subtags = subtags.dropFirst(bodies.count)
        rest = subtags.isEmpty ? nil : subtags.joined(separator: "-")
    }

    /// Language, script and region.
    var parts: LocaleParts { LocaleParts(language: language, script: script, region: region) }

    /// The subtags joined again. A private tag stands alone.
    var tag: String {
        if language == "und", script == nil, region == nil, let rest, rest.hasPrefix("x-") { return rest }
        let subtags = [language, script, region] + variants + [rest]
        return subtags.compactMap(\.self).joined(separator: "-")
    }
}
