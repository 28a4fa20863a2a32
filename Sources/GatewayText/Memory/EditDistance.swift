// SPDX-License-Identifier: Apache-2.0

/// The Levenshtein distance of one text to many, in code points.
///
/// Bit-parallel: a column of the table is a number of words of 64 rows, each row a bit that says whether it is one more
/// or one less than the row above (Myers 1999; for texts of more than a word, Hyyrö 2003).
final class EditDistance {
    /// Code points of the text.
    let length: Int
    private let words: Int
    /// For each ASCII character the rows that hold it, `words` of them.
    private let ascii: UnsafeMutablePointer<UInt64>
    /// The same for other characters, found by an open hash table of `mask + 1` places.
    private let wide: UnsafeMutablePointer<UInt64>
    private let keys: UnsafeMutablePointer<UInt32>
    private let mask: Int
    /// The column: rows that are one more, and one less.
    private let more: UnsafeMutablePointer<UInt64>
    private let less: UnsafeMutablePointer<UInt64>

    init(_ text: UnsafeBufferPointer<UInt8>) {
        length = CodePoints.count(text)
        words = max(1, (length + 63) / 64)
        var places = 8
        while places < length * 2 { places *= 2 }
        mask = places - 1
        // A place more, of zeros, for characters that the text does not have.
        ascii = .allocate(capacity: 128 * words)
        wide = .allocate(capacity: (places + 1) * words)
        keys = .allocate(capacity: places)
        more = .allocate(capacity: words)
        less = .allocate(capacity: words)
        ascii.initialize(repeating: 0, count: 128 * words)
        wide.initialize(repeating: 0, count: (places + 1) * words)
        keys.initialize(repeating: 0, count: places)
        guard let start = text.baseAddress else { return }
        var (index, row) = (0, 0)
        while index < text.count {
            let character = CodePoints.next(start, &index)
            let column: UnsafeMutablePointer<UInt64>
            if character < 0x80 {
                column = ascii + Int(character) * words
            } else {
                let place = place(of: character)
                keys[place] = character
                column = wide + place * words
            }
            column[row >> 6] |= 1 << UInt64(row & 63)
            row += 1
        }
    }

    deinit {
        for pointer in [ascii, wide, more, less] { pointer.deallocate() }
        keys.deallocate()
    }

    private func place(of character: UInt32) -> Int {
        var place = Int(character &* 0x9E37_79B1 >> 7) & mask
        while keys[place] != 0, keys[place] != character { place = (place + 1) & mask }
        return place
    }

    @inline(__always)
    private func rows(of character: UInt32) -> UnsafeMutablePointer<UInt64> {
        if character < 0x80 { return ascii + Int(character) * words }
        let place = place(of: character)
        return wide + (keys[place] == 0 ? mask + 1 : place) * words
    }

    /// The distance to another text, or `nil` when it is more than `limit`.
    ///
    /// - Parameter count: code points of the other text.
    func distance(to text: UnsafeBufferPointer<UInt8>, count: Int, limit: Int) -> Int? {
        guard abs(count - length) <= limit, let start = text.baseAddress, length > 0 else {
            return max(count, length) <= limit ? max(count, length) : nil
        }
        let distance =
            words == 1
            ? distanceInOneWord(start, text.count, count, limit)
            : distanceInWords(start, text.count, count, limit)
        return distance <= limit ? distance : nil
    }

    private func distanceInOneWord(
        _ text: UnsafePointer<UInt8>, _ end: Int, _ count: Int, _ limit: Int
    ) -> Int {
        let last: UInt64 = 1 << UInt64(length - 1)
        var (more, less) = (~UInt64(0), UInt64(0))
        var (distance, left, index) = (length, count, 0)
        while index < end {
            let equal = rows(of: CodePoints.next(text, &index))[0]
            let vertical = equal | less
            let across = (((equal & more) &+ more) ^ more) | equal
            var above = less | ~(across | more)
            var below = more & across
            if above & last != 0 { distance += 1 } else if below & last != 0 { distance -= 1 }
            left -= 1
            // Each column to come takes away one at most.
            if distance - left > limit { return distance - left }
            above = above << 1 | 1
            below <<= 1
            more = below | ~(vertical | above)
            less = above & vertical
        }
        return distance
    }

    private func distanceInWords(
        _ text: UnsafePointer<UInt8>, _ end: Int, _ count: Int, _ limit: Int
    ) -> Int {
        for word in 0..<words { (more[word], less[word]) = (~0, 0) }
        let last: UInt64 = 1 << UInt64((length - 1) & 63)
        var (distance, left, index) = (length, count, 0)
        while index < end {
            let rows = rows(of: CodePoints.next(text, &index))
            // What the row above the word adds, from one column to the next.
            var (carryMore, carryLess) = (UInt64(1), UInt64(0))
            for word in 0..<words {
                let (wasMore, wasLess) = (more[word], less[word])
                let vertical = rows[word] | wasLess
                let equal = rows[word] | carryLess
                let across = (((equal & wasMore) &+ wasMore) ^ wasMore) | equal
                let above = wasLess | ~(across | wasMore)
                let below = wasMore & across
                if word == words - 1 {
                    if above & last != 0 { distance += 1 } else if below & last != 0 { distance -= 1 }
                }
                let (nextAbove, nextBelow) = (above << 1 | carryMore, below << 1 | carryLess)
                (carryMore, carryLess) = (above >> 63, below >> 63)
                more[word] = nextBelow | ~(vertical | nextAbove)
                less[word] = nextAbove & vertical
            }
            left -= 1
            if distance - left > limit { return distance - left }
        }
        return distance
    }
}
