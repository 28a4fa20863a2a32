// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A way out that leads to the test: it answers as it is told; `nil`: not before it is cancelled.
public final class ScriptedOutbound: Outbound {
    private let answer: @Sendable (OutboundRequest) async -> Result<OutboundResponse, OutboundError>?
    private let made = Locked<[OutboundRequest]>([])

    /// Answers each request with `answer`.
    public init(
        _ answer: @escaping @Sendable (OutboundRequest) async -> Result<OutboundResponse, OutboundError>?
    ) {
        self.answer = answer
    }

    /// The requests so far.
    public var requests: [OutboundRequest] { made.withLock { $0 } }

    /// The test's answer.
    public func exchange(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        made.withLock { $0.append(request) }
        if let answer = await answer(request) { return try answer.get() }
        _ = try? await Task.sleep(for: .seconds(600))
        throw .cancelled
    }

    /// Refuses all but https.
    public func refusal(of url: String) -> String? {
        url.hasPrefix("https://") ? nil : "must be an absolute https URL"
    }
}
