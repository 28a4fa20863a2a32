// SPDX-License-Identifier: Apache-2.0

/// A glossary item of a request, found valid (docs/http-api.md, "Glossary items").
public struct GlossaryItemBody: Sendable {
    /// The engine that is to own it; required where an item is made.
    public let engine: EngineID?
    /// What the item says.
    public let item: GlossaryItem

    /// Checks the body of `POST /glossary-items` or of `PUT /glossary-items/{glossaryItemId}`.
    public init(_ body: JSONValue) throws(RequestError) {
        let reader = try BodyReader(body)
        engine = try reader.engine("ownerEngineId")
        func locale(_ name: String) throws(RequestError) -> LocaleTag? {
            try reader.string(name) == "*" ? nil : try reader.locale(name)
        }
        item = try GlossaryItem(
            sourceLocale: locale("sourceLocale"), targetLocale: locale("targetLocale"),
            sourceText: reader.requiredString("sourceText"), targetText: reader.string("targetText"),
            type: reader.choice("type") ?? .customTranslation, hint: reader.string("hint"),
            partOfSpeech: reader.choice("partOfSpeech"), gender: reader.choice("gender"),
            number: reader.choice("number"))
    }
}
