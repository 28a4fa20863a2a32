// SPDX-License-Identifier: Apache-2.0

/// What a lone full stop stands behind: an abbreviation, an initial, a number, or the last word of a sentence.
extension SentenceRules {
    /// Whether the sentence goes on behind a full stop.
    func goesOn(_ text: Span<UInt8>, after stop: SentenceStop, in start: Int) -> Bool {
        let end = stop.marks.lowerBound
        guard end > start else { return false }
        let word = text.visibleWordStart(before: end, floor: start)
        // What a directive such as "%s" or "$x" stands for is no letter.
        guard word.start < word.end, word.start == start || !text[word.start - 1].isAny(of: "%$@#\\{") else {
            return false
        }
        let head = text.sentenceHead(from: start, before: word.start)
        // "1. Open the file", "1.) Open the file", "a. Open the file"
        if head == word.start, text.isListNumber(word.start..<word.end) { return true }
        // Behind a bracket or a quotation mark an abbreviation is followed by more of its sentence in small letters.
        guard stop.isBare else { return false }
        if text.isNumber(word.start..<word.end) {
            return isOrdinal(text, word.start..<word.end, head: head, next: stop.next)
        }
        return isAbbreviated(text, word.start..<word.end, from: start, next: stop.next)
    }

    private func isAbbreviated(_ text: Span<UInt8>, _ word: Range<Int>, from start: Int, next: Int) -> Bool {
        let follower = Follower(text, at: next)
        var first = word.lowerBound
        var pieces = text.string(word)
        var kind = vocabulary.abbreviation(pieces)
        var isChain = false
        // "z. B.", "Ph.D.", "до н. э.": the longest one that is known.
        while let piece = text.pieceBefore(first, floor: start), pieces.utf8.count <= 24 {
            isChain = true
            pieces = text.string(piece) + "." + pieces
            first = piece.lowerBound
            if let longer = vocabulary.abbreviation(pieces) { kind = longer }
        }
        // What follows an apostrophe may be one too: "l'Avv."
        if kind == nil, let apostrophe = word.first(where: { text[$0] == UInt8(ascii: "'") }) {
            kind = vocabulary.abbreviation(text.string(apostrophe + 1..<word.upperBound))
        }
        // The first half of "v. Chr."
        if follower.hasFullStop, vocabulary.abbreviation(pieces + "." + follower.word) != nil { return true }
        // A lone small letter is a word of its own in many languages.
        let isInitial =
            text.isSingleLetter(word)
            && (follower.isInitial || !text.scalar(at: word.lowerBound).scalar.properties.isLowercase)
        switch kind {
        case .title: return true
        case .ending: return false
        case .beforeNumber:
            if follower.isNumber { return true }
            guard isInitial || isChain else { return false }
        case .timeOfDay:
            return follower.isNumber || vocabulary.followsTime(follower.word)
                || text.hasFewWords(from: start, before: word.upperBound)
        case .open: break
        case nil:
            guard isInitial || isChain && text.isShort(pieces: first..<word.upperBound) else { return false }
        }
        return !vocabulary.begins(follower.word) && !follower.opensSentence
    }

    /// "am 3. Tag", "o príslušníkov XII. Pluku", "12. 5. 2014", "od 7. Apríla 2020": behind a small letter, since a
    /// noun before a number counts ("Schritt 3.").
    private func isOrdinal(_ text: Span<UInt8>, _ number: Range<Int>, head: Int, next: Int) -> Bool {
        guard vocabulary.hasOrdinals, head < number.lowerBound, text[number.lowerBound] != UInt8(ascii: "0")
        else {
            return false
        }
        let isRoman = !text[number.lowerBound].isDigit
        guard isRoman || number.count <= 2 else { return false }
        if text[next].isDigit { return !isRoman }
        let before = text.whiteSpaceStart(before: number.lowerBound, floor: head)
        let word = text.wordStart(before: before, floor: head)
        guard word < before, text.scalar(at: word).scalar.properties.isLowercase else { return false }
        let follower = Follower(text, at: next)
        guard !vocabulary.begins(follower.word), !follower.opensSentence else { return false }
        if isRoman || vocabulary.hasCapitalNouns { return true }
        // A month, when a year follows it.
        let year = text.whiteSpaceEnd(from: text.wordEnd(from: next), before: text.count)
        return text.end(from: year) { $0.isDigit } - year == 4
    }

    /// The word behind a stop.
    private struct Follower {
        var word = ""
        var isNumber = false
        /// Whether it is a letter with a full stop.
        var isInitial = false
        /// Whether a full stop stands behind it.
        var hasFullStop = false
        /// Whether a sign stands there that opens a question or an exclamation, in Spanish.
        var opensSentence = false

        init(_ text: Span<UInt8>, at next: Int) {
            var index = next
            while index < text.count, index - next < 8 {
                let (scalar, length) = text.scalar(at: index)
                if scalar == "\u{BF}" || scalar == "\u{A1}" { opensSentence = true }
                guard scalar.opensEnclosure || scalar.isDash || scalar == "\u{BF}" || scalar == "\u{A1}"
                else { break }
                index += length
            }
            guard index < text.count else { return }
            isNumber = text.scalar(at: index).scalar.properties.numericType != nil
            let end = Swift.min(text.wordEnd(from: index), index + 64)
            // Not the word "A" or "И".
            hasFullStop = text.at(end) == UInt8(ascii: ".")
            isInitial = hasFullStop && text.isSingleLetter(index..<end)
            if !isInitial { word = text.string(index..<end) }
        }
    }
}

extension Span<UInt8> {
    /// The word that ends at a position, without what is not seen around it, such as marks of direction.
    fileprivate func visibleWordStart(before end: Int, floor: Int) -> (start: Int, end: Int) {
        var wordEnd = end
        while wordEnd > floor {
            let (scalar, length) = scalar(before: wordEnd)
            guard scalar.properties.isDefaultIgnorableCodePoint else { break }
            wordEnd -= length
        }
        return (wordStart(before: wordEnd, floor: floor), wordEnd)
    }

    /// The piece of an abbreviation before another: "z" of "z. B". A piece has up to four letters.
    fileprivate func pieceBefore(_ start: Int, floor: Int) -> Range<Int>? {
        var end = start
        if end > floor + 1 {
            let (scalar, length) = scalar(before: end)
            if scalar == " " || scalar == "\u{A0}" || scalar == "\u{202F}" { end -= length }
        }
        guard end > floor + 1, self[end - 1] == UInt8(ascii: ".") else { return nil }
        let first = wordStart(before: end - 1, floor: floor)
        guard first < end - 1, end - 1 - first <= 8 else { return nil }
        return first..<(end - 1)
    }

    /// Whether a word is one letter. With a vowel sign it is a word: Hindi "है" ends most sentences; so are Korean syllables.
    fileprivate func isSingleLetter(_ word: Range<Int>) -> Bool {
        guard !word.isEmpty else { return false }
        let (scalar, length) = scalar(at: word.lowerBound)
        return length == word.count && scalar.properties.isAlphabetic && !scalar.properties.isIdeographic
            && !(0xAC00...0xD7A3).contains(scalar.value)
    }

    /// Whether all pieces between dots have at most two letters: "U.S.A", "Ph.D", but not "file.txt".
    fileprivate func isShort(pieces range: Range<Int>) -> Bool {
        var letters = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let (scalar, length) = scalar(at: index)
            if scalar == "." {
                letters = 0
            } else if scalar.properties.isAlphabetic {
                letters += 1
            } else if !scalar.properties.isWhitespace {
                return false
            }
            guard letters <= 2 else { return false }
            index += length
        }
        return true
    }

    /// Whether a word is a number, in digits or in Roman capitals below 40.
    fileprivate func isNumber(_ word: Range<Int>) -> Bool {
        if word.allSatisfy({ self[$0].isDigit }) { return true }
        let tens = end(from: word.lowerBound) { $0 == UInt8(ascii: "X") }
        guard word.count > 1, tens - word.lowerBound <= 3 else { return false }
        return switch string(tens..<Swift.max(tens, word.upperBound)) {
        case "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX": true
        default: false
        }
    }

    /// Whether a word can number the items of a list: up to three digits, a letter, or a small Roman number.
    fileprivate func isListNumber(_ word: Range<Int>) -> Bool {
        guard word.count <= 3 else { return isSingleLetter(word) }
        var isDigits = true
        var isRoman = true
        for index in word {
            if !self[index].isDigit { isDigits = false }
            if !self[index].isAny(of: "ivx") { isRoman = false }
        }
        return isDigits || isRoman || isSingleLetter(word)
    }

    /// Whether a range has at most three words, by its spaces.
    fileprivate func hasFewWords(from start: Int, before end: Int) -> Bool {
        var words = 0
        var isInside = false
        for index in start..<end {
            let isSpace = self[index].isSpace
            if !isSpace, !isInside { words += 1 }
            if words > 3 { return false }
            isInside = !isSpace
        }
        return true
    }
}
