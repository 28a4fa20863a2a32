// SPDX-License-Identifier: Apache-2.0

/// A line of feedback, or several that an editor wrapped; without the mark of a list.
struct FeedbackBlock: Equatable {
    /// From the first to the last character that is not white space, as written.
    var text: Substring
    /// Whether the mark of a list stood before it.
    var isItem = false
    /// Whether it was marked as a heading.
    var isHeading = false
    /// Whether an empty line stands before it.
    var followsGap = false

    var characters: [Character] { Array(text) }
}

/// Takes a feedback apart into lines, and joins those that were only wrapped.
enum FeedbackBlocks {
    /// A line of fewer characters was ended by its author.
    private static let wrapped = 60

    /// The blocks in order; empty lines are told by the block after them.
    static func split(_ text: String) -> [FeedbackBlock] {
        var blocks: [FeedbackBlock] = []
        var lastLength = 0
        var gap = false
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var block = block(of: line)
            guard !block.text.isEmpty else {
                gap = true
                continue
            }
            block.followsGap = gap
            if !gap, !block.isItem, !block.isHeading, lastLength >= wrapped, var last = blocks.popLast() {
                if isOpen(last) {
                    last.text = text[last.text.startIndex..<block.text.endIndex]
                    blocks.append(last)
                } else {
                    blocks += [last, block]
                }
            } else {
                blocks.append(block)
            }
            (lastLength, gap) = (line.count, false)
        }
        return blocks
    }

    private static func isOpen(_ block: FeedbackBlock) -> Bool {
        guard let last = block.text.last else { return false }
        return !block.isHeading && !".!?:;\u{2026}".contains(last)
    }

    private static func block(of line: Substring) -> FeedbackBlock {
        var block = FeedbackBlock(text: line.prefix(0))
        var rest = line.drop(while: \.isWhitespace)
        let hashes = rest.prefix { $0 == "#" }.count
        if hashes > 0, rest.dropFirst(hashes).first?.isWhitespace == true {
            block.isHeading = true
            rest = rest.dropFirst(hashes)
        } else if let length = bulletLength(rest) {
            block.isItem = true
            rest = rest.dropFirst(length)
        }
        rest = rest.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        block.text = rest
        return block
    }

    /// How long the mark of a list is that a line begins with: "-", "2.", "(3)", "a)" and a space.
    private static func bulletLength(_ line: Substring) -> Int? {
        let mark = line.prefix(6).prefix { !$0.isWhitespace }
        guard !mark.isEmpty, line.dropFirst(mark.count).first?.isWhitespace ?? false else { return nil }
        if mark.count == 1, "-*+\u{2022}\u{2013}\u{25E6}\u{B7}".contains(mark) { return 1 }
        guard let last = mark.last, last == "." || last == ")" else { return nil }
        let body = mark.dropLast().drop { $0 == "(" }
        let isNumber = !body.isEmpty && body.count <= 3 && body.allSatisfy { $0.isASCII && $0.isNumber }
        let isLetter = body.count == 1 && body.allSatisfy { $0.isASCII && $0.isLetter } && last == ")"
        return isNumber || isLetter ? mark.count : nil
    }
}
