// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import GatewayCore
import Synchronization

/// One exchange by `http/1`.
final class Exchange: @unchecked Sendable {
    // Sendable: constant; the context is the plugin's own, and is only handed back.
    typealias Done = @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<dgm_http_response>?) -> Void

    let id: UInt64
    let instance: Instance
    let cancellation = CancelSignal()
    private let request: OutboundRequest
    private let done: Done
    private let context: UnsafeMutableRawPointer?

    private static let lastID = Atomic<UInt64>(0)

    init(
        _ request: OutboundRequest, instance: Instance, done: @escaping Done,
        context: UnsafeMutableRawPointer?
    ) {
        id = Self.lastID.wrappingAdd(1, ordering: .relaxed).newValue
        self.request = request
        self.instance = instance
        self.done = done
        self.context = context
    }

    /// Makes it and has the plugin told, whatever comes of it.
    func run(_ outbound: any Outbound) async {
        let result = await withTaskGroup(of: Result<OutboundResponse, OutboundError>.self) { group in
            group.addTask { [request] in
                do throws(OutboundError) {
                    return .success(try await outbound.exchange(request))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask { [cancellation] in
                await cancellation.wait()
                return .failure(.cancelled)
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .failure(.cancelled)
        }
        deliver(result)
    }

    /// Has the plugin told, when nothing else of its instance runs.
    ///
    /// Once.
    func deliver(_ result: Result<OutboundResponse, OutboundError>) {
        ExchangeTable.shared.remove(id)
        _ = instance.pool.post(.exchange(id), to: instance) { [self] in
            let response = HTTPResponse(result)
            done(context, response.pointer)
            response.arena.free()
        }
    }
}

/// All exchanges under way, by their handles.
final class ExchangeTable: Sendable {
    /// The process's own: host functions get no context.
    static let shared = ExchangeTable()

    private let exchanges = Locked<[UInt64: Exchange]>([:])

    /// Adds an exchange.
    func add(_ exchange: Exchange) { exchanges.withLock { $0[exchange.id] = exchange } }

    /// Forgets an exchange.
    func remove(_ id: UInt64) { exchanges.withLock { _ = $0.removeValue(forKey: id) } }

    /// Asks for the early end of an exchange, if it is still under way.
    func cancel(_ id: UInt64) { exchanges.withLock { $0[id] }?.cancellation.raise() }
}
