// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import NIOHTTP1

/// Answers requests: finds the route, asks who calls, carries the operation out, turns errors into answers.
struct Responder: Sendable {
    let limits: RequestLimits
    let store: any Store
    let localizer: any Localizer
    let identifiers: IdentifierSource
    let clock: WallClock
    let readiness: Readiness
    let webhooks: WebhookAccess
    let progress: ProgressHub
    /// The text of `/metrics`.
    let metricsText: @Sendable () async throws -> String
    let logger: Logger
    private let metrics = RequestMetrics()
    let credentials: Credentials
    private let requestIDs = RequestIDs()

    init(
        limits: RequestLimits, store: any Store, localizer: any Localizer, identifiers: IdentifierSource,
        clock: WallClock, readiness: Readiness, webhooks: WebhookAccess, progress: ProgressHub,
        metricsText: @escaping @Sendable () async throws -> String, logger: Logger
    ) {
        self.limits = limits
        self.store = store
        self.localizer = localizer
        self.identifiers = identifiers
        self.clock = clock
        self.readiness = readiness
        self.webhooks = webhooks
        self.progress = progress
        self.metricsText = metricsText
        self.logger = logger
        credentials = Credentials(store: store, clock: clock)
    }

    /// The answer to a request; every request gets one.
    func respond(to request: InboundRequest) async -> OutboundResponse {
        let began = ContinuousClock.now
        let id = requestIDs.id(request.head.headers)
        let target = RequestTarget(request.head.uri)
        let found = Route.find(request.head.method, target.path)
        var response: OutboundResponse
        do {
            guard let found else {
                let call = "\(request.head.method.rawValue) \(target.path)"
                throw RequestError.notFound(entity: "Route", id: String(call.prefix(200)))
            }
            let call = Call(
                request: request, target: target, parameter: found.parameter, second: found.second)
            switch found.route.operation {
            case .open(let operation):
                response = try await answer(operation, call)
            case .keyed(let operation):
                let principal = try await credentials.principal(request.head.headers)
                if let scope = operation.scope { try principal.require(scope) }
                if operation.isForAllEngines { try principal.requireAllEngines() }
                response = try await answer(operation, call, for: principal)
            }
        } catch {
            response = self.response(to: error, requestID: id)
        }
        response.headers.add(name: "x-request-id", value: id)
        log(request.head, route: found?.route, status: response.status, id: id, since: began)
        return response
    }

    /// The answer to a request that is refused before it has arrived whole, or before it could be read.
    @Sendable
    func refuse(_ head: HTTPRequestHead?, _ error: RequestError) -> OutboundResponse {
        let id = requestIDs.id(head?.headers)
        var response = self.response(to: error, requestID: id)
        response.headers.add(name: "x-request-id", value: id)
        log(head, route: nil, status: response.status, id: id, since: nil)
        return response
    }

    private func answer(_ operation: Route.OpenOperation, _ call: Call) async throws -> OutboundResponse {
        switch operation {
        case .getHealth: health()
        case .getReadiness: try await readyState()
        case .getMetrics: try await metricsAnswer()
        case .getDocument: document()
        case .getConsole: try consoleFile("index.html")
        case .getConsoleFile: try consoleFile(call.parameter)
        }
    }

    private func answer(
        _ operation: Route.KeyedOperation, _ call: Call, for principal: Principal
    ) async throws -> OutboundResponse {
        switch operation {
        case .localize: try await localize(call, for: principal)
        case .recognize: try await recognize(call)
        case .check: try await check(call, for: principal)
        case .estimate: try await estimate(call, for: principal)
        case .createLocalization: try await createLocalization(call, for: principal)
        case .getLocalizationJob: try await localizationJob(call, for: principal)
        case .getLocalizationJobGroup: try await localizationJobGroup(call, for: principal)
        case .listLocalizationJobs: try await localizationJobs(call, for: principal)
        case .openProgressSocket: try await progressSocket(call, for: principal)
        case .streamProgressEvents: try await progressEvents(call, for: principal)
        case .cancelLocalizationJob: try await cancelJob(call, for: principal)
        case .retryLocalizationJob: try await retryJob(call, for: principal)
        case .deleteLocalizationJob: try await deleteJob(call, for: principal)
        case .cancelLocalizationJobGroup: try await cancelGroup(call, for: principal)
        case .retryLocalizationJobGroup: try await retryGroup(call, for: principal)
        case .deleteLocalizationJobGroup: try await deleteGroup(call, for: principal)
        case .getWebhookSecret: try await webhookSecret(for: principal)
        case .rotateWebhookSecret: try await rotateWebhookSecret(for: principal)
        case .listDeliveries: try await deliveries(call, for: principal)
        case .getDelivery: try await delivery(call, for: principal)
        case .replayDelivery: try await replayDelivery(call, for: principal)
        case .createGlossaryItem: try await createGlossaryItem(call, for: principal)
        case .listGlossaryItems: try await glossaryItems(call, for: principal)
        case .replaceGlossaryItem: try await replaceGlossaryItem(call, for: principal)
        case .deleteGlossaryItem: try await deleteGlossaryItem(call, for: principal)
        case .importGlossary: try await importGlossary(call, for: principal)
        case .exportGlossary: try await exportGlossary(call, for: principal)
        case .createEngine: try await createEngine(call, for: principal)
        case .getEngine: try await getEngine(call, for: principal)
        case .listEngines: try await engines(call, for: principal)
        case .changeEngine: try await changeEngine(call, for: principal)
        case .deleteEngine: try await deleteEngine(call, for: principal)
        case .createModelConfig: try await createEntry(.models, call, for: principal)
        case .getModelConfig: try await getEntry(.models, call, for: principal)
        case .listModelConfigs: try await entries(.models, call, for: principal)
        case .changeModelConfig: try await changeEntry(.models, call, for: principal)
        case .deleteModelConfig: try await deleteEntry(.models, call, for: principal)
        case .createInstruction: try await createEntry(.instructions, call, for: principal)
        case .getInstruction: try await getEntry(.instructions, call, for: principal)
        case .listInstructions: try await entries(.instructions, call, for: principal)
        case .changeInstruction: try await changeEntry(.instructions, call, for: principal)
        case .deleteInstruction: try await deleteEntry(.instructions, call, for: principal)
        case .createBrandVoice: try await createEntry(.voices, call, for: principal)
        case .getBrandVoice: try await getEntry(.voices, call, for: principal)
        case .listBrandVoices: try await entries(.voices, call, for: principal)
        case .changeBrandVoice: try await changeEntry(.voices, call, for: principal)
        case .deleteBrandVoice: try await deleteEntry(.voices, call, for: principal)
        case .createScorer: try await createEntry(.scorers, call, for: principal)
        case .getScorer: try await getEntry(.scorers, call, for: principal)
        case .listScorers: try await entries(.scorers, call, for: principal)
        case .changeScorer: try await changeEntry(.scorers, call, for: principal)
        case .deleteScorer: try await deleteEntry(.scorers, call, for: principal)
        case .getScores: try await scores(call, for: principal)
        case .takeFeedback: try await takeFeedback(call, for: principal)
        case .getFeedback: try await getFeedback(call, for: principal)
        case .listSuggestions: try await suggestions(call, for: principal)
        case .applySuggestion: try await resolveSuggestion(.apply, call, for: principal)
        case .dismissSuggestion: try await resolveSuggestion(.dismiss, call, for: principal)
        case .undoSuggestion: try await resolveSuggestion(.undo, call, for: principal)
        case .createKey: try await createKey(call, for: principal)
        case .getKey: try await getKey(call, for: principal)
        case .listKeys: try await keys(call, for: principal)
        case .revokeKey: try await revokeKey(call, for: principal)
        case .addMember: try await addMember(call, for: principal)
        case .getMember: try await getMember(call, for: principal)
        case .listMembers: try await members(call, for: principal)
        case .changeMember: try await changeMember(call, for: principal)
        case .removeMember: try await removeMember(call, for: principal)
        case .getOrganization: try await getOrganization(for: principal)
        case .changeOrganization: try await changeOrganization(call, for: principal)
        case .listOrganizations: try await organizations(call)
        case .createOrganization: try await createOrganization(call, for: principal)
        case .listAuditEntries: try await auditEntries(call, for: principal)
        case .listProviders: await providers()
        case .resetProvider: try await resetProvider(call)
        case .listMemoryEntries: try await memoryEntries(call, for: principal)
        case .getMemoryEntry: try await memoryEntry(call, for: principal)
        case .createMemoryEntry: try await createMemoryEntry(call, for: principal)
        case .deleteMemoryEntry: try await deleteMemoryEntry(call, for: principal)
        case .deleteMemory: try await deleteMemory(call, for: principal)
        case .importMemory: try await importMemory(call, for: principal)
        case .exportMemory: try await exportMemory(call, for: principal)
        case .getUsage: try await usage(call, for: principal)
        case .compare: try await compare(call, for: principal)
        case .getComparison: try await getComparison(call, for: principal)
        case .chooseCandidate: try await chooseCandidate(call, for: principal)
        case .createComparisonSet: try await createComparisonSet(call, for: principal)
        case .listComparisonSets: try await comparisonSets(call, for: principal)
        case .getComparisonSet: try await getComparisonSet(call, for: principal)
        case .cancelComparisonSet: try await cancelComparisonSet(call, for: principal)
        case .deleteComparisonSet: try await deleteComparisonSet(call, for: principal)
        case .listComparisonSetSegments: try await comparisonSetSegments(call, for: principal)
        case .exportComparisonSet: try await exportComparisonSet(call, for: principal)
        case .getScorecard: try await getScorecard(call, for: principal)
        case .listShadowRuns: try await shadowRuns(call, for: principal)
        case .listLocales: try await locales(call, for: principal)
        case .getUser: user(principal)
        case .identifyKey: identity(principal)
        case .legacyLocalize: try await legacyLocalize(call, for: principal)
        }
    }

    private func response(to error: any Error, requestID: String) -> OutboundResponse {
        failure(error, ["request.id": "\(requestID)"]).response
    }

    /// An error as clients see it; what they are not told is logged.
    func failure(_ error: any Error, _ metadata: Logger.Metadata) -> ErrorResponse {
        let answer = ErrorResponse(error)
        if answer.status == .internalServerError {
            logger.error("A request failed.", metadata: metadata.merging(["error": "\(error)"]) { $1 })
        }
        return answer
    }

    private func log(
        _ head: HTTPRequestHead?, route: Route?, status: HTTPResponseStatus, id: String,
        since began: ContinuousClock.Instant?
    ) {
        let duration = began.map { ContinuousClock.now - $0 } ?? .zero
        metrics.record(
            route: route?.name ?? "-", status: status.code, took: duration)
        logger.debug(
            "A request was answered.",
            metadata: [
                "request.id": "\(id)",
                "http.method": "\(head?.method.rawValue ?? "-")",
                "http.route": "\(route?.template ?? "-")",
                "http.status": "\(status.code)",
                "request.duration_ms": "\(duration.inSeconds * 1000)",
            ])
    }
}
