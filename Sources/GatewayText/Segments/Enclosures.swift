// SPDX-License-Identifier: Apache-2.0

/// Quotations and brackets behind which their sentence goes on, so that none ends inside of them.
enum Enclosures {
    /// What a text with unpaired signs can do must stay small: signs further apart than this are no pair.
    private static let longest = 1000
    private static let deepest = 8

    /// Their insides, rising and apart from each other. Those that cross a line's end are left out.
    static func goingOn(in text: Span<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var open: [(sign: Unicode.Scalar, end: Int)] = []
        var index = 0
        while index < text.count {
            let byte = text[unchecked: index]
            guard byte.isAny(of: "\"()[]\n") || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF
            else {
                index += 1
                continue
            }
            let (sign, length) = text.scalar(at: index)
            defer { index += length }
            if sign == "\n" {
                open.removeAll(keepingCapacity: true)
            } else if let last = open.lastIndex(where: { closes($0.sign, with: sign) }),
                !opens(sign, at: index, in: text) || open[last].sign == "\u{201E}"
            {
                let inside = open[last].end..<index
                open.removeSubrange(last...)
                guard inside.count <= longest, goesOn(behind: index + length, inside: inside, in: text) else {
                    continue
                }
                while let before = found.last, before.lowerBound >= inside.lowerBound { found.removeLast() }
                found.append(inside)
            } else if opens(sign, at: index, in: text) {
                if open.count == deepest { open.removeFirst() }
                open.append((sign, index + length))
            }
        }
        return found
    }

    private static func closes(_ opened: Unicode.Scalar, with sign: Unicode.Scalar) -> Bool {
        switch opened {
        case "\"": sign == opened
        case "\u{201D}": sign == opened || sign == "\u{201C}"
        case "(": sign == ")"
        case "[": sign == "]"
        case "\u{AB}": sign == "\u{BB}"
        case "\u{BB}": sign == "\u{AB}" || sign == "\u{BB}"
        case "\u{201E}": sign == "\u{201C}" || sign == "\u{201D}"
        case "\u{201C}": sign == "\u{201D}"
        case "\u{2039}": sign == "\u{203A}"
        case "\u{203A}": sign == "\u{2039}"
        // 〈〉 《》 「」 『』 【】 〔〕 （）
        case "\u{3008}", "\u{300A}", "\u{300C}", "\u{300E}", "\u{3010}", "\u{3014}", "\u{FF08}":
            sign.value == opened.value + 1
        default: false
        }
    }

    /// Whether a sign opens; of those that do both, the one behind a space and before a word.
    private static func opens(_ sign: Unicode.Scalar, at index: Int, in text: Span<UInt8>) -> Bool {
        switch sign {
        case "\u{201C}":
            return beginsQuotation(text, index + sign.utf8.count)
        case "\"", "\u{BB}", "\u{203A}", "\u{201D}":
            let before: Unicode.Scalar = index > 0 ? text.scalar(before: index).scalar : " "
            return (before.properties.isWhitespace || before.opensEnclosure)
                && beginsQuotation(text, index + sign.utf8.count)
        case "(", "[", "\u{AB}", "\u{201E}", "\u{2039}",
            "\u{3008}", "\u{300A}", "\u{300C}", "\u{300E}", "\u{3010}", "\u{3014}", "\u{FF08}":
            return true
        default: return false
        }
    }

    private static func beginsQuotation(_ text: Span<UInt8>, _ start: Int) -> Bool {
        guard start < text.count else { return false }
        let first = text.scalar(at: start).scalar
        return !first.properties.isWhitespace && !first.joinsClauses
            && (!first.isWesternStop || text.holds("..", at: start))
    }

    private static func goesOn(behind end: Int, inside: Range<Int>, in text: Span<UInt8>) -> Bool {
        var index = end
        while index < text.count, text.scalar(at: index).scalar.closesEnclosure {
            index += text.scalar(at: index).length
        }
        guard index < text.count else { return false }
        let following = text.scalar(at: index).scalar
        if following.isWesternStop || following.joinsClauses || following.isWideStop { return true }
        let next = text.whiteSpaceEnd(from: index, before: text.count)
        for position in index..<next where text[position].isAny(of: "\n\r") { return false }
        guard next < text.count else { return false }
        let last = text.scalar(
            before: text.whiteSpaceStart(before: inside.upperBound, floor: inside.lowerBound))
        // Without a stop of its own a quotation ends no sentence, so what follows belongs to it.
        if !inside.isEmpty, !last.scalar.isWesternStop, !last.scalar.isWideStop { return true }
        return text.goesOnInSmallLetters(at: next) || next == index && text.quotes(at: next)
    }
}

extension Unicode.Scalar {
    /// Whether it is a comma, semicolon or colon of any script.
    var joinsClauses: Bool {
        switch self {
        // ، ؛ 、 ， ； ：
        case ",", ";", ":", "\u{60C}", "\u{61B}", "\u{3001}", "\u{FF0C}", "\u{FF1B}", "\u{FF1A}": true
        default: false
        }
    }

    /// Whether it ends sentences and nothing else.
    var isWideStop: Bool {
        switch self {
        // 。 ！ ？ ｡ । ॥ ؟ ۔ ። ፧ ။ ։
        case "\u{3002}", "\u{FF01}", "\u{FF1F}", "\u{FF61}", "\u{964}", "\u{965}", "\u{61F}", "\u{6D4}",
            "\u{1362}", "\u{1367}", "\u{104B}", "\u{589}":
            true
        default: false
        }
    }

    /// Whether it is a hyphen or a dash.
    var isDash: Bool { properties.generalCategory == .dashPunctuation }
}

extension Span<UInt8> {
    /// Whether the text goes on with a small letter, behind a dash or an opening sign or at once.
    func goesOnInSmallLetters(at start: Int) -> Bool {
        var index = start
        while index < count {
            let (scalar, length) = scalar(at: index)
            guard scalar.isDash || scalar.opensEnclosure || scalar.properties.isWhitespace else {
                return scalar.properties.isLowercase
            }
            guard scalar != "\n", index - start < 16 else { return false }
            index += length
        }
        return false
    }

    /// Whether a Japanese particle follows that makes what stands before it a quotation: と or って.
    func quotes(at index: Int) -> Bool {
        holds("\u{3068}", at: index) || holds("\u{3063}\u{3066}", at: index)
    }
}
