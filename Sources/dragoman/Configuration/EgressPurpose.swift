// SPDX-License-Identifier: Apache-2.0

/// What the gateway goes out for. Each purpose has its own rules, and its own connections.
enum EgressPurpose: String, CaseIterable, Sendable {
    /// Plugins ask the services they stand for; the operator chose where those are.
    case provider
    /// Results are delivered to where a client asked for them.
    case callback
    /// A client names something to be fetched.
    case link
}
