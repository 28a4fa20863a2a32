// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc

/// One end of a stream of frames.
///
/// Whoever sends writes at once, from its own thread, and never waits: what the other side does not take is kept, up to a
/// limit, and written by a thread that ends with the backlog. One thread reads.
final class FrameChannel: Sendable {
    private struct State {
        var backlog: [ArraySlice<UInt8>] = []
        var backlogBytes = 0
        var isFlushing = false
        var isClosed = false
    }

    private let descriptor: Int32
    private let backlogLimit: Int
    private let frameLimit: Int
    private let state = Locked(State())

    /// Takes over an open stream socket.
    ///
    /// - Parameters:
    ///   - frameLimit: bytes of a frame that is read.
    ///   - backlogLimit: bytes that wait to be written.
    init(descriptor: Int32, frameLimit: Int = 80 << 20, backlogLimit: Int = 128 << 20) {
        self.descriptor = descriptor
        self.frameLimit = frameLimit
        self.backlogLimit = backlogLimit
    }

    deinit { close(descriptor) }

    /// Bytes that the other side has not taken yet.
    var waitingBytes: Int { state.withLock { $0.backlogBytes } }

    /// Sends a frame.
    ///
    /// - Returns: false when nobody reads: the other side is gone, or takes so little that the backlog is full.
    func send(_ frame: [UInt8]) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            var rest = frame[...]
            if state.backlog.isEmpty, !state.isFlushing {
                let count = write(rest, flags: Int32(MSG_DONTWAIT))
                if count < 0, errno != EAGAIN, errno != EWOULDBLOCK, errno != EINTR { return false }
                rest = rest.dropFirst(max(0, count))
                if rest.isEmpty { return true }
            }
            guard state.backlogBytes + rest.count <= backlogLimit else { return false }
            state.backlog.append(rest)
            state.backlogBytes += rest.count
            if !state.isFlushing {
                state.isFlushing = true
                startThread { self.flush() }
            }
            return true
        }
    }

    /// Writes the backlog, waiting for the other side to take it.
    private func flush() {
        var rest: ArraySlice<UInt8> = []
        while true {
            let next: ArraySlice<UInt8>? = state.withLock { state in
                guard !state.isClosed, !state.backlog.isEmpty else {
                    state.isFlushing = false
                    return nil
                }
                return state.backlog.removeFirst()
            }
            guard let next else { return }
            rest = next
            while !rest.isEmpty {
                let count = write(rest, flags: 0)
                if count < 0 {
                    if errno == EINTR { continue }
                    shutDown()
                    state.withLock { $0.isFlushing = false }
                    return
                }
                rest = rest.dropFirst(count)
            }
            state.withLock { $0.backlogBytes -= next.count }
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>, flags: Int32) -> Int {
        bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, flags | Int32(MSG_NOSIGNAL))
        }
    }

    /// Ends both directions: who reads or writes is woken.
    func shutDown() {
        state.withLock { state in
            state.isClosed = true
            state.backlog = []
            state.backlogBytes = 0
        }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Reads frames, on this thread, until the other side is gone.
    ///
    /// - Parameter body: gets a frame's kind and the bytes behind it, which live until it returns.
    /// - Throws: when the other side sends what is no frame, or what `body` throws.
    func read(
        _ body: (FrameKind, UnsafeRawBufferPointer) throws(FrameFault) -> Void
    ) throws(FrameFault) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var held = 0
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                recv(descriptor, bytes.baseAddress.map { $0 + held }, bytes.count - held, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                guard held == 0 else { throw FrameFault(reason: "its last frame is cut short") }
                return
            }
            held += count
            let (used, wanted) = try take(from: buffer, held, body)
            if used > 0 {
                buffer.withUnsafeMutableBytes { bytes in
                    if let base = bytes.baseAddress, held > used { memmove(base, base + used, held - used) }
                }
                held -= used
            }
            resize(&buffer, held: held, wanted: wanted)
        }
    }

    /// Hands over the frames that are whole; gives their bytes together and the size of the one that is not.
    private func take(
        from buffer: [UInt8], _ held: Int,
        _ body: (FrameKind, UnsafeRawBufferPointer) throws(FrameFault) -> Void
    ) throws(FrameFault) -> (used: Int, wanted: Int) {
        var result: Result<(used: Int, wanted: Int), FrameFault> = .success((0, 0))
        buffer.withUnsafeBytes { bytes in
            do throws(FrameFault) {
                var used = 0
                while held - used >= 4 {
                    let length = Int(
                        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: used, as: UInt32.self)))
                    guard length >= 1, length <= frameLimit else {
                        throw FrameFault(reason: "a frame has \(length) bytes")
                    }
                    guard held - used >= 4 + length else {
                        result = .success((used, 4 + length))
                        return
                    }
                    guard let kind = FrameKind(rawValue: bytes[used + 4]) else {
                        throw FrameFault(reason: "a frame is of the unknown kind \(bytes[used + 4])")
                    }
                    try body(kind, UnsafeRawBufferPointer(rebasing: bytes[(used + 5)..<(used + 4 + length)]))
                    used += 4 + length
                }
                result = .success((used, 4))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// Makes room as bytes come, not as they are announced, and gives room back that is no longer wanted.
    private func resize(_ buffer: inout [UInt8], held: Int, wanted: Int) {
        if held == buffer.count, wanted > held {
            buffer += [UInt8](repeating: 0, count: min(wanted, buffer.count * 2) - held)
        } else if buffer.count > 1 << 20, held < 65_536, wanted <= 65_536 {
            buffer = Array(buffer[..<65_536])
        }
    }
}
