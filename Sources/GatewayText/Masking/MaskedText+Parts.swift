// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension MaskedText {
    /// The text and tokens in turn, covering the masked text.
    public var pieces: [Piece] {
        var pieces: [Piece] = []
        var done = 0
        for span in spans {
            if span.range.lowerBound > done { pieces.append(.text(done..<span.range.lowerBound)) }
            pieces.append(.token(span.number))
            done = span.range.upperBound
        }
        let end = text.utf8.count
        if end > done { pieces.append(.text(done..<end)) }
        return pieces
    }

    /// The texts between the tokens, in order: what ``rejoined(_:)`` takes back.
    public var textPieces: [String] {
        let bytes = text.utf8.span
        var texts: [String] = []
        for case .text(let range) in pieces { texts.append(bytes.string(range)) }
        return texts
    }

    /// A masked text of the tokens in their places and other texts between them.
    ///
    /// - Parameter texts: one for each of ``textPieces``, in the same order.
    public func rejoined(_ texts: [String]) -> String {
        var joined = ""
        var next = texts.startIndex
        for piece in pieces {
            switch piece {
            case .token(let number): joined += TokenSyntax.token(number)
            case .text:
                precondition(next < texts.endIndex, "fewer texts than pieces")
                joined += texts[next]
                next += 1
            }
        }
        precondition(next == texts.endIndex, "more texts than pieces")
        return joined
    }

    /// A part with its own spans. Tokens keep their numbers; a pair that the border cuts becomes two standalone
    /// tokens.
    ///
    /// - Parameter range: bytes of ``text``, on borders of characters and not inside a token.
    public func part(_ range: Range<Int>) -> MaskedText {
        let first = spans.firstIndex { $0.range.lowerBound >= range.lowerBound } ?? spans.endIndex
        let last = spans.lastIndex { $0.range.upperBound <= range.upperBound }.map { $0 + 1 } ?? first
        let inside = first..<Swift.max(first, last)
        let text = self.text.utf8.span.string(range)
        guard !inside.isEmpty else { return MaskedText(plain: text, syntaxes) }
        let kept = inside.map { index in
            var span = spans[index]
            span.range =
                (span.range.lowerBound - range.lowerBound)..<(span.range.upperBound - range.lowerBound)
            span.kind = Self.shifted(span.kind, into: inside)
            return span
        }
        let whole = MaskedText(
            source: "", text: text, spans: kept, tokens: Array(tokens[inside]), syntaxes: syntaxes)
        return MaskedText(
            source: whole.unmask(text, isSource: true), text: text, spans: kept, tokens: whole.tokens,
            syntaxes: syntaxes)
    }

    private static func shifted(_ kind: TokenSpan.Kind, into range: Range<Int>) -> TokenSpan.Kind {
        switch kind {
        case .open(let partner) where range.contains(partner): .open(partner: partner - range.lowerBound)
        case .close(let partner) where range.contains(partner): .close(partner: partner - range.lowerBound)
        default: .standalone
        }
    }

    /// Where the tokens' originals stand in ``source``.
    var sourceRanges: [Range<Int>] {
        var shift = 0
        return zip(spans, tokens).map { span, token in
            let start = span.range.lowerBound + shift
            let length = token.original.utf8.count
            shift += length - span.range.count
            return start..<(start + length)
        }
    }
}
