// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayWork

@Suite struct AttemptEndTests {
    private let configuration = WorkConfiguration(
        maximumAttempts: 3, retryBase: .seconds(2), retryCap: .seconds(5))

    private func end(_ error: any Error, attempt: Int = 1, jitter: Double = 1) -> AttemptEnd {
        AttemptEnd(error, attempt: attempt, configuration: configuration, jitter: jitter)
    }

    @Test(arguments: ProviderError.Kind.allCases)
    func `the kind of an error alone says whether it is worth a retry`(_ kind: ProviderError.Kind) {
        let lasting: Set<ProviderError.Kind> = [
            .invalidInput, .unsupportedPair, .unauthorized, .refused, .cancelled,
        ]
        if case .fail = end(ProviderError(kind, "x")) {
            #expect(lasting.contains(kind))
        } else {
            #expect(!lasting.contains(kind))
        }
    }

    @Test func `waits double up to the cap, with full jitter`() {
        let error = ProviderError(.unavailable, "x")
        #expect(end(error, attempt: 1) == .retry(after: .seconds(2), message: "x"))
        #expect(end(error, attempt: 2) == .retry(after: .seconds(4), message: "x"))
        #expect(end(error, attempt: 2, jitter: 0.25) == .retry(after: .seconds(1), message: "x"))
    }

    @Test func `a provider's own wait is obeyed`() {
        let error = ProviderError(.rateLimited, "x", retryAfter: .seconds(60))
        #expect(end(error, jitter: 0) == .retry(after: .seconds(60), message: "x"))
    }

    @Test func `the last attempt's error is the job's`() {
        #expect(end(ProviderError(.unavailable, "x"), attempt: 3) == .fail(message: "x (after 3 attempts)"))
    }

    @Test func `a pair that nobody has is not tried again`() {
        let error = UnsupportedPair(source: tag("en"), target: tag("xx"), passedOver: [], nearest: [])
        #expect(end(error) == .fail(message: "No engine translates en to xx."))
    }

    @Test func `an unknown error is retried and tells nothing`() {
        struct Secret: Error { let text = "secret" }
        #expect(end(Secret(), jitter: 0) == .retry(after: .zero, message: "Unexpected failure."))
    }
}
