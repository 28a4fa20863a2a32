// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A deed that waits for the writer, and the one who waits for the deed.
protocol PendingWrite: Sendable {
    /// Whether it is on the disk before its answer is given.
    var isSynced: Bool { get }
    /// Does it, inside a transaction. May be called again after the transaction was rolled back.
    func run(_ connection: Connection) throws(StoreError)
    /// Gives the answer: `nil` once what it did is durable.
    func settle(_ error: StoreError?)
}

/// A deed with a result.
final class PendingDeed<Value: Sendable>: PendingWrite, @unchecked Sendable {
    // Sendable: `value` is touched by the writer's thread alone.
    let isSynced: Bool
    private let body: @Sendable (Connection) throws(StoreError) -> Value
    private let committed: @Sendable (Value) -> Void
    private let continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    private var value: Value?

    init(
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value,
        isSynced: Bool, committed: @escaping @Sendable (Value) -> Void,
        _ continuation: CheckedContinuation<Result<Value, StoreError>, Never>
    ) {
        self.body = body
        self.isSynced = isSynced
        self.committed = committed
        self.continuation = continuation
    }

    func run(_ connection: Connection) throws(StoreError) {
        value = nil
        value = try body(connection)
    }

    func settle(_ error: StoreError?) {
        guard error == nil, let value else {
            return continuation.resume(returning: .failure(error ?? .underlying("a write was not begun")))
        }
        committed(value)
        continuation.resume(returning: .success(value))
    }
}
