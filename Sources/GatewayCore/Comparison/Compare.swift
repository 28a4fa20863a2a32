// SPDX-License-Identifier: Apache-2.0

/// A comparison of models that was found valid (docs/http-api.md, "Compare").
public struct Compare: Sendable {
    /// The locale of the content.
    public var source: LocaleTag
    /// The locale to give.
    public var target: LocaleTag
    /// The caller's content and what of it may be translated.
    public var content: Content
    /// What the caller said about the document, or empty.
    public var context: String
    /// The engine whose glossary, instructions and voices hold; `nil`: the organization's default engine.
    public var engine: EngineID?
    /// Who is compared; empty for all models of the engine that serve the pair.
    public var models: [ModelName]
    /// Whether nobody is told who made what until the choice is made.
    public var isBlind: Bool
    /// W3C trace context of the request, or `nil`; the body does not hold it.
    public var traceParent: String?

    /// Models of one comparison.
    public static let maximumModels = 16

    /// Checks the body of `POST /process/compare`.
    public init(_ body: JSONValue, limits: RequestLimits) throws(RequestError) {
        let reader = try BodyReader(body)
        let locked = try LockedKeys(reader.strings("lockedKeys") ?? [])
        source = try reader.requiredLocale("sourceLocale")
        target = try reader.requiredLocale("targetLocale")
        engine = try reader.engine()
        context = try reader.context(limits: limits)
        isBlind = try reader.flag("blind") ?? false
        models = try reader.models()
        content = Content(try reader.content(limits: limits), hints: try reader.hints(), locked: locked)
        let characters = content.leaves.reduce(0) { $0 + $1.text.unicodeScalars.count }
        guard characters <= limits.synchronousCharacters else {
            throw .invalid(
                field: "data",
                reason:
                    "holds \(characters) characters to translate, more than the \(limits.synchronousCharacters) "
                    + "of a synchronous call")
        }
        guard !content.leaves.isEmpty else {
            throw .invalid(field: "data", reason: "holds nothing to translate")
        }
    }
}

/// A preference that was found valid.
public struct ChooseCandidate: Sendable {
    /// The candidate's number; `nil`: none is better than another.
    public var candidate: Int?
    /// What the preferred one should have been, of the shape of the data; `nil` when it is good as it is.
    public var edit: JSONObject?
    /// Who prefers it; `nil` for the key itself.
    public var rater: String?

    /// Checks the body of `POST /process/compare/{comparisonId}/choice`.
    public init(_ body: JSONValue) throws(RequestError) {
        let reader = try BodyReader(body)
        switch reader.body["candidate"] {
        case nil:
            throw .invalid(field: "candidate", reason: "is missing; null says that none is better")
        case .null?: candidate = nil
        case .number(let spelling)?:
            guard let number = Int(spelling), number >= 1 else {
                throw .invalid(field: "candidate", reason: "must be a candidate's number")
            }
            candidate = number
        case let other?:
            throw .invalid(
                field: "candidate", reason: "must be a candidate's number or null, not \(other.kind)")
        }
        rater = try reader.text("rater", limit: 100)
        if let value = reader.value("edit") {
            guard candidate != nil else {
                throw .invalid(field: "edit", reason: "must be of the candidate that is preferred")
            }
            guard let object = value.object else {
                throw .invalid(field: "edit", reason: "must be an object, not \(value.kind)")
            }
            edit = object
        }
    }
}
