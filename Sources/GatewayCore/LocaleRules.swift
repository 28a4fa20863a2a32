// SPDX-License-Identifier: Apache-2.0

/// The direction a text is written in.
public enum WritingDirection: String, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
}

/// The parts of a canonical tag.
public struct LocaleParts: Sendable, Hashable {
    /// ISO 639 code in lower case, `und` when there is none.
    public var language: String
    /// ISO 15924 code in title case, or `nil`.
    public var script: String?
    /// ISO 3166 or UN M.49 code in upper case, or `nil`.
    public var region: String?

    /// Makes the parts.
    public init(language: String, script: String? = nil, region: String? = nil) {
        self.language = language
        self.script = script
        self.region = region
    }
}

/// What CLDR knows of locales: the seam between the rules of the gateway and the library that has the data.
public protocol LocaleRules: Sendable {
    /// The tag in canonical form (RFC 5646, section 4.5; CLDR's aliases): `iw` becomes `he`, `en-us` `en-US`.
    func canonical(_ tag: LocaleTag) -> LocaleTag

    /// Language, script and region that the canonical tag states.
    func parts(_ tag: LocaleTag) -> LocaleParts

    /// The parts with the likely ones filled in (CLDR, likely subtags).
    func maximized(_ tag: LocaleTag) -> LocaleParts

    /// The tag and what stands in for it, nearest first, by CLDR's parent locales and by script:
    /// `es-AR`, `es-419`, `es`; `zh-TW`, `zh-Hant`. Never ends in the root locale.
    func fallbacks(_ tag: LocaleTag) -> [LocaleTag]

    /// The configured locale that serves a requested one, or `nil`. The one place that decides it, for routing,
    /// glossary, instructions, voice and memory: the nearest of ``fallbacks(_:)``, then one of the same
    /// language and script (`no` and `nb` count as one language).
    func resolve(_ requested: LocaleTag, among configured: [LocaleTag]) -> LocaleTag?

    /// Name of the locale in the language of `label`, such as "Brazilian Portuguese".
    func displayName(of tag: LocaleTag, in label: LocaleTag) -> String

    /// The direction of the locale's script.
    func direction(of tag: LocaleTag) -> WritingDirection
}
