// SPDX-License-Identifier: Apache-2.0

// Configuration out of requests (docs/http-api.md, "Engines"). A member that is absent keeps what was there.

extension EngineSettings {
    /// Settings of a new engine.
    public init(new body: JSONValue) throws(RequestError) { try self.init(body, earlier: nil) }

    init(_ body: JSONValue, earlier: EngineSettings?) throws(RequestError) {
        let reader = try BodyReader(body)
        guard let name = try reader.text("name", limit: 200) ?? earlier?.name else {
            throw .invalid(field: "name", reason: "is missing")
        }
        let description =
            reader.body["description"] == nil
            ? earlier?.description
            : try reader.text("description", limit: 4000, mayBreakLines: true)
        self.init(
            name: name, description: description,
            sourceLocales: try reader.locales("sourceLocales", earlier: earlier?.sourceLocales ?? []),
            targetLocales: try reader.locales("targetLocales", earlier: earlier?.targetLocales ?? []),
            onUnverifiable: try reader.choice("onUnverifiable") ?? earlier?.onUnverifiable ?? .source,
            reuse: try reader.choice("memoryReuse") ?? earlier?.reuse ?? .fingerprint,
            pivots: try reader.locales("pivotLocales", earlier: earlier?.pivots ?? []),
            challenger: try reader.challenger(earlier: earlier?.challenger),
            pipeline: try reader.pipeline(earlier: earlier?.pipeline ?? PipelineConfig()))
    }
}

extension ModelConfig {
    init(_ body: JSONValue, earlier: ModelConfig?) throws(RequestError) {
        let reader = try BodyReader(body)
        guard let name = try reader.modelName(earlier: earlier?.name) else {
            throw .invalid(field: "provider", reason: "is missing")
        }
        self.init(
            source: try reader.anyLocale("sourceLocale", earlier: earlier?.source),
            target: try reader.anyLocale("targetLocale", earlier: earlier?.target),
            name: name,
            rank: try Self.rank(reader) ?? earlier?.rank ?? 1)
    }

    private static func rank(_ reader: BodyReader) throws(RequestError) -> Int? {
        guard let value = reader.value("rank") else { return nil }
        guard case .number(let spelling) = value, let rank = Int(spelling), (1...1000).contains(rank) else {
            throw .invalid(field: "rank", reason: "must be an integer from 1 to 1000")
        }
        return rank
    }
}

extension Instruction {
    init(_ body: JSONValue, earlier: Instruction?) throws(RequestError) {
        let reader = try BodyReader(body)
        guard let name = try reader.text("name", limit: 200) ?? earlier?.name else {
            throw .invalid(field: "name", reason: "is missing")
        }
        guard let text = try reader.text("text", limit: 10_000, mayBreakLines: true) ?? earlier?.text else {
            throw .invalid(field: "text", reason: "is missing")
        }
        self.init(
            name: name, target: try reader.anyLocale("targetLocale", earlier: earlier?.target), text: text)
    }
}

extension BrandVoice {
    init(_ body: JSONValue, earlier: BrandVoice?) throws(RequestError) {
        let reader = try BodyReader(body)
        if try reader.string("targetLocale") == "*" {
            throw .invalid(field: "targetLocale", reason: "must be a locale: a voice is for one")
        }
        guard let target = try reader.locale("targetLocale") ?? earlier?.target else {
            throw .invalid(field: "targetLocale", reason: "is missing")
        }
        guard let text = try reader.text("text", limit: 10_000, mayBreakLines: true) ?? earlier?.text else {
            throw .invalid(field: "text", reason: "is missing")
        }
        self.init(target: target, text: text)
    }
}
