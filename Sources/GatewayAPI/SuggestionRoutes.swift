// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOHTTP1

/// Feedback about engines and what it comes to (docs/http-api.md, "Suggestions").
extension Responder {
    /// Feedback of an organization that is still to be read.
    private static let openFeedback = 100

    func takeFeedback(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let engine = try await engine(call.parameter, for: principal)
        let feedback = Feedback(
            id: identifiers.next(), organization: principal.organization, engine: engine.id,
            key: principal.key, text: try Feedback.text(call.request.json()), createdAt: clock.now())
        guard try await store.create(feedback, limit: Self.openFeedback) else {
            throw RequestError.tooMany(
                reason: "too much feedback waits to be read", retryAfter: .seconds(30))
        }
        localizer.readFeedback()
        return answer(.accepted) { $0.feedback(feedback) }
    }

    func getFeedback(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let engine = try await engine(call.parameter, for: principal)
        guard let id = FeedbackID(call.second),
            let feedback = try await store.feedback(id, of: engine.id, in: principal.organization)
        else { throw RequestError.notFound(entity: FeedbackID.entity, id: String(call.second.prefix(100))) }
        return answer { $0.feedback(feedback) }
    }

    func suggestions(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try call.target.parameters(["status", "limit", "cursor"])
        let engine = try await engine(call.parameter, for: principal)
        let limit = try ListLimit.read(parameters["limit"]) ?? 20
        var query = SuggestionQuery(
            engine: engine.id, before: try cursor(parameters["cursor"]), limit: limit + 1)
        if let text = parameters["status"] {
            guard let status = Suggestion.Status(rawValue: text) else {
                let known = Suggestion.Status.allCases.map(\.rawValue).joined(separator: ", ")
                throw RequestError.invalid(field: "status", reason: "must be one of \(known)")
            }
            query.status = status
        }
        let found = try await store.suggestions(query, of: principal.organization)
        return page(of: found, limit: limit, id: \.id) { $0.suggestion($1) }
    }

    func resolveSuggestion(
        _ verb: SuggestionVerb, _ call: Call, for principal: Principal
    ) async throws -> OutboundResponse {
        let engine = try await engine(call.parameter, for: principal)
        guard let id = SuggestionID(call.second),
            let resolved = try await store.resolve(
                id, of: engine.id, in: principal.organization, verb, by: principal.actor,
                identifiers: identifiers, glossaryLimit: limits.glossaryItems, at: clock.now())
        else { throw RequestError.notFound(entity: SuggestionID.entity, id: String(call.second.prefix(100))) }
        let suggestion = try resolved.get()
        return answer { $0.suggestion(suggestion) }
    }
}
