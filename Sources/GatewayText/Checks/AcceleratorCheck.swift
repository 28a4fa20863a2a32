// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Compares the marks of access keys: `&` of Qt and Windows, `_` of GTK.
///
/// A sign is such a mark when it stands once in the text, before a letter or digit, and not inside a word.
enum AcceleratorCheck {
    static func findings(_ pair: CheckedPair) -> [Finding] {
        guard pair.source.traits.kinds.contains(.accelerator) else { return [] }
        for mark in [UInt8(ascii: "&"), UInt8(ascii: "_")] {
            guard isMarked(pair.source.prose, mark, isSource: true) else { continue }
            guard !isMarked(pair.translation.prose, mark, isSource: false) else { return [] }
            return [Finding(.accelerators, expected: String(Unicode.Scalar(mark)))]
        }
        return []
    }

    /// - Parameter isSource: whether the sign may just as well join a word's parts; beside a source that has a mark it
    ///   is one wherever it stands.
    private static func isMarked(_ text: String, _ mark: UInt8, isSource: Bool) -> Bool {
        let bytes = text.utf8.span
        guard let first = (0..<bytes.count).first(where: { bytes[$0] == mark }),
            !(first + 1..<bytes.count).contains(where: { bytes[$0] == mark }), first + 1 < bytes.count
        else { return false }
        let next = bytes.scalar(at: first + 1).scalar
        guard next.properties.isAlphabetic || next.properties.numericType != nil else { return false }
        guard isSource else { return true }
        // `R&D`, `KP_Enter`, `err_code` are words; in menus the mark may stand inside one: `E_xit`, `P&layback`.
        let start = bytes.start(before: first, floor: 0) { $0.isWord || $0.isAny(of: "./-") }
        let before = bytes.string(start..<first)
        guard !before.isEmpty else { return true }
        let end = bytes.end(from: first + 1) { $0.isWord || $0.isAny(of: "./-") }
        for index in start..<Swift.max(start, end - 1) where bytes[index].isAny(of: "./") { return false }
        if mark == UInt8(ascii: "&") { return !before.allSatisfy(\.isUppercase) }
        let isUpper = before.count > 1 && before.allSatisfy(\.isUppercase)
        return !isUpper
            && !(before.count > 2 && end - first > 3 && next.properties.isLowercase
                && before.allSatisfy(\.isLowercase))
    }
}
