// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// What came back.
struct WireResponse: Sendable {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    subscript(name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSONValue { get throws { try JSONValue(parsing: body) } }

    /// A string member of the body.
    func member(_ name: String) throws -> String? { try json.object?[name]?.string }
}

/// A connection as an awkward client has it: bytes go out as they are given.
///
/// Calls that wait run on a thread of their own, so that tests leave the shared pool to the server.
final class WireClient: Sendable {
    struct Failed: Error { var reason: String }

    private let descriptor: Int32
    private let rest = Locked<[UInt8]>([])

    /// Connects; `receiveBuffer` makes the system hold little of what the client does not read.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var receiveBuffer {
            let size = socklen_t(MemoryLayout<Int32>.size)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, size)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { [descriptor] in
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failed(reason: "cannot connect: \(errno)") }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var one: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { Glibc.close(descriptor) }

    /// Sends text; its line ends are those of HTTP already, or plain ones in front of the body.
    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Sends bytes.
    ///
    /// A connection that the server closed on the way is no error.
    func send(_ bytes: [UInt8]) async throws {
        await onThread { [descriptor] in
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    /// Says that nothing more will be sent.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads one answer, interim ones (1xx) included.
    ///
    /// `hasBody` is false for the answer to a HEAD request.
    func response(hasBody: Bool = true) async throws -> WireResponse {
        try await onThread { [self] in
            let head = try take(through: Array("\r\n\r\n".utf8))
            var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
            let status = Int(lines.removeFirst().split(separator: " ")[1]) ?? 0
            let fields = lines.map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (name: parts[0].lowercased(), value: String(parts[1].drop { $0 == " " }))
            }
            var response = WireResponse(status: status, fields: fields, body: [])
            if hasBody, let length = response["content-length"].flatMap({ Int($0) }) {
                response.body = try take(length)
            } else if hasBody, response["transfer-encoding"] == "chunked" {
                while true {
                    let size = String(
                        decoding: try take(through: Array("\r\n".utf8)).dropLast(2), as: UTF8.self)
                    let chunk = try take((Int(size, radix: 16) ?? 0) + 2)
                    if chunk.count == 2 { break }
                    response.body += chunk.dropLast(2)
                }
            }
            return response
        }
    }

    /// Waits for the server to close; false when it sends something instead.
    func isClosed() async throws -> Bool {
        try await onThread { [self] in
            guard rest.withLock({ $0.isEmpty }) else { return false }
            return try receive().isEmpty
        }
    }

    func take(_ count: Int) throws -> [UInt8] {
        while rest.withLock({ $0.count }) < count {
            let bytes = try receive()
            guard !bytes.isEmpty else { throw Failed(reason: "the connection closed within a body") }
            rest.withLock { $0 += bytes }
        }
        return rest.withLock { rest in
            defer { rest.removeFirst(count) }
            return Array(rest.prefix(count))
        }
    }

    func take(through mark: [UInt8]) throws -> [UInt8] {
        while true {
            let found = rest.withLock { rest in
                rest.indices.first { rest[$0...].starts(with: mark) }
            }
            if let found { return try take(found + mark.count) }
            let bytes = try receive()
            guard !bytes.isEmpty else { throw Failed(reason: "the connection closed before an answer") }
            rest.withLock { $0 += bytes }
        }
    }

    private func receive() throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count < 0, errno == ECONNRESET { return [] }
        guard count >= 0 else { throw Failed(reason: "nothing came: \(errno)") }
        return Array(bytes.prefix(count))
    }
}
