// SPDX-License-Identifier: Apache-2.0

/// A request for a job group that was found valid (docs/http-api.md, "Create").
public struct CreateLocalization: Sendable {
    /// The locale of the content.
    public var source: LocaleTag
    /// 1 to the limit, all different.
    public var targets: [LocaleTag]
    /// What to translate.
    public var document: SourceDocument
    /// Where results go, if that may be reached as far as can be told without looking it up.
    public var callbackURL: String?
    /// The caller's name for this request, so that a repeat finds the first one's group.
    public var idempotencyKey: String?
    /// `nil`: the organization's default engine.
    public var engine: EngineID?

    /// Checks the body of `POST /jobs/localization`.
    ///
    /// - Parameter callbackRefusal: why a URL cannot be called back, in words that follow the field's name.
    public init(
        _ body: JSONValue, limits: RequestLimits, callbackRefusal: (String) -> String?
    ) throws(RequestError) {
        let reader = try BodyReader(body)
        source = try reader.requiredLocale("sourceLocale")
        targets = try Self.targets(reader, limits: limits)
        let data = try reader.content(limits: limits)
        guard !data.members.isEmpty else { throw .invalid(field: "data", reason: "must not be empty") }
        document = SourceDocument(
            data: data, hints: try reader.hints(), context: try reader.context(limits: limits),
            locked: try LockedKeys(try reader.strings("lockedKeys") ?? []),
            pipeline: try reader.value("pipelineConfig").map { value throws(RequestError) in
                try PipelineConfig(value, field: "pipelineConfig")
            } ?? PipelineConfig(), memory: try reader.memory())
        callbackURL = try Self.callback(reader, field: "callbackUrl", callbackRefusal)
        idempotencyKey = try reader.string("idempotencyKey")
        if let key = idempotencyKey, !(1...255).contains(key.count) {
            throw .invalid(field: "idempotencyKey", reason: "must have 1 to 255 characters")
        }
        engine = try reader.engine()
    }

    /// What tells one request from another under the same idempotency key: everything but the key, whatever the order
    /// of members.
    public var fingerprintText: [UInt8] {
        var document = document
        if let data = JSONValue.object(document.data).sorted.object { document.data = data }
        var writer = JSONWriter(capacity: 1024)
        writer.array {
            $0.string(source.folded)
            $0.array { for target in targets { $0.string(target.folded) } }
            $0.string(callbackURL)
            $0.string(engine?.text)
            $0.raw(document.bytes)
        }
        return writer.bytes
    }

    private static func targets(
        _ reader: BodyReader, limits: RequestLimits
    ) throws(RequestError) -> [LocaleTag] {
        guard let texts = try reader.strings("targetLocales") else {
            throw .invalid(field: "targetLocales", reason: "is missing")
        }
        guard (1...limits.targetLocales).contains(texts.count) else {
            throw .invalid(
                field: "targetLocales", reason: "must hold between 1 and \(limits.targetLocales) locales")
        }
        var targets: [LocaleTag] = []
        var seen: Set<LocaleTag> = []
        for (index, text) in texts.enumerated() {
            let target = try BodyReader.locale(text, field: "targetLocales[\(index)]")
            guard seen.insert(target).inserted else {
                throw .invalid(field: "targetLocales[\(index)]", reason: "\"\(text)\" stands twice")
            }
            targets.append(target)
        }
        return targets
    }

    /// A URL of the caller's that results go to; `nil` when the body has none.
    static func callback(
        _ reader: BodyReader, field: String, _ refusal: (String) -> String?
    ) throws(RequestError) -> String? {
        guard let text = try reader.string(field) else { return nil }
        guard text.utf8.count <= 2048 else {
            throw .invalid(field: field, reason: "is longer than 2048 bytes")
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
            throw .invalid(field: field, reason: "must hold only printable ASCII, and no backslash")
        }
        guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            throw .invalid(field: field, reason: "must be an absolute https URL")
        }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else {
            throw .invalid(field: field, reason: "must not hold credentials")
        }
        guard !authority.isEmpty, authority.first != ":" else {
            throw .invalid(field: field, reason: "names no host")
        }
        if let reason = refusal(text) { throw .invalid(field: field, reason: reason) }
        return text
    }
}
