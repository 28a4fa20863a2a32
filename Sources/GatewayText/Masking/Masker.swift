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
        var matches = ProtectedScanner.matches(in: text, syntaxes).filter { match in
            forced.allSatisfy { place in
                !match.range.overlaps(place)
                    || match.range.lowerBound <= place.lowerBound
                        && place.upperBound <= match.range.upperBound
            }
        }
        for place in forced where !matches.contains(where: { $0.range.overlaps(place) }) {
            matches.append(ProtectedMatch(range: place, syntax: .template))
        }
        for place in terms where !matches.contains(where: { $0.range.overlaps(place) }) {
            matches.append(ProtectedMatch(range: place, syntax: .term))
        }
        matches.sort { $0.range.lowerBound < $1.range.lowerBound }
        return masked(text, matches)
    }

    private func masked(_ text: String, _ matches: [ProtectedMatch]) -> MaskedText {
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
