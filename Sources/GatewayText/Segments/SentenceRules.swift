// SPDX-License-Identifier: Apache-2.0

/// Which of the places where ICU ends a sentence do end one.
///
/// UAX 29 leaves abbreviations, lists, ellipses and quotations to tailoring (section 5, "Sentence Boundaries"): this
/// is ours. What decides is the stop, the word before it and the one behind it.
struct SentenceRules {
    let vocabulary: Vocabulary
    /// Ends that only what encloses them speaks against.
    let sure: Set<Int>
    /// Where something protected begins that a stop precedes and an end follows.
    let protected: [Int: Int]
    /// Insides of quotations and brackets that belong to a sentence, rising.
    let enclosures: [Range<Int>]

    /// Where the sentence from `start` ends that ICU ends at `end`: there, at an earlier stop, or not yet.
    func end(_ text: Span<UInt8>, at found: Int, after start: Int) -> Int? {
        if sure.contains(found) { return encloses(found) ? nil : found }
        let end = beforeOpening(text, found, after: start)
        let place = protected[found] ?? end
        guard end < text.count, let stop = SentenceStop(before: place, next: end, after: start, in: text)
        else {
            return end == text.count || !encloses(end) && !isClause(text, before: end) ? end : nil
        }
        for index in stop.closed..<end where (0x0A...0x0D).contains(text[index]) { return end }
        if text.scalar(at: end).scalar.onlyCloses { return endBehindQuotation(text, at: end) }
        guard !encloses(end), !isBracketed(stop, in: text), !isTight(text, stop, after: start) else {
            return nil
        }
        if stop.isFullStop(in: text) { return goesOn(text, after: stop, in: start) ? nil : end }
        if stop.isEllipsis(in: text) { return ellipsisEnd(text, stop, after: start) }
        return isMarkWithin(text, stop, after: start) ? nil : end
    }

    /// UAX 29 leaves opening signs that no space precedes with the stop before them: "はい。「いいえ。」"
    private func beforeOpening(_ text: Span<UInt8>, _ found: Int, after start: Int) -> Int {
        guard found < text.count else { return found }
        var end = found
        while end > start {
            let (scalar, length) = text.scalar(before: end)
            let opens =
                scalar.properties.generalCategory == .openPunctuation
                || scalar == "\u{201C}" && end - length > start
                    && text.scalar(before: end - length).scalar.isWideStop
            guard opens else { break }
            end -= length
        }
        return end > start ? end : found
    }

    /// French sets spaces inside its quotation marks: "« Oui. » Il part."
    private func endBehindQuotation(_ text: Span<UInt8>, at closing: Int) -> Int? {
        var index = closing
        while index < text.count, text.scalar(at: index).scalar.onlyCloses {
            index += text.scalar(at: index).length
        }
        let next = text.whiteSpaceEnd(from: index, before: text.count)
        guard next > index, next < text.count, !encloses(next), !text.goesOnInSmallLetters(at: next) else {
            return nil
        }
        return next
    }

    private func encloses(_ end: Int) -> Bool {
        // The last one that begins before the place.
        var low = 0
        var high = enclosures.count
        while low < high {
            let middle = (low + high) / 2
            if enclosures[middle].lowerBound < end { low = middle + 1 } else { high = middle }
        }
        return low > 0 && end <= enclosures[low - 1].upperBound
    }

    /// "「はい。」と言った", and the Burmese comma, which ICU takes for a stop.
    private func isClause(_ text: Span<UInt8>, before end: Int) -> Bool {
        let visible = text.whiteSpaceStart(before: end, floor: 0)
        guard visible > 0 else { return false }
        let last = text.scalar(before: visible).scalar
        // In Greek ";" asks; where no space follows, it stands between the words of a list.
        return last == "\u{104A}" || last == ";" && visible == end
            || last.closesEnclosure && text.quotes(at: end)
    }

    /// "[...]", "(!)", "“.”": what was left out, a remark, or a stop that is spoken of.
    private func isBracketed(_ stop: SentenceStop, in text: Span<UInt8>) -> Bool {
        guard !stop.isBare, stop.marks.lowerBound > 0 else { return false }
        let before = text.scalar(before: stop.marks.lowerBound).scalar
        let after = text.scalar(at: stop.marks.upperBound).scalar
        // Arabic texts have ”these“ too.
        return before.opensEnclosure || before == "\u{201D}" && after == "\u{201C}"
    }

    /// Whether the text goes on without a space, as in ".NET", "…well", "3.Rice" and "?page=2".
    private func isTight(_ text: Span<UInt8>, _ stop: SentenceStop, after start: Int) -> Bool {
        guard stop.closed == stop.next else { return false }
        let next = text.scalar(at: stop.next).scalar
        // "(...)を"
        guard stop.isBare else { return next.properties.generalCategory == .otherLetter }
        // Chinese and Japanese have no spaces.
        guard next.properties.generalCategory != .otherLetter || stop.isFullStop(in: text) else {
            return false
        }
        guard next.properties.isAlphabetic || next.properties.numericType != nil || next.isASCII else {
            return false
        }
        // A forgotten space: "Really?Yes".
        let last = text[stop.marks.upperBound - 1]
        guard last == UInt8(ascii: "!") || last == UInt8(ascii: "?"), stop.marks.lowerBound > start else {
            return true
        }
        let before = text.scalar(before: stop.marks.lowerBound).scalar
        return
            !(next.properties.isAlphabetic && before.properties.isAlphabetic && !next.properties.isLowercase)
            || isAddress(text, before: stop.marks.lowerBound, after: start)
    }

    private func isAddress(_ text: Span<UInt8>, before end: Int, after start: Int) -> Bool {
        var index = end
        // What is longer is no text in a language.
        while index > start, !text[index - 1].isSpace {
            if text[index - 1].isAny(of: "/=@") || end - index > 256 { return true }
            index -= 1
        }
        return false
    }

    /// Of dots with spaces between them three are an omission. A full stop before them ends its sentence, and they
    /// open the next one.
    private func ellipsisEnd(_ text: Span<UInt8>, _ stop: SentenceStop, after start: Int) -> Int? {
        let isAtStart = text.sentenceHead(from: start, before: stop.marks.lowerBound) == stop.marks.lowerBound
        if isAtStart || text.goesOnInSmallLetters(at: stop.next) { return nil }
        guard stop.marks.count > 3, text[stop.marks.lowerBound + 1] == 0x20 else { return stop.next }
        let dots = (stop.marks.count + 1) / 2
        let isAttached = !text[stop.marks.lowerBound - 1].isSpace
        if dots == 3 { return nil }
        return isAttached && dots == 4 && stop.isBare ? stop.marks.lowerBound + 2 : stop.next
    }

    /// "Yahoo! in Europe", "“Why?” he asked", "Who is there? — asked mother."
    private func isMarkWithin(_ text: Span<UInt8>, _ stop: SentenceStop, after start: Int) -> Bool {
        guard text.goesOnInSmallLetters(at: stop.next) else { return false }
        if !stop.isBare || text.scalar(at: stop.next).scalar.isDash { return true }
        guard stop.marks.count == 1, text[stop.marks.lowerBound] == UInt8(ascii: "!") else { return false }
        let word = text.wordStart(before: stop.marks.lowerBound, floor: start)
        return word < stop.marks.lowerBound && text.scalar(at: word).scalar.properties.isUppercase
            && text.sentenceHead(from: start, before: word) < word
    }
}

extension Unicode.Scalar {
    /// Whether it closes quotations or brackets and never opens any, as "“" does.
    fileprivate var onlyCloses: Bool {
        properties.generalCategory == .closePunctuation || properties.generalCategory == .finalPunctuation
    }
}

extension Span<UInt8> {
    /// Where the first word of a sentence begins, behind spaces, bullets and opening signs.
    func sentenceHead(from start: Int, before end: Int) -> Int {
        var index = start
        while index < end {
            let (scalar, length) = scalar(at: index)
            guard !scalar.properties.isAlphabetic, scalar.properties.numericType == nil, !scalar.isWesternStop
            else {
                break
            }
            index += length
        }
        return index
    }

    /// Where the word begins that ends at a position: letters with their marks, digits, apostrophes, hyphens.
    func wordStart(before end: Int, floor: Int) -> Int {
        var index = end
        while index > floor {
            let (scalar, length) = scalar(before: index)
            guard scalar.isWordPart else { break }
            index -= length
        }
        return index
    }

    /// The end of the word that begins at a position.
    func wordEnd(from start: Int) -> Int {
        var index = start
        while index < count {
            let (scalar, length) = scalar(at: index)
            guard scalar.isWordPart else { break }
            index += length
        }
        return index
    }
}

extension Unicode.Scalar {
    /// Whether it stands inside words and numbers.
    var isWordPart: Bool {
        if isASCII { return UInt8(truncatingIfNeeded: value).isWord || self == "'" || self == "-" }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark,
            .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
            return true
        default: return self == "\u{2019}" || self == "\u{B0}"
        }
    }
}
