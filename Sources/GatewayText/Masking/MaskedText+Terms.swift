// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension MaskedText {
    /// The same text with terms as tokens that stand for their translations, numbered anew. A term that touches a
    /// token does not count.
    ///
    /// What is protected is known already, so the text is not looked through again.
    ///
    /// - Parameter terms: in order and apart from each other; this text has none yet.
    func binding(_ terms: [TermPlace]) -> MaskedText {
        let source = self.source.utf8.span
        let ranges = sourceRanges
        let count = spans.count + terms.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count + 4 * count)
        var bound: [TokenSpan] = []
        var tokens: [Token] = []
        bound.reserveCapacity(count)
        tokens.reserveCapacity(count)
        var done = 0
        func append(_ token: Token, _ range: Range<Int>, _ kind: TokenSpan.Kind) {
            source.append(done..<range.lowerBound, to: &bytes)
            let start = bytes.count
            TokenSyntax.append(bound.count + 1, to: &bytes)
            bound.append(TokenSpan(range: start..<bytes.count, number: bound.count + 1, kind: kind))
            tokens.append(token)
            done = range.upperBound
        }
        // Where each of the old tokens is among the new ones.
        var places: [Int] = []
        places.reserveCapacity(spans.count)
        var next = 0
        func appendTokens(while isBefore: (Range<Int>) -> Bool) {
            while next < ranges.count, isBefore(ranges[next]) {
                places.append(bound.count)
                append(self.tokens[next], ranges[next], spans[next].kind)
                next += 1
            }
        }
        for term in terms {
            appendTokens { $0.upperBound <= term.range.lowerBound }
            guard next == ranges.count || ranges[next].lowerBound >= term.range.upperBound else { continue }
            let token = Token(original: source.string(term.range), syntax: .term, rendering: term.text)
            append(token, term.range, .standalone)
        }
        appendTokens { _ in true }
        source.append(done..<source.count, to: &bytes)
        for place in places {
            switch bound[place].kind {
            case .open(let partner): bound[place].kind = .open(partner: places[partner])
            case .close(let partner): bound[place].kind = .close(partner: places[partner])
            case .standalone: break
            }
        }
        return MaskedText(
            source: self.source, text: String(decoding: bytes, as: UTF8.self), spans: bound, tokens: tokens,
            syntaxes: syntaxes)
    }
}
