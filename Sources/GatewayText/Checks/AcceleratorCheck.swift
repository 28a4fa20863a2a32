// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Compares the marks of access keys: `&` of Qt and Windows, `_` of GTK.
///
/// A sign is such a mark when it stands once in the text, before a letter or digit, and not inside a word.
enum AcceleratorCheck {
    static func findings(_ pair: CheckedPair) -> [Finding] {
        for mark in [UInt8(ascii: "&"), UInt8(ascii: "_")] {
            guard place(of: mark, in: pair.source.prose) != nil else { continue }
            // A space, and not the mark's own letter, behind it is none.
            guard place(of: mark, in: pair.translation.prose) == nil else { return [] }
            return [Finding(.accelerators, expected: String(Unicode.Scalar(mark)))]
        }
        return []
    }

    private static func place(of mark: UInt8, in text: String) -> Int? {
        let bytes = text.utf8.span
        guard let first = (0..<bytes.count).first(where: { bytes[$0] == mark }),
            !(first + 1..<bytes.count).contains(where: { bytes[$0] == mark }), first + 1 < bytes.count
        else { return nil }
        let next = bytes.scalar(at: first + 1).scalar
        guard next.properties.isAlphabetic || next.properties.numericType != nil else { return nil }
        // `snake_case` and `R&D` are words; in GTK's texts the mark may stand inside one: `E_xit`.
        if mark == UInt8(ascii: "&"), let before = bytes.at(first - 1), before.isWord, text.contains(" ") {
            return nil
        }
        if mark == UInt8(ascii: "_"), isName(bytes, around: first) { return nil }
        return first
    }

    /// Whether an underscore joins the parts of a name of a program: lower case on both sides and more than a letter
    /// before it, or a digit or sign beside it.
    private static func isName(_ bytes: Span<UInt8>, around place: Int) -> Bool {
        let start = bytes.start(before: place, floor: 0) { $0.isWord || $0.isAny(of: "./-") }
        let end = bytes.end(from: place) { $0.isWord || $0.isAny(of: "./-") }
        for index in start..<end where bytes[index].isAny(of: "./") { if index + 1 < end { return true } }
        let before = place - start
        return before >= 3 && end - place > 3 && start == 0 && end == bytes.count
    }
}
