// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Replaces what must come back untouched by numbered tokens.
///
/// Protected are format directives, templates, ICU messages (whole), markup, Markdown, BBCode, URLs, addresses, paths,
/// names, emoji, characters without a glyph, and text that looks like a token; each syntax says in its own file what it
/// takes for prose.
public struct Masker: Sendable {
    let syntaxes: SyntaxSet

    /// A masker for texts of which nothing is known.
    public init() { syntaxes = .inferred }

    /// A masker for the syntaxes that some hints name, if any does.
    public init(hints: [String]) {
        syntaxes = hints.lazy.compactMap(SyntaxSet.init(hint:)).first ?? .inferred
    }

    /// Masks a text in one pass. A text with nothing to protect is not copied.
    public func mask(_ text: String) -> MaskedText {
        masked(text, ProtectedScanner.matches(in: text, syntaxes))
    }

    /// Masks a text of which some places are known to be syntax. A match around such a place takes it in; one that
    /// cuts it does not count.
    ///
    /// - Parameter terms: places of a glossary's terms, of which those that touch anything protected do not count.
    func mask(
        _ text: String, protecting forced: [Range<Int>], terms: [Range<Int>] = []
    ) -> MaskedText {
        let kept = Self.notCutting(forced, ProtectedScanner.matches(in: text, syntaxes))
        let matches = Self.filled(kept, with: forced, as: .template)
        return masked(text, Self.filled(matches, with: terms, as: .term))
    }

    /// The matches that cut none of some places. All lists here are in order and have no overlaps of their own, so that
    /// one walk over both does.
    private static func notCutting(
        _ places: [Range<Int>], _ matches: [ProtectedMatch]
    ) -> [ProtectedMatch] {
        var first = 0
        return matches.filter { match in
            while first < places.count, places[first].upperBound <= match.range.lowerBound { first += 1 }
            var index = first
            while index < places.count, places[index].lowerBound < match.range.upperBound {
                let isInside =
                    match.range.lowerBound <= places[index].lowerBound
                    && places[index].upperBound <= match.range.upperBound
                guard isInside else { return false }
                index += 1
            }
            return true
        }
    }

    /// The matches and, where none of them is, the places.
    private static func filled(
        _ matches: [ProtectedMatch], with places: [Range<Int>], as syntax: ProtectedMatch.Syntax
    ) -> [ProtectedMatch] {
        guard !places.isEmpty else { return matches }
        var filled: [ProtectedMatch] = []
        filled.reserveCapacity(matches.count + places.count)
        var next = 0
        for place in places {
            while next < matches.count, matches[next].range.upperBound <= place.lowerBound {
                filled.append(matches[next])
                next += 1
            }
            guard next == matches.count || matches[next].range.lowerBound >= place.upperBound else {
                continue
            }
            filled.append(ProtectedMatch(range: place, syntax: syntax))
        }
        return filled + matches[next...]
    }

    /// - Parameter matches: in order and apart from each other.
    func masked(_ text: String, _ matches: [ProtectedMatch]) -> MaskedText {
        guard !matches.isEmpty else { return MaskedText(plain: text, syntaxes) }
        // Most texts have no tags, and then nothing has to be paired.
        let kinds =
            matches.contains { $0.tag != nil }
            ? TagPairing.kinds(matches.map(\.tag))
            : [TokenSpan.Kind](repeating: .standalone, count: matches.count)
        let source = text.utf8.span
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count + 4 * matches.count)
        var spans: [TokenSpan] = []
        var tokens: [MaskedText.Token] = []
        spans.reserveCapacity(matches.count)
        tokens.reserveCapacity(matches.count)
        var done = 0
        for (index, match) in matches.enumerated() {
            source.append(done..<match.range.lowerBound, to: &bytes)
            let start = bytes.count
            TokenSyntax.append(index + 1, to: &bytes)
            spans.append(TokenSpan(range: start..<bytes.count, number: index + 1, kind: kinds[index]))
            tokens.append(MaskedText.Token(original: source.string(match.range), syntax: match.syntax))
            done = match.range.upperBound
        }
        source.append(done..<source.count, to: &bytes)
        return MaskedText(
            source: text, text: String(decoding: bytes, as: UTF8.self), spans: spans, tokens: tokens,
            syntaxes: syntaxes)
    }
}

extension Span<UInt8> {
    /// Copies a part to the end of an array.
    func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
        extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }
}
