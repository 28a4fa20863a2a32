// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore

/// What the body of a retry may say; it may be left out.
struct RetryOptions {
    /// Whether cancelled jobs are run again too.
    var cancelledToo = false

    init(_ request: InboundRequest) throws(RequestError) {
        guard request.body.readableBytes > 0 else { return }
        let body = try request.json()
        guard let object = body.object else {
            throw .invalid(field: "", reason: "the body must be a JSON object, not \(body.kind)")
        }
        switch object["cancelled"] {
        case nil, .null?: break
        case .bool(let flag)?: cancelledToo = flag
        case let value?: throw .invalid(field: "cancelled", reason: "must be a boolean, not \(value.kind)")
        }
    }
}
