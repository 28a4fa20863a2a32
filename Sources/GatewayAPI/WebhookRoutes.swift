// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto
import NIOHTTP1

/// Secrets and the log of deliveries (docs/http-api.md, "Webhooks").
extension Responder {
    func webhookSecret(for principal: Principal) async throws -> OutboundResponse {
        let secret = try await webhooks.secrets.current(of: principal.organization).first
        return .object { $0.member("secret", secret?.text) }
    }

    func rotateWebhookSecret(for principal: Principal) async throws -> OutboundResponse {
        let secret = try await webhooks.secrets.rotate(of: principal.organization)
        return .object { $0.member("secret", secret.text) }
    }

    func deliveries(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        guard let query = try DeliveryListQuery(call.target).query else { return page(of: [], next: nil) }
        let found = try await store.deliveries(query, of: principal.organization)
        return page(of: found.deliveries, next: found.next.map(String.init))
    }

    func delivery(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        let record = try await record(call, for: principal)
        return .object(capacity: 1024) { $0.delivery(record, isWhole: true) }
    }

    func replayDelivery(_ call: Call, for principal: Principal) async throws -> OutboundResponse {
        guard let id = DeliveryID(call.parameter),
            try await store.replay(id, of: principal.organization, at: clock.now())
        else { throw missingDelivery(call) }
        let record = try await record(call, for: principal)
        return .object(.accepted, capacity: 1024) { $0.delivery(record, isWhole: true) }
    }

    private func record(_ call: Call, for principal: Principal) async throws -> DeliveryRecord {
        guard let id = DeliveryID(call.parameter),
            let record = try await store.delivery(id, of: principal.organization)
        else { throw missingDelivery(call) }
        return record
    }

    private func missingDelivery(_ call: Call) -> RequestError {
        .notFound(entity: DeliveryID.entity, id: String(call.parameter.prefix(100)))
    }

    private func page(of deliveries: [DeliveryRecord], next: String?) -> OutboundResponse {
        .object(capacity: 64 + 512 * deliveries.count) {
            $0.name("items")
            $0.array {
                for delivery in deliveries { $0.object { $0.delivery(delivery, isWhole: false) } }
            }
            $0.member("nextCursor", next)
        }
    }
}

extension JSONWriter {
    /// The members of a delivery; in lists the last attempt only.
    fileprivate mutating func delivery(_ delivery: DeliveryRecord, isWhole: Bool) {
        member("id", delivery.id.description)
        member("jobId", delivery.id.job.text)
        member("groupId", delivery.group.text)
        member("run", delivery.id.run)
        member("url", delivery.url)
        member("status", delivery.status.rawValue)
        member("attempts", delivery.attempts)
        if isWhole {
            name("log")
            array { for attempt in delivery.log { $0.object { $0.attempt(attempt) } } }
        } else {
            name("lastAttempt")
            if let last = delivery.log.last { object { $0.attempt(last) } } else { null() }
        }
        member("nextAttemptAt", delivery.nextAttemptAt)
        member("createdAt", delivery.createdAt)
        member("completedAt", delivery.completedAt)
    }

    private mutating func attempt(_ attempt: DeliveryAttempt) {
        member("attempt", attempt.number)
        member("startedAt", attempt.startedAt)
        member("durationMs", Int(attempt.duration.milliseconds))
        name("status")
        if let status = attempt.status { integer(status) } else { null() }
        member("error", attempt.error)
    }
}
