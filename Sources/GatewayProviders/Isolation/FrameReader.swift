// SPDX-License-Identifier: Apache-2.0

/// Reads the parts of a frame, none of which is trusted.
struct FrameReader {
    private var rest: UnsafeRawBufferPointer

    /// Reads what stands behind a frame's kind.
    init(_ payload: UnsafeRawBufferPointer) { rest = payload }

    /// Whether nothing is left.
    var isAtEnd: Bool { rest.isEmpty }

    /// Fails unless all has been read.
    func end() throws(FrameFault) {
        guard rest.isEmpty else { throw FrameFault(reason: "a frame is longer than what it holds") }
    }

    mutating func byte() throws(FrameFault) -> UInt8 { try number(UInt8.self) }

    mutating func bool() throws(FrameFault) -> Bool {
        let byte = try byte()
        guard byte <= 1 else { throw FrameFault(reason: "a truth value is \(byte)") }
        return byte == 1
    }

    mutating func int() throws(FrameFault) -> Int { Int(try number(Int64.self)) }

    /// A number that is not negative.
    mutating func size() throws(FrameFault) -> Int {
        let value = try int()
        guard value >= 0 else { throw FrameFault(reason: "a size is negative") }
        return value
    }

    mutating func unsigned() throws(FrameFault) -> UInt64 { try number(UInt64.self) }

    mutating func double() throws(FrameFault) -> Double { Double(bitPattern: try number(UInt64.self)) }

    /// Bytes of at most `limit`.
    mutating func block(limit: Int = .max) throws(FrameFault) -> [UInt8] { Array(try slice(limit: limit)) }

    /// A text of at most `limit` bytes.
    mutating func text(limit: Int = .max) throws(FrameFault) -> String {
        guard let text = String(validating: try slice(limit: limit), as: UTF8.self) else {
            throw FrameFault(reason: "a text is not UTF-8")
        }
        return text
    }

    /// A value that may be absent.
    mutating func optional<Value>(
        _ body: (inout FrameReader) throws(FrameFault) -> Value
    ) throws(FrameFault) -> Value? {
        try bool() ? try body(&self) : nil
    }

    /// A list of at most `limit` elements.
    mutating func list<Element>(
        limit: Int = .max, _ body: (inout FrameReader) throws(FrameFault) -> Element
    ) throws(FrameFault) -> [Element] {
        let count = Int(try number(UInt32.self))
        // Each element takes a byte at the least: a count beyond that is refused before memory is taken for it.
        guard count <= limit, count <= rest.count else { throw FrameFault(reason: "a list is too long") }
        var elements: [Element] = []
        elements.reserveCapacity(min(count, 4096))
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }

    mutating func texts(limit: Int = .max) throws(FrameFault) -> [String] {
        try list(limit: limit) { reader throws(FrameFault) in try reader.text() }
    }

    private mutating func slice(limit: Int) throws(FrameFault) -> UnsafeRawBufferPointer {
        let count = Int(try number(UInt32.self))
        guard count <= rest.count else { throw FrameFault(reason: "a frame is shorter than what it holds") }
        guard count <= limit else { throw FrameFault(reason: "a text is longer than \(limit) bytes") }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[count...]) }
        return UnsafeRawBufferPointer(rebasing: rest[..<count])
    }

    private mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) throws(FrameFault) -> Number
    {
        let size = MemoryLayout<Number>.size
        guard rest.count >= size else { throw FrameFault(reason: "a frame is shorter than what it holds") }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[size...]) }
        return Number(littleEndian: rest.loadUnaligned(as: Number.self))
    }
}
