// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Entries of one organization on their way into the database, within one transaction.
struct MemoryWriting {
    /// What came and went.
    private(set) var change: MemoryChange
    /// Entries that were not known as they are.
    private(set) var stored = 0
    private let id: OrganizationID

    init(_ organization: OrganizationID) {
        id = organization
        change = MemoryChange(organization: organization)
    }

    /// Writes what is not known, then removes the oldest beyond the limit. Returns how many would be approved when that
    /// is more than the limit; nothing is written then.
    mutating func write(
        _ entries: [NewMemoryEntry], limit: Int, _ connection: Connection
    ) throws(StoreError) -> Int? {
        let counts = try connection.first(MemorySQL.counts, [.id(id)]) { row in
            (number: row.integer(0), entries: row.int(1), approved: row.int(2))
        }
        guard var counts else { return nil }
        let approved = entries.count { $0.origin == .person }
        guard approved == 0 || counts.approved + approved <= limit else { return counts.approved + approved }
        for entry in entries {
            try write(entry, organization: counts.number, &counts.entries, &counts.approved, connection)
        }
        if counts.entries > limit {
            let gone = try connection.rows(
                MemorySQL.deleteOldest, [.integer(counts.number), .int(counts.entries - limit)],
                { $0.integer(0) })
            counts.entries -= gone.count
            change.removed += gone
        }
        if stored > 0 || !change.removed.isEmpty {
            try connection.run(
                MemorySQL.setCounts, [.integer(counts.number), .int(counts.entries), .int(counts.approved)])
        }
        return nil
    }

    private mutating func write(
        _ entry: NewMemoryEntry, organization: Int64, _ entries: inout Int, _ approved: inout Int,
        _ connection: Connection
    ) throws(StoreError) {
        let known = try connection.first(
            MemorySQL.known, [.integer(organization), .blob(entry.key), .blob(entry.fingerprint)]
        ) { row in
            (number: row.integer(0), origin: MemoryOrigin(rawValue: row.text(1)), target: row.text(2))
        }
        if let known {
            let isWorse = known.origin != .stopgap && entry.origin == .stopgap
            let isSame = known.origin == entry.origin && known.target.utf8.elementsEqual(entry.target.utf8)
            if isWorse || isSame { return }
            try connection.run(MemorySQL.delete, [.integer(known.number)])
            change.removed.append(known.number)
            entries -= 1
            if known.origin == .person { approved -= 1 }
        }
        let number = try connection.first(
            MemorySQL.insert,
            [
                .integer(organization), .optional(entry.engine?.text), .text(entry.pair.source.spelling),
                .text(entry.pair.target.spelling), .blob(entry.key), .blob(entry.fingerprint),
                .text(entry.origin.rawValue), .optional(entry.model?.provider), .optional(entry.model?.model),
                .moment(entry.createdAt), .text(entry.source), .text(entry.target),
            ]
        ) { $0.integer(0) }
        stored += 1
        entries += 1
        if entry.origin == .person { approved += 1 }
        guard let number, entry.origin == .machine || entry.origin == .person else { return }
        change.added.append(
            .init(pair: entry.pair, source: MemorySource(number: number, text: entry.source)))
    }
}
