// SPDX-License-Identifier: Apache-2.0

/// How a provider's call failed. The kind alone drives retry and fallback.
public struct ProviderError: Error, Sendable, Equatable {
    /// The closed list of the plugin ABI (docs/plugin-abi.md, "Statuses").
    public enum Kind: String, Sendable, CaseIterable {
        case invalidInput = "invalid_input"
        case unsupportedPair = "unsupported_pair"
        case rateLimited = "rate_limited"
        case quota
        case unauthorized
        case timedOut = "timed_out"
        case unavailable
        case refused
        case broken
        case cancelled
    }

    /// The kind.
    public let kind: Kind
    /// For logs and the caller; never holds content or credentials.
    public let message: String
    /// When the provider said so: how long to wait before another call.
    public let retryAfter: Duration?
    /// Whether the provider's process ended while it had the call: the call, or one beside it, may be the cause.
    public let isCrash: Bool

    /// Makes an error.
    public init(_ kind: Kind, _ message: String, retryAfter: Duration? = nil, isCrash: Bool = false) {
        self.kind = kind
        self.message = message
        self.retryAfter = retryAfter
        self.isCrash = isCrash
    }

    /// Whether the same call may succeed later without anybody changing anything.
    public var isRetryable: Bool {
        switch kind {
        case .rateLimited, .quota, .timedOut, .unavailable, .broken: true
        case .invalidInput, .unsupportedPair, .unauthorized, .refused, .cancelled: false
        }
    }
}
