// SPDX-License-Identifier: Apache-2.0

/// A glossary's term in a part of a text, and what a translation has in its place.
public struct TermPlace: Sendable, Hashable {
    /// In bytes of ``TextPart/source``.
    public var range: Range<Int>
    /// What is written there.
    public var text: String

    /// Makes a place.
    public init(range: Range<Int>, text: String) {
        self.range = range
        self.text = text
    }
}
