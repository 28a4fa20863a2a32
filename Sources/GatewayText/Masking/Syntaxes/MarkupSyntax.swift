// SPDX-License-Identifier: Apache-2.0

/// Tags, comments, CDATA sections and character references of HTML and XML, and numbered tags (`<0>…</0>`).
///
/// A comparison is prose: a tag's name follows its bracket at once, and an attribute without a value counts only
/// when HTML knows it, so that neither `a < b and c > d` nor `<your name>` is a tag.
enum MarkupSyntax {
    private static let voids: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track",
        "wbr",
    ]
    private static let flags: Set<String> = [
        "allowfullscreen", "async", "autofocus", "autoplay", "checked", "controls", "default", "defer",
        "disabled", "download", "formnovalidate", "hidden", "inert", "ismap", "itemscope", "loop", "multiple",
        "muted", "nomodule", "novalidate", "open", "playsinline", "readonly", "required", "reversed",
        "selected",
    ]

    /// What stands at a less-than sign, or `nil`.
    static func match(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        switch text.at(start + 1) {
        case UInt8(ascii: "!"): section(text, at: start)
        case UInt8(ascii: "?"):
            enclosed(text, at: start, "<?", "?>")
        case UInt8(ascii: "/"): closing(text, at: start)
        default: opening(text, at: start)
        }
    }

    /// Elements whose content is no language.
    private static let literals: Set<String> = [
        "code", "samp", "script", "style", "var", "xliff:g", "xliff:x",
    ]

    /// Whether what an opening tag opens is not to be translated (HTML, section 3.2.6.3, "The translate attribute").
    static func isLiteral(_ text: Span<UInt8>, _ tag: Range<Int>, name: String) -> Bool {
        if literals.contains(name) { return true }
        guard tag.count > name.utf8.count + 2 else { return false }
        return text.first("translate=\"no\"", from: tag.lowerBound, before: tag.upperBound) != nil
            || text.first("notranslate", from: tag.lowerBound, before: tag.upperBound) != nil
    }

    /// What stands at an ampersand, or `nil`: `&amp;`, `&#8364;`, `&#x20AC;`.
    static func reference(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        var first = start + 1
        let end: Int
        if text.holds("#x", at: first) || text.holds("#X", at: first) {
            first += 2
            end = text.end(from: first) { $0.isDigit || $0.isAny(of: "abcdefABCDEF") }
        } else if text.at(first) == UInt8(ascii: "#") {
            first += 1
            end = text.end(from: first, while: \.isDigit)
        } else {
            end = text.end(from: first) { $0.isLetter || $0.isDigit }
            // HTML's shortest name has two letters: `AT&T;` is a word before a semicolon.
            guard text.at(first)?.isLetter == true, end - first >= 2 else { return nil }
        }
        guard end > first, end - first <= 32, text.at(end) == UInt8(ascii: ";") else { return nil }
        return ProtectedMatch(range: start..<(end + 1), syntax: .entity)
    }

    private static func standalone(_ range: Range<Int>) -> ProtectedMatch {
        ProtectedMatch(range: range, syntax: .markup)
    }

    private static func section(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        if text.holds("<!--", at: start) { return enclosed(text, at: start, "<!--", "-->") }
        if text.holds("<![CDATA[", at: start) { return enclosed(text, at: start, "<![CDATA[", "]]>") }
        return text.at(start + 2)?.isLetter == true ? enclosed(text, at: start, "<!", ">") : nil
    }

    /// From one mark to the other. The opening mark may not come again before the closing one: so a text of
    /// nothing but opening marks is looked through once and not once for each.
    private static func enclosed(
        _ text: Span<UInt8>, at start: Int, _ opener: StaticString, _ closer: StaticString
    ) -> ProtectedMatch? {
        var index = start + opener.utf8CodeUnitCount
        while index < text.count {
            if text.holds(closer, at: index) { return standalone(start..<(index + closer.utf8CodeUnitCount)) }
            if text.holds(opener, at: index) { return nil }
            index += 1
        }
        return nil
    }

    /// A name of letters, or the number of a component (`<0>`).
    private static func nameEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
        guard let first = text.at(start), first.isLetter || first.isDigit else { return nil }
        let end =
            first.isDigit
            ? text.end(from: start, while: \.isDigit)
            : text.end(from: start) { $0.isWord || $0.isAny(of: ":.-") }
        return end - start <= 64 ? end : nil
    }

    private static func closing(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        guard let nameEnd = nameEnd(text, from: start + 2) else { return nil }
        let end = text.end(from: nameEnd, while: \.isSpace)
        guard text.at(end) == UInt8(ascii: ">") else { return nil }
        let name = text.string((start + 2)..<nameEnd).lowercased()
        return ProtectedMatch(range: start..<(end + 1), syntax: .markup, tag: .close(name: name))
    }

    private static func opening(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        guard let nameEnd = nameEnd(text, from: start + 1) else { return nil }
        // Between numbers it compares: `1<2>0`.
        if text[start + 1].isDigit, text.at(start - 1)?.isDigit == true { return nil }
        var index = nameEnd
        while true {
            let next = text.end(from: index, while: \.isSpace)
            if text.at(next) == UInt8(ascii: ">") {
                let name = text.string((start + 1)..<nameEnd).lowercased()
                let range = start..<(next + 1)
                return voids.contains(name)
                    ? standalone(range)
                    : ProtectedMatch(range: range, syntax: .markup, tag: .open(name: name))
            }
            if text.holds("/>", at: next) { return standalone(start..<(next + 2)) }
            guard next > index, text[start + 1].isLetter, let end = attributeEnd(text, from: next) else {
                return nil
            }
            index = end
        }
    }

    private static func attributeEnd(_ text: Span<UInt8>, from start: Int) -> Int? {
        // A template may stand for attributes: `<a {{attributes}}>`.
        if text.at(start) == UInt8(ascii: "{") {
            return BraceSyntax.match(text, at: start, floor: start)?.range.upperBound
        }
        if text.at(start) == UInt8(ascii: "%") {
            return PercentSyntax.match(text, at: start)?.range.upperBound
        }
        let nameEnd = text.end(from: start) { !$0.isSpace && !$0.isAny(of: "\"'=<>/`{}") && !$0.isWide }
        guard nameEnd > start else { return nil }
        let equals = text.end(from: nameEnd, while: \.isSpace)
        guard text.at(equals) == UInt8(ascii: "=") else {
            return flags.contains(text.string(start..<nameEnd).lowercased()) ? nameEnd : nil
        }
        let value = text.end(from: equals + 1, while: \.isSpace)
        guard let quote = text.at(value) else { return nil }
        if quote == UInt8(ascii: "\"") {
            return text.first("\"", from: value + 1, before: text.count).map { $0 + 1 }
        }
        if quote == UInt8(ascii: "'") {
            return text.first("'", from: value + 1, before: text.count).map { $0 + 1 }
        }
        // JSX writes an expression in braces.
        if quote == UInt8(ascii: "{") { return BraceSyntax.balancedEnd(text, at: value, within: 512) }
        // A slash that ends the tag does not belong to a bare value.
        let end = text.end(from: value) { !$0.isSpace && !$0.isAny(of: "\"'=<>`") }
        let bare = text.at(end) == UInt8(ascii: ">") && text[end - 1] == UInt8(ascii: "/") ? end - 1 : end
        return bare > value ? bare : nil
    }

    /// Attributes that people read or hear (HTML, section 3.2.3.3, "translatable attributes"; WAI-ARIA).
    private static let readAttributes: Set<String> = [
        "abbr", "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription",
        "aria-valuetext", "label", "placeholder", "summary", "title",
    ]

    /// The values of a tag that a person reads, in bytes and without their quotes.
    static func translatableValues(_ tag: Span<UInt8>) -> [(name: String, range: Range<Int>)] {
        guard tag.at(1)?.isLetter == true, tag.first("=", from: 0, before: tag.count) != nil,
            let nameEnd = nameEnd(tag, from: 1)
        else { return [] }
        var values: [(name: String, range: Range<Int>)] = []
        var index = tag.end(from: nameEnd, while: \.isSpace)
        while index < tag.count, let end = attributeEnd(tag, from: index) {
            let attributeNameEnd = tag.end(from: index) { !$0.isSpace && $0 != UInt8(ascii: "=") }
            let name = tag.string(index..<Swift.min(attributeNameEnd, end)).lowercased()
            let quote = tag[end - 1]
            if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), readAttributes.contains(name) {
                var start = tag.end(from: attributeNameEnd) { $0.isSpace || $0 == UInt8(ascii: "=") }
                if tag.at(start) == quote { start += 1 }
                if start < end - 1 { values.append((name, start..<(end - 1))) }
            }
            let next = tag.end(from: end, while: \.isSpace)
            guard next > index else { break }
            index = next
        }
        return values
    }

    /// A tag with other values in some of its attributes. What would end a value is written as a reference.
    static func replacing(_ values: [(range: Range<Int>, text: String)], in tag: String) -> String {
        let bytes = tag.utf8.span
        var replaced = ""
        var done = 0
        for (range, text) in values {
            replaced += bytes.string(done..<range.lowerBound)
            let isSingle = bytes.at(range.upperBound) == UInt8(ascii: "'")
            replaced += isSingle ? text.replacing("'", with: "&#39;") : text.replacing("\"", with: "&quot;")
            done = range.upperBound
        }
        return replaced + bytes.string(done..<bytes.count)
    }
}
