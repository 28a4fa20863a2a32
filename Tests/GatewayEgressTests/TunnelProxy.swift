// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// A proxy that opens tunnels, all of them to one port of 127.0.0.1 whatever name it is asked for.
final class TunnelProxy: Sendable {
    let port: Int
    private let listener: Int32
    private let heard = Locked<[String]>([])

    /// The heads of the requests for tunnels.
    var requests: [String] { heard.withLock { $0 } }

    init(to target: Int) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        guard Self.withAddress(port: 0, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else {
            throw LoopbackServer.ServerFault()
        }
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        startThread { [heard] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                startThread { Self.serve(client, target: target, heard) }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ client: Int32, target: Int, _ heard: Locked<[String]>) {
        var head = ""
        var byte: UInt8 = 0
        while !head.hasSuffix("\r\n\r\n") {
            guard recv(client, &byte, 1, 0) == 1 else { break }
            head.unicodeScalars.append(Unicode.Scalar(byte))
        }
        heard.withLock { $0.append(head) }
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard withAddress(port: target, { connect(server, $0, $1) }) == 0 else { return }
        let answer = "HTTP/1.1 200 Connection established\r\nX-Proxy: here\r\n\r\n"
        _ = send(client, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
        startThread { carry(from: server, to: client) }
        carry(from: client, to: server)
    }

    private static func carry(from source: Int32, to sink: Int32) {
        var block = [UInt8](repeating: 0, count: 16_384)
        while case let count = recv(source, &block, block.count, 0), count > 0 {
            _ = send(sink, block, count, Int32(MSG_NOSIGNAL))
        }
        shutdown(sink, Int32(SHUT_RDWR))
    }

    private static func withAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32
    {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
