// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// A segment of a unit on its way to a provider: the text between the white space at its ends.
struct SegmentSlot: Sendable {
    let ends: TrimmedText
    let masked: MaskedText
    /// Where it stands in the masked text of its part, in bytes.
    let range: Range<Int>

    /// The segments of a unit: itself, or its sentences.
    static func slots(
        of masked: MaskedText, granularity: ProviderTraits.Granularity, source: LocaleTag,
        segmenter: Segmenter
    ) -> [SegmentSlot] {
        guard granularity == .sentence else { return [SegmentSlot(whole: masked)] }
        let sentences = segmenter.sentences(of: masked, locale: source)
        return sentences.count < 2 ? [SegmentSlot(whole: masked)] : sentences.map { SegmentSlot(masked, $0) }
    }

    /// A text as one segment.
    init(whole masked: MaskedText) { self.init(masked, 0..<masked.text.utf8.count) }

    private init(_ masked: MaskedText, _ range: Range<Int>) {
        let utf8 = masked.text.utf8
        let first = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        let last = utf8.index(utf8.startIndex, offsetBy: range.upperBound)
        ends = TrimmedText(masked.text[first..<last])
        let inner =
            (range.lowerBound + ends.leading.utf8.count)..<(range.upperBound - ends.trailing.utf8.count)
        self.range = inner
        self.masked = inner == 0..<utf8.count ? masked : masked.part(inner)
    }
}
