// SPDX-License-Identifier: Apache-2.0

/// Which chains of tokens begin or make a term: an open-addressing table of 12 bytes an entry.
struct TermTable: Sendable {
    /// What is known of a chain.
    struct Entry {
        fileprivate let value: UInt32
        /// Whether longer terms begin with the chain.
        var goesOn: Bool { value & Slot.goesOn != 0 }
        /// The first item of the term, if the chain is one.
        var item: Int? { value & ~Slot.goesOn == 0 ? nil : Int(value & ~Slot.goesOn) - 1 }
    }

    private struct Slot {
        static let goesOn: UInt32 = 1 << 31
        var high: UInt32 = 0
        var low: UInt32 = 0
        var value: UInt32 = 0
    }

    private var slots: [Slot]
    /// A bit for each chain, so that most of those that are not there cost no look into the slots.
    private var filter: [UInt64] = []
    private(set) var count = 0

    /// A table with room for `capacity` chains.
    init(capacity: Int) { slots = Self.slots(for: capacity) }

    /// A quarter more than chains: searches stay short enough behind the filter.
    private static func slots(for capacity: Int) -> [Slot] {
        [Slot](repeating: Slot(), count: capacity + capacity / 4 + 4)
    }

    /// Bytes it takes.
    var byteCount: Int { slots.count * MemoryLayout<Slot>.stride + filter.count * 8 }

    private func place(_ key: UInt64) -> Int { Int(((key >> 32) &* UInt64(slots.count)) >> 32) }

    /// What is known of a chain, or `nil`. Asked only of a table that ``fit()`` has finished.
    @inline(__always)
    subscript(key: UInt64) -> Entry? {
        let filter = filter.span
        let bit = Int(truncatingIfNeeded: key) & (filter.count &* 64 &- 1)
        guard filter[unchecked: bit >> 6] >> UInt64(bit & 63) & 1 != 0 else { return nil }
        let slots = slots.span
        var index = place(key)
        while true {
            let slot = slots[unchecked: index]
            if slot.value == 0 { return nil }
            if slot.low == UInt32(truncatingIfNeeded: key), slot.high == UInt32(key >> 32) {
                return Entry(value: slot.value)
            }
            index += 1
            if index == slots.count { index = 0 }
        }
    }

    /// Notes that longer terms begin with a chain.
    mutating func goOn(from key: UInt64) { slots[slot(key)].value |= Slot.goesOn }

    /// Notes the first item of a term, and says which one it was before.
    mutating func put(_ item: Int, at key: UInt64) -> Int? {
        let index = slot(key)
        let value = slots[index].value
        slots[index].value = value & Slot.goesOn | UInt32(item + 1)
        return Entry(value: value).item
    }

    /// The place of a chain, found or made. At most four fifths of the places are taken.
    private mutating func slot(_ key: UInt64) -> Int {
        if count * 5 >= slots.count * 4 { resize(2 * count) }
        let (low, high) = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
        var index = place(key)
        while slots[index].value != 0 {
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
        var words = 1
        while words * 8 < count { words *= 2 }
        filter = [UInt64](repeating: 0, count: words)
        for slot in slots where slot.value != 0 {
            let bit = Int(slot.low) & (words * 64 - 1)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    private mutating func resize(_ capacity: Int) {
        let old = slots
        slots = Self.slots(for: capacity)
        for slot in old where slot.value != 0 {
            var index = place(UInt64(slot.high) << 32 | UInt64(slot.low))
            while slots[index].value != 0 { index = index + 1 == slots.count ? 0 : index + 1 }
            slots[index] = slot
        }
    }
}
