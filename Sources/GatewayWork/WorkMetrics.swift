// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Metrics

/// What the workers count (docs/operations.md, "Metrics").
struct WorkMetrics: Sendable {
    private let claims = Counter(label: "dragoman.job.claims")
    private let completed = attempts("completed")
    private let failed = attempts("failed")
    private let retried = attempts("retry")
    private let delivered = deliveries("delivered")
    private let deliveriesRetried = deliveries("retry")
    private let exhausted = deliveries("exhausted")
    private let stopped = deliveries("stopped")

    func countClaims(_ count: Int) { claims.increment(by: count) }

    func count(_ outcome: AttemptOutcome) {
        switch outcome {
        case .completed: completed.increment()
        case .failed: failed.increment()
        case .retry: retried.increment()
        }
    }

    func count(_ outcome: DeliveryOutcome) {
        switch outcome {
        case .delivered: delivered.increment()
        case .retry: deliveriesRetried.increment()
        case .exhausted: exhausted.increment()
        case .stopped: stopped.increment()
        }
    }

    private static func attempts(_ outcome: String) -> Counter {
        Counter(label: "dragoman.job.attempts", dimensions: [("outcome", outcome)])
    }

    private static func deliveries(_ outcome: String) -> Counter {
        Counter(label: "dragoman.delivery.attempts", dimensions: [("outcome", outcome)])
    }
}
