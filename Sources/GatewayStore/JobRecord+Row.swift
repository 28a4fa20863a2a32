// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension JobRecord {
    /// Reads the columns that all statements about jobs begin with; the last of them, warnings, may be NULL.
    init(narrow row: Row) {
        let outcome = row.optionalText(5).flatMap(JobStatus.init(rawValue:))
        // The fence rises at the first claim and never falls: attempts do, when a job is given back.
        let status = outcome ?? (row.int(6) == 0 ? .queued : .processing)
        self.init(
            id: row.id(0), group: row.id(1), engine: row.id(2), source: LocaleTag(unchecked: row.text(3)),
            target: LocaleTag(unchecked: row.text(4)), status: status, attempts: row.int(7),
            errorMessage: status == .failed ? row.optionalText(8) : nil, createdAt: row.moment(9),
            completedAt: row.isNull(10) ? nil : row.moment(10))
        if let warnings = row.optionalBytes(11) { self.warnings = warnings }
    }

    /// Reads steps and output too.
    init(whole row: Row) {
        self.init(narrow: row)
        if let steps = row.optionalBytes(12) { self.steps = steps }
        output = row.optionalBytes(13)
    }
}
