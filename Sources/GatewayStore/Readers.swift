// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A few threads that read, each with a connection of its own. They see all that was acknowledged before.
final class Readers: Sendable {
    private typealias Read = @Sendable (Connection?) -> Void
    private let inbox: Inbox<Read>

    init(_ connections: [Connection]) {
        inbox = Inbox(users: connections.count)
        for connection in connections {
            startThread { [inbox] in
                while let read = inbox.take(atMost: 1).first { read(connection) }
                connection.close()
                inbox.leave()
            }
        }
    }

    deinit { inbox.close() }

    /// Runs `body`: one statement, or several that need not agree.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let read: Read = { connection in
                guard let connection else { return continuation.resume(returning: .failure(.closed)) }
                do throws(StoreError) {
                    continuation.resume(returning: .success(try body(connection)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            if !inbox.put(read) { read(nil) }
        }
        return try result.get()
    }

    /// Refuses new reads, finishes those that wait, and closes the connections.
    func close() async {
        inbox.close()
        await inbox.ended()
    }
}
