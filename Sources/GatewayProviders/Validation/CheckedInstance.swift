// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// An instance of a provider in a check.
///
/// Calls block, on threads that exist for that: this is a process of its own, without a server.
final class CheckedInstance: @unchecked Sendable {
    // Sendable: `isAlive` is touched in the lane only; all else is constant, and the plugin's by contract.
    let id: UInt64
    let providerClass: ProviderClass
    let handle: OpaquePointer
    /// Keeps [instance] calls and callbacks apart. It is held for as long as the plugin takes.
    private let lane = Locked(())
    private var isAlive = true

    init(id: UInt64, providerClass: ProviderClass, handle: OpaquePointer) {
        (self.id, self.providerClass, self.handle) = (id, providerClass, handle)
    }

    /// Runs `body` when no other call is in the instance; not at all when it was destroyed.
    func enter(_ body: (OpaquePointer) -> Void) {
        lane.withLock { _ in if isAlive { body(handle) } }
    }

    /// Ends it. Callbacks that come later are dropped.
    func destroy() {
        lane.withLock { _ in
            guard isAlive else { return }
            isAlive = false
            providerClass.destroy(handle)
        }
        CheckBook.shared.state.change { $0.instances[id] = nil }
    }

    /// Makes a call and gives its ticket as soon as the plugin's function has returned.
    ///
    /// `function` gets the handle and the ticket.
    @discardableResult
    func begin(
        _ kind: CallRecord.Kind, arena: RequestArena? = nil, ticket: UInt64? = nil,
        _ function: (OpaquePointer, UInt64) -> Void
    ) -> UInt64 {
        let book = CheckBook.shared
        let ticket = ticket ?? book.number()
        var call = CallRecord(kind)
        call.arena = arena
        book.state.change { [call] in $0.calls[ticket] = call }
        enter { handle in
            let begun = monotonicNanoseconds()
            function(handle, ticket)
            let returned = monotonicNanoseconds()
            book.state.change { state in
                state.calls[ticket]?.begun = begun
                state.calls[ticket]?.returned = returned
                state.calls[ticket]?.hasReturned = true
            }
        }
        return ticket
    }

    /// Asks for an early end.
    func cancel(_ ticket: UInt64) {
        CheckBook.shared.state.change { $0.calls[ticket]?.cancelWasAsked = true }
        (providerClass.generate?.cancel ?? providerClass.translate?.cancel)?(handle, ticket)
    }
}
