// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A call that waits for a place: in an instance, or in a plugin's process.
///
/// What changes is guarded by the pool's lock.
final class WaitingCall<Place: Sendable>: @unchecked Sendable {
    typealias Answer = Result<Place, ProviderError>

    let priority: CallPriority
    /// The call's ticket where it has one already, or 0.
    let ticket: UInt64
    /// Whether it has to be alone in its place.
    let isSuspect: Bool
    /// Told once where its place is, or why it has none; set when it begins to wait.
    var answer: (@Sendable (Answer) -> Void)?
    /// Why it must not wait any longer; may be known before it waits.
    var refusal: ProviderError?

    init(priority: CallPriority, ticket: UInt64 = 0, isSuspect: Bool = false) {
        self.priority = priority
        self.ticket = ticket
        self.isSuspect = isSuspect
    }
}

/// The calls that wait, by priority and then in order.
struct WaitingCalls<Place: Sendable> {
    typealias Grant = (tell: @Sendable (WaitingCall<Place>.Answer) -> Void, answer: WaitingCall<Place>.Answer)

    /// One queue for each priority, the highest last.
    private var queues = CallPriority.allCases.map { _ in [WaitingCall<Place>]() }

    private static func place(of priority: CallPriority) -> Int {
        priority.rawValue - CallPriority.shadow.rawValue
    }

    /// How many wait.
    var count: Int { queues.reduce(0) { $0 + $1.count } }
    /// How many of them are a person's.
    var synchronousCount: Int { queues[Self.place(of: .synchronous)].count }
    /// The call whose turn it is.
    var first: WaitingCall<Place>? { queues.last { !$0.isEmpty }?.first }

    /// The call of a ticket.
    func call(of ticket: UInt64) -> WaitingCall<Place>? {
        queues.lazy.flatMap(\.self).first { $0.ticket == ticket }
    }

    /// Adds a call behind those of its priority.
    mutating func add(_ call: WaitingCall<Place>) { queues[Self.place(of: call.priority)].append(call) }

    /// Takes the call whose turn it is.
    mutating func takeFirst() -> WaitingCall<Place>? {
        queues.lastIndex { !$0.isEmpty }.map { queues[$0].removeFirst() }
    }

    /// Takes the calls that must not wait any longer: all of them, when there is a reason for all.
    mutating func takeRefused(with reason: ProviderError?) -> [Grant] {
        let refused = queues.reversed().flatMap(\.self).filter { $0.refusal ?? reason != nil }
        if refused.isEmpty { return [] }
        for place in queues.indices { queues[place].removeAll { $0.refusal ?? reason != nil } }
        return refused.compactMap { call in
            guard let answer = call.answer, let error = call.refusal ?? reason else { return nil }
            return (answer, .failure(error))
        }
    }
}
