// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What follows from the answer to an attempt: the only place that knows what a receiver's status means
/// (docs/http-api.md, "Webhooks").
struct DeliveryEnd: Sendable, Equatable {
    let outcome: DeliveryOutcome
    /// HTTP status, or `nil` when there was no answer.
    let status: Int?
    /// For the log that clients read: it tells nothing of the network behind the gateway.
    let error: String?

    /// The longest wait that a receiver may ask for.
    static let longestWait = Duration.seconds(86_400)

    /// - Parameters:
    ///   - attempt: since the schedule began, this one counted.
    ///   - wasThin: the body had to be without data before.
    ///   - isThin: the body that was sent had no data, though there is some.
    ///   - jitter: 0 to 1, drawn anew each time.
    init(
        _ answer: Result<OutboundResponse, OutboundError>, attempt: Int, wasThin: Bool = false, isThin: Bool,
        configuration: DeliveryConfiguration, at now: Timestamp, jitter: Double
    ) {
        switch answer {
        case .success(let response):
            status = response.status
            error = (200..<300).contains(response.status) ? nil : "the receiver answered \(response.status)"
        case .failure(let failure):
            status = nil
            error = Self.reason(failure)
        }
        switch status {
        case (200..<300)?: outcome = .delivered
        case 410?: outcome = .stopped
        // Once, and on the receiver's wish: the schedule has nothing to do with it.
        case 413? where !isThin: outcome = .retry(at: now, isThin: true)
        default:
            let used = attempt - (wasThin ? 1 : 0)
            guard used >= 1, used <= configuration.waits.count else {
                outcome = .exhausted
                return
            }
            let wait = configuration.waits[used - 1].inSeconds * (0.9 + 0.2 * jitter)
            let wanted = min(Self.retryAfter(answer, at: now)?.inSeconds ?? 0, Self.longestWait.inSeconds)
            outcome = .retry(
                at: now + .milliseconds(Int64(max(wait, wanted) * 1000)), isThin: wasThin)
        }
    }

    init(
        _ answer: Result<OutboundResponse, OutboundError>, to delivery: DueDelivery, isThin: Bool,
        configuration: DeliveryConfiguration, at now: Timestamp, jitter: Double
    ) {
        self.init(
            answer, attempt: delivery.attemptOfSchedule, wasThin: delivery.isThin, isThin: isThin,
            configuration: configuration, at: now, jitter: jitter)
    }

    private static func reason(_ error: OutboundError) -> String {
        switch error {
        case .forbidden: "the receiver's address may not be reached"
        case .invalidURL: "the URL cannot be used"
        case .timedOut: "the receiver did not answer in time"
        case .tooLarge: "the receiver's answer is too long"
        case .cancelled: "the gateway stopped"
        case .unreachable(let reason): "no connection: \(reason)"
        }
    }

    private static func retryAfter(
        _ answer: Result<OutboundResponse, OutboundError>, at now: Timestamp
    ) -> Duration? {
        guard case .success(let response) = answer,
            let field = response.headers.first(where: { $0.name == "retry-after" })?.value
        else { return nil }
        return RetryAfter.duration(field, at: now)
    }
}
