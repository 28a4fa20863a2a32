// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// A server on 127.0.0.1, on a port that was free: answers each connection once, with what it is told, on threads of
/// its own.
final class LoopbackServer: Sendable {
    let port: Int
    private let listener: Int32
    private let heard = Locked<[String]>([])

    /// Requests that came in, head and body.
    var requests: [String] { heard.withLock { $0 } }

    /// Answers with `answer`, or keeps the connection open without a word when that is `nil`.
    init(_ answer: String?) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        port = try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard bind(listener, pointer, size) == 0, listen(listener, 16) == 0,
                    getsockname(listener, pointer, &size) == 0
                else { throw ServerFault() }
                return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    Int(UInt16(bigEndian: $0.pointee.sin_port))
                }
            }
        }
        start { [heard] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                heard.withLock { $0.append(Self.readRequest(connection)) }
                guard let answer else { continue }
                _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
                close(connection)
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    struct ServerFault: Error {}

    private static func readRequest(_ connection: Int32) -> String {
        var text = ""
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = text.range(of: "\r\n\r\n") {
                let length = text.lowercased().components(after: "content-length: ").flatMap { Int($0) } ?? 0
                if text.utf8.count - end >= length { return text }
            }
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return text }
            text += String(decoding: block[..<count], as: UTF8.self)
        }
    }

    private func start(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, Unmanaged.passRetained(ThreadBody(body)).toOpaque())
        pthread_detach(thread)
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
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
