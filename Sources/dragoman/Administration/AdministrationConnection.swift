// SPDX-License-Identifier: Apache-2.0
import Glibc

/// One connection of the administration's socket: a line comes in, a line goes out.
struct AdministrationConnection {
    /// Bytes of a request.
    static let requestLimit = 65_536
    /// For a request to arrive, and for an answer to be taken.
    static let timeLimit: Duration = .seconds(5)

    enum Phase {
        case reading
        /// The answer is being found; that may take as long as it takes.
        case waiting
        case writing
        case done
    }

    let descriptor: Int32
    private(set) var phase = Phase.reading
    private(set) var deadline: ContinuousClock.Instant
    private var input: [UInt8] = []
    private var output: ArraySlice<UInt8> = []

    init(descriptor: Int32, now: ContinuousClock.Instant) {
        self.descriptor = descriptor
        deadline = now + Self.timeLimit
    }

    /// What `poll` waits for.
    var events: Int16 {
        switch phase {
        case .reading: Int16(POLLIN)
        case .writing: Int16(POLLOUT)
        case .waiting, .done: 0
        }
    }

    /// When the connection is given up; `nil` for never.
    var limit: ContinuousClock.Instant? { phase == .waiting ? nil : deadline }

    /// Takes what has arrived. Returns the request once it is whole.
    mutating func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else {
            if count == 0 || (errno != EAGAIN && errno != EINTR) { phase = .done }
            return nil
        }
        input += buffer[..<count]
        if let end = input.firstIndex(of: UInt8(ascii: "\n")) {
            phase = .waiting
            return Array(input[..<end])
        }
        if input.count > Self.requestLimit { phase = .done }
        return nil
    }

    /// Begins to send the answer.
    mutating func answer(_ line: [UInt8], now: ContinuousClock.Instant) {
        output = line[...]
        phase = .writing
        deadline = now + Self.timeLimit
        write()
    }

    /// Sends as much as the other side takes.
    mutating func write() {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        let count = output.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
        if count >= 0 {
            output = output.dropFirst(count)
            if output.isEmpty { phase = .done }
        } else if errno != EAGAIN && errno != EINTR {
            phase = .done
        }
    }
}
