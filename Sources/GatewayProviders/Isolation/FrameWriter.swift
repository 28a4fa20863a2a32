// SPDX-License-Identifier: Apache-2.0

/// Writes the parts of a frame: numbers of a fixed width in little-endian order, texts behind their length in bytes, lists
/// behind their count.
struct FrameWriter {
    private(set) var bytes: [UInt8]

    /// Begins a frame; `size` is a guess of its bytes.
    init(_ kind: FrameKind, size: Int = 64) {
        bytes = []
        bytes.reserveCapacity(size + 5)
        bytes.append(contentsOf: [0, 0, 0, 0, kind.rawValue])
    }

    /// The whole frame with its length in front.
    consuming func finished() -> [UInt8] {
        let length = UInt32(bytes.count - 4)
        for place in 0..<4 { bytes[place] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(place))) }
        return bytes
    }

    mutating func write(byte: UInt8) { bytes.append(byte) }

    mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    mutating func write(count: Int) { write(raw: UInt32(clamping: count)) }

    mutating func write(_ value: Int) { write(raw: Int64(value)) }

    mutating func write(_ value: UInt64) { write(raw: value) }

    mutating func write(_ value: Double) { write(raw: value.bitPattern) }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    mutating func write(_ block: [UInt8]) { block.withUnsafeBytes { write($0) } }

    /// A value that may be absent.
    mutating func write<Value>(_ value: Value?, _ body: (inout FrameWriter, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    mutating func write<Element>(
        list: some Collection<Element>, _ body: (inout FrameWriter, Element) -> Void
    ) {
        write(count: list.count)
        for element in list { body(&self, element) }
    }

    mutating func write(texts: some Collection<String>) { write(list: texts) { $0.write($1) } }

    private mutating func write(_ block: UnsafeRawBufferPointer) {
        write(count: block.count)
        bytes.append(contentsOf: block)
    }

    private mutating func write<Number: FixedWidthInteger>(raw number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
