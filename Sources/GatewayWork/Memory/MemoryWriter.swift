// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import ServiceLifecycle

/// Writes what synchronous calls made, after their answers. The queue is bounded: what finds no room is dropped and
/// counted, since the next call can make it again.
final class MemoryWriter: Service {
    private struct Queue {
        var entries: [NewMemoryEntry] = []
        var bytes = 0
    }

    private let memory: TranslationMemory
    private let queue = Locked(Queue())
    private let bell = Doorbell()
    /// UTF-8 bytes that wait at most.
    private static let mostBytes = 32 << 20
    /// After a write that failed: the disk may have room again.
    private static let pause = Duration.seconds(1)

    init(_ memory: TranslationMemory) { self.memory = memory }

    /// Takes entries to be written soon, or drops them.
    func offer(_ entries: [NewMemoryEntry]) {
        guard !entries.isEmpty else { return }
        let bytes = entries.reduce(0) { $0 + $1.byteCount }
        let (isTaken, wasEmpty) = queue.withLock { queue in
            guard queue.entries.count + entries.count <= memory.configuration.waiting,
                queue.bytes + bytes <= Self.mostBytes
            else { return (false, false) }
            defer {
                queue.entries += entries
                queue.bytes += bytes
            }
            return (true, queue.entries.isEmpty)
        }
        guard isTaken else { return memory.metrics.countDropped(entries.count) }
        if wasEmpty { bell.ring() }
    }

    /// Writes until the service stops, then what is left.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.writeAll()
                await self.bell.wait()
            }
        }
        try? await uncancelled { await self.writeAll() }
    }

    private func writeAll() async {
        while true {
            let entries = queue.withLock { queue in
                defer { queue = Queue() }
                return queue.entries
            }
            guard !entries.isEmpty else { return }
            if await !memory.write(entries) { try? await Task.sleep(for: Self.pause) }
        }
    }
}
