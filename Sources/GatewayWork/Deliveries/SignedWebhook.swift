// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto

/// Makes what goes out to receivers, signed for the very attempt (Standard Webhooks 1.0.0).
struct SignedWebhook: Sendable {
    let secrets: WebhookSecrets
    let timeout: Duration
    let clock: WallClock

    /// Bytes of a receiver's answer that are read.
    private static let answerBytes = 64 << 10

    /// - Parameter id: names the message at every attempt.
    func request(
        id: String, to url: String, of organization: OrganizationID, traceParent: String? = nil, body: [UInt8]
    ) async throws -> OutboundRequest {
        let timestamp = clock.now().milliseconds / 1000
        let signatures = try await secrets.current(of: organization)
            .map { $0.signature(id: id, timestamp: timestamp, body: body) }
        var headers = [
            (name: "content-type", value: "application/json"),
            (name: "user-agent", value: "dragoman-webhooks/1"),
            (name: "webhook-id", value: id), (name: "webhook-timestamp", value: String(timestamp)),
            (name: "webhook-signature", value: signatures.joined(separator: " ")),
        ]
        if let traceParent { headers.append((name: "traceparent", value: traceParent)) }
        return OutboundRequest(
            method: "POST", url: url, headers: headers, body: body, timeout: timeout,
            maximumResponseBytes: Self.answerBytes, cutsLongAnswer: true)
    }
}
