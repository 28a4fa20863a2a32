// SPDX-License-Identifier: Apache-2.0

/// A text and what the checks must know of it.
struct ScannedText {
    let text: String
    /// What in it is protected, in order.
    let matches: [ProtectedMatch]
    /// The text without what is protected; a space stands in its place.
    let prose: String
    /// Of the whole text, so that what it has not is not in ``prose`` either.
    var traits: TextTraits

    init(_ text: String, _ syntaxes: SyntaxSet) {
        self.init(text, matches: ProtectedScanner.matches(in: text, syntaxes))
    }

    /// - Parameter matches: all protected places of the text.
    init(_ text: String, matches: [ProtectedMatch]) {
        self.text = text
        self.matches = matches
        let bytes = text.utf8.span
        traits = TextTraits(bytes)
        guard !matches.isEmpty else {
            prose = text
            return
        }
        var rest: [UInt8] = []
        rest.reserveCapacity(bytes.count)
        var done = 0
        for match in matches {
            bytes.append(done..<match.range.lowerBound, to: &rest)
            rest.append(0x20)
            done = match.range.upperBound
        }
        bytes.append(done..<bytes.count, to: &rest)
        prose = String(decoding: rest, as: UTF8.self)
    }

    /// The text as a message with branches, or `nil`.
    func message(_ syntaxes: SyntaxSet) -> Message? {
        traits.kinds.contains(.brace) ? Message(choosing: text, syntaxes) : nil
    }

    /// How the matches of some kinds are spelled, in order.
    func spelled(_ isWanted: (ProtectedMatch) -> Bool) -> [String] {
        let bytes = text.utf8.span
        var spelled: [String] = []
        for match in matches where isWanted(match) { spelled.append(bytes.string(match.range)) }
        return spelled
    }
}
