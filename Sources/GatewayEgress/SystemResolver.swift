// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// Asks the system, by its hosts file, name servers and search list.
///
/// `getaddrinfo` blocks and cannot be cancelled, so it runs on threads of its own, which are few and end when nobody
/// asks. Who asks for a name that is being looked up shares that answer; no answer is kept for who asks later.
final class SystemResolver: Resolver {
    /// Finds addresses, taking its time.
    typealias Lookup = @Sendable (_ host: String) -> Answer

    private struct Waiter {
        let deadline: ContinuousClock.Instant
        let done: @Sendable (Answer) -> Void
    }

    private struct State {
        /// By names in lower case; those that stand in `queue` or are being looked up.
        var waiters: [String: [Waiter]] = [:]
        var queue: [String] = []
        /// All waiters together.
        var count = 0
        var threads = 0
    }

    private let maximumThreads: Int
    private let maximumWaiters: Int
    private let lookup: Lookup
    private let state = Locked(State())

    /// Makes a resolver with limits for names looked up at once and for those who wait.
    init(threads: Int, waiters: Int, lookup: @escaping Lookup = SystemResolver.addresses) {
        maximumThreads = threads
        maximumWaiters = waiters
        self.lookup = lookup
    }

    func lookUp(
        _ host: String, until deadline: ContinuousClock.Instant, _ done: @escaping @Sendable (Answer) -> Void
    ) {
        if EgressURL.isThisMachine(host) { return done(.success(NetworkAddress.thisMachine)) }
        let name = host.lowercased()
        let (isTaken, needsThread) = state.withLock { state in
            guard hasRoom(&state) else { return (false, false) }
            if state.waiters[name] == nil { state.queue.append(name) }
            state.waiters[name, default: []].append(Waiter(deadline: deadline, done: done))
            state.count += 1
            guard !state.queue.isEmpty, state.threads < maximumThreads else { return (true, false) }
            state.threads += 1
            return (true, true)
        }
        if !isTaken { done(.failure(ResolverError("too many names are being looked up"))) }
        if needsThread { startThread { [self] in work() } }
    }

    /// Whether one more may wait; those whose deadline passed make room.
    private func hasRoom(_ state: inout State) -> Bool {
        if state.count < maximumWaiters { return true }
        let now = ContinuousClock.now
        for name in state.waiters.keys { state.waiters[name]?.removeAll { $0.deadline <= now } }
        state.count = state.waiters.values.reduce(0) { $0 + $1.count }
        return state.count < maximumWaiters
    }

    private func work() {
        while let name = next() {
            let answer = lookup(name)
            for waiter in state.withLock({ Self.takeWaiters(for: name, &$0) }) { waiter.done(answer) }
        }
    }

    /// The next name that somebody still waits for, or `nil` when this thread is to end.
    private func next() -> String? {
        state.withLock { state in
            while !state.queue.isEmpty {
                let name = state.queue.removeFirst()
                if state.waiters[name, default: []].contains(where: { $0.deadline > .now }) { return name }
                _ = Self.takeWaiters(for: name, &state)
            }
            state.threads -= 1
            return nil
        }
    }

    private static func takeWaiters(for name: String, _ state: inout State) -> [Waiter] {
        let waiters = state.waiters.removeValue(forKey: name) ?? []
        state.count -= waiters.count
        return waiters
    }

    private static func addresses(of host: String) -> Answer {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var first: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &first)
        guard code == 0 else {
            return .failure(ResolverError("\(host) has no address: \(String(cString: gai_strerror(code)))"))
        }
        defer { freeaddrinfo(first) }
        let entries = sequence(first: first) { $0?.pointee.ai_next }.prefix { $0 != nil }
        return .success(entries.compactMap { $0?.pointee.ai_addr.flatMap { NetworkAddress($0) } })
    }
}
