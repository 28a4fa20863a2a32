// SPDX-License-Identifier: Apache-2.0

/// A term found in a text.
public struct GlossaryMatch: Sendable, Equatable {
    /// Where it stands: UTF-8 bytes of the text as it was given.
    public let range: Range<Int>
    /// The item that serves best, as its position in the ``GlossaryIndex``: the one spelled most like the text, then
    /// the one whose target locale is nearest, then by source locale, then the first.
    public let item: Int
    /// The other items of the same term that apply and are spelled as much like the text, the better ones first.
    public let others: [Int]
    /// Whether the text has another form of the term, such as its plural, found by ``Inflection``.
    public let isInflected: Bool
}
