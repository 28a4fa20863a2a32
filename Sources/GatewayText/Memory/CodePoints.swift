// SPDX-License-Identifier: Apache-2.0

/// Code points of UTF-8 that is known to be valid.
enum CodePoints {
    /// How many a text has.
    static func count(of text: String) -> Int {
        var text = text
        return text.withUTF8 { count($0) }
    }

    /// How many there are.
    static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// Reads the one at `index` and moves past it.
    @inline(__always)
    static func next(_ bytes: UnsafePointer<UInt8>, _ index: inout Int) -> UInt32 {
        let first = UInt32(bytes[index])
        if first < 0x80 {
            index += 1
            return first
        }
        let second = UInt32(bytes[index + 1] & 0x3F)
        if first < 0xE0 {
            index += 2
            return (first & 0x1F) << 6 | second
        }
        let third = UInt32(bytes[index + 2] & 0x3F)
        if first < 0xF0 {
            index += 3
            return (first & 0x0F) << 12 | second << 6 | third
        }
        defer { index += 4 }
        return (first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[index + 3] & 0x3F)
    }

    /// Calls `body` with the hash of each three code points in a row, the ends of the text counted as one each: as many
    /// as there are code points, some of them perhaps twice.
    @inline(__always)
    static func forEachTrigram(
        _ bytes: UnsafeBufferPointer<UInt8>, bits: Int, _ body: (Int) -> Void
    ) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        var index = 0
        var (first, second) = (UInt32(0), next(start, &index))
        while index < bytes.count {
            let third = next(start, &index)
            body(hash(first, second, third, bits: bits))
            (first, second) = (second, third)
        }
        body(hash(first, second, 0, bits: bits))
    }

    /// Multiplicative hashing: the upper bits depend on all three.
    @inline(__always)
    private static func hash(_ first: UInt32, _ second: UInt32, _ third: UInt32, bits: Int) -> Int {
        let value = (UInt64(first) << 42) ^ (UInt64(second) << 21) ^ UInt64(third)
        let mixed = (value ^ (value >> 29)) &* 0x9E37_79B9_7F4A_7C15
        return Int(
            truncatingIfNeeded: ((mixed ^ (mixed >> 32)) &* 0xD6E8_FEB8_6659_FD93) >> (64 - UInt64(bits)))
    }
}
