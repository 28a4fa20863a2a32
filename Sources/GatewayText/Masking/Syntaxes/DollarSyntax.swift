// SPDX-License-Identifier: Apache-2.0

/// What begins with a dollar sign: `${name}`, i18next's `$t(key)`, and variables such as `$name` and Chrome's
/// `$NAME$`. Amounts (`$5`) and words that hold the sign (`Ca$h`) are prose.
enum DollarSyntax {
    /// What stands at a dollar sign, or `nil`.
    static func match(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        let end: Int?
        if text.holds("${", at: start) {
            end = expressionEnd(text, at: start + 1, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"))
        } else if text.holds("$t(", at: start) {
            end = expressionEnd(text, at: start + 2, open: UInt8(ascii: "("), close: UInt8(ascii: ")"))
        } else {
            end = variableEnd(text, at: start)
        }
        return end.map { ProtectedMatch(range: start..<$0, syntax: .template) }
    }

    /// What only a shell reads: `$1`, `$@`, `$?`, `$(command)`.
    static func parameter(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        guard let next = text.at(start + 1) else { return nil }
        if next.isDigit || next.isAny(of: "@#?*!$-") {
            return ProtectedMatch(range: start..<(start + 2), syntax: .template)
        }
        guard next == UInt8(ascii: "(") else { return nil }
        return expressionEnd(text, at: start + 1, open: next, close: UInt8(ascii: ")")).map {
            ProtectedMatch(range: start..<$0, syntax: .template)
        }
    }

    /// The end of an expression within one line whose bracket opens at `start`; empty ones are none.
    private static func expressionEnd(_ text: Span<UInt8>, at start: Int, open: UInt8, close: UInt8) -> Int? {
        var depth = 0
        var index = start
        while let byte = text.at(index), index - start <= 512, byte != 0x0A {
            if byte == open { depth += 1 }
            if byte == close {
                depth -= 1
                if depth == 0 { return index > start + 1 ? index + 1 : nil }
            }
            index += 1
        }
        return nil
    }

    private static func variableEnd(_ text: Span<UInt8>, at start: Int) -> Int? {
        guard let first = text.at(start + 1), first.isLetter || first == UInt8(ascii: "_") else { return nil }
        if let before = text.at(start - 1), before.isWord || before.isWide || before == UInt8(ascii: "$") {
            return nil
        }
        let end = text.end(from: start + 1, while: \.isWord)
        // A letter beyond ASCII makes it a word and not a name.
        if let next = text.at(end), next.isWide, text.scalar(at: end).scalar.properties.isAlphabetic {
            return nil
        }
        return text.at(end) == UInt8(ascii: "$") ? end + 1 : end
    }
}
