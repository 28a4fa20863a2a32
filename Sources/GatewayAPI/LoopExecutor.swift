// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore

/// Runs a connection's task on the connection's own event loop.
///
/// An answer then goes from the thread that made it straight to the loop that writes it. By the shared pool it would
/// wake two threads more, which on two processors costs as much as a small request itself.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    private init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// One executor for each loop, kept as long as the process: tasks refer to their executor without owning it.
    static func of(_ loop: any EventLoop) -> LoopExecutor {
        known.withLock { known in
            if let executor = known[ObjectIdentifier(loop)] { return executor }
            let executor = LoopExecutor(loop)
            known[ObjectIdentifier(loop)] = executor
            return executor
        }
    }

    private static let known = Locked<[ObjectIdentifier: LoopExecutor]>([:])
}
