// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Units that go to a provider together.
struct Batch: Sendable {
    struct Entry: Sendable {
        let unit: Int
        let plan: TextPlan
        /// What there is to translate of it.
        let parts: [Part]
        let hints: [String]
        let characters: Int
        /// By part: what was wrong when it was asked for before.
        var retries: [Int: SegmentRetry] = [:]

        var segmentCount: Int { parts.reduce(0) { $0 + $1.slots.count } }
    }

    /// A part of a unit's plan.
    struct Part: Sendable {
        /// Its place in the plan.
        let index: Int
        let slots: [SegmentSlot]
    }

    let entries: [Entry]
    /// Whether it was open when the provider's process ended.
    var isSuspect = false

    var segmentCount: Int { entries.reduce(0) { $0 + $1.segmentCount } }
    var characters: Int { entries.reduce(0) { $0 + $1.characters } }

    /// The same units in batches of at most so many.
    func chunks(of size: Int) -> [Batch] {
        stride(from: 0, to: entries.count, by: size).map {
            Batch(entries: Array(entries[$0..<min($0 + size, entries.count)]))
        }
    }

    /// The two halves of a batch of at least two units.
    var halves: [Batch] {
        let middle = entries.count / 2
        return [entries[..<middle], entries[middle...]].map {
            Batch(entries: Array($0), isSuspect: isSuspect)
        }
    }

    /// Packs units, in order, into batches that the provider takes. A unit that is larger goes alone; one without a
    /// plan does not go at all.
    static func pack(
        _ pending: [Int], of order: TranslationOrder, for traits: ProviderTraits, segmenter: Segmenter
    ) -> [Batch] {
        var batches: [Batch] = []
        var entries: [Entry] = []
        var (segments, bytes) = (0, 0)
        for index in pending {
            guard let plan = order.plan(of: index, for: traits.terms) else { continue }
            let unit = order.units.units[index]
            let parts = plan.parts.indices.filter { plan.parts[$0].isTranslatable }.map { part in
                Part(
                    index: part,
                    slots: SegmentSlot.slots(
                        of: plan.parts[part].masked, granularity: traits.granularity, source: order.source,
                        segmenter: segmenter))
            }
            let entry = Entry(
                unit: index, plan: plan, parts: parts, hints: unit.hints, characters: unit.characters)
            let size = parts.reduce(0) { $0 + plan.parts[$1.index].masked.text.utf8.count }
            let isFull =
                segments + entry.segmentCount > traits.maximumSegments || bytes + size > traits.maximumBytes
            if isFull, !entries.isEmpty {
                batches.append(Batch(entries: entries))
                entries = []
                (segments, bytes) = (0, 0)
            }
            entries.append(entry)
            segments += entry.segmentCount
            bytes += size
        }
        if !entries.isEmpty { batches.append(Batch(entries: entries)) }
        return batches
    }
}
