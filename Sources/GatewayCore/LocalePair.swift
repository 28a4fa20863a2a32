// SPDX-License-Identifier: Apache-2.0

/// The locale of a text and the one of its translation, both canonical.
public struct LocalePair: Sendable, Hashable {
    /// Canonical tag.
    public var source: LocaleTag
    /// Canonical tag.
    public var target: LocaleTag

    /// Makes a pair of canonical tags.
    public init(source: LocaleTag, target: LocaleTag) {
        self.source = source
        self.target = target
    }
}
