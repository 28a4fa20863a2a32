// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

// The protocol documents these.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension FakeStore {
    public func record(_ rows: [(organization: OrganizationID, row: UsageRow)]) async throws(StoreError) {
        try checkFault()
        used.withLock { $0 += rows }
    }

    public func usage(
        _ query: UsageQuery, of organization: OrganizationID
    ) async throws(StoreError) -> [UsageRow] {
        try checkFault()
        var sums: [[String]: UsageRow] = [:]
        for (owner, row) in used.withLock({ $0 }) where owner == organization {
            let day = row.values[.day] ?? ""
            guard (query.from...query.to).contains(day) else { continue }
            if let engine = query.engine, row.values[.engine] != engine.text { continue }
            let values = row.values.filter { query.groups.contains($0.key) }
            let key = UsageDimension.allCases.map { values[$0] ?? "" }
            sums[key, default: UsageRow(values: values, sums: UsageSums())].sums += row.sums
        }
        return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.prefix(query.limit).map(\.value)
    }

    public func removeUsage(before day: String) async throws(StoreError) -> Int {
        try checkFault()
        return used.withLock { rows in
            let count = rows.count
            rows.removeAll { $0.row.values[.day] ?? "" < day }
            return count - rows.count
        }
    }

    public func isTold(_ notice: BudgetNotice) async throws(StoreError) -> Bool {
        try checkFault()
        return told.withLock { $0.contains(Self.key(notice)) }
    }

    public func markTold(_ notice: BudgetNotice, at moment: Timestamp) async throws(StoreError) {
        try checkFault()
        _ = told.withLock { $0.insert(Self.key(notice)) }
    }

    private static func key(_ notice: BudgetNotice) -> [String] {
        [notice.organization.text, notice.budget.name, notice.engine?.text ?? "", notice.from]
    }
}
