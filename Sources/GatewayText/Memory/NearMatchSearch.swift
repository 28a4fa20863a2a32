// SPDX-License-Identifier: Apache-2.0

/// One search: the text that is looked for, and the best that were found so far.
final class NearMatchSearch {
    /// Which texts come into question at all.
    let minimumScore: Double
    private let limit: Int
    private let bytes: [UInt8]
    private let distance: EditDistance
    private var best: [NearMatch] = []

    /// Texts that are compared letter by letter, in each block.
    private static let mostCompared = 400
    /// Steps of comparing, in words of 64 rows; long texts are compared with fewer.
    private static let mostSteps = 1_500_000
    /// Entries of lists that are read, in each block.
    private static let mostRead = 400_000
    /// Lists that are read however long they are.
    private static let fewestLists = 6

    init(_ text: String, limit: Int, minimumScore: Double) {
        self.limit = limit
        self.minimumScore = max(minimumScore, 0.01)
        bytes = Array(text.utf8)
        distance = bytes.withUnsafeBufferPointer(EditDistance.init)
    }

    /// The best, by score, then the newest.
    var matches: [NearMatch] { best }

    /// The lengths that a text of the least score may have.
    private var lengths: ClosedRange<Int> {
        let length = Double(distance.length)
        // Floating point may miss a length by a hair.
        let least = Int((length * minimumScore - 1e-9).rounded(.up))
        let most = Int((length / minimumScore + 1e-9).rounded(.down))
        return max(1, least)...max(1, most)
    }

    /// The score that a text must have to be of use.
    private var neededScore: Double {
        best.count < limit ? minimumScore : max(minimumScore, best[best.count - 1].score)
    }

    /// Compares a text letter by letter.
    func compare(_ text: UnsafeBufferPointer<UInt8>, length: Int, number: Int64, isGone: (Int64) -> Bool) {
        guard lengths.contains(length) else { return }
        let longer = max(length, distance.length)
        let mostEdits = Int((1 - neededScore) * Double(longer) + 1e-9)
        guard let edits = distance.distance(to: text, count: length, limit: mostEdits), !isGone(number) else {
            return
        }
        insert(NearMatch(number: number, score: 1 - Double(edits) / Double(longer)))
    }

    private func insert(_ match: NearMatch) {
        let place =
            best.firstIndex { ($0.score, $0.number) < (match.score, match.number) } ?? best.count
        guard place < limit else { return }
        best.insert(match, at: place)
        if best.count > limit { best.removeLast() }
    }

    /// Finds the texts of a block that have the most trigrams in common, the rarest first, and compares those.
    func search(_ block: NearMatchBlock, _ scratch: NearMatchScratch, isGone: (Int64) -> Bool) {
        let range = block.texts(lengths)
        guard !range.isEmpty else { return }
        scratch.grow(to: block.count)
        let lists = lists(in: block)
        var touched = 0
        var (read, share) = (0.0, Double(range.count) / Double(block.count))
        share = min(1, share + 0.01)
        var counted = 0
        for (list, size) in lists {
            let cost = Double(size) * share
            if counted >= Self.fewestLists, read + cost > Double(Self.mostRead) { break }
            read += cost
            counted += 1
            block.count(list: list, in: range, scratch.counts, scratch.touched, &touched)
        }
        let candidates = candidates(block, scratch, touched)
        for index in 0..<touched { scratch.counts[Int(scratch.touched[index])] = 0 }
        for candidate in candidates {
            let length = Int(block.lengths[candidate.text])
            // Each edit takes three trigrams at most; those of lists that were not read may all be there.
            let longer = max(length, distance.length)
            let shared = candidate.count + (lists.count - counted) + repeated(lists.count)
            let edits = max(0, longer - shared + 2) / 3
            guard 1 - Double(edits) / Double(longer) >= neededScore - 1e-9 else { continue }
            compare(
                block.text(candidate.text), length: length, number: block.numbers[candidate.text],
                isGone: isGone)
        }
    }

    private func repeated(_ different: Int) -> Int { max(0, distance.length - different) }

    /// The lists of the text's trigrams, the shortest first, with their sizes in bytes.
    private func lists(in block: NearMatchBlock) -> [(list: Int, size: Int)] {
        var lists: Set<Int> = []
        bytes.withUnsafeBufferPointer { bytes in
            CodePoints.forEachTrigram(bytes, bits: block.bits) { lists.insert($0) }
        }
        return lists.map { list in
            (list, Int(block.listStarts[list + 1] - block.listStarts[list]))
        }.sorted { ($0.size, $0.list) < ($1.size, $1.list) }
    }

    private struct Candidate {
        let text: Int
        let count: Int
        let rank: Int
    }

    /// The most promising of the texts that were touched, best first.
    private func candidates(
        _ block: NearMatchBlock, _ scratch: NearMatchScratch, _ touched: Int
    ) -> [Candidate] {
        let words = (distance.length + 63) / 64
        let most = min(Self.mostCompared, max(50, Self.mostSteps / max(1, distance.length * words)))
        // Shared trigrams in proportion to the longer text, in 256 steps.
        func rank(_ text: Int) -> Int {
            Int(scratch.counts[text]) * 255 / max(Int(block.lengths[text]), distance.length)
        }
        var histogram = [Int](repeating: 0, count: 257)
        for index in 0..<touched { histogram[min(256, rank(Int(scratch.touched[index])))] += 1 }
        var (least, sum) = (256, histogram[256])
        while least > 0, sum + histogram[least - 1] <= most {
            least -= 1
            sum += histogram[least]
        }
        // Of those that draw at the edge as many as there is room for.
        var room = most - sum
        var candidates: [Candidate] = []
        candidates.reserveCapacity(most)
        for index in 0..<touched {
            let text = Int(scratch.touched[index])
            let rank = min(256, rank(text))
            guard rank >= least || (rank == least - 1 && room > 0) else { continue }
            if rank < least { room -= 1 }
            candidates.append(Candidate(text: text, count: Int(scratch.counts[text]), rank: rank))
        }
        return candidates.sorted { ($1.rank, $1.count) < ($0.rank, $0.count) }
    }
}

/// Room for counting, kept from search to search.
final class NearMatchScratch {
    private(set) var counts = UnsafeMutablePointer<UInt16>.allocate(capacity: 1)
    private(set) var touched = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    private var capacity = 0

    /// Makes room for so many texts; all counts are zero.
    func grow(to count: Int) {
        guard count > capacity else { return }
        counts.deallocate()
        touched.deallocate()
        counts = .allocate(capacity: count)
        touched = .allocate(capacity: count)
        counts.initialize(repeating: 0, count: count)
        capacity = count
    }

    var byteCount: Int { capacity * 6 }

    deinit {
        counts.deallocate()
        touched.deallocate()
    }
}
