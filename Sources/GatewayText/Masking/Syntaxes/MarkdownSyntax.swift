// SPDX-License-Identifier: Apache-2.0

/// Code, links, images and emphasis of Markdown (CommonMark 0.31), as far as they cannot be prose.
///
/// `2 * 3 * 4`, `*.mo`, `snake_case`, `__init__` and the quotes of old programs (`` `foo' ``) are prose. Destinations
/// of links are protected, their texts are translated.
enum MarkdownSyntax {
    private static let longest = 512

    /// A code span within a line, or a fenced block.
    static func code(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        // Only the first of a run opens anything; the others need not look through it again.
        guard text.at(start - 1) != UInt8(ascii: "`") else { return nil }
        let open = text.end(from: start) { $0 == UInt8(ascii: "`") }
        let count = open - start
        let isBlock = count >= 3
        var index = open
        while index < text.count, isBlock || index - open <= longest {
            let byte = text[index]
            if byte == 0x0A, !isBlock { return nil }
            guard byte == UInt8(ascii: "`") else {
                index += 1
                continue
            }
            let end = text.end(from: index) { $0 == UInt8(ascii: "`") }
            if end - index == count {
                guard index > open, isBlock || count > 1 || !text[open].isSpace && !text[index - 1].isSpace
                else {
                    return nil
                }
                return ProtectedMatch(range: start..<end, syntax: .code)
            }
            index = end
        }
        return nil
    }

    /// A link `[text](destination "title")`, or an image with an exclamation mark before it: the marks around its text.
    static func link(
        _ text: Span<UInt8>, at start: Int, _ closers: inout CloserSearch
    ) -> (open: ProtectedMatch, close: ProtectedMatch)? {
        guard let middle = closers.place(of: "](", in: text, from: start + 1), middle - start <= longest,
            middle > start + 1,
            isBalanced(text, start + 1..<middle), let end = destinationEnd(text, from: middle + 2)
        else { return nil }
        let isImage = start > 0 && text[start - 1] == UInt8(ascii: "!")
        let name = isImage ? "![](" : "[]("
        return (
            ProtectedMatch(range: start..<(start + 1), syntax: .link, tag: .open(name: name)),
            ProtectedMatch(range: middle..<end, syntax: .link, tag: .close(name: name))
        )
    }

    private static func isBalanced(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var depth = 0
        for index in range {
            if text[index] == UInt8(ascii: "[") { depth += 1 }
            if text[index] == UInt8(ascii: "]") { depth -= 1 }
            guard depth >= 0 else { return false }
        }
        return depth == 0
    }

    /// The end of `destination "title")`. What has spaces and no title is prose: `[see](the note below)`.
    private static func destinationEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
        var depth = 0
        var index = start
        while let byte = text.at(index), index - start <= 2048 {
            switch byte {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                if depth == 0 { return index > start ? index + 1 : nil }
                depth -= 1
            case 0x20:
                guard let quote = text.at(index + 1), quote == 0x22 || quote == 0x27 else { return nil }
                let close = text.end(from: index + 2) { $0 != quote && $0 != 0x0A }
                return text.at(close) == quote && text.at(close + 1) == UInt8(ascii: ")") ? close + 2 : nil
            case _ where byte < 0x20: return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The marks of `**strong**`, `*emphasis*`, `~~deleted~~`, and of `__strong__` with more than a word in it.
    static func emphasis(
        _ text: Span<UInt8>, at start: Int
    ) -> (open: ProtectedMatch, close: ProtectedMatch)? {
        let mark = text[start]
        guard text.at(start - 1) != mark else { return nil }
        let open = text.end(from: start) { $0 == mark }
        let count = open - start
        guard count <= (mark == UInt8(ascii: "*") ? 3 : 2), count == 2 || mark == UInt8(ascii: "*") else {
            return nil
        }
        // It stands before a word and not inside one.
        guard opens(text.at(start - 1)), let first = text.at(open), !first.isSpace, first != mark else {
            return nil
        }
        var index = open
        var hasSpace = false
        while index < text.count, index - open <= longest {
            let byte = text[index]
            if byte == 0x0A, text.at(index + 1) == 0x0A { return nil }
            if byte == 0x20 { hasSpace = true }
            guard byte == mark else {
                index += 1
                continue
            }
            let end = text.end(from: index) { $0 == mark }
            if end - index == count, !text[index - 1].isSpace, closes(text.at(end)) {
                guard mark != UInt8(ascii: "_") || hasSpace else { return nil }
                let name = String(repeating: Character(Unicode.Scalar(mark)), count: count)
                return (
                    ProtectedMatch(range: start..<open, syntax: .link, tag: .open(name: name)),
                    ProtectedMatch(range: index..<end, syntax: .link, tag: .close(name: name))
                )
            }
            index = end
        }
        return nil
    }

    private static func opens(_ before: UInt8?) -> Bool {
        before.map { $0.isSpace || $0.isAny(of: "([{\"'-_*~>:") } ?? true
    }

    private static func closes(_ after: UInt8?) -> Bool {
        after.map { $0.isSpace || $0.isWide || $0.isAny(of: ")]}\"'-_*~<.,:;!?") } ?? true
    }
}
