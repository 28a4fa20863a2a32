// SPDX-License-Identifier: Apache-2.0

/// A change of an engine's configuration that somebody may apply or dismiss (docs/http-api.md, "Suggestions").
public struct Suggestion: Sendable, Equatable {
    /// What it would change.
    public enum Target: String, Sendable, CaseIterable {
        case glossary, instruction
        case brandVoice = "brand_voice"
        case modelConfig = "model_config"
    }

    /// What would be done to that.
    public enum Action: String, Sendable { case create, update, delete }

    /// What has become of it.
    public enum Status: String, Sendable, CaseIterable { case pending, applied, dismissed, undone }

    /// What it arose from.
    public enum Origin: String, Sendable { case text, scores, comparisons }

    /// Its id.
    public var id: SuggestionID
    /// The engine it is about.
    public var engine: EngineID
    /// What has become of it.
    public var status: Status
    /// What it would change.
    public var target: Target
    /// What would be done.
    public var action: Action
    /// The entry that would change, `gli_…`, `ins_…` or `brv_…`; `nil` for a new one and for models.
    public var subject: String?
    /// The entry as it was when this was suggested; `nil` for a new one.
    public var current: JSONObject?
    /// What it would become, as the body that makes or changes it; `nil` when it would go.
    public var proposed: JSONObject?
    /// Why, for people.
    public var reason: String
    /// What somebody wrote, when that is where it comes from.
    public var sourceText: String?
    /// What it arose from.
    public var origin: Origin
    /// The numbers behind it, or `nil`.
    public var evidence: JSONObject?
    /// What takes it back; empty unless it is applied.
    public var undo: [ConfigurationEdit]
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last applied, dismissed or undone.
    public var resolvedAt: Timestamp?

    /// Makes a pending suggestion.
    public init(
        id: SuggestionID, engine: EngineID, target: Target, action: Action, subject: String? = nil,
        current: JSONObject? = nil, proposed: JSONObject? = nil, reason: String, sourceText: String? = nil,
        origin: Origin, evidence: JSONObject? = nil, createdAt: Timestamp
    ) {
        self.id = id
        self.engine = engine
        status = .pending
        self.target = target
        self.action = action
        self.subject = subject
        self.current = current
        self.proposed = proposed
        self.reason = reason
        self.sourceText = sourceText
        self.origin = origin
        self.evidence = evidence
        undo = []
        self.createdAt = createdAt
    }

    /// Equal for suggestions that would do the same, or that take each other's place: of the ranking of a pair's models one is
    /// pending at most.
    public var topic: String {
        var parts = [target.rawValue]
        switch target {
        case .modelConfig:
            parts += ["sourceLocale", "targetLocale"].map { proposed?[$0]?.string ?? "" }
        case .glossary, .instruction, .brandVoice:
            parts += [action.rawValue, subject ?? ""]
            parts.append(proposed.map { String(decoding: JSONValue.object($0).bytes, as: UTF8.self) } ?? "")
        }
        return parts.joined(separator: "\u{1F}")
    }
}

extension JSONWriter {
    /// Writes a suggestion as clients see it.
    public mutating func suggestion(_ suggestion: Suggestion) {
        object {
            $0.member("id", suggestion.id.text)
            $0.member("engineId", suggestion.engine.text)
            $0.member("status", suggestion.status.rawValue)
            $0.member("target", suggestion.target.rawValue)
            $0.member("action", suggestion.action.rawValue)
            $0.member("current", raw: suggestion.current.map { JSONValue.object($0).bytes })
            $0.member("proposed", raw: suggestion.proposed.map { JSONValue.object($0).bytes })
            $0.member("reason", suggestion.reason)
            $0.member("sourceText", suggestion.sourceText)
            $0.member("origin", suggestion.origin.rawValue)
            $0.member("evidence", raw: suggestion.evidence.map { JSONValue.object($0).bytes })
            $0.member("createdAt", suggestion.createdAt)
            $0.member("resolvedAt", suggestion.resolvedAt)
        }
    }
}
