// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Replaces what must come back untouched by numbered tokens.
///
/// Protected are format directives, templates, ICU messages (whole), markup, character references, URLs, e-mail
/// addresses, and text that looks like a token; each syntax says in its own file what it takes for prose.
public struct Masker: Sendable {
    /// A masker; it holds nothing of its own.
    public init() {}

    /// Masks a text in one pass. A text with nothing to protect is not copied.
    public func mask(_ text: String) -> MaskedText { masked(text, Self.matches(in: text)) }

    /// Masks a text of which some places are known to be syntax. A match around such a place takes it in; one that
    /// cuts it does not count.
    func mask(_ text: String, protecting forced: [Range<Int>]) -> MaskedText {
        var matches = Self.matches(in: text).filter { match in
            forced.allSatisfy { place in
                !match.range.overlaps(place)
                    || match.range.lowerBound <= place.lowerBound
                        && place.upperBound <= match.range.upperBound
            }
        }
        for place in forced where !matches.contains(where: { $0.range.overlaps(place) }) {
            matches.append(ProtectedMatch(range: place, syntax: .template))
        }
        matches.sort { $0.range.lowerBound < $1.range.lowerBound }
        return masked(text, matches)
    }

    private func masked(_ text: String, _ matches: [ProtectedMatch]) -> MaskedText {
        guard !matches.isEmpty else { return MaskedText(plain: text) }
        let kinds = TagPairing.kinds(matches.map(\.tag))
        let source = text.utf8.span
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count + 4 * matches.count)
        var spans: [TokenSpan] = []
        var tokens: [MaskedText.Token] = []
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
            source: text, text: String(decoding: bytes, as: UTF8.self), spans: spans, tokens: tokens)
    }

    /// All protected places of a text, in order and apart from each other.
    static func matches(in text: String) -> [ProtectedMatch] {
        let bytes = text.utf8.span
        var matches: [ProtectedMatch] = []
        var floor = 0
        var index = nextMark(bytes, from: 0)
        while index < bytes.count {
            if let match = match(bytes, at: index, floor: floor) {
                matches.append(match)
                floor = match.range.upperBound
                index = nextMark(bytes, from: floor)
            } else {
                index = nextMark(bytes, from: index + 1)
            }
        }
        return matches
    }

    private static func match(_ text: Span<UInt8>, at index: Int, floor: Int) -> ProtectedMatch? {
        switch text[index] {
        case UInt8(ascii: "%"): PercentSyntax.match(text, at: index)
        case UInt8(ascii: "{"): BraceSyntax.match(text, at: index, floor: floor)
        case UInt8(ascii: "$"): DollarSyntax.match(text, at: index)
        case UInt8(ascii: "<"): MarkupSyntax.match(text, at: index)
        case UInt8(ascii: "&"): MarkupSyntax.reference(text, at: index)
        case UInt8(ascii: ":"): AddressSyntax.url(text, at: index, floor: floor)
        case UInt8(ascii: "@"): AddressSyntax.mail(text, at: index, floor: floor)
        default: TokenSyntax.lookalike(text, at: index)
        }
    }

    /// `$ % & : <`, as bits by their code.
    private static let lowMarks: UInt64 = 1 << 0x24 | 1 << 0x25 | 1 << 0x26 | 1 << 0x3A | 1 << 0x3C

    /// The next byte that may begin, or be the sign of, something protected; the end when there is none.
    private static func nextMark(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            let byte = text[unchecked: index]
            if byte < 0x40 {
                if lowMarks >> UInt64(byte) & 1 == 1 { break }
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "@") {
                break
            } else if byte == 0xE2, text.at(index + 1) == 0x9F, text.at(index + 2) == 0xA6 {
                break
            }
            index += 1
        }
        return Swift.min(index, text.count)
    }
}

extension Span<UInt8> {
    /// Copies a part to the end of an array.
    func append(_ range: Range<Int>, to bytes: inout [UInt8]) {
        extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }
}
