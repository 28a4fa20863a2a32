// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Synchronization

/// One exchange by `http/1`.
final class Exchange: Sendable {
    typealias Answer = Result<OutboundResponse, OutboundError>

    let id: UInt64
    let cancellation = CancelSignal()
    private let request: OutboundRequest
    private let answer: @Sendable (Answer) -> Void

    private static let lastID = Atomic<UInt64>(0)

    /// - Parameter answer: told once how it went; gets the exchange's id.
    init(_ request: OutboundRequest, answer: @escaping @Sendable (_ id: UInt64, Answer) -> Void) {
        let id = Self.lastID.wrappingAdd(1, ordering: .relaxed).newValue
        self.id = id
        self.request = request
        self.answer = { answer(id, $0) }
    }

    /// Makes it and has whoever wanted it told, whatever comes of it.
    func run(_ outbound: any Outbound) async {
        let result = await withTaskGroup(of: Answer.self) { group in
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

    /// Has whoever wanted it told.
    ///
    /// Once.
    func deliver(_ result: Answer) {
        ExchangeTable.shared.remove(id)
        answer(result)
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
