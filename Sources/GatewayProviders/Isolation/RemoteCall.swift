// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A call that a plugin's process has.
///
/// Guarded by the lock of its session.
final class RemoteCall: @unchecked Sendable {
    typealias Answer = Result<CallEnd, ProviderError>

    let ticket = TicketTable.shared.newTicket()
    let kind: Call.Kind
    let isSuspect: Bool

    var waiter: CheckedContinuation<Answer, Never>?
    var timer: UInt64?
    /// Why nobody waits for it any more.
    var refusal: ProviderError?
    var cancelWasSent = false
    /// It outlived its deadline.
    var isStuck = false

    init(kind: Call.Kind, isSuspect: Bool) {
        self.kind = kind
        self.isSuspect = isSuspect
    }
}
