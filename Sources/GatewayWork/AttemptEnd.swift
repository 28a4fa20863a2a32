// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What happens after an error of an attempt: the only place that knows what is worth a retry.
enum AttemptEnd: Sendable, Equatable {
    /// The job fails, and says why.
    case fail(message: String)
    /// The job is tried again after a while.
    case retry(after: Duration, message: String)

    /// Decides by the kind of the error and the number of the attempt.
    ///
    /// - Parameter jitter: 0 to 1, drawn anew each time (full jitter).
    init(_ error: any Error, attempt: Int, configuration: WorkConfiguration, jitter: Double) {
        let (message, isRetryable, wanted) = Self.judge(error)
        guard isRetryable else {
            self = .fail(message: message)
            return
        }
        guard attempt < configuration.maximumAttempts else {
            self = .fail(message: "\(message) (after \(attempt) attempts)")
            return
        }
        let growth = min(attempt - 1, 30)
        let ceiling = min(
            configuration.retryBase.inSeconds * Double(1 << growth), configuration.retryCap.inSeconds)
        let delay = max(ceiling * jitter, wanted?.inSeconds ?? 0)
        self = .retry(after: .milliseconds(Int64(delay * 1000)), message: message)
    }

    private static func judge(_ error: any Error) -> (message: String, isRetryable: Bool, wanted: Duration?) {
        switch error {
        case let error as TranslationFailure: (error.reason, error.isRetryable, error.retryAfter)
        case let error as UnsupportedPair: (sentence(error.reason), false, nil)
        case let error as ProviderError: (error.message, error.isRetryable, error.retryAfter)
        case is StoreError: ("The job's data could not be read or written.", true, nil)
        default: ("Unexpected failure.", true, nil)
        }
    }

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
