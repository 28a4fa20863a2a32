// SPDX-License-Identifier: Apache-2.0

/// What begins with a percent sign: printf directives (C, POSIX positions, Objective-C, Go), Python's `%(name)s`,
/// Ruby's `%{name}` and `%<name>d`, Symfony's `%name%`, and single letters of strftime.
///
/// A percent sign of prose stays text. That rests on four rules:
/// - the space flag counts only before `d` or `f`, when neither a number stands before the sign nor a letter or
///   apostrophe behind the directive: `100 % sure`, `50% of`, `100% done`, `% d'intérêt` are prose;
/// - behind a digit a directive has neither flags nor width and no letter follows it (`50%discount`, `100%-ban`);
/// - flags without a width, and a width before a rare letter, want no letter behind them (`%-andel`, `%50eko`);
/// - a letter of strftime wants no letter behind it and no digit before the sign.
enum PercentSyntax {
    /// What stands at a percent sign, or `nil`.
    static func match(_ text: Span<UInt8>, at start: Int) -> ProtectedMatch? {
        let end: Int?
        switch text.at(start + 1) {
        case UInt8(ascii: "%"):
            end = start + 2
        case UInt8(ascii: "#") where text.at(start + 2) == UInt8(ascii: "@"):
            // A variable of Apple's plural files.
            let name = text.end(from: start + 3, while: \.isWord)
            end = name > start + 3 && text.at(name) == UInt8(ascii: "@") ? name + 1 : nil
        case UInt8(ascii: "{"):
            guard let end = BraceSyntax.nameEnd(text, from: start + 2) else { return nil }
            return ProtectedMatch(range: start..<end, syntax: .template)
        case UInt8(ascii: "("):
            end = named(text, from: start + 2, closedBy: UInt8(ascii: ")")).flatMap { tail(text, from: $0) }
        case UInt8(ascii: "<"):
            end = named(text, from: start + 2, closedBy: UInt8(ascii: ">")).flatMap { tail(text, from: $0) }
        default:
            end = delimited(text, at: start) ?? directive(text, at: start) ?? time(text, at: start)
        }
        return end.map { ProtectedMatch(range: start..<$0, syntax: .format) }
    }

    private static let common: StaticString = "diouxXeEfFgGaAcCsSpn@vqr"
    private static let flags: StaticString = "-+#0' "

    /// `%[position$][flags][width][.precision][length]conversion`
    private static func directive(_ text: Span<UInt8>, at start: Int) -> Int? {
        let isAfterDigit = text.at(start - 1)?.isDigit ?? false
        var index = start + 1
        let positionEnd = text.end(from: index, while: \.isDigit)
        if positionEnd > index, text.at(positionEnd) == UInt8(ascii: "$") { index = positionEnd + 1 }
        let bare = index == start + 1
        let flagEnd = text.end(from: index) { $0.isAny(of: flags) }
        var hasSpace = false
        for position in index..<flagEnd where text[position] == 0x20 { hasSpace = true }
        let widthEnd = numberEnd(text, from: flagEnd)
        var precisionEnd = widthEnd
        if text.at(widthEnd) == UInt8(ascii: ".") { precisionEnd = numberEnd(text, from: widthEnd + 1) }
        let letterAt = lengthEnd(text, from: precisionEnd)
        guard let letter = text.at(letterAt), letter.isAny(of: common) else { return nil }
        let next = text.at(letterAt + 1)
        let isFollowed = isLetter(text, at: letterAt + 1) && !isOrdinal(text, at: letterAt)

        if hasSpace,
            isPercentage(text, before: start) || !letter.isAny(of: "df") || isFollowed || next == 0x27
        {
            return nil
        }
        if isAfterDigit, bare, isFollowed || letterAt > start + 1 { return nil }
        if bare, isFollowed, flagEnd > index, widthEnd == flagEnd, precisionEnd == widthEnd { return nil }
        if bare, isFollowed, flagEnd == index, widthEnd > flagEnd, precisionEnd == widthEnd,
            letter.isAny(of: "eEgGaAcCpnir")
        {
            return nil
        }
        return letterAt + 1
    }

    /// Flags, width, precision, length and conversion behind a name.
    private static func tail(_ text: Span<UInt8>, from start: Int) -> Int? {
        var index = numberEnd(text, from: text.end(from: start) { $0.isAny(of: "-+#0 ") })
        if text.at(index) == UInt8(ascii: ".") { index = numberEnd(text, from: index + 1) }
        index = lengthEnd(text, from: index)
        return text.at(index)?.isAny(of: common) == true ? index + 1 : nil
    }

    /// Digits or `*`, the latter perhaps with a position.
    private static func numberEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        guard text.at(start) == UInt8(ascii: "*") else { return text.end(from: start, while: \.isDigit) }
        let end = text.end(from: start + 1, while: \.isDigit)
        return end > start + 1 && text.at(end) == UInt8(ascii: "$") ? end + 1 : start + 1
    }

    private static func lengthEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        for length: StaticString in ["hh", "ll", "I64", "I32", "h", "l", "L", "j", "z", "t", "q"] {
            let end = start + length.utf8CodeUnitCount
            if text.holds(length, at: start), text.at(end)?.isAny(of: "diouxXeEfFgGaAcCsSn") == true {
                return end
            }
        }
        return start
    }

    /// Whether a number, with or without white space, stands before the sign. Wide bytes may be digits of any
    /// script or a no-break space: they count as one.
    private static func isPercentage(_ text: Span<UInt8>, before start: Int) -> Bool {
        let end = text.start(before: start, floor: 0, while: \.isSpace)
        return text.at(end - 1).map { $0.isDigit || $0.isWide } ?? false
    }

    /// The end of a name and what closes it.
    private static func named(_ text: Span<UInt8>, from start: Int, closedBy close: UInt8) -> Int? {
        let end = text.end(from: start) {
            $0.isWord || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0.isWide
        }
        return end > start && end - start <= 64 && text.at(end) == close ? end + 1 : nil
    }

    /// `%name%`: two letters or more, and nothing behind that could make the second sign a directive.
    private static func delimited(_ text: Span<UInt8>, at start: Int) -> Int? {
        guard text.at(start + 1).map({ $0.isLetter || $0 == UInt8(ascii: "_") }) == true else { return nil }
        let end = text.end(from: start + 1) { $0.isWord || $0 == UInt8(ascii: ".") }
        guard end > start + 2, text.at(end) == UInt8(ascii: "%") else { return nil }
        guard let next = text.at(end + 1) else { return end + 1 }
        return next.isWord || next.isAny(of: "%({<-+#'@.*$") ? nil : end + 1
    }

    private static func time(_ text: Span<UInt8>, at start: Int) -> Int? {
        guard text.at(start - 1)?.isDigit != true, let letter = text.at(start + 1),
            letter.isAny(of: "YmHMSyBbIjZzkDTRP")
        else { return nil }
        return isLetter(text, at: start + 2) ? nil : start + 2
    }

    private static func isLetter(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard let byte = text.at(index) else { return false }
        return byte.isWide ? text.scalar(at: index).scalar.properties.isAlphabetic : byte.isLetter
    }

    /// Whether a whole number has the ending of an English ordinal: `%'dth`.
    private static func isOrdinal(_ text: Span<UInt8>, at letter: Int) -> Bool {
        guard text.at(letter)?.isAny(of: "diu") == true, !isLetter(text, at: letter + 3) else { return false }
        for ending: StaticString in ["st", "nd", "rd", "th"] where text.holds(ending, at: letter + 1) {
            return true
        }
        return false
    }

    /// Whether a directive is one of a date or time (strftime) that printf does not have.
    static func isTime(_ directive: Span<UInt8>) -> Bool {
        guard let letter = directive.at(directive.count - 1) else { return false }
        return letter.isAny(of: "YmHMSyBbIjZzkDTRPl") && !letter.isAny(of: common)
    }

    /// What a directive stands for whatever its place: the number of its argument, its length and its type.
    ///
    /// - Parameter next: the number of the next argument that has none of its own.
    static func key(_ directive: Span<UInt8>, next: inout Int) -> String {
        guard directive.count > 1, directive[1] != UInt8(ascii: "%"), directive[1] != UInt8(ascii: "("),
            directive[1] != UInt8(ascii: "<"), directive[directive.count - 1] != UInt8(ascii: "%")
        else { return directive.string(0..<directive.count) }
        let digits = directive.end(from: 1, while: \.isDigit)
        let type = directive.start(before: directive.count, floor: 1) {
            $0.isLetter || $0 == UInt8(ascii: "@")
        }
        let letters = directive.string(type..<directive.count)
        if digits > 1, directive.at(digits) == UInt8(ascii: "$") {
            return "%\(directive.string(1..<digits))$\(letters)"
        }
        defer { next += 1 }
        return "%\(next)$\(letters)"
    }
}
