// SPDX-License-Identifier: Apache-2.0

/// A word, a quotation or a mark of a feedback.
struct FeedbackToken: Equatable {
    /// What a token is.
    enum Kind: Equatable {
        case word
        /// The text is what stands between the quotation marks.
        case quoted
        case mark
    }

    let kind: Kind
    let text: String
    /// What patterns compare: in lower case, and nothing for a quotation, which no pattern looks into.
    let folded: String
    /// Where it stands among the characters of its block, quotation marks included.
    let range: Range<Int>

    init(_ kind: Kind, _ text: String, at range: Range<Int>) {
        self.kind = kind
        self.text = text
        self.range = range
        folded = kind == .quoted ? "" : text.lowercased()
    }

    /// A word that is put in for others.
    static func word(_ text: String, at range: Range<Int>) -> FeedbackToken {
        FeedbackToken(.word, text, at: range)
    }

    /// Whether it is the word or mark; quotations never are.
    func isAny(of words: Set<String>) -> Bool { kind != .quoted && words.contains(folded) }

    func isMark(_ text: String) -> Bool { kind == .mark && self.text == text }

    /// Whether it begins with a capital letter.
    var isCapitalized: Bool { text.first?.isUppercase ?? false }
}
