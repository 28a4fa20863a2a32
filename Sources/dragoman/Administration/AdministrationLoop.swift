// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// The thread of the administration's socket: it waits for many connections at once, so that a slow one is nobody
/// else's trouble, and blocks no thread but its own.
final class AdministrationLoop: Sendable {
    /// A request and the connection that waits for its answer.
    struct Arrival: Sendable {
        let connection: Int
        let request: [UInt8]
    }

    private struct Inbox {
        var answers: [(connection: Int, line: [UInt8])] = []
        var stops = false
    }

    private static let connectionLimit = 16

    /// Requests, for one consumer. At most as many as there are connections.
    let arrivals: AsyncStream<Arrival>
    private let continuation: AsyncStream<Arrival>.Continuation
    private let inbox = Locked(Inbox())
    private let listener: Int32
    /// A pipe: a byte in it wakes the thread.
    private let bell: (out: Int32, in: Int32)

    /// Takes over a listening socket.
    init(listener: Int32) throws(AdministrationError) {
        self.listener = listener
        (arrivals, continuation) = AsyncStream.makeStream()
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw AdministrationError("there are no free file descriptors") }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        bell = (ends[0], ends[1])
    }

    /// Starts the thread.
    func start() { startThread { [self] in run() } }

    /// Sends an answer.
    func answer(_ line: [UInt8], to connection: Int) {
        inbox.withLock { $0.answers.append((connection, line)) }
        ring()
    }

    /// Ends ``arrivals``; answers still go out.
    func finish() { continuation.finish() }

    /// Ends the thread and closes what is open.
    func stop() {
        continuation.finish()
        inbox.withLock { $0.stops = true }
        ring()
    }

    private func ring() {
        // A pipe that is full rings already.
        var byte: UInt8 = 1
        _ = write(bell.in, &byte, 1)
    }

    private func run() {
        var connections: [Int: AdministrationConnection] = [:]
        var next = 0
        defer {
            for connection in connections.values { close(connection.descriptor) }
            close(listener)
            close(bell.out)
            close(bell.in)
        }
        while true {
            let order = Array(connections)
            var polled = [pollfd(fd: bell.out, events: Int16(POLLIN), revents: 0)]
            polled += order.map { pollfd(fd: $0.value.descriptor, events: $0.value.events, revents: 0) }
            if order.count < Self.connectionLimit {
                polled.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
            }
            poll(&polled, nfds_t(polled.count), timeout(of: order.map(\.value)))
            let now = ContinuousClock.now
            for ((id, connection), event) in zip(order, polled.dropFirst()) {
                connections[id] = step(connection, id: id, event: event, now: now)
            }
            if deliver(to: &connections, now: now) { return }
            if polled.last?.fd == listener, polled.last?.revents != 0 {
                let descriptor = accept(listener, nil, nil)
                if descriptor >= 0 {
                    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                    connections[next] = AdministrationConnection(descriptor: descriptor, now: now)
                    next += 1
                }
            }
        }
    }

    /// The connection after what happened to it; `nil` when it has been closed.
    private func step(
        _ connection: AdministrationConnection, id: Int, event: pollfd, now: ContinuousClock.Instant
    ) -> AdministrationConnection? {
        var connection = connection
        if event.revents != 0 {
            switch connection.phase {
            case .reading:
                if let request = connection.read() {
                    continuation.yield(Arrival(connection: id, request: request))
                }
            case .writing: connection.write()
            case .waiting, .done:
                // The caller is gone; the answer will find nobody.
                close(connection.descriptor)
                return nil
            }
        }
        return open(connection, now: now)
    }

    /// The connection, or `nil` when it is over and has been closed.
    private func open(
        _ connection: AdministrationConnection, now: ContinuousClock.Instant
    ) -> AdministrationConnection? {
        let isLate = connection.limit.map { $0 <= now } ?? false
        guard isLate || connection.phase == .done else { return connection }
        close(connection.descriptor)
        return nil
    }

    /// Hands out the answers. Returns whether the thread is to end.
    private func deliver(
        to connections: inout [Int: AdministrationConnection], now: ContinuousClock.Instant
    ) -> Bool {
        var rings = [UInt8](repeating: 0, count: 64)
        while read(bell.out, &rings, rings.count) > 0 {}
        let inbox = inbox.withLock { inbox in
            defer { inbox.answers = [] }
            return inbox
        }
        for (id, line) in inbox.answers {
            guard var connection = connections[id] else { continue }
            connection.answer(line, now: now)
            connections[id] = open(connection, now: now)
        }
        return inbox.stops
    }

    /// Milliseconds until the first connection is given up; -1 when none will be.
    private func timeout(of connections: [AdministrationConnection]) -> Int32 {
        guard let first = connections.compactMap(\.limit).min() else { return -1 }
        return Int32(clamping: max(0, (first - .now).milliseconds + 1))
    }
}
