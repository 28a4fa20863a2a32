// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// Asks a running gateway. Its calls block: a command has nothing else to do.
enum AdministrationClient {
    private static let answerLimit = 64 << 20

    /// The answer of the gateway that holds the folder, or `nil` when none does.
    static func ask(
        _ request: AdministrationRequest, in folder: String, patience: Duration = .seconds(600)
    ) throws(AdministrationError) -> JSONValue? {
        guard let descriptor = try AdministrationSocket.connect(in: folder) else { return nil }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        try send(request.json.bytes + [UInt8(ascii: "\n")], to: descriptor)
        return try AdministrationAnswer.result(of: receive(from: descriptor))
    }

    private static func send(_ line: [UInt8], to descriptor: Int32) throws(AdministrationError) {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw AdministrationError("the gateway hung up: it may be stopping") }
            rest = rest.dropFirst(count)
        }
    }

    private static func receive(from descriptor: Int32) throws(AdministrationError) -> [UInt8] {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while answer.last != UInt8(ascii: "\n") {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw AdministrationError("the gateway gave no answer in time") }
            guard count > 0 else { throw AdministrationError("the gateway hung up: it may be stopping") }
            answer += buffer[..<count]
            guard answer.count <= answerLimit else { throw AdministrationError("the answer is too long") }
        }
        return answer
    }
}
