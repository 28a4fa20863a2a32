// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What the host of a check answers to an exchange: it has no network.
enum HTTPScript: Sendable {
    case unreachable
    /// An answer.
    case answer(Int, headers: [(name: String, value: String)] = [], body: String)
    /// No answer before the exchange is cancelled.
    case silence

    /// What a plugin gets; `nil`: nothing yet.
    func result(of request: OutboundRequest) -> Result<OutboundResponse, OutboundError>? {
        switch self {
        case .unreachable: .failure(.unreachable("this host has no network"))
        case .answer(let status, let headers, let body):
            body.utf8.count > request.maximumResponseBytes
                ? .failure(.tooLarge)
                : .success(OutboundResponse(status: status, headers: headers, body: Array(body.utf8)))
        case .silence: nil
        }
    }
}
