// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Makes one attempt to hand a result over; it writes nothing.
struct DeliveryRun: Sendable {
    let store: any DeliveryStore
    let outbound: any Outbound
    let webhook: SignedWebhook
    let configuration: DeliveryConfiguration
    /// Where this gateway is reached, without a slash at its end.
    let publicURL: @Sendable () -> String
    let clock: WallClock

    /// How an attempt went.
    struct Result: Sendable {
        var record: DeliveryAttempt
        var outcome: DeliveryOutcome
    }

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
        let request = try await webhook.request(
            id: "\(delivery.id)", to: delivery.url, of: delivery.organization,
            traceParent: delivery.traceParent, body: body)
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
}
