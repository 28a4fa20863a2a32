// SPDX-License-Identifier: Apache-2.0
import CCurl
import GatewayCore
import Glibc

/// Waits until something happens on one of many sockets, or until it is woken.
final class SocketWatch: @unchecked Sendable {
    // Sendable: both descriptors are constant; their owner sees to it that nobody wakes what was closed.
    private let sockets: Int32
    private let bell: Int32

    /// Fails when the process has no descriptors left: why.
    init() throws(EgressError) {
        sockets = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard sockets >= 0, bell >= 0 else {
            let reason = String(cString: strerror(errno))
            close()
            throw .descriptors(reason: reason)
        }
        control(EPOLL_CTL_ADD, bell, EPOLLIN)
    }

    /// Gives both descriptors back.
    func close() {
        if sockets >= 0 { Glibc.close(sockets) }
        if bell >= 0 { Glibc.close(bell) }
    }

    /// Ends the wait under way, or the next one.
    ///
    /// From any thread.
    func wake() { eventfd_write(bell, 1) }

    /// Waits for what libcurl names (`CURL_POLL_IN` and the like) on a socket, from now on.
    func set(_ socket: Int32, _ wanted: Int32) {
        var events = EPOLL_EVENTS(rawValue: 0)
        if wanted & CURL_POLL_IN != 0 { events.rawValue |= EPOLLIN.rawValue }
        if wanted & CURL_POLL_OUT != 0 { events.rawValue |= EPOLLOUT.rawValue }
        if wanted == CURL_POLL_REMOVE {
            control(EPOLL_CTL_DEL, socket, events)
        } else if !control(EPOLL_CTL_MOD, socket, events) {
            control(EPOLL_CTL_ADD, socket, events)
        }
    }

    /// Waits, and tells what happened, as libcurl wants to hear it (`CURL_CSELECT_IN` and the like).
    ///
    /// - Parameter deadline: `nil` waits for as long as it takes.
    func wait(until deadline: ContinuousClock.Instant?, _ happened: (_ socket: Int32, _ what: Int32) -> Void)
    {
        // A millisecond more than there are whole ones, so as not to wake up just too early.
        let patience = deadline.map { max(0, min(60_000, ($0 - .now).milliseconds + 1)) } ?? -1
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
            let count = epoll_wait(sockets, events.baseAddress, Int32(events.count), Int32(patience))
            for index in 0..<max(0, Int(count)) {
                let socket = events[index].data.fd
                if socket == bell {
                    var count: UInt64 = 0
                    eventfd_read(bell, &count)
                    continue
                }
                happened(socket, Self.meaning(of: events[index].events))
            }
        }
    }

    private static func meaning(of events: UInt32) -> Int32 {
        var what: Int32 = 0
        if events & EPOLLIN.rawValue != 0 { what |= CURL_CSELECT_IN }
        if events & EPOLLOUT.rawValue != 0 { what |= CURL_CSELECT_OUT }
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { what |= CURL_CSELECT_ERR }
        return what
    }

    @discardableResult
    private func control(_ operation: Int32, _ socket: Int32, _ events: EPOLL_EVENTS) -> Bool {
        var event = epoll_event()
        event.events = events.rawValue
        event.data.fd = socket
        return epoll_ctl(sockets, operation, socket, &event) == 0
    }
}
