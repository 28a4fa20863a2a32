// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Puts right the spaces that an engine added or dropped beside tokens, where it cannot be the language's doing.
///
/// 1. Just inside a tag pair: the source has no space there, so one there moves out of the pair, or goes when the
///    source has none outside either.
/// 2. Between two tokens that follow each other in both texts: there is what the source has there.
/// 3. Between a token and a bracket, quote, slash or the like that touches it in the source: a space goes.
///
/// A space before a colon or a question mark stays: French wants it.
struct SpaceRepair {
    private struct Sides {
        var before: Unicode.Scalar?
        var after: Unicode.Scalar?
    }

    private let masked: MaskedText
    private let sides: [Sides]

    init(_ masked: MaskedText) {
        self.masked = masked
        let bytes = masked.text.utf8.span
        var sides: [Sides] = []
        for span in masked.spans {
            sides.append(
                Sides(
                    before: span.range.lowerBound > 0
                        ? bytes.scalar(before: span.range.lowerBound).scalar : nil,
                    after: span.range.upperBound < bytes.count
                        ? bytes.scalar(at: span.range.upperBound).scalar : nil))
        }
        self.sides = sides
    }

    /// The output with its spaces beside tokens put right. Expects each token once.
    func repaired(_ output: String) -> String {
        var parts = Parts(output, masked)
        for place in parts.order.indices {
            let index = parts.order[place]
            switch masked.spans[index].kind {
            case .open where sides[index].after?.isGap == false:
                let moved = parts.gaps[place + 1].trimStart()
                if moved, sides[index].before?.isGap == true { parts.gaps[place].padEnd(isFirst: place == 0) }
            case .close where sides[index].before?.isGap == false:
                let moved = parts.gaps[place].trimEnd()
                let isLast = place + 1 == parts.order.count
                if moved, sides[index].after?.isGap == true { parts.gaps[place + 1].padStart(isLast: isLast) }
            default: break
            }
            if sides[index].before?.holdsTight == true, parts.gaps[place].endsLike(sides[index].before) {
                parts.gaps[place].trimEnd()
            }
            if sides[index].after?.holdsTight == true, parts.gaps[place + 1].startsLike(sides[index].after) {
                parts.gaps[place + 1].trimStart()
            }
        }
        for place in parts.order.indices.dropLast() where parts.order[place] + 1 == parts.order[place + 1] {
            let gap = masked.gap(after: parts.order[place])
            if gap.isBlank, parts.gaps[place + 1].isBlank { parts.gaps[place + 1] = gap }
        }
        return parts.joined(masked)
    }

    /// A translation cut at its tokens: one more gap than there are tokens.
    private struct Parts {
        var order: [Int] = []
        var gaps: [String] = []

        init(_ output: String, _ masked: MaskedText) {
            let bytes = output.utf8.span
            var done = 0
            for (number, range) in TokenSyntax.all(in: output) {
                guard let index = masked.index(of: number) else { continue }
                gaps.append(bytes.string(done..<range.lowerBound))
                order.append(index)
                done = range.upperBound
            }
            gaps.append(bytes.string(done..<bytes.count))
        }

        func joined(_ masked: MaskedText) -> String {
            var text = gaps[0]
            for (index, gap) in zip(order, gaps.dropFirst()) {
                text += TokenSyntax.token(masked.spans[index].number)
                text += gap
            }
            return text
        }
    }
}

extension MaskedText {
    /// What stands between a token and the next one.
    fileprivate func gap(after index: Int) -> String {
        text.utf8.span.string(spans[index].range.upperBound..<spans[index + 1].range.lowerBound)
    }
}

extension Unicode.Scalar {
    fileprivate var isGap: Bool { properties.isWhitespace }

    /// Whether it keeps what it touches, in every language's typography.
    fileprivate var holdsTight: Bool { "([{<>}])\"'/\\=#@_".unicodeScalars.contains(self) }
}

extension String {
    /// Takes away white space at the start; whether there was any.
    @discardableResult
    fileprivate mutating func trimStart() -> Bool {
        let end = unicodeScalars.firstIndex { !$0.isGap } ?? endIndex
        guard end > startIndex else { return false }
        removeSubrange(startIndex..<end)
        return true
    }

    /// Takes away white space at the end; whether there was any.
    @discardableResult
    fileprivate mutating func trimEnd() -> Bool {
        let start =
            unicodeScalars.lastIndex { !$0.isGap }.map { unicodeScalars.index(after: $0) } ?? startIndex
        guard start < endIndex else { return false }
        removeSubrange(start...)
        return true
    }

    /// Puts a space at the end unless there is one, or nothing stands before it in the whole text.
    fileprivate mutating func padEnd(isFirst: Bool) {
        if unicodeScalars.last.map({ !$0.isGap }) ?? !isFirst { self += " " }
    }

    /// Puts a space at the start unless there is one, or nothing follows in the whole text.
    fileprivate mutating func padStart(isLast: Bool) {
        if unicodeScalars.first.map({ !$0.isGap }) ?? !isLast { self = " " + self }
    }

    /// Whether its last character before white space is this one.
    fileprivate func endsLike(_ scalar: Unicode.Scalar?) -> Bool {
        unicodeScalars.last { !$0.isGap } == scalar
    }

    /// Whether its first character after white space is this one.
    fileprivate func startsLike(_ scalar: Unicode.Scalar?) -> Bool {
        unicodeScalars.first { !$0.isGap } == scalar
    }
}
