// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension JobRecord {
    /// Reads the columns that all statements about jobs begin with; the last of them, warnings, may be NULL.
    init(narrow row: Row) {
        let outcome = row.optionalText(5).flatMap(JobStatus.init(rawValue:))
        // The fence rises at the first claim and never falls: attempts do, when a job is given back.
        let status = outcome ?? (row.int(6) == 0 ? .queued : .processing)
        let hasOutput = status == .completed || status == .completedWithWarnings
        self.init(
            id: row.id(0), group: row.id(1), engine: row.id(2), source: LocaleTag(unchecked: row.text(3)),
            target: LocaleTag(unchecked: row.text(4)), status: status, run: row.int(11),
            attempts: row.int(7), isCancelled: row.int(12) == 1,
            segmentsDone: hasOutput ? row.int(14) : row.int(13), segmentsTotal: row.int(14),
            errorMessage: status == .failed ? row.optionalText(8) : nil, createdAt: row.moment(9),
            completedAt: row.isNull(10) ? nil : row.moment(10))
        if let warnings = row.optionalBytes(15) { self.warnings = warnings }
    }

    /// Reads steps and output too.
    init(whole row: Row) {
        self.init(narrow: row)
        if let steps = row.optionalBytes(16) { self.steps = steps }
        output = row.optionalBytes(17)
        guard output != nil else { return }
        receipt = Receipt(
            segments: segmentsTotal, new: row.int(18), reused: row.int(19),
            usage: Usage(inputTokens: row.int(20), outputTokens: row.int(21), cost: row.real(22)))
    }
}
