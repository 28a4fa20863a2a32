// SPDX-License-Identifier: Apache-2.0
import NIOHTTP1

/// One method of one path.
///
/// The table of these is all that the API offers; `openapi.yaml` describes the same.
struct Route: Sendable {
    /// What a route does; carried out by ``Responder``.
    enum Operation: Sendable {
        /// For everyone.
        case open(OpenOperation)
        /// For callers with a key.
        case keyed(KeyedOperation)
    }

    /// What needs no key.
    enum OpenOperation: Sendable {
        case getHealth, getReadiness, getMetrics, getDocument
        case getConsole, getConsoleFile
    }

    /// What needs a key.
    enum KeyedOperation: Sendable {
        case localize, recognize, check, estimate
        case compare, getComparison, chooseCandidate, getScorecard, listShadowRuns
        case createComparisonSet, listComparisonSets, getComparisonSet, cancelComparisonSet,
            deleteComparisonSet
        case listComparisonSetSegments, exportComparisonSet
        case createLocalization, getLocalizationJob, getLocalizationJobGroup, listLocalizationJobs
        case cancelLocalizationJob, retryLocalizationJob, deleteLocalizationJob
        case cancelLocalizationJobGroup, retryLocalizationJobGroup, deleteLocalizationJobGroup
        case openProgressSocket, streamProgressEvents
        case getWebhookSecret, rotateWebhookSecret, listDeliveries, getDelivery, replayDelivery
        case createGlossaryItem, listGlossaryItems, replaceGlossaryItem, deleteGlossaryItem
        case importGlossary, exportGlossary
        case createEngine, getEngine, listEngines, changeEngine, deleteEngine
        case createModelConfig, getModelConfig, listModelConfigs, changeModelConfig, deleteModelConfig
        case createInstruction, getInstruction, listInstructions, changeInstruction, deleteInstruction
        case createBrandVoice, getBrandVoice, listBrandVoices, changeBrandVoice, deleteBrandVoice
        case createKey, getKey, listKeys, revokeKey
        case addMember, getMember, listMembers, changeMember, removeMember
        case createScorer, getScorer, listScorers, changeScorer, deleteScorer, getScores
        case takeFeedback, getFeedback, listSuggestions, applySuggestion, dismissSuggestion, undoSuggestion
        case getOrganization, changeOrganization, listOrganizations, createOrganization
        case listAuditEntries
        case listProviders, resetProvider
        case getUsage
        case listMemoryEntries, getMemoryEntry, createMemoryEntry, deleteMemoryEntry, deleteMemory
        case importMemory, exportMemory
        case listLocales
        case getUser, identifyKey
        case legacyLocalize
    }

    let method: HTTPMethod
    /// The path; a segment in braces stands for any one segment. Of two the first names what the second belongs to.
    let template: String
    let operation: Operation
    /// Method and template, as metrics name the route; made once, since every request asks for it.
    let name: String

    private init(method: HTTPMethod, template: String, operation: Operation) {
        self.method = method
        self.template = template
        self.operation = operation
        name = "\(method) \(template)"
    }

    static let all: [Route] = [
        Route(method: .POST, template: "/process/localize", operation: .keyed(.localize)),
        Route(method: .POST, template: "/process/recognize", operation: .keyed(.recognize)),
        Route(method: .POST, template: "/process/check", operation: .keyed(.check)),
        Route(method: .POST, template: "/process/estimate", operation: .keyed(.estimate)),
        Route(method: .POST, template: "/process/compare", operation: .keyed(.compare)),
        Route(method: .GET, template: "/process/compare/{comparisonId}", operation: .keyed(.getComparison)),
        Route(
            method: .POST, template: "/process/compare/{comparisonId}/choice",
            operation: .keyed(.chooseCandidate)),
        Route(method: .POST, template: "/comparisons", operation: .keyed(.createComparisonSet)),
        Route(method: .GET, template: "/comparisons", operation: .keyed(.listComparisonSets)),
        Route(
            method: .GET, template: "/comparisons/{comparisonSetId}", operation: .keyed(.getComparisonSet)),
        Route(
            method: .DELETE, template: "/comparisons/{comparisonSetId}",
            operation: .keyed(.deleteComparisonSet)),
        Route(
            method: .POST, template: "/comparisons/{comparisonSetId}/cancel",
            operation: .keyed(.cancelComparisonSet)),
        Route(
            method: .GET, template: "/comparisons/{comparisonSetId}/segments",
            operation: .keyed(.listComparisonSetSegments)),
        Route(
            method: .GET, template: "/comparisons/{comparisonSetId}/export",
            operation: .keyed(.exportComparisonSet)),
        Route(method: .POST, template: "/jobs/localization", operation: .keyed(.createLocalization)),
        Route(method: .GET, template: "/jobs/localization", operation: .keyed(.listLocalizationJobs)),
        Route(
            method: .GET, template: "/jobs/localization/groups/{groupId}",
            operation: .keyed(.getLocalizationJobGroup)),
        Route(
            method: .DELETE, template: "/jobs/localization/groups/{groupId}",
            operation: .keyed(.deleteLocalizationJobGroup)),
        Route(
            method: .POST, template: "/jobs/localization/groups/{groupId}/cancel",
            operation: .keyed(.cancelLocalizationJobGroup)),
        Route(
            method: .POST, template: "/jobs/localization/groups/{groupId}/retry",
            operation: .keyed(.retryLocalizationJobGroup)),
        Route(
            method: .GET, template: "/jobs/localization/groups/{groupId}/ws",
            operation: .keyed(.openProgressSocket)),
        Route(
            method: .GET, template: "/jobs/localization/groups/{groupId}/events",
            operation: .keyed(.streamProgressEvents)),
        Route(method: .GET, template: "/jobs/localization/{jobId}", operation: .keyed(.getLocalizationJob)),
        Route(
            method: .DELETE, template: "/jobs/localization/{jobId}", operation: .keyed(.deleteLocalizationJob)
        ),
        Route(
            method: .POST, template: "/jobs/localization/{jobId}/cancel",
            operation: .keyed(.cancelLocalizationJob)),
        Route(
            method: .POST, template: "/jobs/localization/{jobId}/retry",
            operation: .keyed(.retryLocalizationJob)
        ),
        Route(method: .GET, template: "/webhooks/secret", operation: .keyed(.getWebhookSecret)),
        Route(method: .POST, template: "/webhooks/secret/rotate", operation: .keyed(.rotateWebhookSecret)),
        Route(method: .GET, template: "/webhooks/deliveries", operation: .keyed(.listDeliveries)),
        Route(method: .GET, template: "/webhooks/deliveries/{deliveryId}", operation: .keyed(.getDelivery)),
        Route(
            method: .POST, template: "/webhooks/deliveries/{deliveryId}/replay",
            operation: .keyed(.replayDelivery)),
        Route(method: .POST, template: "/glossary-items", operation: .keyed(.createGlossaryItem)),
        Route(method: .GET, template: "/glossary-items", operation: .keyed(.listGlossaryItems)),
        Route(method: .POST, template: "/glossary-items/import", operation: .keyed(.importGlossary)),
        Route(method: .GET, template: "/glossary-items/export", operation: .keyed(.exportGlossary)),
        Route(
            method: .PUT, template: "/glossary-items/{glossaryItemId}",
            operation: .keyed(.replaceGlossaryItem)),
        Route(
            method: .DELETE, template: "/glossary-items/{glossaryItemId}",
            operation: .keyed(.deleteGlossaryItem)),
        Route(method: .POST, template: "/engines", operation: .keyed(.createEngine)),
        Route(method: .GET, template: "/engines", operation: .keyed(.listEngines)),
        Route(method: .GET, template: "/engines/{engineId}", operation: .keyed(.getEngine)),
        Route(method: .PUT, template: "/engines/{engineId}", operation: .keyed(.changeEngine)),
        Route(method: .DELETE, template: "/engines/{engineId}", operation: .keyed(.deleteEngine)),
        Route(method: .GET, template: "/engines/{engineId}/scorecard", operation: .keyed(.getScorecard)),
        Route(
            method: .GET, template: "/engines/{engineId}/shadow-runs", operation: .keyed(.listShadowRuns)),
        Route(
            method: .POST, template: "/engines/{engineId}/suggestions/from-text",
            operation: .keyed(.takeFeedback)),
        Route(
            method: .GET, template: "/engines/{engineId}/feedback/{feedbackId}",
            operation: .keyed(.getFeedback)),
        Route(method: .GET, template: "/engines/{engineId}/suggestions", operation: .keyed(.listSuggestions)),
        Route(
            method: .POST, template: "/engines/{engineId}/suggestions/{suggestionId}/apply",
            operation: .keyed(.applySuggestion)),
        Route(
            method: .POST, template: "/engines/{engineId}/suggestions/{suggestionId}/dismiss",
            operation: .keyed(.dismissSuggestion)),
        Route(
            method: .POST, template: "/engines/{engineId}/suggestions/{suggestionId}/undo",
            operation: .keyed(.undoSuggestion)),
        Route(method: .GET, template: "/engines/{engineId}/scores", operation: .keyed(.getScores)),
        Route(method: .POST, template: "/scorers", operation: .keyed(.createScorer)),
        Route(method: .GET, template: "/scorers", operation: .keyed(.listScorers)),
        Route(method: .GET, template: "/scorers/{scorerId}", operation: .keyed(.getScorer)),
        Route(method: .PUT, template: "/scorers/{scorerId}", operation: .keyed(.changeScorer)),
        Route(method: .DELETE, template: "/scorers/{scorerId}", operation: .keyed(.deleteScorer)),
        Route(method: .POST, template: "/model-configs", operation: .keyed(.createModelConfig)),
        Route(method: .GET, template: "/model-configs", operation: .keyed(.listModelConfigs)),
        Route(method: .GET, template: "/model-configs/{modelConfigId}", operation: .keyed(.getModelConfig)),
        Route(
            method: .PUT, template: "/model-configs/{modelConfigId}", operation: .keyed(.changeModelConfig)),
        Route(
            method: .DELETE, template: "/model-configs/{modelConfigId}", operation: .keyed(.deleteModelConfig)
        ),
        Route(method: .POST, template: "/instructions", operation: .keyed(.createInstruction)),
        Route(method: .GET, template: "/instructions", operation: .keyed(.listInstructions)),
        Route(method: .GET, template: "/instructions/{instructionId}", operation: .keyed(.getInstruction)),
        Route(method: .PUT, template: "/instructions/{instructionId}", operation: .keyed(.changeInstruction)),
        Route(
            method: .DELETE, template: "/instructions/{instructionId}", operation: .keyed(.deleteInstruction)),
        Route(method: .POST, template: "/brand-voices", operation: .keyed(.createBrandVoice)),
        Route(method: .GET, template: "/brand-voices", operation: .keyed(.listBrandVoices)),
        Route(method: .GET, template: "/brand-voices/{brandVoiceId}", operation: .keyed(.getBrandVoice)),
        Route(method: .PUT, template: "/brand-voices/{brandVoiceId}", operation: .keyed(.changeBrandVoice)),
        Route(
            method: .DELETE, template: "/brand-voices/{brandVoiceId}", operation: .keyed(.deleteBrandVoice)),
        Route(method: .POST, template: "/api-keys", operation: .keyed(.createKey)),
        Route(method: .GET, template: "/api-keys", operation: .keyed(.listKeys)),
        Route(method: .GET, template: "/api-keys/{keyId}", operation: .keyed(.getKey)),
        Route(method: .DELETE, template: "/api-keys/{keyId}", operation: .keyed(.revokeKey)),
        Route(method: .POST, template: "/members", operation: .keyed(.addMember)),
        Route(method: .GET, template: "/members", operation: .keyed(.listMembers)),
        Route(method: .GET, template: "/members/{userId}", operation: .keyed(.getMember)),
        Route(method: .PUT, template: "/members/{userId}", operation: .keyed(.changeMember)),
        Route(method: .DELETE, template: "/members/{userId}", operation: .keyed(.removeMember)),
        Route(method: .GET, template: "/organization", operation: .keyed(.getOrganization)),
        Route(method: .PUT, template: "/organization", operation: .keyed(.changeOrganization)),
        Route(method: .GET, template: "/organizations", operation: .keyed(.listOrganizations)),
        Route(method: .POST, template: "/organizations", operation: .keyed(.createOrganization)),
        Route(method: .GET, template: "/audit", operation: .keyed(.listAuditEntries)),
        Route(method: .GET, template: "/providers", operation: .keyed(.listProviders)),
        Route(method: .POST, template: "/providers/{providerName}/reset", operation: .keyed(.resetProvider)),
        Route(method: .GET, template: "/memory", operation: .keyed(.listMemoryEntries)),
        Route(method: .POST, template: "/memory", operation: .keyed(.createMemoryEntry)),
        Route(method: .DELETE, template: "/memory", operation: .keyed(.deleteMemory)),
        Route(method: .POST, template: "/memory/import", operation: .keyed(.importMemory)),
        Route(method: .GET, template: "/memory/export", operation: .keyed(.exportMemory)),
        Route(method: .GET, template: "/memory/{memoryEntryId}", operation: .keyed(.getMemoryEntry)),
        Route(method: .DELETE, template: "/memory/{memoryEntryId}", operation: .keyed(.deleteMemoryEntry)),
        Route(method: .GET, template: "/usage", operation: .keyed(.getUsage)),
        Route(method: .GET, template: "/locales", operation: .keyed(.listLocales)),
        Route(method: .GET, template: "/users/me", operation: .keyed(.getUser)),
        Route(method: .POST, template: "/whoami", operation: .keyed(.identifyKey)),
        Route(method: .POST, template: "/i18n", operation: .keyed(.legacyLocalize)),
        Route(method: .POST, template: "/recognize", operation: .keyed(.recognize)),
        Route(method: .GET, template: "/healthz", operation: .open(.getHealth)),
        Route(method: .GET, template: "/readyz", operation: .open(.getReadiness)),
        Route(method: .GET, template: "/metrics", operation: .open(.getMetrics)),
        Route(method: .GET, template: "/openapi.json", operation: .open(.getDocument)),
        Route(method: .GET, template: "/console", operation: .open(.getConsole)),
        Route(method: .GET, template: "/console/{file}", operation: .open(.getConsoleFile)),
    ]

    /// The routes by path, those with a parameter by the path with `{}` for it.
    private static let literal = Dictionary(grouping: all.filter { !$0.hasParameter }, by: \.template)
    private static let patterned = Dictionary(grouping: all.filter(\.hasParameter), by: \.pattern)

    private var hasParameter: Bool { template.contains("{") }

    private var pattern: String {
        template.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
    }

    /// A request's route, and what stands for the path's parameters.
    struct Match {
        let route: Route
        /// Of the first parameter, or empty.
        var parameter = ""
        /// Of the second one, or empty.
        var second = ""
    }

    /// The route of a request, or `nil` when there is none.
    static func find(_ method: HTTPMethod, _ path: String) -> Match? {
        if let routes = literal[path] {
            return routes.first { $0.method == method }.map { Match(route: $0) }
        }
        // The parameter is the last segment, or the one before an action's name.
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let (head, tail) = (path[..<slash], path[path.index(after: slash)...])
        if let routes = patterned["\(head)/{}"] {
            return routes.first { $0.method == method }.map {
                Match(route: $0, parameter: RequestTarget.decoded(tail) ?? "")
            }
        }
        guard let before = head.lastIndex(of: "/") else { return nil }
        if let routes = patterned["\(head[..<before])/{}/\(tail)"] {
            return routes.first { $0.method == method }.map {
                Match(route: $0, parameter: RequestTarget.decoded(head[head.index(after: before)...]) ?? "")
            }
        }
        return findNested(method, path)
    }

    /// `/owners/{}/things/action`, `/owners/{}/things/{}`, and an action's name after it.
    private static func findNested(_ method: HTTPMethod, _ path: String) -> Match? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5 || parts.count == 6 else { return nil }
        let (first, second) = (parts[2], parts[4])
        parts[2] = "{}"
        if let routes = patterned[parts.joined(separator: "/")] {
            return routes.first { $0.method == method }.map {
                Match(route: $0, parameter: RequestTarget.decoded(first) ?? "")
            }
        }
        parts[4] = "{}"
        return patterned[parts.joined(separator: "/")]?.first { $0.method == method }.map {
            Match(
                route: $0, parameter: RequestTarget.decoded(first) ?? "",
                second: RequestTarget.decoded(second) ?? "")
        }
    }
}
