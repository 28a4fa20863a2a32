// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

extension TokenSpan {
    /// Where the tokens of a masked text stand in its translation, in the order they have there; `nil` when they are not
    /// the same tokens, each once, and pairs still in order.
    public static func moved(_ spans: [TokenSpan], in translation: String) -> [TokenSpan]? {
        let found = TokenSyntax.all(in: translation)
        guard found.count == spans.count else { return nil }
        var places = [Int?](repeating: nil, count: spans.count)
        var order: [Int] = []
        for (place, token) in found.enumerated() {
            guard let index = spans.firstIndex(where: { $0.number == token.number }), places[index] == nil
            else { return nil }
            places[index] = place
            order.append(index)
        }
        var moved: [TokenSpan] = []
        for (place, index) in order.enumerated() {
            var span = spans[index]
            span.range = found[place].range
            switch span.kind {
            case .standalone: break
            case .open(let partner):
                guard let other = places[partner], other > place else { return nil }
                span.kind = .open(partner: other)
            case .close(let partner):
                guard let other = places[partner], other < place else { return nil }
                span.kind = .close(partner: other)
            }
            moved.append(span)
        }
        return moved
    }
}
