// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Feedback and suggestions of a ``FakeStore``.
struct FakeSuggestions {
    var feedback: [Feedback] = []
    var suggestions: [(organization: OrganizationID, suggestion: Suggestion)] = []
}

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore {
    public func create(_ feedback: Feedback, limit: Int) throws(StoreError) -> Bool {
        try checkFault()
        return suggested.withLock { state in
            let open = state.feedback.count {
                $0.status == .processing && $0.organization == feedback.organization
            }
            guard open < limit else { return false }
            state.feedback.append(feedback)
            return true
        }
    }

    public func feedback(
        _ id: FeedbackID, of engine: EngineID, in organization: OrganizationID
    ) throws(StoreError) -> Feedback? {
        suggested.withLock { state in
            state.feedback.first { $0.id == id && $0.engine == engine && $0.organization == organization }
        }
    }

    public func nextFeedback(attempts: Int, at moment: Timestamp) throws(StoreError) -> Feedback? {
        suggested.withLock { $0.feedback.first { $0.status == .processing } }
    }

    public func finish(_ feedback: Feedback, _ suggestions: [Suggestion]) throws(StoreError) {
        suggested.withLock { state in
            guard let index = state.feedback.firstIndex(where: { $0.id == feedback.id }) else { return }
            state.feedback[index] = feedback
        }
        try suggest(suggestions, of: feedback.organization)
    }

    public func suggest(
        _ suggestions: [Suggestion], of organization: OrganizationID
    ) throws(StoreError) {
        suggested.withLock { state in
            for suggestion in suggestions {
                state.suggestions.removeAll {
                    $0.suggestion.topic == suggestion.topic && $0.suggestion.engine == suggestion.engine
                        && $0.suggestion.status == .pending
                }
                state.suggestions.append((organization, suggestion))
            }
        }
    }

    public func suggestions(
        _ query: SuggestionQuery, of organization: OrganizationID
    ) throws(StoreError) -> [Suggestion] {
        suggested.withLock { state in
            let found = state.suggestions.filter {
                $0.organization == organization && $0.suggestion.engine == query.engine
                    && query.status ?? $0.suggestion.status == $0.suggestion.status
                    && $0.suggestion.id.text < query.before?.text ?? "~"
            }
            return Array(
                found.map(\.suggestion).sorted { $0.id.text > $1.id.text }.prefix(query.limit))
        }
    }

    public func resolvedSuggestion(
        of topic: String, engine: EngineID, in organization: OrganizationID
    ) throws(StoreError) -> Suggestion? {
        suggested.withLock { state in
            state.suggestions.last {
                $0.organization == organization && $0.suggestion.engine == engine
                    && $0.suggestion.topic == topic && $0.suggestion.status != .pending
            }?.suggestion
        }
    }

    public func resolve(
        _ id: SuggestionID, of engine: EngineID, in organization: OrganizationID, _ verb: SuggestionVerb,
        by actor: ConfigurationActor, identifiers: IdentifierSource, glossaryLimit: Int, at moment: Timestamp
    ) async throws(StoreError) -> Result<Suggestion, RequestError>? {
        let found = suggested.withLock { state in
            state.suggestions.first {
                $0.suggestion.id == id && $0.organization == organization && $0.suggestion.engine == engine
            }?.suggestion
        }
        guard let before = found else { return nil }
        let subject = before.glossarySubject(verb)
        let item = glossaries.withLock { $0.records.first { $0.id == subject } }
        let after = Locked(before)
        let edit = Locked(GlossaryEdit?.none)
        let changed = try change(engine, of: organization, by: actor, at: moment) {
            record throws(RequestError) in
            var suggestion = before
            let change = try suggestion.resolve(
                verb, &record, item: item, identifiers: identifiers, at: moment)
            after.withLock { $0 = suggestion }
            edit.withLock { $0 = change }
        }
        if case .failure(let error)? = changed { return .failure(error) }
        guard changed != nil else { return nil }
        try await carryOut(edit.withLock { $0 }, of: engine, in: organization, by: actor, at: moment)
        let suggestion = after.withLock { $0 }
        suggested.withLock { state in
            for index in state.suggestions.indices where state.suggestions[index].suggestion.id == id {
                state.suggestions[index].suggestion = suggestion
            }
        }
        return .success(suggestion)
    }

    public func glossaryItems(
        spelled text: String, of engine: EngineID, in organization: OrganizationID
    ) throws(StoreError) -> [GlossaryRecord] {
        guard try self.engine(engine, of: organization) != nil else { return [] }
        return glossaries.withLock { glossaries in
            glossaries.records.filter {
                $0.engine == engine && $0.item.sourceText.lowercased() == text.lowercased()
            }
        }
    }

    private func carryOut(
        _ edit: GlossaryEdit?, of engine: EngineID, in organization: OrganizationID,
        by actor: ConfigurationActor, at moment: Timestamp
    ) async throws(StoreError) {
        switch edit {
        case nil: break
        case .add(let id, let item):
            _ = try await add(
                NewGlossaryItems(engine: engine, items: [(id, item)], limit: .max, createdAt: moment),
                of: organization, by: actor)
        case .replace(let id, let item):
            _ = try await replace(id, by: item, of: organization, by: actor, at: moment)
        case .delete(let id): _ = try await delete(id, of: organization, by: actor, at: moment)
        }
    }
}
