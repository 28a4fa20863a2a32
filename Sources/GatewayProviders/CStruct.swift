// SPDX-License-Identifier: Apache-2.0
import CProviderABI
import Glibc

/// Reading what a plugin hands over, none of which is trusted.
enum CStruct {
    /// A copy of a struct that begins with its size.
    ///
    /// Members past that size are zero, members past ours are left. Gives `nil` for a null pointer and for a
    /// size below `atLeast`.
    static func copy<Struct>(
        _ pointer: UnsafePointer<Struct>?, into blank: Struct, atLeast: Int
    ) -> Struct? {
        guard let pointer else { return nil }
        let size = UnsafeRawPointer(pointer).load(as: Int.self)
        // A size past the largest `Int` reads as negative: nonsense as well.
        guard size >= atLeast, size <= 1 << 20 else { return nil }
        var copy = blank
        withUnsafeMutableBytes(of: &copy) { bytes in
            bytes.copyMemory(
                from: UnsafeRawBufferPointer(start: pointer, count: min(size, bytes.count)))
        }
        return copy
    }

    /// A text, or `nil` when it is not UTF-8, lies at null or is longer than `limit` bytes.
    static func string(_ text: dgm_text, limit: Int = 65_536) -> String? {
        string(text.bytes, text.length, limit: limit)
    }

    /// A text, or `nil` when it is not UTF-8, lies at null or is longer than `limit` bytes.
    static func string(_ bytes: UnsafePointer<CChar>?, _ length: Int, limit: Int) -> String? {
        if length == 0 { return "" }
        guard let bytes, length > 0, length <= limit else { return nil }
        let raw = UnsafeRawBufferPointer(start: bytes, count: length)
        return String(validating: raw, as: UTF8.self)
    }

    /// A text for people, made readable whatever it is: at most `limit` bytes, control characters as spaces.
    static func readable(_ bytes: UnsafePointer<CChar>?, _ length: Int, limit: Int) -> String {
        guard let bytes, length > 0 else { return "" }
        let raw = UnsafeRawBufferPointer(start: bytes, count: min(length, limit))
        var text = String(decoding: raw, as: UTF8.self)
        if length > limit, text.last == "\u{FFFD}" { text.removeLast() }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }

    /// A text for people; see ``readable(_:_:limit:)``.
    static func readable(_ text: dgm_text, limit: Int = 500) -> String {
        readable(text.bytes, text.length, limit: limit)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 32 || (127..<160).contains(scalar.value)
    }
}

extension StaticString {
    /// Calls `body` with the text as the ABI takes a name.
    func withName<Result>(_ body: (UnsafePointer<CChar>?, Int) -> Result) -> Result {
        withUTF8Buffer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress, $0.count) }
        }
    }
}
