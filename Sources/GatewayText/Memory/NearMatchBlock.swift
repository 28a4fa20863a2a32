// SPDX-License-Identifier: Apache-2.0

/// Texts that do not change, by their trigrams.
///
/// Texts are numbered from 0 in the order of their lengths, so those of a range of lengths are a range of numbers. A hash
/// of a trigram has a list of the texts that hold it: each as its distance to the one before, in 7 bits a byte. A long
/// list has places at which it can be entered.
final class NearMatchBlock: @unchecked Sendable {
    // Sendable: nothing is written once it is made.

    /// A place in a list: the text before it, counted from 1, and where the next one stands.
    struct Entrance {
        let text: UInt32
        let offset: UInt32
    }

    let count: Int
    let bits: Int
    /// Code points of each text.
    let lengths: UnsafeMutablePointer<UInt16>
    /// The first text of at least each length.
    let firsts: [Int]
    /// The numbers that the texts came with.
    let numbers: UnsafeMutablePointer<Int64>
    let bytes: UnsafeMutablePointer<UInt8>
    /// Where each text begins in `bytes`, and the end.
    let starts: UnsafeMutablePointer<UInt32>
    let lists: UnsafeMutablePointer<UInt8>
    /// Where each list begins in `lists`, and the end.
    let listStarts: UnsafeMutablePointer<UInt32>
    let entrances: [UInt32: [Entrance]]
    /// Bytes of memory that it takes.
    let byteCount: Int

    init(_ builder: NearMatchBuilder) {
        count = builder.count
        bits = builder.bits
        lengths = builder.lengths
        firsts = builder.firsts
        numbers = builder.numbers
        bytes = builder.bytes
        starts = builder.starts
        lists = builder.lists
        listStarts = builder.listStarts
        entrances = builder.entrances
        byteCount = builder.byteCount
    }

    deinit {
        lengths.deallocate()
        numbers.deallocate()
        bytes.deallocate()
        starts.deallocate()
        lists.deallocate()
        listStarts.deallocate()
    }

    func text(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + Int(starts[index]), count: Int(starts[index + 1] - starts[index]))
    }

    /// The texts of those lengths.
    func texts(_ lengths: ClosedRange<Int>) -> Range<Int> {
        func first(_ length: Int) -> Int { length < firsts.count ? firsts[length] : count }
        return first(lengths.lowerBound)..<first(lengths.upperBound + 1)
    }

    /// Counts for each text of a range how many of some trigrams it holds.
    ///
    /// - Parameters:
    ///   - counts: zero for each text.
    ///   - touched: takes the texts whose count is no longer zero.
    func count(
        list: Int, in range: Range<Int>, _ counts: UnsafeMutablePointer<UInt16>,
        _ touched: UnsafeMutablePointer<UInt32>, _ touchedCount: inout Int
    ) {
        var offset = Int(listStarts[list])
        let end = Int(listStarts[list + 1])
        var text = 0
        if end - offset >= NearMatchBuilder.longList, let places = entrances[UInt32(list)] {
            // The last entrance in front of the range.
            var (low, high) = (0, places.count)
            while low < high {
                let middle = (low + high) / 2
                if Int(places[middle].text) <= range.lowerBound { low = middle + 1 } else { high = middle }
            }
            if low > 0 { (text, offset) = (Int(places[low - 1].text), Int(places[low - 1].offset)) }
        }
        while offset < end {
            var step = Int(lists[offset])
            offset += 1
            if step >= 0x80 {
                step &= 0x7F
                var shift = 7
                while true {
                    let byte = Int(lists[offset])
                    offset += 1
                    step |= (byte & 0x7F) << shift
                    if byte < 0x80 { break }
                    shift += 7
                }
            }
            text += step
            if text > range.upperBound { return }
            guard text > range.lowerBound else { continue }
            if counts[text - 1] == 0 {
                touched[touchedCount] = UInt32(text - 1)
                touchedCount += 1
            }
            counts[text - 1] += 1
        }
    }
}
