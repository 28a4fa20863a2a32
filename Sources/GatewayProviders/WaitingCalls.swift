// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A call that waits for an instance.
///
/// What changes is guarded by the pool's lock.
final class WaitingCall: @unchecked Sendable {
    let priority: CallPriority
    var continuation: CheckedContinuation<Result<Instance, ProviderError>, Never>?
    /// Why it must not wait any longer; may be known before it waits.
    var refusal: ProviderError?

    init(priority: CallPriority) { self.priority = priority }
}

/// The calls that wait, a person's before a job's, then in order.
struct WaitingCalls {
    private var synchronous: [WaitingCall] = []
    private var jobs: [WaitingCall] = []

    /// How many wait.
    var count: Int { synchronous.count + jobs.count }
    /// How many of them are a person's.
    var synchronousCount: Int { synchronous.count }

    /// Adds a call behind those of its priority.
    mutating func add(_ call: WaitingCall) {
        switch call.priority {
        case .synchronous: synchronous.append(call)
        case .job: jobs.append(call)
        }
    }

    /// Takes the call whose turn it is.
    mutating func takeFirst() -> WaitingCall? {
        if !synchronous.isEmpty { return synchronous.removeFirst() }
        return jobs.isEmpty ? nil : jobs.removeFirst()
    }

    /// Takes the calls that must not wait any longer: all of them, when there is a reason for all.
    mutating func takeRefused(
        with reason: ProviderError?
    ) -> [(CheckedContinuation<Result<Instance, ProviderError>, Never>, Result<Instance, ProviderError>)] {
        let refused = (synchronous + jobs).filter { $0.refusal ?? reason != nil }
        if refused.isEmpty { return [] }
        synchronous.removeAll { $0.refusal ?? reason != nil }
        jobs.removeAll { $0.refusal ?? reason != nil }
        return refused.compactMap { call in
            guard let continuation = call.continuation, let error = call.refusal ?? reason else { return nil }
            return (continuation, .failure(error))
        }
    }
}
