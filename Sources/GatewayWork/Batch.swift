// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Units that go to a provider together.
struct Batch: Sendable {
    struct Entry: Sendable {
        let unit: Int
        let slots: [SegmentSlot]
        let hints: [String]
        let characters: Int
    }

    let entries: [Entry]

    var segmentCount: Int { entries.reduce(0) { $0 + $1.slots.count } }
    var characters: Int { entries.reduce(0) { $0 + $1.characters } }

    /// The two halves of a batch of at least two units.
    var halves: [Batch] {
        let middle = entries.count / 2
        return [Batch(entries: Array(entries[..<middle])), Batch(entries: Array(entries[middle...]))]
    }

    /// Packs units, in order, into batches that the provider takes. A unit that is larger goes alone.
    static func pack(
        _ pending: [Int], of units: TranslationUnits, for traits: ProviderTraits, source: LocaleTag,
        segmenter: Segmenter
    ) -> [Batch] {
        var batches: [Batch] = []
        var entries: [Entry] = []
        var (segments, bytes) = (0, 0)
        for index in pending {
            let unit = units.units[index]
            let slots = SegmentSlot.slots(
                of: unit.masked, granularity: traits.granularity, source: source, segmenter: segmenter)
            let size = unit.masked.text.utf8.count
            let isFull = segments + slots.count > traits.maximumSegments || bytes + size > traits.maximumBytes
            if isFull, !entries.isEmpty {
                batches.append(Batch(entries: entries))
                entries = []
                (segments, bytes) = (0, 0)
            }
            entries.append(Entry(unit: index, slots: slots, hints: unit.hints, characters: unit.characters))
            segments += slots.count
            bytes += size
        }
        if !entries.isEmpty { batches.append(Batch(entries: entries)) }
        return batches
    }
}
