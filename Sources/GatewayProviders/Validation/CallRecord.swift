// SPDX-License-Identifier: Apache-2.0
import CProviderABI

/// All that a plugin did under one ticket.
struct CallRecord {
    /// What was asked.
    enum Kind: Equatable {
        case translate(segments: Int)
        case generate
        case pairs
        case recognize(limit: Int)
        case warmUp
    }

    /// A `dgm_outcome`, copied.
    struct End {
        var status: Int32
        /// `nil` when it is not UTF-8.
        var message: String?
        var retryAfter: Int64
        var modelUsed: String?
        var stop: Int32
    }

    let kind: Kind
    /// Bytes of each segment, `nil` as long as there are none.
    var outputs: [[UInt8]?]
    var pairs: [ListedPair] = []
    var candidates: [(locale: String, confidence: Double)] = []
    var end: End?
    var finishes = 0
    var hasReturned = false
    /// Nanoseconds of the monotonic clock.
    var begun: Int64 = 0
    var returned: Int64 = 0
    var cancelWasAsked = false
    var arena: RequestArena?

    init(_ kind: Kind) {
        self.kind = kind
        switch kind {
        case .translate(let segments): outputs = Array(repeating: nil, count: segments)
        case .generate: outputs = [nil]
        case .pairs, .recognize, .warmUp: outputs = []
        }
    }

    var status: Int32 { end?.status ?? Int32(DGM_BROKEN.rawValue) }
    var isOK: Bool { end?.status == 0 }

    /// The outputs as texts; what is missing or no UTF-8 is `nil`.
    var texts: [String?] { outputs.map { $0.flatMap { String(validating: $0, as: UTF8.self) } } }

    /// How the call ended, for people.
    var inWords: String {
        guard let end else { return "it was not finished" }
        let message = end.message.flatMap { $0.isEmpty ? nil : ": \($0.prefix(200))" } ?? ""
        return Self.name(of: end.status) + message
    }

    /// A status as the header calls it.
    static func name(of status: Int32) -> String {
        let names = [
            "DGM_OK", "DGM_INVALID_INPUT", "DGM_UNSUPPORTED_PAIR", "DGM_RATE_LIMITED", "DGM_QUOTA",
            "DGM_UNAUTHORIZED", "DGM_TIMED_OUT", "DGM_UNAVAILABLE", "DGM_REFUSED", "DGM_BROKEN",
            "DGM_CANCELLED",
        ]
        return names.indices.contains(Int(status)) ? names[Int(status)] : "unknown status \(status)"
    }
}

/// A pair as it was listed, spelled as it came.
struct ListedPair: Equatable {
    var source: String
    var target: String
    var model: String
    var quality: String
    var pivot: String
    var refused: String
    var byNameOnly: Bool
}
