// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Glibc

/// nghttp2's server, which speaks nothing but HTTP/2, on a free port of 127.0.0.1; it tells of every frame.
final class HTTP2Server: Sendable {
    let port: Int
    private let process: ChildProcess
    private let told = Locked("")

    /// The number of its connection, for each request.
    var connectionsOfRequests: [String] {
        told.withLock { $0 }.split(separator: "\n").compactMap { line in
            guard line.contains("recv HEADERS frame"), let id = line.firstRange(of: "[id=") else {
                return nil
            }
            return String(line[id.upperBound...].prefix { $0.isNumber })
        }
    }

    /// Serves an empty folder, so every answer is a 404.
    init(certificate: String, key: String, folder: String) throws {
        // It cannot choose a port and say which; one that was free a moment ago is nobody's yet.
        port = try Self.freePort()
        let process = try ChildProcess([
            "nghttpd", "--address=127.0.0.1", "--verbose", "-d", folder, "\(port)", key, certificate,
        ])
        self.process = process
        // The reader goes when the server does, and must not keep it.
        startThread { [told, weak process] in
            while let bytes = process?.nextOutput(), !bytes.isEmpty {
                told.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
            }
        }
    }

    deinit { process.signal(SIGKILL) }

    private static func freePort() throws -> Int {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(probe, pointer, size) == 0, getsockname(probe, pointer, &size) == 0 else {
                    throw LoopbackServer.ServerFault()
                }
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }
}
