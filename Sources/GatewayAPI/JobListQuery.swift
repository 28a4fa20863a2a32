// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The parameters of a list of jobs (docs/http-api.md, "List").
struct JobListQuery {
    let query: JobQuery

    /// Reads the parameters; `nil` when they name an engine that cannot exist, so that nothing matches.
    init?(_ target: RequestTarget) throws(RequestError) {
        let parameters = try target.parameters(["limit", "cursor", "engineId", "status"])
        var query = JobQuery()
        if let limit = try ListLimit.read(parameters["limit"]) { query.limit = limit }
        if let text = parameters["status"] {
            guard let status = JobStatus(rawValue: text) else {
                let known = JobStatus.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(field: "status", reason: "must be one of \(known)")
            }
            query.status = status
        }
        if let text = parameters["cursor"] {
            guard let job = JobID("\(JobID.prefix)_\(text)") else {
                throw .invalid(field: "cursor", reason: "must be the nextCursor of an earlier answer")
            }
            query.before = job
        }
        if let text = parameters["engineId"] {
            guard let engine = EngineID(text) else { return nil }
            query.engine = engine
        }
        self.query = query
    }

    /// The position after a job.
    ///
    /// Ids are in the order of creation, so one is a position, whatever the filters.
    static func cursor(after job: JobID) -> String { String(job.text.dropFirst(JobID.prefix.count + 1)) }
}
