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
        let text = self.text.utf8.span.string(range)
        var first = 0
        // How much further on than in the masked text the part begins in the source.
        var shift = 0
        while first < spans.count, spans[first].range.lowerBound < range.lowerBound {
            shift += tokens[first].original.utf8.count - spans[first].range.count
            first += 1
        }
        var last = first
        var length = range.count
        while last < spans.count, spans[last].range.upperBound <= range.upperBound {
            length += tokens[last].original.utf8.count - spans[last].range.count
            last += 1
        }
        guard last > first else { return MaskedText(plain: text, syntaxes) }
        let inside = first..<last
        let kept = inside.map { index in
            var span = spans[index]
            span.range =
                (span.range.lowerBound - range.lowerBound)..<(span.range.upperBound - range.lowerBound)
            span.kind = Self.shifted(span.kind, into: inside)
            return span
        }
        let start = range.lowerBound + shift
        return MaskedText(
            source: source.utf8.span.string(start..<start + length), text: text, spans: kept,
            tokens: Array(tokens[inside]), syntaxes: syntaxes)
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
