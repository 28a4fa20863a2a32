// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

extension Segmenter {
    /// The sentences of a masked text, as ranges of ``MaskedText/text`` that tile it.
    ///
    /// They are found in the source, where `U.S. {name}` still reads as it was written, and never cut a token.
    public func sentences(of masked: MaskedText, locale: LocaleTag) -> [Range<Int>] {
        guard !masked.spans.isEmpty else { return sentences(of: masked.text, locale: locale) }
        if masked.source.utf8.span.isOneSentence(in: Self.language(of: locale)) {
            return [0..<masked.text.utf8.count]
        }
        let ranges = masked.sourceRanges
        var next = 0
        var shift = 0
        var start = 0
        return sentences(of: masked.source, locale: locale, protecting: ranges).map { sentence in
            while next < ranges.count, ranges[next].upperBound <= sentence.upperBound {
                shift += masked.spans[next].range.count - ranges[next].count
                next += 1
            }
            defer { start = sentence.upperBound + shift }
            return start..<(sentence.upperBound + shift)
        }
    }
}
