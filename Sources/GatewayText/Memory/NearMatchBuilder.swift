// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Makes a ``NearMatchBlock``, in two passes over the texts: the first finds how long each list will be.
struct NearMatchBuilder {
    /// Lists of so many bytes can be entered in the middle.
    static let longList = 1024
    private static let entranceInterval = 256
    /// Code points of the longest text.
    static let longestText = 1000

    let count: Int
    let bits: Int
    let lengths: UnsafeMutablePointer<UInt16>
    private(set) var firsts: [Int]
    let numbers: UnsafeMutablePointer<Int64>
    let bytes: UnsafeMutablePointer<UInt8>
    let starts: UnsafeMutablePointer<UInt32>
    private(set) var lists: UnsafeMutablePointer<UInt8>
    let listStarts: UnsafeMutablePointer<UInt32>
    private(set) var entrances: [UInt32: [NearMatchBlock.Entrance]] = [:]
    private(set) var byteCount = 0

    /// A list under way: its last text, counted from 1, and its size or where it goes on.
    private struct Cell {
        var last: UInt32 = 0
        var bytes: UInt32 = 0
    }

    /// - Parameter texts: of at most ``longestText`` code points; together at most 2 GiB.
    init(_ texts: [MemorySource]) {
        count = texts.count
        lengths = .allocate(capacity: max(1, count))
        numbers = .allocate(capacity: max(1, count))
        starts = .allocate(capacity: count + 1)
        let size = texts.reduce(0) { $0 + $1.text.utf8.count }
        bytes = .allocate(capacity: max(1, size))
        let points = texts.map { CodePoints.count(of: $0.text) }
        // About as many lists as there are different trigrams.
        let all = points.reduce(0, +)
        var bits = 8
        while bits < 22, 1 << bits < all / 4 { bits += 1 }
        self.bits = bits
        listStarts = .allocate(capacity: 1 << bits + 1)
        lists = .allocate(capacity: 1)
        firsts = [Int](repeating: 0, count: (points.max() ?? 0) + 2)
        for length in points { firsts[length + 1] += 1 }
        for length in firsts.indices.dropFirst() { firsts[length] += firsts[length - 1] }
        var next = firsts
        var order = [Int](repeating: 0, count: count)
        for (index, length) in points.enumerated() {
            order[next[length]] = index
            next[length] += 1
        }
        var end = 0
        for (place, index) in order.enumerated() {
            (numbers[place], lengths[place]) = (texts[index].number, UInt16(points[index]))
            starts[place] = UInt32(end)
            var text = texts[index].text
            text.withUTF8 { text in
                if let start = text.baseAddress { (bytes + end).update(from: start, count: text.count) }
                end += text.count
            }
        }
        starts[count] = UInt32(end)
        writeLists()
        byteCount =
            count * 14 + end + 1 << bits * 4 + Int(listStarts[1 << bits])
            + entrances.reduce(0) { $0 + 48 + $1.value.count * 8 }
    }

    private mutating func writeLists() {
        let cells = UnsafeMutablePointer<Cell>.allocate(capacity: 1 << bits)
        defer { cells.deallocate() }
        cells.initialize(repeating: Cell(), count: 1 << bits)
        for text in 0..<count {
            let number = UInt32(text + 1)
            CodePoints.forEachTrigram(bytes(of: text), bits: bits) { list in
                let step = number - cells[list].last
                guard step > 0 else { return }
                cells[list].bytes += step < 1 << 7 ? 1 : step < 1 << 14 ? 2 : step < 1 << 21 ? 3 : 4
                cells[list].last = number
            }
        }
        var end: UInt32 = 0
        for list in 0..<1 << bits {
            listStarts[list] = end
            end += cells[list].bytes
            cells[list] = Cell(bytes: listStarts[list])
        }
        listStarts[1 << bits] = end
        lists.deallocate()
        lists = .allocate(capacity: max(1, Int(end)))
        let lists = lists
        for text in 0..<count {
            let number = UInt32(text + 1)
            CodePoints.forEachTrigram(bytes(of: text), bits: bits) { list in
                var step = number - cells[list].last
                guard step > 0 else { return }
                cells[list].last = number
                var offset = Int(cells[list].bytes)
                while step >= 0x80 {
                    lists[offset] = UInt8(truncatingIfNeeded: step) | 0x80
                    step >>= 7
                    offset += 1
                }
                lists[offset] = UInt8(step)
                cells[list].bytes = UInt32(offset + 1)
            }
        }
        for list in 0..<1 << bits where Int(listStarts[list + 1] - listStarts[list]) >= Self.longList {
            entrances[UInt32(list)] = entrances(of: list)
        }
    }

    private func entrances(of list: Int) -> [NearMatchBlock.Entrance] {
        var entrances: [NearMatchBlock.Entrance] = []
        var (offset, end) = (Int(listStarts[list]), Int(listStarts[list + 1]))
        end -= 1
        var (text, next) = (0, offset + Self.entranceInterval)
        while offset < end {
            if offset >= next {
                entrances.append(.init(text: UInt32(text), offset: UInt32(offset)))
                next = offset + Self.entranceInterval
            }
            var (step, shift) = (0, 0)
            while true {
                let byte = Int(lists[offset])
                offset += 1
                step |= (byte & 0x7F) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            text += step
        }
        return entrances
    }

    private func bytes(of text: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + Int(starts[text]), count: Int(starts[text + 1] - starts[text]))
    }
}
