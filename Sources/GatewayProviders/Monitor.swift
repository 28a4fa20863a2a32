// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A value behind a lock, with a bell for threads that wait for it to change.
///
/// Only threads of this target's own wait here, never one of the shared pool.
final class Monitor<Value>: @unchecked Sendable {
    // Sendable: `value` is touched only between lock and unlock; mutex and condition never move.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Changes the value and wakes one thread that waits.
    func change<Result>(_ body: (inout Value) -> Result) -> Result {
        change { (result: body(&$0), isNews: true) }
    }

    /// Changes the value and wakes one thread that waits if `isNews` says that it has to look: to wake a thread for
    /// nothing costs more than most changes.
    func change<Result>(_ body: (inout Value) -> (result: Result, isNews: Bool)) -> Result {
        pthread_mutex_lock(mutex)
        let (result, isNews) = body(&value)
        pthread_mutex_unlock(mutex)
        if isNews { pthread_cond_signal(condition) }
        return result
    }

    /// What a thread that waits is told.
    enum Answer<Result> {
        case done(Result)
        case wait
        /// Wait until a moment of the monotonic clock, in nanoseconds, at the latest.
        case waitUntil(Int64)
    }

    /// Asks `body` again after each change until it has a result.
    func wait<Result>(_ body: (inout Value) -> Answer<Result>) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            switch body(&value) {
            case .done(let result): return result
            case .wait: pthread_cond_wait(condition, mutex)
            case .waitUntil(let nanoseconds):
                var moment = timespec(
                    tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
                pthread_cond_timedwait(condition, mutex, &moment)
            }
        }
    }
}

/// Nanoseconds of the clock that never goes back.
func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
