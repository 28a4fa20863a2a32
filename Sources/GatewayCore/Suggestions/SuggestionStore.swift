// SPDX-License-Identifier: Apache-2.0

/// Which suggestions a list shows, newest first.
public struct SuggestionQuery: Sendable {
    /// The engine they are about.
    public var engine: EngineID
    /// Only those in this state.
    public var status: Suggestion.Status?
    /// Only those older than this one.
    public var before: SuggestionID?
    /// 1 to 101.
    public var limit: Int

    /// Makes a query.
    public init(
        engine: EngineID, status: Suggestion.Status? = nil, before: SuggestionID? = nil, limit: Int = 20
    ) {
        self.engine = engine
        self.status = status
        self.before = before
        self.limit = limit
    }
}

/// Feedback, and suggestions that arise from it and from elsewhere.
public protocol SuggestionStore: Sendable {
    /// Keeps a feedback to be read. Returns false when `limit` of the organization are still to be read.
    func create(_ feedback: Feedback, limit: Int) async throws(StoreError) -> Bool
    /// A feedback of an engine.
    func feedback(
        _ id: FeedbackID, of engine: EngineID, in organization: OrganizationID
    ) async throws(StoreError) -> Feedback?
    /// The oldest feedback that is yet to be read, counting an attempt; one that was tried `attempts` times fails and is passed
    /// over.
    func nextFeedback(attempts: Int, at moment: Timestamp) async throws(StoreError) -> Feedback?
    /// Keeps what was made of a feedback, all or nothing. A pending suggestion of the same topic gives way.
    func finish(
        _ feedback: Feedback, _ suggestions: [Suggestion]
    ) async throws(StoreError)
    /// Keeps suggestions that no feedback is behind. A pending one of the same topic gives way.
    func suggest(
        _ suggestions: [Suggestion], of organization: OrganizationID
    ) async throws(StoreError)

    /// Suggestions, newest first; none of an engine that the organization does not have.
    func suggestions(
        _ query: SuggestionQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [Suggestion]
    /// The newest suggestion of a topic that is not pending.
    func resolvedSuggestion(
        of topic: String, engine: EngineID, in organization: OrganizationID
    ) async throws(StoreError) -> Suggestion?
    /// Applies, dismisses or takes back a suggestion with the change of configuration that it is, in one transaction. `nil` when
    /// there is none.
    func resolve(
        _ id: SuggestionID, of engine: EngineID, in organization: OrganizationID, _ verb: SuggestionVerb,
        by actor: ConfigurationActor, identifiers: IdentifierSource, glossaryLimit: Int, at moment: Timestamp
    ) async throws(StoreError) -> Result<Suggestion, RequestError>?
    /// Items of an engine whose source text is this one, without regard to case.
    func glossaryItems(
        spelled text: String, of engine: EngineID, in organization: OrganizationID
    ) async throws(StoreError) -> [GlossaryRecord]
}
