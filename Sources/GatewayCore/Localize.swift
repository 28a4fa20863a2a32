// SPDX-License-Identifier: Apache-2.0

/// A synchronous localization that was found valid (docs/http-api.md, "Localize").
public struct Localize: Sendable {
    /// `nil`: to be recognized.
    public var source: LocaleTag?
    /// The locale to give.
    public var target: LocaleTag
    /// The caller's content and what of it may be translated.
    public var content: Content
    /// What the caller said about the document, or empty.
    public var context: String
    /// `nil`: the organization's default engine.
    public var engine: EngineID?
    /// The caller prefers speed.
    public var fast: Bool
    /// What it says of translation memory.
    public var memory: MemoryOptions
    /// What the calls of one client have in common, or `nil`: where a text shows too little of its locale, an earlier
    /// call may have shown it.
    public var session: String?
    /// Earlier translations by locale, each an object of the content's shape; empty when there are none.
    public var references: JSONObject
    /// W3C trace context of the request, or `nil`; the body does not hold it.
    public var traceParent: String?

    /// Checks the body of `POST /process/localize`.
    public init(_ body: JSONValue, limits: RequestLimits) throws(RequestError) {
        let reader = try BodyReader(body)
        let locked = try LockedKeys(reader.strings("lockedKeys") ?? [])
        source = try reader.locale("sourceLocale")
        target = try reader.requiredLocale("targetLocale")
        engine = try reader.engine()
        context = try reader.context(limits: limits)
        session = try Self.session(reader)
        fast = try Self.fast(reader.value("params"))
        memory = try reader.memory()
        content = Content(try reader.content(limits: limits), hints: try reader.hints(), locked: locked)
        references = try Self.references(reader.value("reference"))
        let characters = content.leaves.reduce(0) { $0 + $1.text.unicodeScalars.count }
        guard characters <= limits.synchronousCharacters else {
            throw .invalid(
                field: "data",
                reason:
                    "holds \(characters) characters to translate, more than the \(limits.synchronousCharacters) of a "
                    + "synchronous call: post it to /jobs/localization")
        }
    }

    /// Checks the body of the legacy `POST /i18n`.
    public init(legacy body: JSONValue, limits: RequestLimits) throws(RequestError) {
        let reader = try BodyReader(body)
        guard let locale = reader.value("locale") else {
            throw .invalid(field: "locale", reason: "is missing")
        }
        guard let pair = locale.object else {
            throw .invalid(field: "locale", reason: "must be an object, not \(locale.kind)")
        }
        var members: [JSONObject.Member] = reader.body.members.filter { $0.name != "locale" }
        if let source = pair["source"] { members.append(.init("sourceLocale", source)) }
        if let target = pair["target"] { members.append(.init("targetLocale", target)) }
        do throws(RequestError) {
            try self.init(.object(JSONObject(members)), limits: limits)
        } catch {
            guard case .invalid(let field, let reason) = error else { throw error }
            let legacy = ["sourceLocale": "locale.source", "targetLocale": "locale.target"]
            throw .invalid(field: legacy[field] ?? field, reason: reason)
        }
    }

    private static func references(_ value: JSONValue?) throws(RequestError) -> JSONObject {
        guard let value else { return JSONObject() }
        guard let references = value.object else {
            throw .invalid(field: "reference", reason: "must be an object, not \(value.kind)")
        }
        return references
    }

    private static func session(_ reader: BodyReader) throws(RequestError) -> String? {
        let session = try reader.string("sessionId")
        guard (session?.utf8.count ?? 0) <= 255 else {
            throw .invalid(field: "sessionId", reason: "is longer than 255 bytes")
        }
        return session
    }

    private static func fast(_ value: JSONValue?) throws(RequestError) -> Bool {
        guard let value else { return false }
        guard let params = value.object else {
            throw .invalid(field: "params", reason: "must be an object, not \(value.kind)")
        }
        switch params["fast"] {
        case nil, .null: return false
        case .bool(let flag): return flag
        case let other?: throw .invalid(field: "params.fast", reason: "must be a boolean, not \(other.kind)")
        }
    }
}

/// The answer to a ``Localize``.
public struct LocalizedContent: Sendable {
    /// As the caller spelled it, or as it was recognized.
    public var source: LocaleTag
    /// As the caller spelled it.
    public var target: LocaleTag
    /// The same shape as the content.
    public var content: JSONObject
    /// The model that did most of the work; `nil` when no provider was called.
    public var model: ModelName?
    /// `nil` when no provider was called.
    public var usage: Usage?

    /// Makes an answer.
    public init(
        source: LocaleTag, target: LocaleTag, content: JSONObject, model: ModelName?, usage: Usage?
    ) {
        self.source = source
        self.target = target
        self.content = content
        self.model = model
        self.usage = usage
    }
}
