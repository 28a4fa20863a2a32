// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension InstancePool {
    /// A call that the gateway made and that runs here, in the plugin's process.
    struct HostedCall: Sendable {
        let ticket: UInt64
        let kind: Call.Kind
        /// Lays out the request.
        let prepare: @Sendable (Call) -> Entry
        /// Told once, from any thread, how the call ended.
        let ended: @Sendable (Result<CallEnd, ProviderError>) -> Void
    }

    /// Begins a call and waits for nothing: without a free instance it is begun when one becomes free.
    ///
    /// An instance that does not block is called here and now, on the thread that reads: no thread has to be woken.
    func begin(_ hosted: HostedCall) {
        while true {
            switch state.withLock({ place(in: &$0) }) {
            case .instance(let instance): return start(hosted, in: instance, isHere: true)
            case .refused(let error): return hosted.ended(.failure(error))
            case .make where !providerClass.isBlocking: makeInstance()
            case .make:
                makeInstance()
                return wait(hosted)
            case .full: return wait(hosted)
            }
        }
    }

    /// Asks for the early end of a call, wherever it is.
    func cancel(_ ticket: UInt64) {
        let error = ProviderError(.cancelled, "the call was cancelled")
        if let waiter = state.withLock({ $0.waiting.call(of: ticket) }) { giveUp(waiter, error) }
        TicketTable.shared.askToEnd(ticket)
    }

    private func wait(_ hosted: HostedCall) {
        let waiter = WaitingCall<Instance>(priority: .job, ticket: hosted.ticket)
        let grants = state.withLock { state in
            waiter.answer = { [self] answer in
                switch answer {
                case .success(let instance): start(hosted, in: instance, isHere: false)
                case .failure(let error): hosted.ended(.failure(error))
                }
            }
            if let refusal = refusal(in: state) { waiter.refusal = refusal }
            state.waiting.add(waiter)
            return self.grants(in: &state)
        }
        resume(grants)
    }

    /// - Parameter isHere: false on a thread that may be the plugin's own, inside a function of the host: it must not be
    ///   called from there.
    private func start(_ hosted: HostedCall, in instance: Instance, isHere: Bool) {
        let call = TicketTable.shared.open(hosted.kind, in: instance, ticket: hosted.ticket) { call in
            let result = TicketTable.shared.result(of: call)
            switch result {
            case .success: hosted.ended(.success(CallEnd(call)))
            case .failure(let error): hosted.ended(.failure(error))
            case nil: hosted.ended(.failure(ProviderError(.broken, "the call ended without a result")))
            }
        }
        let entry = hosted.prepare(call)
        if isHere, !instance.isPinned {
            self.call(call, entry)
        } else {
            instance.onThread { self.call(call, entry) }
        }
    }
}
