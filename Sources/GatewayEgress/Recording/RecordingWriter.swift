// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import Logging

/// Writes files of exchanges one after the other, on a thread that is there while there is something to write.
///
/// Who has something written waits for it, so there is never more to do than there are exchanges.
final class RecordingWriter: Sendable {
    private struct Item {
        let number: Int
        let exchange: @Sendable () -> RecordedExchange
        let done: CheckedContinuation<Void, Never>
    }

    private struct State {
        var last: Int
        var queue: [Item] = []
        var isAtWork = false
        /// Whether the last file could not be written, and the log has said so.
        var isFailing = false
    }

    private let folder: RecordingFolder
    private let lock: Int32
    private let logger: Logger
    private let state: Locked<State>

    /// - Parameters:
    ///   - lock: keeps others out of the folder; closed at the end.
    ///   - last: the highest number in use.
    init(folder: RecordingFolder, lock: Int32, last: Int, logger: Logger) {
        self.folder = folder
        self.lock = lock
        self.logger = logger
        state = Locked(State(last: last))
    }

    deinit { close(lock) }

    /// The number of an exchange that begins.
    func nextNumber() -> Int {
        state.withLock { state in
            state.last += 1
            return state.last
        }
    }

    /// Has an exchange written; `exchange` is called on the writer's thread, where it may take its time.
    func write(number: Int, _ exchange: @escaping @Sendable () -> RecordedExchange) async {
        await withCheckedContinuation { done in
            let needsThread = state.withLock { state in
                state.queue.append(Item(number: number, exchange: exchange, done: done))
                defer { state.isAtWork = true }
                return !state.isAtWork
            }
            if needsThread { startThread { [self] in work() } }
        }
    }

    private func work() {
        while true {
            let items = state.withLock { state in
                defer { state.queue = [] }
                state.isAtWork = !state.queue.isEmpty
                return state.queue
            }
            if items.isEmpty { return }
            for item in items {
                note(folder.write(item.exchange(), number: item.number))
                item.done.resume()
            }
        }
    }

    private func note(_ reason: String?) {
        let isNew = state.withLock { state in
            defer { state.isFailing = reason != nil }
            return !state.isFailing
        }
        guard let reason, isNew else { return }
        logger.warning(
            "exchanges cannot be recorded", metadata: ["folder": "\(folder.path)", "reason": "\(reason)"])
    }
}
