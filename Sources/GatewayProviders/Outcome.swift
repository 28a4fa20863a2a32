// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// A `dgm_outcome` as it was understood.
struct Outcome {
    /// What it says.
    enum Status: Equatable {
        case ok
        case failed(ProviderError.Kind)
        /// It says nothing the host knows: which promise that breaks.
        case nonsense(String)
    }

    var status: Status
    var message = ""
    var retryAfter: Duration?
    var modelUsed = ""
    var unknownWords = 0
    var stop = GenerateReply.Stop.end

    /// Copies what a plugin handed over.
    init(_ pointer: UnsafePointer<dgm_outcome>?) {
        // A status must be there; all else may be absent.
        guard let outcome = CStruct.copy(pointer, into: dgm_outcome(), atLeast: 12) else {
            status = .nonsense("it finished without an outcome")
            return
        }
        status = Self.status(outcome.status)
        if status != .ok { message = CStruct.readable(outcome.message) }
        if outcome.retry_after_ms > 0 {
            retryAfter = .milliseconds(min(outcome.retry_after_ms, 86_400_000))
        }
        unknownWords = Int(clamping: outcome.unknown_words)
        stop =
            switch outcome.stop {
            case Int32(DGM_STOP_END.rawValue): .end
            case Int32(DGM_STOP_LENGTH.rawValue): .length
            default: .other
            }
        if let model = CStruct.string(outcome.model_used, limit: 1024) {
            modelUsed = model
        } else {
            status = .nonsense("its name of the model is not UTF-8")
        }
    }

    private static func status(_ status: Int32) -> Status {
        guard status != DGM_OK.rawValue else { return .ok }
        guard let kind = kinds[status] else { return .nonsense("its status \(status) is unknown") }
        return .failed(kind)
    }

    private static let kinds: [Int32: ProviderError.Kind] = [
        Int32(DGM_INVALID_INPUT.rawValue): .invalidInput,
        Int32(DGM_UNSUPPORTED_PAIR.rawValue): .unsupportedPair,
        Int32(DGM_RATE_LIMITED.rawValue): .rateLimited,
        Int32(DGM_QUOTA.rawValue): .quota,
        Int32(DGM_UNAUTHORIZED.rawValue): .unauthorized,
        Int32(DGM_TIMED_OUT.rawValue): .timedOut,
        Int32(DGM_UNAVAILABLE.rawValue): .unavailable,
        Int32(DGM_REFUSED.rawValue): .refused,
        Int32(DGM_BROKEN.rawValue): .broken,
        Int32(DGM_CANCELLED.rawValue): .cancelled,
    ]
}
