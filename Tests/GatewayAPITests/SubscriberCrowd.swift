// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import Testing

/// Many subscribers on one thread. Each keeps what it must have seen, not what it saw.
final class SubscriberCrowd: Sendable {
    struct Member: Sendable {
        var descriptor: Int32
        var unread: [UInt8] = []
        var isOpen = false
        var messages = 0
        var completedJobs = 0
        var endedWith: Int?
        /// What was wrong, or `nil`.
        var fault: String?

        fileprivate mutating func take(_ bytes: ArraySlice<UInt8>) {
            unread += bytes
            if !isOpen {
                let mark = Array("\r\n\r\n".utf8)
                guard let end = unread.indices.first(where: { unread[$0...].starts(with: mark) }) else {
                    return
                }
                if !unread.starts(with: Array("HTTP/1.1 101".utf8)) { fault = "no handshake" }
                unread.removeFirst(end + 4)
                isOpen = true
            }
            var rest = unread[...]
            while let frame = Self.frame(&rest) { see(frame.opcode, frame.payload) }
            unread = Array(rest)
        }

        private static func frame(
            _ bytes: inout ArraySlice<UInt8>
        ) -> (opcode: UInt8, payload: ArraySlice<UInt8>)? {
            guard bytes.count >= 2 else { return nil }
            let start = bytes.startIndex
            var (head, length) = (2, Int(bytes[start + 1]))
            if length == 126 {
                guard bytes.count >= 4 else { return nil }
                (head, length) = (4, Int(bytes[start + 2]) << 8 | Int(bytes[start + 3]))
            }
            guard bytes.count >= head + length else { return nil }
            defer { bytes = bytes.dropFirst(head + length) }
            return (bytes[start] & 15, bytes.dropFirst(head).prefix(length))
        }

        private mutating func see(_ opcode: UInt8, _ payload: ArraySlice<UInt8>) {
            if opcode == SocketClient.close {
                endedWith = payload.reduce(0) { $0 << 8 | Int($1) }
                return
            }
            let text = String(decoding: payload, as: UTF8.self)
            let isSnapshot = text.hasPrefix(#"{"type":"snapshot""#)
            if isSnapshot != (messages == 0) { fault = "the snapshot is not the first: \(text)" }
            messages += 1
            guard let name = text.firstRange(of: #""completedJobs":"#),
                let completed = Int(text[name.upperBound...].prefix { $0.isNumber })
            else { return fault = "no count: \(text)" }
            if completed < completedJobs { fault = "from \(completedJobs) back to \(completed)" }
            completedJobs = completed
            if text.hasPrefix(#"{"type":"group.completed""#) { isToldTheEnd = true }
        }

        var isToldTheEnd = false
    }

    private let members: Locked<[Member]>

    /// Connects `count` subscribers to each group.
    init(_ groups: [NewJobGroup], _ count: Int, of gateway: Gateway) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(gateway.port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var members: [Member] = []
        for group in groups {
            for _ in 0..<count {
                let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                let connected = withUnsafePointer(to: &address) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                guard connected == 0 else { throw WireClient.Failed(reason: "cannot connect: \(errno)") }
                let handshake = Array(SocketClient.handshake(gateway, group.id.text).utf8)
                send(descriptor, handshake, handshake.count, Int32(MSG_NOSIGNAL))
                members.append(Member(descriptor: descriptor))
            }
        }
        self.members = Locked(members)
    }

    deinit { for member in members.withLock({ $0 }) { Glibc.close(member.descriptor) } }

    /// Reads until all are as wanted, for a minute at most. Returns how all are then.
    func read(until isDone: @escaping @Sendable (Member) -> Bool) async throws -> [Member] {
        try await onThread { [members] in
            var all = members.withLock { $0 }
            let deadline = ContinuousClock.now + .seconds(60)
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while !all.allSatisfy({ isDone($0) || $0.fault != nil }) {
                guard ContinuousClock.now < deadline else {
                    throw WireClient.Failed(reason: "it takes too long")
                }
                var polled = all.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
                poll(&polled, nfds_t(polled.count), 1000)
                for index in all.indices where polled[index].revents != 0 {
                    let count = recv(all[index].descriptor, &buffer, buffer.count, 0)
                    if count > 0 { all[index].take(buffer[..<count]) }
                    if count <= 0, all[index].endedWith == nil { all[index].fault = "cut off" }
                }
            }
            members.withLock { [all] in $0 = all }
            return all
        }
    }
}
