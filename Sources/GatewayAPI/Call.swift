// SPDX-License-Identifier: Apache-2.0

/// A request on its way to an operation.
struct Call: Sendable {
    let request: InboundRequest
    let target: RequestTarget
    /// What stands for the path's parameter, or empty.
    let parameter: String
}
