// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import NIOCore
import NIOHTTP1

/// Comparisons of models over test sets (docs/http-api.md, "Test sets").
extension Responder {
    /// Test sets of an organization that are not over.
    private static let openSets = 100
    /// Comparisons that an export reads at once.
    private static let portion = 100

    func createComparisonSet(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let command = try await compareSet(call)
        let engine = try await engine(command.engine?.text, for: principal)
        let plan = try await localizer.plan(command, with: engine)
        if let budget = command.budget, plan.estimate.cost > budget {
            throw RequestError.invalid(
                field: "budget",
                reason:
                    "is \(budget) US dollars, less than the \(plan.estimate.cost) that it is likely to cost")
        }
        if command.isDryRun { return .object { $0.plan(plan, segments: command.segments.count) } }
        var set = ComparisonSet(
            id: identifiers.next(), organization: principal.organization, engine: engine.id,
            key: principal.key, name: command.name, source: command.source, target: command.target,
            models: plan.models, isBlind: command.isBlind, segments: command.segments.count,
            estimate: plan.estimate, createdAt: clock.now())
        set.budget = command.budget
        guard try await store.create(set, command.segments, limit: Self.openSets) else {
            throw RequestError.tooMany(
                reason: "too many test sets wait to be compared", retryAfter: .seconds(60))
        }
        localizer.runComparisonSets()
        return .object(.accepted, capacity: 1024) { $0.members(of: set) }
    }

    /// The test set of a request: a JSON body, or a file with the rest as query parameters.
    private func compareSet(_ call: Call) async throws -> CompareSet {
        let parameters = try ComparisonSetParameters(call)
        guard let format = parameters.format else {
            var command = try CompareSet(call.request.json())
            command.isDryRun = command.isDryRun || parameters.isDryRun
            return command
        }
        // Locales first: they say which units of a file are meant.
        let bare = try CompareSet(
            .object(parameters.body), segments: [TestSegment(position: 1, source: "-")])
        let pair = LocalePair(
            source: localizer.canonical(bare.source), target: localizer.canonical(bare.target))
        var body = call.request.body
        let bytes = body.readBytes(length: body.readableBytes) ?? []
        let segments: [TestSegment]
        do {
            segments = try await onThread { [localizer] in
                switch format {
                case .csv: try TestSetFile.readTable(bytes, limit: CompareSet.maximumSegments)
                case .tmx: try TestSetFile.readMemory(bytes, pair: pair, canonical: localizer.canonical)
                }
            }
        } catch let error as TestSetFile.Failure {
            throw RequestError.invalid(field: "", reason: error.reason)
        }
        return try CompareSet(.object(parameters.body), segments: segments)
    }

    func comparisonSets(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try call.target.parameters(["engineId", "limit", "cursor"])
        let limit = try ListLimit.read(parameters["limit"]) ?? 20
        var query = ComparisonSetQuery(before: try cursor(parameters["cursor"]), limit: limit + 1)
        if let name = parameters["engineId"] {
            query.engine = try await engine(name, for: principal).id
        } else if principal.engines != nil {
            throw RequestError.forbidden(
                reason: "The key reaches some engines only: name one of them by engineId.")
        }
        let found = try await store.comparisonSets(query, of: principal.organization)
        return page(of: found, limit: limit, id: \.id) { writer, set in
            writer.object { $0.members(of: set) }
        }
    }

    func getComparisonSet(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let set = try await comparisonSet(call, for: principal)
        return try await answer(set)
    }

    func cancelComparisonSet(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let set = try await comparisonSet(call, for: principal)
        guard
            let cancelled = try await store.cancelComparisonSet(
                set.id, of: principal.organization, at: clock.now())
        else { throw missing(ComparisonSetID.self, call) }
        return try await answer(cancelled)
    }

    func deleteComparisonSet(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let set = try await comparisonSet(call, for: principal)
        guard
            try await store.deleteComparisonSet(
                set.id, of: principal.organization, by: principal.actor, at: clock.now())
        else { throw missing(ComparisonSetID.self, call) }
        return .object { $0.member("id", set.id.text) }
    }

    func comparisonSetSegments(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let set = try await comparisonSet(call, for: principal)
        let parameters = try call.target.parameters(["limit", "cursor", "rater"])
        let limit = try ListLimit.read(parameters["limit"]) ?? 20
        var position = 0
        if let text = parameters["cursor"] {
            guard let number = Int(text), number > 0, text == String(number) else {
                throw RequestError.invalid(
                    field: "cursor", reason: "must be the nextCursor of an earlier answer")
            }
            position = number
        }
        let found = try await store.comparisons(
            of: set.id, in: principal.organization, after: position, limit: limit + 1)
        let shown = found.prefix(limit)
        return .object(capacity: 2048 * (1 + shown.count)) {
            $0.name("items")
            $0.array { array in
                for comparison in shown {
                    array.object { $0.members(of: comparison, for: parameters["rater"]) }
                }
            }
            let last = found.count > limit ? shown.last?.place?.position : nil
            $0.member("nextCursor", last.map(String.init))
        }
    }

    func exportComparisonSet(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let set = try await comparisonSet(call, for: principal)
        var comparisons: [Comparison] = []
        while true {
            let page = try await store.comparisons(
                of: set.id, in: principal.organization, after: comparisons.last?.place?.position ?? 0,
                limit: Self.portion)
            comparisons += page
            if page.count < Self.portion { break }
        }
        let table = await onThread { [comparisons] in ComparisonSetTable.bytes(comparisons) }
        var response = OutboundResponse(status: .ok, body: ByteBuffer(bytes: table))
        response.mediaType = "text/csv; charset=utf-8; header=present"
        return response
    }

    private func comparisonSet(_ call: Call, for principal: Principal) async throws -> ComparisonSet {
        let id: ComparisonSetID = try identifier(call)
        guard let set = try await store.comparisonSet(id, of: principal.organization) else {
            throw missing(ComparisonSetID.self, call)
        }
        try principal.require(set.engine)
        return set
    }

    private func answer(_ set: ComparisonSet) async throws -> OutboundResponse {
        let report = ComparisonSetReport(
            set, try await store.observations(of: set.id, in: set.organization))
        return .object(capacity: 2048) {
            $0.members(of: set)
            $0.report(report)
        }
    }
}

/// The parameters of `POST /comparisons`; with a file they are what the body of JSON would be.
private struct ComparisonSetParameters {
    /// The file's; `nil` for a body of JSON.
    let format: TestSetFile.Format?
    let isDryRun: Bool
    /// What they say, as the body would.
    let body: JSONObject

    init(_ call: Call) throws(RequestError) {
        let texts = ["engineId", "sourceLocale", "targetLocale", "name"]
        let parameters = try call.target.parameters(
            texts + ["models", "blind", "budget", "dryRun", "format"])
        var members = texts.compactMap { name in
            parameters[name].map { JSONObject.Member(name, .string($0)) }
        }
        if let models = parameters["models"] {
            members.append(.init("models", .array(models.split(separator: ",").map { .string(String($0)) })))
        }
        if let budget = parameters["budget"] { members.append(.init("budget", .number(budget))) }
        func flag(_ name: String) throws(RequestError) -> Bool {
            switch parameters[name] {
            case nil, "false": false
            case "true": true
            default: throw .invalid(field: name, reason: "must be true or false")
            }
        }
        isDryRun = try flag("dryRun")
        members += [.init("blind", .bool(try flag("blind"))), .init("dryRun", .bool(isDryRun))]
        body = JSONObject(members)
        format = try Self.format(parameters["format"], call)
    }

    private static func format(_ name: String?, _ call: Call) throws(RequestError) -> TestSetFile.Format? {
        if let name {
            guard let format = TestSetFile.Format(rawValue: name) else {
                let known = TestSetFile.Format.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(field: "format", reason: "must be one of \(known)")
            }
            return format
        }
        let field = call.request.head.headers.first(name: "content-type")?.lowercased() ?? ""
        switch field.prefix(while: { $0 != ";" && $0 != " " }) {
        case "text/csv": return .csv
        case "application/x-tmx+xml": return .tmx
        default: return nil
        }
    }
}

extension JSONWriter {
    fileprivate mutating func plan(_ plan: ComparisonSetPlan, segments: Int) {
        name("models")
        array { array in for model in plan.models { array.string(model.description) } }
        member("segments", segments)
        name("estimate")
        estimate(plan.estimate)
    }

    fileprivate mutating func report(_ report: ComparisonSetReport) {
        name("results")
        array { array in
            for row in report.rows {
                array.object {
                    $0.member("model", row.model.description)
                    $0.member("segments", row.segments)
                    $0.member("failures", row.failures)
                    $0.rounded("chrf", row.referenceScore, places: 1)
                    $0.member("checkFailures", row.checkFailures)
                    $0.name("terms")
                    $0.terms(row.terms)
                    $0.member("medianLatencyMs", row.medianMilliseconds)
                    $0.member("cost", row.cost)
                    $0.member("wins", row.wins)
                    $0.member("losses", row.losses)
                    $0.member("draws", row.draws)
                }
            }
        }
        name("raters")
        object {
            $0.member("raters", report.agreement.raters)
            $0.member("choices", report.agreement.choices)
            $0.member("sharedSegments", report.agreement.sharedSegments)
            $0.rounded("agreeingPairs", report.agreement.agreeingPairs, places: 3)
            $0.rounded("kappa", report.agreement.kappa, places: 3)
        }
    }
}
