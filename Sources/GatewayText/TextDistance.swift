// SPDX-License-Identifier: Apache-2.0

/// How far a text is from another.
public enum TextDistance {
    /// The Levenshtein distance in code points, and the code points of the longer text.
    public static func edits(from text: String, to other: String) -> (edits: Int, length: Int) {
        let (one, two) = (Array(text.utf8), Array(other.utf8))
        return one.withUnsafeBufferPointer { one in
            two.withUnsafeBufferPointer { two in
                let distance = EditDistance(one)
                let count = CodePoints.count(two)
                let length = max(distance.length, count)
                return (distance.distance(to: two, count: count, limit: length) ?? length, length)
            }
        }
    }
}
