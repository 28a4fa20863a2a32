// SPDX-License-Identifier: Apache-2.0

/// Writes messages: text is quoted where ICU would otherwise read syntax in it.
struct MessageText {
    /// A part of a message to be written.
    enum Piece: Sendable, Hashable {
        /// Text, to be quoted as need be.
        case literal(String)
        /// Syntax, written as it is.
        case syntax(String)
    }

    private(set) var text = ""
    private var pending = ""
    private let doublesApostrophes: Bool
    private let isInPlural: Bool

    /// - Parameters:
    ///   - doublesApostrophes: whether every apostrophe of text is written twice.
    ///   - isInPlural: whether `#` is syntax.
    init(doublesApostrophes: Bool, isInPlural: Bool) {
        self.doublesApostrophes = doublesApostrophes
        self.isInPlural = isInPlural
    }

    /// The pieces as one text of a message.
    static func spelled(_ pieces: [Piece], doublesApostrophes: Bool, isInPlural: Bool) -> String {
        var writer = MessageText(doublesApostrophes: doublesApostrophes, isInPlural: isInPlural)
        for piece in pieces { writer.append(piece) }
        writer.flush()
        return writer.text
    }

    private mutating func append(_ piece: Piece) {
        switch piece {
        case .literal(let literal): pending += literal
        case .syntax(let syntax):
            flush()
            text += syntax
        }
    }

    /// Quotes what was pending. Neighbouring literals are quoted together, since two quoted runs side by side would
    /// read as one with an apostrophe in it.
    private mutating func flush() {
        guard !pending.isEmpty else { return }
        let scalars = Array(pending.unicodeScalars)
        var written = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            let end = runEnd(scalars, from: index)
            if end > index {
                appendQuoted(scalars[index..<end], to: &written)
                index = end
            } else {
                written.append(scalars[index])
                // At the end a brace follows, or nothing.
                if scalars[index] == "'", doublesApostrophes || index + 1 == scalars.count {
                    written.append("'")
                }
                index += 1
            }
        }
        text += String(written)
        pending = ""
    }

    /// The end of a run of syntax characters and apostrophes that has one of the former, or the start.
    private func runEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        var end = start
        var hasSyntax = false
        while end < scalars.count, scalars[end] == "'" || isSyntax(scalars[end]) {
            hasSyntax = hasSyntax || isSyntax(scalars[end])
            end += 1
        }
        if hasSyntax { return end }
        // Two apostrophes of text would read as one.
        return end - start > 1 ? end : start
    }

    private func appendQuoted(_ run: ArraySlice<Unicode.Scalar>, to written: inout String.UnicodeScalarView) {
        let isQuoted = run.contains(where: isSyntax)
        if isQuoted { written.append("'") }
        for scalar in run {
            written.append(scalar)
            if scalar == "'" { written.append(scalar) }
        }
        if isQuoted { written.append("'") }
    }

    private func isSyntax(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "{" || scalar == "}" || scalar == "#" && isInPlural
    }
}
