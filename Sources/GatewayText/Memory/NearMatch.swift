// SPDX-License-Identifier: Apache-2.0

/// A text that is like another one.
public struct NearMatch: Sendable, Equatable {
    /// The number it came with.
    public var number: Int64
    /// 1 − the Levenshtein distance in code points / the length of the longer text: 1 for the same text.
    public var score: Double

    /// Makes a match.
    public init(number: Int64, score: Double) {
        self.number = number
        self.score = score
    }
}
