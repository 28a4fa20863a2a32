// SPDX-License-Identifier: Apache-2.0

/// A recognition that was found valid (docs/http-api.md, "Recognize").
public struct Recognize: Sendable {
    /// The text; not blank.
    public var text: String
    /// The language in which the label is written.
    public var labelLocale: LocaleTag

    /// Checks the body of `POST /process/recognize`.
    public init(_ body: JSONValue) throws(RequestError) {
        let reader = try BodyReader(body)
        text = try reader.requiredString("text")
        guard !text.isBlank else { throw .invalid(field: "text", reason: "must not be blank") }
        labelLocale = try reader.locale("labelLocale") ?? LocaleTag(unchecked: "en")
    }
}

/// The answer to a ``Recognize``.
public struct Recognition: Sendable, Equatable {
    /// As specific as the text allows; `und` when it shows nothing.
    public var locale: LocaleTag
    /// ISO 639.
    public var language: String
    /// ISO 3166, or `nil` if the text does not show it.
    public var region: String?
    /// ISO 15924, or `nil` when it is the language's usual one.
    public var script: String?
    /// Name for people, in the language asked for.
    public var label: String
    /// The direction of the text.
    public var direction: WritingDirection
    /// What else it may be, likeliest first, the answer included.
    public var alternatives: [LocaleCandidate]

    /// Makes an answer.
    public init(
        locale: LocaleTag, language: String, region: String?, script: String?, label: String,
        direction: WritingDirection, alternatives: [LocaleCandidate]
    ) {
        self.locale = locale
        self.language = language
        self.region = region
        self.script = script
        self.label = label
        self.direction = direction
        self.alternatives = alternatives
    }
}
