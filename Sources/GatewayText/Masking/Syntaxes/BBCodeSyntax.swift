// SPDX-License-Identifier: Apache-2.0

/// Tags of forums in square brackets: known names only, and an opening one only where a closing one follows.
enum BBCodeSyntax {
    private static let names: Set<String> = [
        "b", "i", "u", "s", "url", "img", "quote", "code", "size", "color", "font", "list", "li", "center",
        "left",
        "right", "email", "youtube", "video", "spoiler", "table", "tr", "td", "th", "h1", "h2", "h3", "sub",
        "sup",
        "align", "indent", "hr", "pre", "style", "ul", "ol",
    ]
    /// What stands in these is no language.
    private static let literal: Set<String> = ["code", "img", "youtube", "video", "email", "pre"]

    /// What stands at an opening bracket, or `nil`.
    static func match(_ text: Span<UInt8>, at start: Int, _ closers: inout CloserSearch) -> ProtectedMatch? {
        let isClosing = text.at(start + 1) == UInt8(ascii: "/")
        let first = isClosing ? start + 2 : start + 1
        if text.holds("*]", at: first), closers.place(of: "[/list]", in: text, from: start) != nil {
            return ProtectedMatch(range: start..<(start + 3), syntax: .markup)
        }
        let nameEnd = text.end(from: first) { $0.isLetter || $0.isDigit }
        guard nameEnd > first, nameEnd - first <= 8 else { return nil }
        let name = text.string(first..<nameEnd).lowercased()
        guard names.contains(name), let end = tagEnd(text, from: nameEnd, isClosing: isClosing) else {
            return nil
        }
        if isClosing {
            return ProtectedMatch(range: start..<end, syntax: .markup, tag: .close(name: "[" + name))
        }
        guard let close = closers.end(of: "[/\(name)", in: text, from: end) else { return nil }
        return literal.contains(name)
            ? ProtectedMatch(range: start..<close, syntax: .markup)
            : ProtectedMatch(range: start..<end, syntax: .markup, tag: .open(name: "[" + name))
    }

    private static func tagEnd(_ text: Span<UInt8>, from start: Int, isClosing: Bool) -> Int? {
        if text.at(start) == UInt8(ascii: "]") { return start + 1 }
        guard !isClosing, let next = text.at(start), next == UInt8(ascii: "=") || next == 0x20 else {
            return nil
        }
        let end = text.end(from: start) { !$0.isAny(of: "[]\n") }
        return end - start <= 256 && text.at(end) == UInt8(ascii: "]") ? end + 1 : nil
    }
}
