// SPDX-License-Identifier: Apache-2.0

/// What stands in braces: `{name}`, `{0,number}`, `{}`, Python's `{name!r:>10}`, `{{name}}`, `{% … %}`, and whole
/// ICU messages with `plural`, `select` or `selectordinal`.
///
/// Words in braces are prose: white space inside is allowed only around a single name, in a format behind a comma,
/// and in double braces.
enum BraceSyntax {
    // Bytes. What is not closed within them is prose; the limits keep a hostile text from being looked through
    // again for each of its braces.
    private static let longestName = 128
    private static let longestTemplate = 512
    static let longestMessage = 8192

    /// What stands at an opening brace, or `nil`. Ruby's `#{name}` takes the sign before it, if that is free.
    static func match(_ text: Span<UInt8>, at start: Int, floor: Int) -> ProtectedMatch? {
        let isRuby = start > floor && text.at(start - 1) == UInt8(ascii: "#")
        let end =
            doubled(text, at: start) ?? statement(text, at: start)
            ?? nameEnd(text, from: start + 1) ?? argumentEnd(text, at: start)
        return end.map {
            ProtectedMatch(range: (isRuby ? start - 1 : start)..<$0, syntax: .template)
        }
    }

    /// The end of `name}` or `}` whose opening brace is just before `start`.
    static func nameEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
        if text.at(start) == UInt8(ascii: "}") { return start + 1 }
        let first = text.end(from: start, while: \.isSpace)
        var index = first
        var depth = 0
        while let byte = text.at(index), index - first <= longestName {
            switch byte {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                guard depth > 0 else { return index > first ? index + 1 : nil }
                depth -= 1
            case UInt8(ascii: ","): return nil
            case UInt8(ascii: ":") where index > first || text.at(index + 1)?.isAny(of: "<>=^ ") == true:
                if let end = formatEnd(text, from: index + 1) { return end }
            case _ where byte.isSpace:
                let end = text.end(from: index, while: \.isSpace)
                return depth == 0 && index > first && text.at(end) == UInt8(ascii: "}") ? end + 1 : nil
            case _ where byte.isWide:
                let (scalar, length) = text.scalar(at: index)
                guard scalar.properties.isIDContinue else { return nil }
                index += length - 1
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Python's format of a time or with a space as its filling: the two that hold white space.
    private static func formatEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
        let isFilled = text.at(start) == 0x20 && text.at(start + 1)?.isAny(of: "<>=^+-0123456789") == true
        guard isFilled || text.at(start) == UInt8(ascii: "%") else { return nil }
        let end = text.end(from: start) { $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "{") && $0 >= 0x20 }
        return end - start <= 64 && text.at(end) == UInt8(ascii: "}") ? end + 1 : nil
    }

    /// `{{name}}`, also with three braces.
    private static func doubled(_ text: Span<UInt8>, at start: Int) -> Int? {
        guard text.holds("{{", at: start) else { return nil }
        let inner = text.holds("{{{", at: start) ? start + 3 : start + 2
        let limit = inner + longestTemplate
        guard let close = text.first("}}", from: inner, before: limit),
            text.end(from: inner, while: \.isSpace) < close,
            text.first("{{", from: inner, before: close) == nil
        else { return nil }
        let end = text.end(from: close) { $0 == UInt8(ascii: "}") }
        return Swift.min(end, close + (inner - start))
    }

    /// A statement of Jinja, Twig or Liquid.
    private static func statement(_ text: Span<UInt8>, at start: Int) -> Int? {
        guard text.holds("{%", at: start) else { return nil }
        return text.first("%}", from: start + 2, before: start + longestTemplate).map { $0 + 2 }
    }

    /// `{name, type}`, `{name, type, style}`: an argument of ICU MessageFormat, with all its branches.
    private static func argumentEnd(_ text: Span<UInt8>, at start: Int) -> Int? {
        let name = text.end(from: start + 1, while: \.isSpace)
        let nameEnd = text.end(from: name) { $0.isWord || $0.isWide || $0.isAny(of: ".-") }
        guard nameEnd > name, nameEnd - name <= longestName else { return nil }
        let comma = text.end(from: nameEnd, while: \.isSpace)
        guard text.at(comma) == UInt8(ascii: ",") else { return nil }
        let type = text.end(from: comma + 1, while: \.isSpace)
        let typeEnd = text.end(from: type, while: \.isLetter)
        guard types.contains(text.string(type..<typeEnd)) else { return nil }
        let next = text.end(from: typeEnd, while: \.isSpace)
        guard text.at(next) == UInt8(ascii: ",") || text.at(next) == UInt8(ascii: "}") else { return nil }
        return balancedEnd(text, at: start)
    }

    private static let types: Set<String> = [
        "plural", "select", "selectordinal", "choice", "number", "date", "time", "spellout", "ordinal",
        "duration", "list", "relativetime", "datetime",
    ]

    /// The end of the braces that open at `start`. Apostrophes quote braces (ICU, "ApostropheMode").
    static func balancedEnd(_ text: Span<UInt8>, at start: Int, within longest: Int = longestMessage) -> Int?
    {
        var depth = 0
        var index = start
        while let byte = text.at(index), index - start < longest {
            switch byte {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return index + 1 }
            case 0x27 where text.at(index + 1)?.isAny(of: "{}#|") == true:
                // An apostrophe that nothing closes quotes all that follows.
                guard let close = text.first("'", from: index + 2, before: start + longest) else {
                    return nil
                }
                index = close
            default: break
            }
            index += 1
        }
        return nil
    }
}
