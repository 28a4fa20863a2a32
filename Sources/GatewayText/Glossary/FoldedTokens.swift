// SPDX-License-Identifier: Apache-2.0
import CLocale

/// A word of a folded text, a character of a script without spaces, or a sign.
struct FoldedToken {
    /// What is known of a token; bits.
    struct Traits: OptionSet {
        let rawValue: UInt16
        /// White space stands before it.
        static let spaced = Traits(rawValue: 1)
        /// A term may begin here, by ICU or by the language's ``WordRules``.
        static let begins = Traits(rawValue: 2)
        /// A term may end here.
        static let ends = Traits(rawValue: 4)
        /// A term of several characters may begin here: a Han character inside a run of them.
        static let beginsLoosely = Traits(rawValue: 8)
        /// A term of several characters may end here.
        static let endsLoosely = Traits(rawValue: 16)
        /// Letters alone, of a script whose words have endings.
        static let inflects = Traits(rawValue: 32)
        /// Folding dropped an accent.
        static let accented = Traits(rawValue: 64)
        /// It begins, or ends, inside what one character was folded to.
        static let cutsStart = Traits(rawValue: 128)
        static let cutsEnd = Traits(rawValue: 256)
    }

    /// Bytes of the original text.
    var start: Int
    var end: Int
    /// Folded characters.
    var first: Int
    var count: Int
    var hash: UInt64
    var traits: Traits
}

/// A text folded and taken apart, with buffers that are used again for the next.
struct FoldedTokens {
    /// In the order of the text; white space is no token.
    private(set) var tokens: [FoldedToken] = []
    /// The folded characters of all tokens.
    private(set) var values: [UInt32] = []
    private var characters: [loc_character] = []
    private var breaks: [Int32] = []
    private var isASCII = true

    /// The folded characters of a token.
    func values(of token: FoldedToken) -> ArraySlice<UInt32> {
        values[token.first..<token.first + token.count]
    }

    /// Where, in the original text, the first `count` characters of a token end.
    func end(of count: Int, in token: FoldedToken) -> Int {
        isASCII ? token.start + count : Int(ends[token.first + count - 1])
    }

    private var ends: [UInt32] = []

    /// Takes a text apart.
    ///
    /// - Parameter rules: those of the text's language; `nil` for a term, whose boundaries nobody asks for.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>, rules: WordRules?) {
        tokens.removeAll(keepingCapacity: true)
        isASCII = text.allSatisfy { $0 < 0x80 }
        if isASCII { readASCII(text) } else { readFolded(text) }
        guard let rules else { return }
        if isASCII { joinASCII(text, rules) } else { heedBreaks(text, rules) }
        heedEndings(text, rules)
    }
}

extension FoldedTokens {
    /// Mixes characters into a token's hash. Every prefix of a word has the state it would have as a whole, so the
    /// hashes of stems come for free.
    enum Hash {
        // Not the same in two processes, so that nobody can write a text that meets a term by its hash alone.
        static let seed = UInt64.random(in: .min ... .max)

        static func step(_ state: UInt64, _ value: UInt32) -> UInt64 {
            (state ^ UInt64(value)) &* 0x9E37_79B9_7F4A_7C15
        }

        static func end(_ state: UInt64) -> UInt64 {
            let mixed = (state ^ (state >> 32)) &* 0xD6E8_FEB8_6659_FD93
            return mixed ^ (mixed >> 32)
        }

        /// Joins a token to those before it. Whether there is space between them is told apart.
        static func join(_ chain: UInt64, _ token: UInt64, isSpaced: Bool) -> UInt64 {
            end((chain &+ (isSpaced ? 0x5851_F42D_4C95_7F2D : 0)) ^ token)
        }
    }

    private static let asciiKinds: [UInt8] = (0..<128).map { (byte: UInt8) in
        let kind =
            byte.isLetter
            ? LOC_CHARACTER_LETTER
            : byte.isDigit ? LOC_CHARACTER_DIGIT : byte.isSpace ? LOC_CHARACTER_SPACE : LOC_CHARACTER_SIGN
        return UInt8(kind.rawValue)
    }

    private mutating func readASCII(_ text: UnsafeBufferPointer<UInt8>) {
        // Taken out while it is written, since tokens are appended meanwhile.
        var buffer: [UInt32] = []
        swap(&buffer, &values)
        defer { swap(&buffer, &values) }
        if buffer.count < text.count {
            buffer = [UInt32](repeating: 0, count: max(2 * buffer.count, text.count))
        }
        let letter = UInt8(LOC_CHARACTER_LETTER.rawValue)
        let digit = UInt8(LOC_CHARACTER_DIGIT.rawValue)
        let space = UInt8(LOC_CHARACTER_SPACE.rawValue)
        let kinds = Self.asciiKinds.span
        var folded = buffer.mutableSpan
        var index = 0
        var traits: FoldedToken.Traits = []
        let seed = Hash.seed
        while index < text.count {
            let kind = kinds[unchecked: Int(text[index])]
            if kind == space {
                traits = .spaced
                index += 1
                continue
            }
            let start = index
            var state = seed
            if kind <= digit {
                traits.insert(.inflects)
                while index < text.count {
                    let byte = text[index]
                    let kind = kinds[unchecked: Int(byte)]
                    guard kind <= digit else { break }
                    if kind == digit { traits.remove(.inflects) }
                    let value = UInt32(kind == letter ? byte | 0x20 : byte)
                    folded[unchecked: index] = value
                    state = Hash.step(state, value)
                    index += 1
                }
            } else {
                folded[unchecked: index] = UInt32(text[index])
                state = Hash.step(state, UInt32(text[index]))
                index += 1
            }
            traits.formUnion([.begins, .ends])
            tokens.append(
                FoldedToken(
                    start: start, end: index, first: start, count: index - start, hash: Hash.end(state),
                    traits: traits))
            traits = []
        }
    }

    /// UAX 29's rules as far as ASCII has them (WB5 to WB13b), with CLDR's change that takes `@` for a letter.
    private mutating func joinASCII(_ text: UnsafeBufferPointer<UInt8>, _ rules: WordRules) {
        func isLetter(_ byte: UInt8) -> Bool { byte.isLetter || byte == UInt8(ascii: "@") }
        func isWord(_ byte: UInt8) -> Bool { byte.isWord || byte == UInt8(ascii: "@") }
        for index in tokens.indices {
            let token = tokens[index]
            let sign = text[token.start]
            guard !sign.isLetter, !sign.isDigit else { continue }
            let before = index > 0 && !token.traits.contains(.spaced) ? text[token.start - 1] : 0
            let after = token.end < text.count ? text[token.end] : 0
            if isWord(sign) {
                if isWord(before) { join(index - 1) }
                if isWord(after) { join(index) }
                continue
            }
            let joins =
                isLetter(before) && isLetter(after)
                ? sign.isAny(of: ".'") || sign == UInt8(ascii: ":") && rules.colonJoins
                : before.isDigit && after.isDigit && sign.isAny(of: ".',;")
            if joins {
                join(index - 1)
                join(index)
            }
        }
    }

    /// Nothing begins or ends between a token and the next.
    private mutating func join(_ index: Int) {
        tokens[index].traits.remove(.ends)
        tokens[index + 1].traits.remove(.begins)
    }

    private mutating func readFolded(_ text: UnsafeBufferPointer<UInt8>) {
        let count = fold(text)
        values.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        var open = false
        var state = Hash.seed
        var traits: FoldedToken.Traits = []
        for index in 0..<count {
            let character = characters[index]
            let kind = loc_character_kind(rawValue: UInt32(character.kind))
            guard kind != LOC_CHARACTER_SPACE else {
                open = false
                traits = .spaced
                continue
            }
            let isWord = kind == LOC_CHARACTER_LETTER || kind == LOC_CHARACTER_DIGIT
            if isWord && open || kind == LOC_CHARACTER_MARK && !traits.contains(.spaced) && !tokens.isEmpty {
                state = Hash.step(state, character.value)
                let last = tokens.count - 1
                tokens[last].count += 1
                tokens[last].end = Int(character.end)
                tokens[last].hash = Hash.end(state)
                if kind == LOC_CHARACTER_DIGIT { tokens[last].traits.remove(.inflects) }
            } else {
                state = Hash.step(Hash.seed, character.value)
                if kind == LOC_CHARACTER_LETTER { traits.insert(.inflects) }
                if kind == LOC_CHARACTER_IDEOGRAPH { traits.formUnion([.beginsLoosely, .endsLoosely]) }
                if character.edges & UInt8(LOC_EDGE_START.rawValue) == 0 { traits.insert(.cutsStart) }
                tokens.append(
                    FoldedToken(
                        start: Int(character.start), end: Int(character.end), first: values.count, count: 1,
                        hash: Hash.end(state), traits: traits))
                open = isWord
            }
            traits = []
            let last = tokens.count - 1
            if character.accented != 0 { tokens[last].traits.insert(.accented) }
            if character.edges & UInt8(LOC_EDGE_END.rawValue) == 0 {
                tokens[last].traits.insert(.cutsEnd)
            } else {
                tokens[last].traits.remove(.cutsEnd)
            }
            values.append(character.value)
            ends.append(character.end)
        }
    }

    private mutating func fold(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        if characters.count < text.count + 16 {
            characters = [loc_character](repeating: loc_character(), count: 2 * text.count + 16)
        }
        while true {
            let count = text.withMemoryRebound(to: CChar.self) { text in
                Int(loc_fold(text.baseAddress, Int32(text.count), &characters, Int32(characters.count)))
            }
            if count <= characters.count { return max(count, 0) }
            characters = [loc_character](repeating: loc_character(), count: count)
        }
    }

    /// Marks where ICU finds the boundaries of words.
    private mutating func heedBreaks(_ text: UnsafeBufferPointer<UInt8>, _ rules: WordRules) {
        var count = -1
        if breaks.count < text.count { breaks = [Int32](repeating: 0, count: 2 * text.count) }
        count = text.withMemoryRebound(to: CChar.self) { text in
            Int(
                loc_breaks(
                    LOC_BREAK_WORD, rules.language, text.baseAddress, Int32(text.count), &breaks,
                    Int32(breaks.count)))
        }
        // Without memory for an iterator only the text as a whole is a word.
        if count < 0 { (count, breaks[0]) = (1, Int32(text.count)) }
        var next = 0
        var previous = 0
        for index in tokens.indices {
            while next < count, Int(breaks[next]) <= tokens[index].start {
                previous = Int(breaks[next])
                next += 1
            }
            if tokens[index].start == previous { tokens[index].traits.insert(.begins) }
            while next < count, Int(breaks[next]) < tokens[index].end {
                previous = Int(breaks[next])
                next += 1
            }
            if next < count, Int(breaks[next]) == tokens[index].end { tokens[index].traits.insert(.ends) }
        }
        for index in tokens.indices {
            if tokens[index].traits.contains(.cutsStart) {
                tokens[index].traits.subtract([.begins, .beginsLoosely])
            }
            if tokens[index].traits.contains(.cutsEnd) {
                tokens[index].traits.subtract([.ends, .endsLoosely])
            }
        }
    }

    /// Lets terms begin and end at the signs of ``WordRules``.
    private mutating func heedEndings(_ text: UnsafeBufferPointer<UInt8>, _ rules: WordRules) {
        guard rules.elides || rules.hasPossessive || !rules.endingSigns.isEmpty, tokens.count > 2 else {
            return
        }
        for index in 1..<(tokens.count - 1) {
            let sign = tokens[index]
            let following = tokens[index + 1]
            guard sign.count == 1, !sign.traits.contains(.spaced), !following.traits.contains(.spaced) else {
                continue
            }
            let value = values[sign.first]
            let isApostrophe = value == 0x27 || value == 0x2019
            if rules.elides, isApostrophe { tokens[index + 1].traits.insert(.begins) }
            let isPossessive =
                rules.hasPossessive && isApostrophe && following.count == 1
                && values[following.first] == 0x73 && following.traits.contains(.ends)
            if isPossessive || rules.endingSigns.contains(value) { tokens[index - 1].traits.insert(.ends) }
        }
    }
}
