// SPDX-License-Identifier: Apache-2.0

/// Hashtags, mentions, Vue's linked messages, and Android's references to resources.
enum NameSyntax {
    /// `#topic`: letters of any script before anything else, at the start of a word.
    static func hashtag(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        guard isStart(text, start) else { return nil }
        var index = start + 1
        guard index < text.count, text.scalar(at: index).scalar.properties.isAlphabetic else { return nil }
        while index < text.count {
            let (scalar, length) = text.scalar(at: index)
            guard scalar.properties.isXIDContinue else { break }
            index += length
        }
        return ProtectedMatch(range: start..<index, syntax: .name)
    }

    /// `@name`, `@:path.to.key`, `@.lower:key`, `@string/name`, `@android:color/black`.
    static func mention(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        if let end = linkedEnd(text, at: start) {
            return ProtectedMatch(range: start..<end, syntax: .template)
        }
        guard isStart(text, start), let first = text.at(start + 1),
            first.isLetter || first == UInt8(ascii: "_")
        else {
            return nil
        }
        var end = text.end(from: start + 1) { $0.isWord }
        if text.at(end) == UInt8(ascii: ":"), text.at(end + 1)?.isLetter == true {
            end = text.end(from: end + 1) { $0.isWord }
        }
        if text.at(end) == UInt8(ascii: "/"), text.at(end + 1)?.isWord == true {
            end = text.end(from: end + 1) { $0.isWord }
            return ProtectedMatch(range: start..<end, syntax: .template)
        }
        end = text.end(from: start + 1) { $0.isWord || $0.isAny(of: ".-") }
        while end > start, text[end - 1].isAny(of: ".-") { end -= 1 }
        // A letter beyond ASCII makes it a word; a host behind another sign makes it part of an address.
        guard end - start > 2, !(text.at(end)?.isWide ?? false), text.at(end) != UInt8(ascii: "@") else {
            return nil
        }
        return ProtectedMatch(range: start..<end, syntax: .name)
    }

    private static func linkedEnd(_ text: Span<UInt8>, at start: Int) -> Int? {
        var index = start + 1
        if text.at(index) == UInt8(ascii: ".") {
            index = text.end(from: index + 1, while: \.isLetter)
            guard index > start + 2 else { return nil }
        }
        guard text.at(index) == UInt8(ascii: ":"), let next = text.at(index + 1) else { return nil }
        if next == UInt8(ascii: "{") || next == UInt8(ascii: "(") {
            let close = next == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: ")")
            let end = text.end(from: index + 2) { $0 != close && $0 >= 0x20 }
            return text.at(end) == close && end - index <= 256 ? end + 1 : nil
        }
        guard next.isLetter else { return nil }
        var end = text.end(from: index + 1) { $0.isWord || $0.isAny(of: ".-") }
        while text[end - 1].isAny(of: ".-") { end -= 1 }
        return end
    }

    /// Android's reference to an attribute of a theme: `?attr/color`.
    static func attribute(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        guard isStart(text, start),
            text.holds("attr/", at: start + 1) || text.holds("android:attr/", at: start + 1)
        else { return nil }
        let end = text.end(from: start + 1) { $0.isWord || $0.isAny(of: ":/") }
        return ProtectedMatch(range: start..<end, syntax: .template)
    }

    private static func isStart(_ text: Span<UInt8>, _ start: Int) -> Bool {
        guard let before = text.at(start - 1) else { return true }
        if before.isWide { return !text.scalar(before: start).scalar.properties.isXIDContinue }
        return before.isSpace || before.isAny(of: "([{\"'<>|,;!")
    }
}
