// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension SQLiteStore {
    func record(_ rows: [(organization: OrganizationID, row: UsageRow)]) async throws(StoreError) {
        guard !rows.isEmpty else { return }
        // Not synced: what the next commit of anything else does not bring to the disk is a second's worth.
        try await writer.write(isSynced: false) { (connection) throws(StoreError) in
            for (organization, row) in rows {
                let values = UsageDimension.allCases.map { SQLValue.text(row.values[$0] ?? "") }
                let sums = UsageSums.all.map { SQLValue.int(row.sums[keyPath: $0]) }
                try connection.run(UsageSQL.add, [.id(organization)] + values + sums)
            }
        }
    }

    func usage(_ query: UsageQuery, of organization: OrganizationID) async throws(StoreError) -> [UsageRow] {
        let dimensions = UsageDimension.allCases
        let mask = dimensions.enumerated().reduce(0) { mask, dimension in
            query.groups.contains(dimension.element) ? mask | 1 << dimension.offset : mask
        }
        return try await readers.read { (connection) throws(StoreError) in
            try connection.rows(
                UsageSQL.sums,
                [
                    .id(organization), .text(query.from), .text(query.to), .int(mask), .int(query.limit),
                    .optional(query.engine?.text),
                ]
            ) { row in
                var found = UsageRow(values: [:], sums: UsageSums())
                for (index, dimension) in dimensions.enumerated() where query.groups.contains(dimension) {
                    found.values[dimension] = row.text(Int32(index))
                }
                for (index, sum) in UsageSums.all.enumerated() {
                    found.sums[keyPath: sum] = row.int(Int32(dimensions.count + index))
                }
                return found
            }
        }
    }

    func removeUsage(before day: String) async throws(StoreError) -> Int {
        try await writer.write { (connection) throws(StoreError) in
            try connection.run(UsageSQL.remove, [.text(day)])
        }
    }

    func isTold(_ notice: BudgetNotice) async throws(StoreError) -> Bool {
        try await readers.read { (connection) throws(StoreError) in
            try connection.first(UsageSQL.notice, Self.values(notice)) { _ in true } ?? false
        }
    }

    func markTold(_ notice: BudgetNotice, at moment: Timestamp) async throws(StoreError) {
        _ = try await writer.write { (connection) throws(StoreError) in
            try connection.run(UsageSQL.insertNotice, Self.values(notice) + [.moment(moment)])
        }
    }

    private static func values(_ notice: BudgetNotice) -> [SQLValue] {
        [
            .id(notice.organization), .text(notice.budget.name), .text(notice.engine?.text ?? ""),
            .text(notice.from),
        ]
    }
}
