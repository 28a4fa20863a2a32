// SPDX-License-Identifier: Apache-2.0

/// The full stops, question and exclamation marks or ellipses before a place where a sentence may end, and what
/// stands around them. All positions are UTF-8 bytes.
struct SentenceStop {
    /// The stops themselves; `. . .` with its spaces.
    let marks: Range<Int>
    /// The end of the closing quotes and brackets behind them.
    let closed: Int
    /// Where the text goes on, behind the white space.
    let next: Int
    /// Whether no quote or bracket closes behind it.
    let isBare: Bool

    /// The stop before `place`, or `nil` when there is none of those that Western scripts use; none of the others is
    /// ever anything but the end of a sentence.
    ///
    /// - Parameter place: where what follows begins, or something protected that stands before it.
    init?(before place: Int, next: Int, after floor: Int, in text: Span<UInt8>) {
        self.next = next
        let closed = text.whiteSpaceStart(before: place, floor: floor)
        self.closed = closed
        var end = closed
        var hasClosing = false
        while end > floor {
            let (scalar, length) = text.scalar(before: end)
            let closes = scalar.closesEnclosure || scalar == "'"
            // Such as marks of direction.
            guard closes || scalar.properties.isDefaultIgnorableCodePoint else { break }
            hasClosing = hasClosing || closes
            end -= length
        }
        isBare = !hasClosing
        var start = end
        while start > floor {
            let (scalar, length) = text.scalar(before: start)
            if scalar.isWesternStop {
                start -= length
            } else if scalar == " ", start < end, text.at(start) == UInt8(ascii: "."),
                start - 2 >= floor, text.at(start - 2) == UInt8(ascii: ".")
            {
                start -= 1
            } else {
                break
            }
        }
        guard start < end else { return nil }
        marks = start..<end
    }

    /// Whether it is one full stop and nothing else.
    func isFullStop(in text: Span<UInt8>) -> Bool {
        marks.count == 1 && text[marks.lowerBound] == UInt8(ascii: ".")
    }

    /// Whether it is an ellipsis, of dots or of one character.
    func isEllipsis(in text: Span<UInt8>) -> Bool {
        guard marks.count >= 3 else { return false }
        for index in marks {
            guard text[index].isAny(of: ". \u{2026}") else { return false }
        }
        return true
    }
}

extension Unicode.Scalar {
    /// Whether it is a stop that has other uses than to end a sentence.
    var isWesternStop: Bool { self == "." || self == "!" || self == "?" || self == "\u{2026}" }

    /// Whether it opens a quotation or a bracket.
    var opensEnclosure: Bool {
        switch properties.generalCategory {
        case .openPunctuation, .initialPunctuation: true
        default: self == "\""
        }
    }

    /// Whether it closes a quotation or a bracket. German and others close with what English opens with.
    var closesEnclosure: Bool {
        switch properties.generalCategory {
        case .closePunctuation, .finalPunctuation, .initialPunctuation: true
        default: self == "\""
        }
    }
}
