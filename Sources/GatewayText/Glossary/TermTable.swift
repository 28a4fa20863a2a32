// SPDX-License-Identifier: Apache-2.0

/// Which chains of tokens begin or make a term.
///
/// Terms stand in an open-addressing table of 12 bytes an entry. Before it stands a filter small enough for a near
/// cache, where each chain has two bits of one word; of a beginning of terms only the filter knows, since one too many
/// costs nothing but a further look.
struct TermTable: Sendable {
    fileprivate struct Slot {
        var high: UInt32 = 0
        var low: UInt32 = 0
        /// The term's first item, plus one; 0 in a free slot.
        var item: UInt32 = 0
    }

    private var slots: [Slot]
    private var filter: [UInt64] = []
    private var beginnings: [UInt64] = []
    private(set) var count = 0

    /// Of the filter, for each chain: one in forty of those that are not there passes.
    private static let bitsPerChain = 12

    /// A table with room for `capacity` terms.
    init(capacity: Int) { slots = Self.slots(for: capacity) }

    /// A quarter more than terms: searches stay short enough behind the filter.
    private static func slots(for capacity: Int) -> [Slot] {
        [Slot](repeating: Slot(), count: capacity + capacity / 4 + 4)
    }

    /// Bytes it takes.
    var byteCount: Int { slots.count * MemoryLayout<Slot>.stride + filter.count * 8 }

    // MARK: Questions

    /// A table that ``fit()`` has finished, to be asked; valid while it is lent.
    struct Reader {
        private let slots: UnsafeBufferPointer<Slot>
        private let filter: UnsafeBufferPointer<UInt64>

        fileprivate init(_ slots: UnsafeBufferPointer<Slot>, _ filter: UnsafeBufferPointer<UInt64>) {
            (self.slots, self.filter) = (slots, filter)
        }

        /// What the filter says of a chain.
        @inline(__always)
        func signs(of key: UInt64) -> Signs {
            Signs(word: filter[TermTable.place(key, of: filter.count)], key: key)
        }

        /// The first item of the term that a chain is, or `nil`.
        func item(of key: UInt64) -> Int? {
            let (low, high) = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
            var index = TermTable.place(key, of: slots.count)
            while slots[index].item != 0 {
                if slots[index].low == low, slots[index].high == high { return Int(slots[index].item) - 1 }
                index += 1
                if index == slots.count { index = 0 }
            }
            return nil
        }
    }

    /// What the filter says of a chain. What it denies is so.
    struct Signs {
        let word: UInt64
        let key: UInt64

        /// Whether the chain may be a term.
        @inline(__always)
        var mayBeTerm: Bool { has(TermTable.termBits(key)) }
        /// Whether longer terms may begin with the chain.
        @inline(__always)
        var mayGoOn: Bool { has(TermTable.beginningBits(key)) }

        @inline(__always)
        private func has(_ bits: UInt64) -> Bool { word & bits == bits }
    }

    /// Lends the table for questions.
    func read<Result>(_ ask: (Reader) -> Result) -> Result {
        slots.withUnsafeBufferPointer { slots in
            filter.withUnsafeBufferPointer { filter in ask(Reader(slots, filter)) }
        }
    }

    @inline(__always)
    private static func place(_ key: UInt64, of count: Int) -> Int {
        Int(truncatingIfNeeded: ((key >> 32) &* UInt64(truncatingIfNeeded: count)) >> 32)
    }

    @inline(__always)
    private static func termBits(_ key: UInt64) -> UInt64 { 1 &<< (key & 63) | 1 &<< (key >> 6 & 63) }

    @inline(__always)
    private static func beginningBits(_ key: UInt64) -> UInt64 {
        1 &<< (key >> 12 & 63) | 1 &<< (key >> 18 & 63)
    }

    // MARK: Building

    /// Notes that longer terms begin with a chain.
    mutating func goOn(from key: UInt64) { beginnings.append(key) }

    /// Notes the first item of a term, and says which one it was before.
    mutating func put(_ item: Int, at key: UInt64) -> Int? {
        let index = slot(key)
        let known = slots[index].item
        slots[index].item = UInt32(item + 1)
        return known == 0 ? nil : Int(known) - 1
    }

    /// The place of a term, found or made. At most four fifths of the places are taken.
    private mutating func slot(_ key: UInt64) -> Int {
        if count * 5 >= slots.count * 4 { resize(2 * count) }
        let (low, high) = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
        var index = Self.place(key, of: slots.count)
        while slots[index].item != 0 {
            if slots[index].low == low, slots[index].high == high { return index }
            index = index + 1 == slots.count ? 0 : index + 1
        }
        count += 1
        (slots[index].low, slots[index].high) = (low, high)
        return index
    }

    /// Gives back what room was not needed, and makes the table ready for questions.
    mutating func fit() {
        resize(count)
        let words = (count + beginnings.count) * Self.bitsPerChain / 64 + 1
        filter = [UInt64](repeating: 0, count: words)
        for slot in slots where slot.item != 0 {
            let key = UInt64(slot.high) << 32 | UInt64(slot.low)
            filter[Self.place(key, of: words)] |= Self.termBits(key)
        }
        for key in beginnings { filter[Self.place(key, of: words)] |= Self.beginningBits(key) }
        beginnings = []
    }

    private mutating func resize(_ capacity: Int) {
        let old = slots
        slots = Self.slots(for: capacity)
        for slot in old where slot.item != 0 {
            var index = Self.place(UInt64(slot.high) << 32 | UInt64(slot.low), of: slots.count)
            while slots[index].item != 0 { index = index + 1 == slots.count ? 0 : index + 1 }
            slots[index] = slot
        }
    }
}
