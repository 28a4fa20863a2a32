// SPDX-License-Identifier: Apache-2.0
import GatewayCore

#if canImport(Glibc)
    import Glibc
#endif

/// Runs an actor on a thread of its own, which starts with the first call: for work that would keep one of the few threads
/// of the shared pool for long.
final class ThreadExecutor: SerialExecutor {
    private let queue = Queue()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if queue.put(job) {
            let executor = asUnownedSerialExecutor()
            startThread { [queue] in
                while let jobs = queue.take() {
                    for job in jobs { job.runSynchronously(on: executor) }
                }
            }
        }
    }

    deinit { queue.close() }

    private final class Queue: @unchecked Sendable {
        // Sendable: everything below is touched only between lock and unlock; mutex and condition never move.
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private var jobs: [UnownedJob] = []
        private var hasThread = false
        private var isClosed = false

        init() {
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(condition, nil)
        }

        deinit {
            pthread_cond_destroy(condition)
            pthread_mutex_destroy(mutex)
            condition.deallocate()
            mutex.deallocate()
        }

        /// Returns whether a thread has to be started.
        func put(_ job: UnownedJob) -> Bool {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            jobs.append(job)
            pthread_cond_signal(condition)
            defer { hasThread = true }
            return !hasThread
        }

        /// Waits for jobs; `nil` once the queue is closed.
        func take() -> [UnownedJob]? {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            while jobs.isEmpty, !isClosed { pthread_cond_wait(condition, mutex) }
            defer { jobs = [] }
            return jobs.isEmpty ? nil : jobs
        }

        func close() {
            pthread_mutex_lock(mutex)
            isClosed = true
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(mutex)
        }
    }
}
