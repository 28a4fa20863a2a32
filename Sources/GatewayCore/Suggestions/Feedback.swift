// SPDX-License-Identifier: Apache-2.0

/// What somebody wrote about an engine's translations, on its way to suggestions.
public struct Feedback: Sendable, Equatable {
    /// What has become of it.
    public enum Status: String, Sendable { case processing, completed, failed }

    /// Its id.
    public var id: FeedbackID
    /// Whose it is.
    public var organization: OrganizationID
    /// The engine it is about.
    public var engine: EngineID
    /// The key that came with it.
    public var key: KeyID
    /// What was written.
    public var text: String
    /// What has become of it.
    public var status: Status
    /// What it arose from: text by a person, or what reviewers said.
    public var origin: Suggestion.Origin
    /// Sentences that nothing could be made of.
    public var unread: [String]
    /// Why there are no suggestions of it, or `nil`.
    public var errorMessage: String?
    /// When it came.
    public var createdAt: Timestamp
    /// When it was read.
    public var completedAt: Timestamp?

    /// The longest text, in bytes.
    public static let maximumBytes = 20_000

    /// Makes a feedback that is yet to be read.
    public init(
        id: FeedbackID, organization: OrganizationID, engine: EngineID, key: KeyID, text: String,
        origin: Suggestion.Origin = .text, createdAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.engine = engine
        self.key = key
        self.text = text
        status = .processing
        self.origin = origin
        unread = []
        self.createdAt = createdAt
    }

    /// The text of a body.
    public static func text(_ body: JSONValue) throws(RequestError) -> String {
        guard let text = try BodyReader(body).text("text", limit: maximumBytes, mayBreakLines: true) else {
            throw .invalid(field: "text", reason: "is missing")
        }
        return text
    }
}

extension JSONWriter {
    /// Writes a feedback as clients see it.
    public mutating func feedback(_ feedback: Feedback) {
        object {
            $0.member("id", feedback.id.text)
            $0.member("engineId", feedback.engine.text)
            $0.member("status", feedback.status.rawValue)
            $0.member("text", feedback.text)
            $0.name("unread")
            $0.array { array in for sentence in feedback.unread { array.string(sentence) } }
            $0.member("errorMessage", feedback.errorMessage)
            $0.member("createdAt", feedback.createdAt)
            $0.member("completedAt", feedback.completedAt)
        }
    }
}
