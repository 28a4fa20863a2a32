// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore

/// A function of a plugin with its arguments, ready to be called.
enum Entry: @unchecked Sendable {
    // Sendable: the functions are constant, and the arguments live until the call has ended.
    case translate(
        @convention(c) (OpaquePointer?, UnsafePointer<dgm_translate_request>?, dgm_ticket) -> Void,
        UnsafePointer<dgm_translate_request>)
    case generate(
        @convention(c) (OpaquePointer?, UnsafePointer<dgm_generate_request>?, dgm_ticket) -> Void,
        UnsafePointer<dgm_generate_request>)
    case recognize(
        @convention(c) (OpaquePointer?, UnsafePointer<dgm_recognize_request>?, dgm_ticket) -> Void,
        UnsafePointer<dgm_recognize_request>)
    case pairs(@convention(c) (OpaquePointer?, dgm_ticket) -> Void)
    case warmUp(@convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int, dgm_ticket) -> Void, dgm_text)

    /// Calls it.
    func call(_ handle: OpaquePointer?, _ ticket: dgm_ticket) {
        switch self {
        case .translate(let function, let request): function(handle, request, ticket)
        case .generate(let function, let request): function(handle, request, ticket)
        case .recognize(let function, let request): function(handle, request, ticket)
        case .pairs(let function): function(handle, ticket)
        case .warmUp(let function, let model): function(handle, model.bytes, model.length, ticket)
        }
    }
}

extension InstancePool {
    /// Makes one call and waits for its end.
    ///
    /// A call of an instance that does not block, and that finishes before it returns, is made here and now: nothing
    /// is suspended and no thread changes.
    ///
    /// - Parameter prepare: lays out the request, given the milliseconds that are left.
    func run(
        _ kind: Call.Kind, priority: CallPriority, timeLimit: Duration,
        _ prepare: (Call, _ milliseconds: Int64) -> Entry
    ) async throws(ProviderError) -> Call {
        if Task.isCancelled { throw ProviderError(.cancelled, "the call was cancelled") }
        guard timeLimit > .zero else { throw ProviderError(.timedOut, "\(name): the deadline has passed") }
        let began = monotonicNanoseconds()
        let deadline = began + Int64(clamping: min(timeLimit, .seconds(1_000_000)).milliseconds) * 1_000_000
        let instance = try await enter(priority: priority, deadline: deadline)
        let call = TicketTable.shared.open(kind, in: instance)
        let entry = prepare(call, max(1, (deadline - monotonicNanoseconds()) / 1_000_000))
        if instance.isPinned {
            instance.onThread { self.call(call, entry) }
        } else {
            self.call(call, entry)
        }
        let result: Result<Void, ProviderError>
        if !instance.isPinned, let early = TicketTable.shared.result(of: call) {
            result = early
        } else {
            result = await TicketTable.shared.result(of: call, deadline: deadline)
        }
        try result.get()
        return call
    }

    /// Has the plugin do a call; the instance is this thread's alone.
    func call(_ call: Call, _ entry: Entry) {
        if TicketTable.shared.begin(call) { entry.call(call.instance.handle, call.ticket) }
        let isOver = TicketTable.shared.returned(call)
        if isOver {
            call.arena?.free()
            call.arena = nil
        }
        leave(call.instance, isOver: isOver)
    }
}
