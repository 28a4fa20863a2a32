// SPDX-License-Identifier: Apache-2.0

/// Finds all protected places of a text in one pass.
struct ProtectedScanner {
    private let syntaxes: SyntaxSet
    private var matches: [ProtectedMatch] = []
    /// Closing marks that belong to an opening one, in order.
    private var expected: [ProtectedMatch] = []
    /// Where a closing mark stands next, so that a text of nothing but opening ones is not looked through for each.
    private var closers = CloserSearch()

    private init(_ syntaxes: SyntaxSet) { self.syntaxes = syntaxes }

    /// All protected places of a text, in order and apart from each other.
    static func matches(in text: String, _ syntaxes: SyntaxSet) -> [ProtectedMatch] {
        var scanner = ProtectedScanner(syntaxes)
        scanner.scan(text.utf8.span)
        return scanner.matches
    }

    private mutating func scan(_ text: Span<UInt8>) {
        var floor = 0
        var index = Self.nextMark(text, from: 0)
        while index < text.count {
            if let match = expectedMatch(at: index) ?? match(text, at: index, floor: floor) {
                matches.append(match)
                floor = match.range.upperBound
                index = Self.nextMark(text, from: floor)
            } else {
                index = Self.nextMark(text, from: index + 1)
            }
        }
    }

    /// The closing mark that was found together with its opening one; those that something else covered are gone.
    private mutating func expectedMatch(at index: Int) -> ProtectedMatch? {
        while let first = expected.last, first.range.lowerBound < index { expected.removeLast() }
        guard let next = expected.last, next.range.lowerBound == index else { return nil }
        expected.removeLast()
        return next
    }

    /// An opening mark whose closing one is known.
    private mutating func pair(_ open: ProtectedMatch, _ close: ProtectedMatch) -> ProtectedMatch {
        // The nearest one stands last; pairs nest or follow each other, so this is rarely far.
        let place = expected.lastIndex { $0.range.lowerBound > close.range.lowerBound }.map { $0 + 1 } ?? 0
        expected.insert(close, at: place)
        return open
    }

    private mutating func match(_ text: Span<UInt8>, at index: Int, floor: Int) -> ProtectedMatch? {
        switch text[index] {
        case UInt8(ascii: "%"): syntaxes.contains(.printf) ? PercentSyntax.match(text, at: index) : nil
        case UInt8(ascii: "{"):
            syntaxes.contains(.braces) ? BraceSyntax.match(text, at: index, floor: floor) : nil
        case UInt8(ascii: "$"): dollar(text, at: index)
        case UInt8(ascii: "<"): markup(text, at: index)
        case UInt8(ascii: "&"): syntaxes.contains(.markup) ? MarkupSyntax.reference(text, at: index) : nil
        case UInt8(ascii: ":"):
            AddressSyntax.url(text, at: index, floor: floor)
                ?? (syntaxes.contains(.paths) ? PathSyntax.drive(text, at: index, floor: floor) : nil)
        case UInt8(ascii: "@"):
            AddressSyntax.mail(text, at: index, floor: floor)
                ?? (syntaxes.contains(.names) ? NameSyntax.mention(text, at: index) : nil)
        case UInt8(ascii: "#"): syntaxes.contains(.names) ? NameSyntax.hashtag(text, at: index) : nil
        case UInt8(ascii: "?"): syntaxes.contains(.names) ? NameSyntax.attribute(text, at: index) : nil
        case UInt8(ascii: "/"):
            syntaxes.contains(.paths) ? PathSyntax.slashed(text, at: index, floor: floor) : nil
        case UInt8(ascii: "."): dotted(text, at: index, floor: floor)
        case UInt8(ascii: "\\"): backslash(text, at: index)
        case UInt8(ascii: "`"): syntaxes.contains(.markdown) ? MarkdownSyntax.code(text, at: index) : nil
        case UInt8(ascii: "["): bracket(text, at: index)
        case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: "_"):
            syntaxes.contains(.markdown)
                ? MarkdownSyntax.emphasis(text, at: index).map { pair($0.open, $0.close) } : nil
        case 0xE2:
            TokenSyntax.lookalike(text, at: index) ?? ControlSyntax.match(text, at: index)
                ?? EmojiSyntax.match(text, at: index, floor: floor)
        case 0xF0: EmojiSyntax.match(text, at: index, floor: floor)
        default: ControlSyntax.match(text, at: index)
        }
    }

    private func dollar(_ text: Span<UInt8>, at index: Int) -> ProtectedMatch? {
        guard syntaxes.contains(.dollar) else { return nil }
        return DollarSyntax.match(text, at: index)
            ?? (syntaxes.contains(.shell) ? DollarSyntax.parameter(text, at: index) : nil)
    }

    private mutating func markup(_ text: Span<UInt8>, at index: Int) -> ProtectedMatch? {
        guard syntaxes.contains(.markup), let match = MarkupSyntax.match(text, at: index) else { return nil }
        guard case .open(let name) = match.tag, MarkupSyntax.isLiteral(text, match.range, name: name),
            let end = closers.end(of: "</\(name)", in: text, from: match.range.upperBound)
        else { return match }
        // What stands in it is no language.
        return ProtectedMatch(range: index..<end, syntax: .markup)
    }

    private func dotted(_ text: Span<UInt8>, at index: Int, floor: Int) -> ProtectedMatch? {
        AddressSyntax.host(text, at: index, floor: floor)
            ?? (syntaxes.contains(.paths) ? PathSyntax.file(text, at: index, floor: floor) : nil)
    }

    private func backslash(_ text: Span<UInt8>, at index: Int) -> ProtectedMatch? {
        (syntaxes.contains(.paths) ? PathSyntax.share(text, at: index) : nil)
            ?? (syntaxes.contains(.escapes) ? EscapeSyntax.match(text, at: index) : nil)
    }

    private mutating func bracket(_ text: Span<UInt8>, at index: Int) -> ProtectedMatch? {
        if syntaxes.contains(.markdown), let link = MarkdownSyntax.link(text, at: index, &closers) {
            return pair(link.open, link.close)
        }
        return syntaxes.contains(.bbcode) ? BBCodeSyntax.match(text, at: index, &closers) : nil
    }

    // MARK: Marks

    /// `# $ % & * . / : < ?`, and control characters but for tab and line breaks, as bits by their code.
    private static let lowMarks: UInt64 = 0x9400_C478_FFFF_D9FF

    /// `@ [ \ ] _ { ~`, the backtick and delete, as bits by their code less 64.
    private static let highMarks: UInt64 = 0xC800_0001_B800_0001

    /// The next byte that may begin, or be the sign of, something protected; the end when there is none.
    private static func nextMark(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            let byte = text[unchecked: index]
            if byte < 0x40 {
                if lowMarks >> UInt64(byte) & 1 == 1 {
                    // A full stop of prose is followed by a space.
                    guard byte == UInt8(ascii: "."), text.at(index + 1)?.isLetter != true else { break }
                }
            } else if byte < 0x80 {
                if highMarks >> UInt64(byte - 0x40) & 1 == 1 { break }
            } else if byte == 0xE2 {
                // Typographic quotes and dashes, by far the most frequent, are none.
                if text.at(index + 1) != 0x80 || text.at(index + 2).map({ $0 >= 0xAA && $0 <= 0xAE }) == true
                {
                    break
                }
            } else if byte == 0xF0 {
                if text.at(index + 1) == 0x9F { break }
            } else if byte == 0xEF, text.at(index + 1) == 0xBB || text.at(index + 1) == 0xBF {
                break
            }
            index += 1
        }
        return Swift.min(index, text.count)
    }
}

/// Where closing marks stand, each looked for once on the way through a text.
struct CloserSearch {
    private var places: [String: Int] = [:]

    /// The end of a closing tag such as `</code` or `[/url`, with its bracket, at or after a position; in any letter case.
    mutating func end(of opening: String, in text: Span<UInt8>, from start: Int) -> Int? {
        guard let place = place(of: opening, in: text, from: start) else { return nil }
        let bracket: UInt8 = opening.hasPrefix("<") ? UInt8(ascii: ">") : UInt8(ascii: "]")
        let end = text.end(from: place + opening.utf8.count, while: \.isSpace)
        return text.at(end) == bracket ? end + 1 : nil
    }

    /// Where a lower-case ASCII mark stands next, at or after a position, in any letter case.
    mutating func place(of mark: String, in text: Span<UInt8>, from start: Int) -> Int? {
        if let known = places[mark], known >= start { return known < text.count ? known : nil }
        let wanted = Array(mark.utf8)
        var index = start
        search: while index + wanted.count <= text.count {
            for offset in wanted.indices {
                let byte = text[unchecked: index + offset]
                guard (byte.isLetter ? byte | 0x20 : byte) == wanted[offset] else {
                    index += 1
                    continue search
                }
            }
            places[mark] = index
            return index
        }
        places[mark] = Int.max
        return nil
    }
}
