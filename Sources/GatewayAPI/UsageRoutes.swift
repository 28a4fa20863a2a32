// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

/// What was used and what it cost (docs/http-api.md, "Usage").
extension Responder {
    /// Rows of an answer at most.
    private static let mostRows = 10_000

    func usage(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try call.target.parameters(["from", "to", "groupBy", "format"])
        let today = clock.now()
        let to = try Self.day(parameters["to"], field: "to") ?? today.day
        let from =
            try Self.day(parameters["from"], field: "from")
            ?? Timestamp(milliseconds: today.milliseconds - 29 * 86_400_000).day
        guard from <= to else { throw RequestError.invalid(field: "from", reason: "must not be after to") }
        let groups = try Self.groups(parameters["groupBy"] ?? UsageDimension.day.rawValue)
        let query = UsageQuery(from: from, to: to, groups: groups, limit: Self.mostRows + 1)
        let rows = try await store.usage(query, of: principal.organization)
        guard rows.count <= Self.mostRows else {
            throw RequestError.invalid(
                field: "groupBy",
                reason: "gives more than \(Self.mostRows) rows; ask for fewer days or groups")
        }
        if try Self.wantsCSV(parameters["format"], call) { return csv(rows, groups) }
        let budgets = try await localizer.budgetStatuses(of: principal)
        return .object(capacity: 256 + 320 * rows.count) {
            $0.member("from", from)
            $0.member("to", to)
            $0.name("groupBy")
            $0.array { for group in groups { $0.string(group.rawValue) } }
            $0.name("totals")
            $0.object { object in
                var totals = UsageSums()
                for row in rows { totals += row.sums }
                object.sums(totals)
            }
            $0.name("items")
            $0.array { array in
                for row in rows {
                    array.object { object in
                        for group in groups { object.member(group.rawValue, row.values[group]) }
                        object.sums(row.sums)
                    }
                }
            }
            $0.name("budgets")
            $0.array { array in for budget in budgets { array.object { $0.budget(budget) } } }
        }
    }

    private static func day(_ text: String?, field: String) throws(RequestError) -> String? {
        guard let text else { return nil }
        guard Timestamp(day: text) != nil else {
            throw .invalid(field: field, reason: "must be a day such as 2026-01-31")
        }
        return text
    }

    private static func groups(_ text: String) throws(RequestError) -> [UsageDimension] {
        var groups: [UsageDimension] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: true) {
            guard let group = UsageDimension(rawValue: String(name)), !groups.contains(group) else {
                let known = UsageDimension.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(
                    field: "groupBy", reason: "must be some of \(known), each once, with commas between")
            }
            groups.append(group)
        }
        return groups
    }

    private static func wantsCSV(_ format: String?, _ call: Call) throws(RequestError) -> Bool {
        switch format {
        case "csv": true
        case "json": false
        case nil: call.request.head.headers["accept"].contains { $0.lowercased().contains("text/csv") }
        default: throw .invalid(field: "format", reason: "must be csv or json")
        }
    }

    private func csv(_ rows: [UsageRow], _ groups: [UsageDimension]) -> OutboundResponse {
        let names = [
            "calls", "failures", "segments", "characters", "inputTokens", "outputTokens", "cachedInputTokens",
            "costUsd", "unpricedCalls",
        ]
        var text = (groups.map(\.rawValue) + names).joined(separator: ",") + "\r\n"
        for row in rows {
            let sums = row.sums
            let numbers = [
                "\(sums.calls)", "\(sums.failures)", "\(sums.segments)", "\(sums.characters)",
                "\(sums.inputTokens)", "\(sums.outputTokens)", "\(sums.cachedInputTokens)", "\(sums.dollars)",
                "\(sums.unpricedCalls)",
            ]
            text += (groups.map { Self.cell(row.values[$0] ?? "") } + numbers).joined(separator: ",") + "\r\n"
        }
        var response = OutboundResponse(status: .ok, body: ByteBuffer(string: text))
        response.mediaType = "text/csv; charset=utf-8"
        return response
    }

    /// A cell that no spreadsheet takes for a formula, quoted where it has to be (RFC 4180).
    private static func cell(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}

extension JSONWriter {
    fileprivate mutating func sums(_ sums: UsageSums) {
        member("calls", sums.calls)
        member("failures", sums.failures)
        member("segments", sums.segments)
        member("characters", sums.characters)
        member("inputTokens", sums.inputTokens)
        member("outputTokens", sums.outputTokens)
        member("cachedInputTokens", sums.cachedInputTokens)
        member("costUsd", sums.dollars)
        member("unpricedCalls", sums.unpricedCalls)
    }

    fileprivate mutating func budget(_ status: BudgetStatus) {
        member("name", status.budget.name)
        member("engine", status.budget.engine)
        member("period", status.budget.period.rawValue)
        member("from", status.from)
        member("amountUsd", Double(status.budget.amount) / 1e9)
        member("spentUsd", Double(status.spent) / 1e9)
        member("reservedUsd", Double(status.reserved) / 1e9)
    }
}
