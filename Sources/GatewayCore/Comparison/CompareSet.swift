// SPDX-License-Identifier: Apache-2.0

/// A text of a test set.
public struct TestSegment: Sendable, Equatable {
    /// Its number, from 1.
    public var position: Int
    /// What is to be translated.
    public var source: String
    /// What it should become, or `nil`.
    public var reference: String?

    /// Makes a segment.
    public init(position: Int, source: String, reference: String? = nil) {
        self.position = position
        self.source = source
        self.reference = reference
    }
}

/// A comparison of models over a test set that was found valid (docs/http-api.md, "Test sets").
public struct CompareSet: Sendable {
    /// What people call it, or `nil`.
    public var name: String?
    /// The locale of the segments.
    public var source: LocaleTag
    /// The locale to give.
    public var target: LocaleTag
    /// The engine whose glossary, instructions and voices hold; `nil`: the organization's default engine.
    public var engine: EngineID?
    /// Who is compared; empty for all models of the engine that serve the pair.
    public var models: [ModelName]
    /// Whether nobody is told who made what until the choice is made.
    public var isBlind: Bool
    /// US dollars that may be spent; `nil` for any amount.
    public var budget: Double?
    /// Whether nothing but the estimate is wanted.
    public var isDryRun: Bool
    /// In their order.
    public var segments: [TestSegment]

    /// Segments of one test set.
    public static let maximumSegments = 2_000
    /// UTF-8 bytes of a text.
    public static let maximumBytes = 32_768
    /// Models that make a comparison.
    public static let minimumModels = 2

    /// Checks the body of `POST /comparisons`.
    ///
    /// - Parameter segments: those of a file that came in the place of the body's; `nil` for the body's own.
    public init(_ body: JSONValue, segments given: [TestSegment]? = nil) throws(RequestError) {
        let reader = try BodyReader(body)
        name = try reader.text("name", limit: 200)
        source = try reader.requiredLocale("sourceLocale")
        target = try reader.requiredLocale("targetLocale")
        engine = try reader.engine()
        models = try reader.models()
        guard models.isEmpty || models.count >= Self.minimumModels else {
            throw .invalid(field: "models", reason: "must name at least \(Self.minimumModels) models")
        }
        isBlind = try reader.flag("blind") ?? false
        isDryRun = try reader.flag("dryRun") ?? false
        budget = try Self.budget(reader)
        segments = []
        if let given { try take(given) } else { try take(Self.segments(reader)) }
    }

    private static func budget(_ reader: BodyReader) throws(RequestError) -> Double? {
        guard let value = reader.value("budget") else { return nil }
        guard case .number(let spelling) = value, let amount = Double(spelling), amount > 0, amount.isFinite
        else {
            throw .invalid(field: "budget", reason: "must be a number of US dollars above 0")
        }
        return amount
    }

    private static func segments(_ reader: BodyReader) throws(RequestError) -> [TestSegment] {
        guard let value = reader.value("segments") else {
            throw .invalid(field: "segments", reason: "is missing")
        }
        guard let elements = value.array else {
            throw .invalid(field: "segments", reason: "must be an array, not \(value.kind)")
        }
        var segments: [TestSegment] = []
        for (index, element) in elements.prefix(maximumSegments + 1).enumerated() {
            let field = "segments[\(index)]"
            guard let object = element.object else {
                throw .invalid(field: field, reason: "must be an object, not \(element.kind)")
            }
            func text(_ name: String) throws(RequestError) -> String? {
                guard let value = object[name], value != .null else { return nil }
                guard let text = value.string else {
                    throw .invalid(
                        field: "\(field).\(name)", reason: "must be a string, not \(value.kind)")
                }
                return text
            }
            guard let source = try text("source") else {
                throw .invalid(field: "\(field).source", reason: "is missing")
            }
            let segment = TestSegment(position: index + 1, source: source, reference: try text("reference"))
            if let fault = segment.fault {
                throw .invalid(field: "\(field).\(fault.field)", reason: fault.reason)
            }
            segments.append(segment)
        }
        return segments
    }

    private mutating func take(_ segments: [TestSegment]) throws(RequestError) {
        guard (1...Self.maximumSegments).contains(segments.count) else {
            throw .invalid(
                field: "segments",
                reason: "must be 1 to \(Self.maximumSegments), and are "
                    + (segments.isEmpty ? "none" : "more"))
        }
        self.segments = segments
        for index in segments.indices where segments[index].reference?.isBlank == true {
            self.segments[index].reference = nil
        }
    }

    /// Unicode scalars of all source texts.
    public var characters: Int { segments.reduce(0) { $0 + $1.source.unicodeScalars.count } }
}

extension TestSegment {
    /// What is wrong with its texts, or `nil`.
    public var fault: (field: String, reason: String)? {
        if source.isBlank { return ("source", "is blank") }
        for (field, text) in [("source", source), ("reference", reference ?? "")]
        where text.utf8.count > CompareSet.maximumBytes {
            return (field, "is longer than \(CompareSet.maximumBytes) bytes")
        }
        return nil
    }
}

extension BodyReader {
    /// `models` of a comparison, none of them twice.
    func models() throws(RequestError) -> [ModelName] {
        var models: [ModelName] = []
        for (index, text) in (try strings("models") ?? []).enumerated() {
            let field = "models[\(index)]"
            guard let name = ModelName(text) else {
                throw .invalid(field: field, reason: "\"\(text.prefix(100))\" is not provider/model")
            }
            guard !models.contains(name) else { throw .invalid(field: field, reason: "stands twice") }
            models.append(name)
        }
        guard models.count <= Compare.maximumModels else {
            throw .invalid(field: "models", reason: "holds more than \(Compare.maximumModels) models")
        }
        return models
    }
}
