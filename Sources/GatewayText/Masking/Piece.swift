// SPDX-License-Identifier: Apache-2.0

/// A part of a masked text.
public enum Piece: Sendable, Hashable {
    /// Text between tokens, never empty: its bytes in ``MaskedText/text``.
    case text(Range<Int>)
    /// The token with this number.
    case token(Int)
}
