// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// A text with tokens, and where they are.
struct TokenSample: Sendable {
    let text: String
    let spans: [TokenSpan]

    /// Makes a text from pieces: `1` is a standalone token, `+1` opens a pair that `-1` closes, all else is text.
    ///
    /// `+1` and `-1` are tokens of two numbers: the pair `n` opens as `2n` and closes as `2n + 1`, from 100 on.
    init(_ pieces: String...) { self.init(pieces) }

    init(_ pieces: [String]) {
        var text = ""
        var spans: [TokenSpan] = []
        var opened: [Int: Int] = [:]
        for piece in pieces {
            guard let number = Int(piece) else {
                text += piece
                continue
            }
            let isPair = piece.hasPrefix("+") || piece.hasPrefix("-")
            let shown = isPair ? 100 + 2 * abs(number) + (number < 0 ? 1 : 0) : number
            let token = "\u{27E6}\(shown)\u{27E7}"
            let start = text.utf8.count
            var kind = TokenSpan.Kind.standalone
            if isPair, number > 0 {
                opened[number] = spans.count
                kind = .open(partner: -1)
            } else if isPair, let partner = opened[-number] {
                kind = .close(partner: partner)
                spans[partner].kind = .open(partner: spans.count)
            }
            spans.append(TokenSpan(range: start..<start + token.utf8.count, number: shown, kind: kind))
            text += token
        }
        self.text = text
        self.spans = spans
    }

    /// The tokens, sorted, as they have to come back.
    var tokens: [String] { Self.tokens(in: text) }

    /// What looks like a token in a text: brackets with digits between them.
    static func tokens(in text: String) -> [String] {
        var tokens: [String] = []
        var rest = text.unicodeScalars[...]
        while let open = rest.firstIndex(of: "\u{27E6}") {
            rest = rest[rest.index(after: open)...]
            let digits = rest.prefix { ("0"..."9").contains($0) }
            if !digits.isEmpty, digits.endIndex < rest.endIndex, rest[digits.endIndex] == "\u{27E7}" {
                tokens.append(String(digits))
            }
        }
        return tokens.sorted()
    }

    static let single = TokenSample("Hello ", "1", ", welcome.")
    static let pairs = TokenSample("Press ", "+1", "the ", "+2", "red", "-2", " button", "-1", " now.")
    static let ends = TokenSample("1", " is at the start and at the end is ", "2")
    static let adjacent = TokenSample("Files: ", "1", "2", "3", " done, ", "+1", "-1", " none.")
    static let alone = TokenSample("1")
    static let onlyTokens = TokenSample("1", " ", "+1", "2", "-1", "3")
    static let inWords = TokenSample("un", "1", "able to pre", "+1", "fix", "-1", "es")
    static let highNumbers = TokenSample("From ", "998", " to ", "1000000", ".")
    static let rightToLeft = TokenSample(
        "\u{5E9}\u{5DC}\u{5D5}\u{5DD} ", "1", " \u{645}\u{631}\u{62D}\u{628}\u{627} ", "2")
    static let many = TokenSample((1...300).flatMap { ["word ", "\($0)", " "] })
    static let deep = TokenSample((1...20).map { "+\($0)" } + ["core"] + (1...20).reversed().map { "-\($0)" })

    /// A text of chance around tokens of chance.
    static func random(using generator: inout CheckGenerator) -> TokenSample {
        var pieces: [String] = []
        var number = 0
        var open: [Int] = []
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            switch generator.next() % 4 {
            case 0:
                number += 1
                pieces.append("\(number)")
            case 1:
                number += 1
                open.append(number)
                pieces.append("+\(number)")
            case 2 where !open.isEmpty: pieces.append("-\(open.removeLast())")
            default:
                let text = Texts.random(pieces: 6, using: &generator)
                // A number alone would be taken for a token here.
                pieces.append(Int(text) == nil ? text : "a" + text)
            }
        }
        while let last = open.popLast() { pieces.append("-\(last)") }
        return TokenSample(pieces)
    }
}
