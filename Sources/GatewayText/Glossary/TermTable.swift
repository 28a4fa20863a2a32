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
    private(set) var count = 0

    /// A table with room for `capacity` chains and a half more, so that searches stay short.
    init(capacity: Int) { slots = [Slot](repeating: Slot(), count: capacity + capacity / 2 + 4) }

    /// Bytes it takes.
    var byteCount: Int { slots.count * MemoryLayout<Slot>.stride }

    private func place(_ key: UInt64) -> Int { Int((key >> 32) &* UInt64(slots.count) >> 32) }

    /// What is known of a chain, or `nil`.
    @inline(__always)
    subscript(key: UInt64) -> Entry? {
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

    /// The place of a chain, found or made. At most two thirds of the places are taken.
    private mutating func slot(_ key: UInt64) -> Int {
        if count * 3 >= slots.count * 2 { resize(2 * count) }
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

    /// Gives back what room was not needed.
    mutating func fit() { resize(count) }

    private mutating func resize(_ capacity: Int) {
        let old = slots
        slots = [Slot](repeating: Slot(), count: capacity + capacity / 2 + 4)
        for slot in old where slot.value != 0 {
            var index = place(UInt64(slot.high) << 32 | UInt64(slot.low))
            while slots[index].value != 0 { index = index + 1 == slots.count ? 0 : index + 1 }
            slots[index] = slot
        }
    }
}
