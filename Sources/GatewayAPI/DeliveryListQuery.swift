// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The parameters of the list of deliveries (docs/http-api.md, "Webhooks").
struct DeliveryListQuery {
    /// `nil` when they name a group or job that cannot exist, so that nothing matches.
    private(set) var query: DeliveryQuery?

    init(_ target: RequestTarget) throws(RequestError) {
        let parameters = try target.parameters(["limit", "cursor", "groupId", "jobId", "status"])
        var query = DeliveryQuery()
        if let limit = try ListLimit.read(parameters["limit"]) { query.limit = limit }
        if let text = parameters["status"] {
            guard let status = DeliveryStatus(rawValue: text) else {
                let known = DeliveryStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(field: "status", reason: "must be one of \(known)")
            }
            query.status = status
        }
        if let text = parameters["cursor"] {
            guard let number = Int(text), number > 0, text == String(number) else {
                throw .invalid(field: "cursor", reason: "must be the nextCursor of an earlier answer")
            }
            query.before = number
        }
        if let text = parameters["groupId"] {
            guard let group = JobGroupID(text) else { return }
            query.group = group
        }
        if let text = parameters["jobId"] {
            guard let job = JobID(text) else { return }
            query.job = job
        }
        self.query = query
    }
}

/// The `limit` of every list.
enum ListLimit {
    /// The limit of a request, or `nil` when it names none.
    static func read(_ text: String?) throws(RequestError) -> Int? {
        guard let text else { return nil }
        guard let limit = Int(text), (1...100).contains(limit), text.utf8.first != UInt8(ascii: "+") else {
            throw .invalid(field: "limit", reason: "must be an integer from 1 to 100")
        }
        return limit
    }
}
