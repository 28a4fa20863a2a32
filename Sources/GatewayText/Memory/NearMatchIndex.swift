// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Finds texts that are like another one, among a million in some milliseconds.
///
/// New texts are few at a time: they stand in a list that is searched whole, until they are enough for a block. Blocks of
/// like size become one: ``merge`` says which, whoever owns the index has that done elsewhere, and ``finish(_:)`` takes
/// the result.
public final class NearMatchIndex {
    private var blocks: [NearMatchBlock] = []
    /// The texts that are in no block yet.
    private var recent: [MemorySource] = []
    private var gone: Set<Int64> = []
    private let scratch = NearMatchScratch()
    private var isMerging = false

    /// Texts that are searched one by one, at most.
    private static let mostRecent = 512
    /// A block is merged with those that are larger up to so many times.
    private static let growth = 4

    /// An empty index.
    public init() {}

    /// Texts made ready for an index: many at once, which takes a second or two for a million. From any thread.
    public struct Portion: Sendable {
        fileprivate let block: NearMatchBlock

        /// Takes texts; those without a character and those of more than ``longestText`` code points are left out.
        public init(_ texts: [MemorySource]) {
            block = NearMatchBlock(NearMatchBuilder(texts.filter { NearMatchIndex.takes($0.text) }))
        }
    }

    /// Adds many texts at once. Their numbers must be ones that the index never had.
    public func add(_ portion: Portion) {
        if portion.block.count > 0 { blocks.append(portion.block) }
    }

    /// Code points of the longest text that is found.
    public static var longestText: Int { NearMatchBuilder.longestText }

    /// Bytes of memory that it takes, about.
    public var byteCount: Int {
        blocks.reduce(scratch.byteCount + gone.count * 32) { $0 + $1.byteCount }
            + recent.reduce(0) { $0 + $1.text.utf8.count + 32 }
    }

    fileprivate static func takes(_ text: String) -> Bool {
        // A code point has four bytes at most.
        let bytes = text.utf8.count
        return bytes > 0 && bytes <= longestText * 4
            && (bytes <= longestText || text.unicodeScalars.count <= longestText)
    }

    /// Adds a text, which the next search finds. Its number must be one that the index never had.
    public func add(_ text: MemorySource) {
        guard Self.takes(text.text) else { return }
        recent.append(text)
        guard recent.count >= Self.mostRecent else { return }
        add(Portion(recent))
        recent = []
    }

    /// Removes a text, if it is there.
    public func remove(_ number: Int64) {
        if let place = recent.firstIndex(where: { $0.number == number }) {
            recent.remove(at: place)
        } else if !blocks.isEmpty {
            gone.insert(number)
        }
    }

    /// The texts most like another one, best first, those that are as good with the highest number first.
    ///
    /// - Parameters:
    ///   - limit: at most so many.
    ///   - minimumScore: 0 to 1; the higher, the quicker.
    public func search(_ text: String, limit: Int, minimumScore: Double) -> [NearMatch] {
        guard limit > 0, Self.takes(text) else { return [] }
        let search = NearMatchSearch(text, limit: limit, minimumScore: minimumScore)
        for text in recent {
            var source = text.text
            source.withUTF8 { bytes in
                search.compare(
                    bytes, length: CodePoints.count(bytes), number: text.number, isGone: { _ in false })
            }
        }
        for block in blocks { search.search(block, scratch, isGone: gone.contains) }
        return search.matches
    }

    /// Blocks that are to become one.
    public struct Merge: Sendable {
        fileprivate let blocks: [NearMatchBlock]
        fileprivate let gone: Set<Int64>
        fileprivate var result: NearMatchBlock?
        /// Texts that were gone and are in no block any more.
        fileprivate var dropped: [Int64] = []

        /// Does it, which takes about a second for a million texts. From any thread.
        public func merged() -> Merge {
            var texts: [MemorySource] = []
            texts.reserveCapacity(blocks.reduce(0) { $0 + $1.count })
            var merge = self
            for block in blocks {
                for text in 0..<block.count {
                    let number = block.numbers[text]
                    if gone.contains(number) {
                        merge.dropped.append(number)
                    } else {
                        let text = String(decoding: block.text(text), as: UTF8.self)
                        texts.append(MemorySource(number: number, text: text))
                    }
                }
            }
            merge.result = NearMatchBlock(NearMatchBuilder(texts))
            return merge
        }
    }

    /// What is to be merged now; `nil` when nothing is, or when a merge is under way.
    public var merge: Merge? {
        guard !isMerging, blocks.count > 1 else { return nil }
        var (start, size) = (blocks.count - 1, blocks[blocks.count - 1].count)
        while start > 0, blocks[start - 1].count <= size * Self.growth {
            start -= 1
            size += blocks[start].count
        }
        guard start < blocks.count - 1 else { return nil }
        isMerging = true
        return Merge(blocks: Array(blocks[start...]), gone: gone, result: nil)
    }

    /// Puts a merged block in the place of those it was made of.
    public func finish(_ merge: Merge) {
        isMerging = false
        guard let result = merge.result,
            let start = blocks.firstIndex(where: { $0 === merge.blocks.first })
        else { return }
        blocks.replaceSubrange(start..<start + merge.blocks.count, with: result.count > 0 ? [result] : [])
        gone.subtract(merge.dropped)
    }
}
