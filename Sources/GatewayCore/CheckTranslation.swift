// SPDX-License-Identifier: Apache-2.0

/// A check of translations that was found valid (docs/http-api.md, "Check").
public struct CheckTranslation: Sendable {
    /// A text, its translation, and what holds for them.
    public struct Pair: Sendable, Equatable {
        /// Where both stand.
        public var path: String
        /// The text.
        public var source: String
        /// Its translation; `nil` where there is none.
        public var translation: String?
        /// Graphemes the translation may have; `nil` for any number.
        public var limit: Int?
    }

    /// The locale of the texts.
    public var source: LocaleTag
    /// The locale of the translations.
    public var target: LocaleTag
    /// The engine whose glossary holds; `nil`: the organization's default engine.
    public var engine: EngineID?
    /// The translatable texts of the source, in document order.
    public var pairs: [Pair]
    /// Paths of strings that only the translation has, in its order.
    public var extra: [String]

    /// Checks the body of `POST /process/check`.
    public init(_ body: JSONValue, limits: RequestLimits) throws(RequestError) {
        let reader = try BodyReader(body)
        let locked = try LockedKeys(reader.strings("lockedKeys") ?? [])
        source = try reader.requiredLocale("sourceLocale")
        target = try reader.requiredLocale("targetLocale")
        engine = try reader.engine()
        let root = try reader.content("source", limits: limits)
        let translated = try reader.content("target", limits: limits)
        let graphemes = try Self.graphemes(reader.value("limits"))
        let texts = Self.texts(translated)
        pairs = Content(root, locked: locked).leaves.map { leaf in
            Pair(
                path: leaf.path, source: leaf.text, translation: texts.byPath[leaf.path],
                limit: graphemes[leaf.path])
        }
        let known = Self.texts(root).byPath
        extra = texts.paths.filter { known[$0] == nil }
    }

    /// All strings of an object by their paths.
    private static func texts(_ root: JSONObject) -> (byPath: [String: String], paths: [String]) {
        var texts: [String: String] = [:]
        var paths: [String] = []
        func visit(_ value: JSONValue, _ path: String) {
            switch value {
            case .null, .bool, .number: break
            case .string(let text):
                if texts.updateValue(text, forKey: path) == nil { paths.append(path) }
            case .array(let elements):
                for (index, element) in elements.enumerated() { visit(element, "\(path).\(index)") }
            case .object(let object):
                for member in object.members { visit(member.value, "\(path).\(member.name)") }
            }
        }
        for member in root.members { visit(member.value, member.name) }
        return (texts, paths)
    }

    private static func graphemes(_ value: JSONValue?) throws(RequestError) -> [String: Int] {
        guard let value else { return [:] }
        guard let object = value.object else {
            throw .invalid(field: "limits", reason: "must be an object of numbers, not \(value.kind)")
        }
        var limits: [String: Int] = [:]
        for member in object.members {
            guard case .number(let spelling) = member.value, let limit = Int(spelling), limit > 0 else {
                throw .invalid(field: "limits.\(member.name)", reason: "must be a whole number above 0")
            }
            limits[member.name] = limit
        }
        return limits
    }
}

/// The answer to a ``CheckTranslation``.
public struct CheckReport: Sendable, Equatable {
    /// A finding and where it was made.
    public struct Entry: Sendable, Equatable {
        /// Keys and positions joined by dots.
        public var path: String
        /// What was found.
        public var finding: Finding

        /// Makes an entry.
        public init(path: String, finding: Finding) {
            self.path = path
            self.finding = finding
        }
    }

    /// Texts that were compared.
    public var segments: Int
    /// In document order.
    public var entries: [Entry]

    /// Makes a report.
    public init(segments: Int, entries: [Entry]) {
        self.segments = segments
        self.entries = entries
    }
}
