// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// How much is not over, by organization, in memory: a new group is measured against it before anything is written.
struct QueueCounts {
    /// Jobs and bytes of documents.
    struct Amount: Equatable {
        var jobs = 0
        var bytes = 0

        static func += (left: inout Amount, right: Amount) {
            left.jobs += right.jobs
            left.bytes += right.bytes
        }

        static prefix func - (amount: Amount) -> Amount {
            Amount(jobs: -amount.jobs, bytes: -amount.bytes)
        }
    }

    let limits: QueueLimits
    private var total = Amount()
    private var amounts: [OrganizationID: Amount] = [:]

    init(limits: QueueLimits) { self.limits = limits }

    /// Begins with what is open in the database.
    mutating func load(from connection: Connection) throws(StoreError) {
        for (organization, amount) in try connection.rows(
            UpkeepSQL.openAmounts, [],
            { ($0.id(0, OrganizationID.self), Amount(jobs: $0.int(1), bytes: $0.int(2))) })
        {
            add(amount, of: organization)
        }
    }

    var jobs: Int { total.jobs }

    /// Counts what is about to be written, or says which limit it would pass.
    mutating func reserve(_ amount: Amount, of organization: OrganizationID) -> QueueLimit? {
        let own = amounts[organization] ?? Amount()
        if own.jobs + amount.jobs > limits.jobsPerOrganization { return .jobsPerOrganization }
        if total.jobs + amount.jobs > limits.jobs { return .jobs }
        if own.bytes + amount.bytes > limits.bytesPerOrganization { return .bytesPerOrganization }
        if total.bytes + amount.bytes > limits.bytes { return .bytes }
        add(amount, of: organization)
        return nil
    }

    /// Counts more, or less, without asking.
    mutating func add(_ amount: Amount, of organization: OrganizationID) {
        total += amount
        amounts[organization, default: Amount()] += amount
    }
}
