// SPDX-License-Identifier: Apache-2.0

/// Takes a block of feedback apart, in one pass.
struct FeedbackTokenizer {
    private let characters: [Character]
    private var index = 0
    private var tokens: [FeedbackToken] = []
    /// Opening marks whose closing one was looked for in vain: it is not looked for again, which keeps the time linear.
    private var barren: Set<Character> = []
    /// How many characters were looked at.
    private(set) var steps = 0

    private static let closing: [Character: Set<Character>] = [
        "\"": ["\""], "'": ["'"], "`": ["`"], "\u{201C}": ["\u{201D}"], "\u{201E}": ["\u{201C}", "\u{201D}"],
        "\u{2018}": ["\u{2019}"], "\u{201A}": ["\u{2018}", "\u{2019}"], "\u{AB}": ["\u{BB}"],
        "\u{BB}": ["\u{AB}"], "\u{2039}": ["\u{203A}"], "\u{300C}": ["\u{300D}"], "\u{300E}": ["\u{300F}"],
    ]
    /// Marks that also stand inside words or close: they open only after a space or a bracket.
    private static let shy: Set<Character> = ["\"", "'", "\u{2018}", "\u{BB}"]
    private static let marks: Set<Character> = [
        "(", ")", ",", ";", "\u{2014}", "\u{2192}", "\u{21D2}", "\u{2794}",
    ]
    private static let arrows: Set<String> = ["->", "-->", "=>", "==>", "\u{2192}", "\u{21D2}", "\u{2794}"]
    private static let dashes: Set<String> = ["-", "--", "\u{2013}", "\u{2014}"]
    private static let endings: Set<Character> = [".", "!", "?", ":", "\u{2026}"]

    init(_ characters: [Character]) { self.characters = characters }

    /// The tokens of the block.
    mutating func read() -> [FeedbackToken] {
        while index < characters.count {
            steps += 1
            let character = characters[index]
            if character.isWhitespace {
                index += 1
            } else if let end = quotationEnd() {
                let inner = String(characters[index + 1..<end])
                tokens.append(FeedbackToken(.quoted, inner, at: index..<end + 1))
                index = end + 1
            } else if Self.isMark(characters, at: index) {
                appendMark(String(character), at: index..<index + 1)
                index += 1
            } else {
                readWord()
            }
        }
        return tokens
    }

    /// Where the quotation that opens here closes, or `nil` when none does.
    private mutating func quotationEnd() -> Int? {
        let opening = characters[index]
        guard let closing = Self.closing[opening], !barren.contains(opening) else { return nil }
        if Self.shy.contains(opening), let previous = at(index - 1), !Self.precedesQuotation(previous) {
            return nil
        }
        guard let next = at(index + 1), !next.isWhitespace else { return nil }
        var end = index + 1
        while let character = at(end) {
            steps += 1
            if character.isNewline { return nil }
            if closing.contains(character), isClosing(at: end, opening: opening) {
                return end > index + 1 ? end : nil
            }
            end += 1
        }
        barren.insert(opening)
        return nil
    }

    /// An apostrophe inside a word closes nothing.
    private func isClosing(at end: Int, opening: Character) -> Bool {
        guard opening == "'" || opening == "\"" || opening == "\u{2018}", let next = at(end + 1) else {
            return true
        }
        return !next.isLetter && !next.isNumber
    }

    private static func precedesQuotation(_ character: Character) -> Bool {
        character.isWhitespace || "([{/:=>\u{2014}\u{2013}\u{2192}".contains(character)
    }

    /// A comma inside a number belongs to it, a colon inside a word is no mark.
    private static func isMark(_ characters: [Character], at index: Int) -> Bool {
        guard marks.contains(characters[index]) else { return false }
        guard characters[index] == ",", index > 0, index + 1 < characters.count else { return true }
        return !(characters[index - 1].isNumber && characters[index + 1].isNumber)
    }

    private mutating func readWord() {
        let start = index
        repeat {
            steps += 1
            index += 1
        } while index < characters.count && !characters[index].isWhitespace
            && !Self.isMark(characters, at: index) && !opensQuotation(characters[index])
        var end = index
        while end > start, Self.endings.contains(characters[end - 1]) { end -= 1 }
        if start < end { appendWord(String(characters[start..<end]), at: start..<end) }
        for position in end..<index { appendMark(String(characters[position]), at: position..<position + 1) }
    }

    /// Whether a quotation may begin right after a word without a space.
    private func opensQuotation(_ character: Character) -> Bool {
        Self.closing[character] != nil && !Self.shy.contains(character)
    }

    private mutating func appendWord(_ text: String, at range: Range<Int>) {
        if Self.arrows.contains(text) || Self.dashes.contains(text) || text == "=" {
            return appendMark(text, at: range)
        }
        let straight = String(text.map { $0 == "\u{2019}" ? "'" : $0 })
        guard let words = Contractions.expansion(of: straight.lowercased()) else {
            return tokens.append(FeedbackToken(.word, text, at: range))
        }
        tokens += words.map { .word($0, at: range) }
    }

    private mutating func appendMark(_ text: String, at range: Range<Int>) {
        let plain = Self.arrows.contains(text) ? "\u{2192}" : Self.dashes.contains(text) ? "-" : text
        tokens.append(FeedbackToken(.mark, plain, at: range))
    }

    private func at(_ position: Int) -> Character? {
        characters.indices.contains(position) ? characters[position] : nil
    }
}
