// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto

/// Makes one attempt to hand a result over; it writes nothing.
struct DeliveryRun: Sendable {
    let store: any DeliveryStore
    let outbound: any Outbound
    let secrets: WebhookSecrets
    let configuration: DeliveryConfiguration
    /// Where this gateway is reached, without a slash at its end.
    let publicURL: @Sendable () -> String
    let clock: WallClock

    /// How an attempt went.
    struct Result: Sendable {
        var record: DeliveryAttempt
        var outcome: DeliveryOutcome
    }

    /// Bytes of a receiver's answer that are read.
    private static let answerBytes = 64 << 10

    /// Makes the attempt; `nil` when the job was deleted meanwhile. Throws when the process stops, or what the body needs
    /// cannot be read.
    func attempt(_ delivery: DueDelivery) async throws -> Result? {
        let limit = configuration.maximumDataBytes
        guard let content = try await store.content(of: delivery.id, maximumOutputBytes: limit) else {
            return nil
        }
        let isThin = content.outputBytes > 0 && (delivery.isThin || content.output == nil)
        let body = WebhookBody.bytes(
            content, of: delivery, isThin: isThin,
            dataURL: "\(publicURL())/jobs/localization/\(delivery.id.job)")
        let request = try await request(delivery, body)
        let (began, start) = (clock.now(), ContinuousClock.now)
        let answer: Swift.Result<OutboundResponse, OutboundError>
        do throws(OutboundError) {
            answer = .success(try await outbound.exchange(request))
        } catch {
            if error == .cancelled { throw CancellationError() }
            answer = .failure(error)
        }
        let end = DeliveryEnd(
            answer, to: delivery, isThin: isThin || content.outputBytes == 0, configuration: configuration,
            at: clock.now(), jitter: .random(in: 0...1))
        return Result(
            record: DeliveryAttempt(
                number: delivery.attempt, startedAt: began, duration: ContinuousClock.now - start,
                status: end.status, error: end.error), outcome: end.outcome)
    }

    /// Signed for this very attempt (Standard Webhooks 1.0.0).
    private func request(_ delivery: DueDelivery, _ body: [UInt8]) async throws -> OutboundRequest {
        let (id, timestamp) = ("\(delivery.id)", clock.now().milliseconds / 1000)
        let signatures = try await secrets.current(of: delivery.organization)
            .map { $0.signature(id: id, timestamp: timestamp, body: body) }
        var headers = [
            (name: "content-type", value: "application/json"),
            (name: "user-agent", value: "dragoman-webhooks/1"),
            (name: "webhook-id", value: id), (name: "webhook-timestamp", value: String(timestamp)),
            (name: "webhook-signature", value: signatures.joined(separator: " ")),
        ]
        if let trace = delivery.traceParent { headers.append((name: "traceparent", value: trace)) }
        return OutboundRequest(
            method: "POST", url: delivery.url, headers: headers, body: body, timeout: configuration.timeout,
            maximumResponseBytes: Self.answerBytes, cutsLongAnswer: true)
    }
}
