// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A text whose protected parts are numbered tokens, `⟦n⟧`, and what they stand for.
///
/// Positions are UTF-8 bytes. Numbers rise by one; those of a whole text begin at 1, those of a part where it begins.
public struct MaskedText: Sendable, Hashable {
    /// What a token stands for.
    struct Token: Sendable, Hashable {
        let original: String
        let syntax: ProtectedMatch.Syntax
        /// What is written in its place when that is something else: a term's translation.
        var rendering: String?
    }

    /// The text before masking.
    public let source: String
    /// The masked text.
    public let text: String
    /// The tokens in `text`, in order.
    public let spans: [TokenSpan]
    /// What they stand for, in the same order.
    let tokens: [Token]
    /// What was looked for.
    let syntaxes: SyntaxSet

    /// A text with nothing to protect.
    init(plain text: String, _ syntaxes: SyntaxSet) {
        self.init(source: text, text: text, spans: [], tokens: [], syntaxes: syntaxes)
    }

    init(source: String, text: String, spans: [TokenSpan], tokens: [Token], syntaxes: SyntaxSet) {
        self.syntaxes = syntaxes
        self.source = source
        self.text = text
        self.spans = spans
        self.tokens = tokens
    }

    /// What the tokens stand for, in the order of ``spans``.
    public var originals: [String] { tokens.map(\.original) }

    /// Where a part of ``source`` stands in ``text``, both in bytes; `nil` when a token covers some of it.
    public func maskedRange(of range: Range<Int>) -> Range<Int>? {
        var shift = 0
        for (span, original) in zip(spans, sourceRanges) {
            if original.lowerBound >= range.upperBound { break }
            guard original.upperBound <= range.lowerBound else { return nil }
            shift += span.range.count - original.count
        }
        return (range.lowerBound + shift)..<(range.upperBound + shift)
    }

    /// The same text with other things in the place of some tokens.
    func rendering(_ render: (_ index: Int, _ original: String) -> String?) -> MaskedText {
        let tokens = tokens.enumerated().map { index, token in
            Token(
                original: token.original, syntax: token.syntax,
                rendering: render(index, token.original) ?? token.rendering)
        }
        return MaskedText(source: source, text: text, spans: spans, tokens: tokens, syntaxes: syntaxes)
    }

    /// The place of a token in ``spans``, or `nil` when the number is foreign.
    func index(of number: Int) -> Int? {
        guard let first = spans.first?.number else { return nil }
        let index = number - first
        return spans.indices.contains(index) ? index : nil
    }

    /// Replaces the tokens of a translation by what they stand for. Foreign tokens stay.
    public func unmask(_ output: String) -> String {
        guard !spans.isEmpty else { return output }
        let bytes = output.utf8.span
        var unmasked: [UInt8] = []
        unmasked.reserveCapacity(bytes.count + source.utf8.count)
        var done = 0
        var start = 0
        while let (number, range) = TokenSyntax.next(in: bytes, from: start) {
            start = range.upperBound
            guard let index = index(of: number) else { continue }
            bytes.append(done..<range.lowerBound, to: &unmasked)
            let token = tokens[index]
            let text = token.rendering ?? token.original
            text.utf8.span.append(0..<text.utf8.count, to: &unmasked)
            done = range.upperBound
        }
        bytes.append(done..<bytes.count, to: &unmasked)
        return String(decoding: unmasked, as: UTF8.self)
    }
}

/// Whether a text has a letter outside its tokens: one of only placeholders, digits and punctuation needs no engine.
public func isTranslatable(_ masked: MaskedText) -> Bool {
    let bytes = masked.text.utf8.span
    var next = masked.spans.startIndex
    var index = 0
    while index < bytes.count {
        if next < masked.spans.endIndex, index == masked.spans[next].range.lowerBound {
            index = masked.spans[next].range.upperBound
            next += 1
            continue
        }
        let (scalar, length) = bytes.scalar(at: index)
        if scalar.isASCII ? bytes[index].isLetter : scalar.properties.isAlphabetic { return true }
        index += length
    }
    return false
}
