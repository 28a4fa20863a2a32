// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOHTTP1

/// A request on its way to an operation.
struct Call: Sendable {
    let request: InboundRequest
    let target: RequestTarget
    /// What stands for the path's parameter, or empty.
    let parameter: String
    /// What stands for a second one, or empty.
    let second: String

    /// Whether events are asked for rather than one JSON answer.
    var wantsEvents: Bool {
        request.head.headers[canonicalForm: "accept"].first { type in
            type.hasPrefix("text/event-stream") || type.hasPrefix("application/json")
        }?.hasPrefix("text/event-stream") ?? false
    }

    /// W3C trace context, or `nil` when the request has none that follows the standard.
    var traceParent: String? {
        request.head.headers.first(name: "traceparent").flatMap(TraceParent.init)?.text
    }
}
