// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// A server on an address of this machine, 127.0.0.1 unless told otherwise, on threads of its own.
final class LoopbackServer: Sendable {
    /// What a request is answered with; without an answer its connection stays open, without a word.
    typealias Answer = @Sendable (_ request: String) -> String?

    let port: Int
    private let listener: Int32
    private let heard = Locked<[String]>([])
    private let accepted = Locked(0)

    /// How many connections were made.
    var connections: Int { accepted.withLock { $0 } }

    /// Requests that came in, head and body.
    var requests: [String] { heard.withLock { $0 } }

    /// The first lines of the requests that came in, without the version.
    var targets: [String] { requests.map { String($0.prefix { $0 != "\r\n" }.dropLast(" HTTP/1.1".count)) } }

    /// Answers every request alike.
    convenience init(_ answer: String?, host: String = "127.0.0.1", port: Int = 0) throws {
        try self.init(host: host, port: port) { _ in answer }
    }

    /// Answers each request, and then closes its connection, or keeps it open for further ones. Port 0 takes one that
    /// is free.
    init(
        host: String = "127.0.0.1", port wanted: Int = 0, keepsOpen: Bool = false, answer: @escaping Answer
    ) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(wanted).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        port = try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, size) == 0, listen(listener, 128) == 0,
                    getsockname(listener, pointer, &size) == 0
                else { throw ServerFault() }
                return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    Int(UInt16(bigEndian: $0.pointee.sin_port))
                }
            }
        }
        startThread { [heard, accepted] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                accepted.withLock { $0 += 1 }
                startThread {
                    repeat {
                        guard let request = Self.readRequest(connection) else { break }
                        heard.withLock { $0.append(request) }
                        guard let text = answer(request) else { return }
                        _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
                    } while keepsOpen
                    close(connection)
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    struct ServerFault: Error {}

    private static func readRequest(_ connection: Int32) -> String? {
        var text = ""
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = text.range(of: "\r\n\r\n") {
                let length = text.lowercased().components(after: "content-length: ").flatMap { Int($0) } ?? 0
                if text.utf8.count - end >= length { return text }
            }
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: block[..<count], as: UTF8.self)
        }
    }
}

extension String {
    /// The position in bytes after a text, if that occurs.
    fileprivate func range(of text: String) -> Int? {
        firstRange(of: text).map { utf8.distance(from: startIndex, to: $0.upperBound) }
    }

    /// The rest of the line after a text, if that occurs.
    fileprivate func components(after text: String) -> String? {
        firstRange(of: text).map { String(self[$0.upperBound...].prefix { $0.isNumber }) }
    }
}
