// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// Messages that go out together, encoded once for all who get them.
struct ProgressBatch: Sendable {
    /// The messages as one wire has them.
    struct Encoded: Sendable {
        /// All messages, whole ones in each piece.
        fileprivate(set) var pieces: [ByteBuffer] = []
        fileprivate var newestStart = 0

        /// The last message alone.
        var newest: ByteBuffer {
            guard let piece = pieces.last else { return ByteBuffer() }
            return piece.getSlice(at: newestStart, length: piece.writerIndex - newestStart) ?? piece
        }
    }

    /// A piece takes no further message from here on. What a subscriber does not take in time is held by the piece,
    /// so one must not be large.
    private static let fullPiece = 16 << 10

    /// The number of the last message.
    private(set) var last: Int
    /// Whether nothing comes after it.
    var isFinal = false
    private let wires: [ProgressWire]
    private var encoded = ProgressWire.allCases.map { _ in Encoded() }

    /// A batch of no message yet.
    ///
    /// - Parameters:
    ///   - last: the number of the message before.
    ///   - wires: those that somebody reads.
    init(after last: Int, on wires: [ProgressWire]) {
        self.last = last
        self.wires = wires
    }

    subscript(wire: ProgressWire) -> Encoded { encoded[wire.rawValue] }

    /// Adds a message about a group.
    mutating func append(_ message: ProgressMessage, of group: GroupProgress) {
        last += 1
        guard !wires.isEmpty else { return }
        let json = message.json(of: group)
        for wire in wires { append(json, of: message.type, to: &encoded[wire.rawValue], on: wire) }
    }

    private func append(_ json: [UInt8], of type: String, to encoded: inout Encoded, on wire: ProgressWire) {
        if encoded.pieces.last.map({ $0.readableBytes >= Self.fullPiece }) ?? true {
            encoded.pieces.append(ByteBuffer())
        }
        let piece = encoded.pieces.count - 1
        encoded.newestStart = encoded.pieces[piece].writerIndex
        encoded.pieces[piece].reserveCapacity(minimumWritableBytes: json.count + 64)
        wire.append(json, of: type, number: last, to: &encoded.pieces[piece])
    }
}
