// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What threads of the store take their work from. Its length is bounded by those who put: each waits for its answer.
final class Inbox<Element: Sendable>: @unchecked Sendable {
    // Sendable: everything below is touched only between lock and unlock; mutex and condition never move.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [Element] = []
    private var isClosed = false
    private var users: Int
    private var waitingForEnd: [@Sendable () -> Void] = []

    /// An inbox that so many threads take from.
    init(users: Int) {
        self.users = users
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Puts an element in. Returns false when the inbox is closed.
    func put(_ element: Element) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { return false }
        elements.append(element)
        pthread_cond_signal(condition)
        return true
    }

    /// Waits for elements and takes up to `limit`, oldest first; none once the inbox is closed and empty.
    func take(atMost limit: Int) -> [Element] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while elements.isEmpty, !isClosed { pthread_cond_wait(condition, mutex) }
        guard elements.count > limit else {
            defer { elements.removeAll(keepingCapacity: true) }
            return elements
        }
        defer { elements.removeFirst(limit) }
        return Array(elements.prefix(limit))
    }

    /// How many elements wait.
    var count: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return elements.count
    }

    /// Refuses new elements from now on; what is in it is still taken.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Says that a thread takes no more and has cleaned up.
    func leave() {
        pthread_mutex_lock(mutex)
        users -= 1
        let wake = users == 0 ? waitingForEnd : []
        pthread_mutex_unlock(mutex)
        for call in wake { call() }
    }

    /// Waits until all threads have left.
    func ended() async {
        await withCheckedContinuation { continuation in
            pthread_mutex_lock(mutex)
            let isOver = users == 0
            if !isOver { waitingForEnd.append { continuation.resume() } }
            pthread_mutex_unlock(mutex)
            if isOver { continuation.resume() }
        }
    }
}
