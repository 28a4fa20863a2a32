// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What was changed, and by whom (docs/http-api.md, "Audit log").
extension Responder {
    func auditEntries(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let parameters = try call.target.parameters(["entity", "id", "limit", "cursor"])
        let limit = try ListLimit.read(parameters["limit"]) ?? 20
        var before: Int64?
        if let cursor = parameters["cursor"] {
            guard let number = Int64(cursor), number > 0, cursor.utf8.first != UInt8(ascii: "+") else {
                throw RequestError.invalid(
                    field: "cursor", reason: "must be the nextCursor of an earlier answer")
            }
            before = number
        }
        let entries = try await store.auditEntries(
            AuditQuery(
                entity: parameters["entity"], id: parameters["id"], before: before, limit: limit + 1),
            of: principal.organization)
        return .object(capacity: 64 + 768 * entries.count) {
            $0.name("items")
            $0.array { array in
                for entry in entries.prefix(limit) { array.object { $0.auditEntry(entry) } }
            }
            $0.member("nextCursor", entries.count > limit ? String(entries[limit - 1].number) : nil)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func auditEntry(_ entry: AuditEntry) {
        member("at", entry.at)
        member("actor", entry.actor)
        member("action", entry.change.action.rawValue)
        member("entityType", entry.change.entity)
        member("id", entry.change.id)
        member("before", raw: entry.change.before)
        member("after", raw: entry.change.after)
    }
}
