// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// What the host of a check keeps: every call with all that was done under its ticket, and every misdeed.
final class CheckBook: Sendable {
    /// The process's own: the host's functions get nothing else to find it by.
    static let shared = CheckBook()

    /// An exchange that a plugin asked for.
    struct Exchange {
        let instance: UInt64
        let ticket: UInt64
        let request: OutboundRequest
        var isOver = false
        var wasCancelled = false
        let done: PluginExchangeDone
    }

    struct State {
        var calls: [UInt64: CallRecord] = [:]
        var instances: [UInt64: CheckedInstance] = [:]
        var misdeeds: [Misdeed] = []
        var log: [String] = []
        var exchanges: [UInt64: Exchange] = [:]
        var lastNumber: UInt64 = 0
        /// Functions of the host that were called, and callbacks that were asked for.
        var hostCalls = 0
        /// Names of credentials that this host has; what they are is ``secret(_:)``.
        var secrets: Set<String> = []
        var secretsAsked: Set<String> = []
        /// What `http/1` answers.
        var script = HTTPScript.unreachable
        /// Whether a request is overwritten as soon as its call was finished.
        var spoilsRequests = false
    }

    let state = Monitor(State())

    /// What a credential is in a check: easy to find wherever it turns up.
    static func secret(_ name: String) -> String { "canary-\(name)-7f3a9c51e2" }

    func note(_ kind: Misdeed.Kind, _ text: @autoclosure () -> String) {
        state.change { $0.note(kind, text()) }
    }

    /// A number that was never given before: of a ticket, an instance or an exchange.
    func number() -> UInt64 {
        state.change { state in
            state.lastNumber += 1
            return (result: state.lastNumber + 7_000, isNews: false)
        }
    }

    /// Changes a call that is open; what is done under any other ticket is a misdeed.
    func use(_ ticket: UInt64, to deed: String, _ body: (inout CallRecord, inout State) -> Void) {
        state.change { state in
            state.hostCalls += 1
            guard var call = state.calls[ticket] else {
                return state.note(
                    .unknownTicket, "it called host->\(deed) with ticket \(ticket), which was never given")
            }
            guard call.finishes == 0 else {
                return state.note(.afterFinish, "it called host->\(deed) after host->finish of that ticket")
            }
            body(&call, &state)
            state.calls[ticket] = call
        }
    }

    /// Forgets a call that has ended, with its memory.
    func forget(_ ticket: UInt64) {
        let arena = state.change { state in
            (result: state.calls.removeValue(forKey: ticket)?.arena, isNews: false)
        }
        arena?.free()
    }
}

extension CheckBook.State {
    mutating func note(_ kind: Misdeed.Kind, _ text: String) {
        // The first ones tell enough.
        if misdeeds.count < 1_000 { misdeeds.append(Misdeed(kind: kind, text: text)) }
    }
}
