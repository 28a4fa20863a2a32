// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// What came back for the parts of one unit.
struct UnitRun {
    let entry: Batch.Entry
    /// Parts whose example numbers did not come back: to be asked for without them.
    private(set) var numberless: [Int] = []
    /// One for each part of the plan; those that nobody had to translate are there from the start.
    private var outputs: [TextPlan.Output]
    private var unsound: [Int: [Finding]] = [:]

    /// - Parameter verdicts: one for each of the entry's parts, in order.
    init(_ entry: Batch.Entry, _ verdicts: ArraySlice<BatchRun.Verdict>) {
        self.entry = entry
        outputs = entry.plan.parts.map { TextPlan.Output($0.masked.text) }
        for (part, verdict) in zip(entry.parts, verdicts) {
            switch verdict {
            case .failure(let error): unsound[part.index] = error.findings
            case .success(let text):
                let own = entry.plan.parts[part.index]
                let seams = own.seamFindings(in: text, isNumberless: false)
                let findings = own.numberFindings(in: text)
                if !seams.isEmpty {
                    unsound[part.index] = seams
                } else if findings.isEmpty {
                    outputs[part.index].text = text
                } else {
                    unsound[part.index] = findings
                    numberless.append(part.index)
                }
            }
        }
        // A unit that is lost anyway costs no further call.
        if unsound.count > numberless.count { numberless = [] }
    }

    /// Takes the answer to a part that was asked for without its numbers.
    mutating func settle(part: Int, _ verdict: BatchRun.Verdict) {
        switch verdict {
        case .failure(let error): unsound[part] = error.findings
        case .success(let text):
            let seams = entry.plan.parts[part].seamFindings(in: text, isNumberless: true)
            unsound[part] = seams.isEmpty ? nil : seams
            outputs[part] = TextPlan.Output(text, isNumberless: true)
        }
    }

    /// The whole unit, unmasked and not checked as a whole yet, or what is wrong with it.
    var end: BatchRun.Verdict {
        if let first = unsound.min(by: { $0.key < $1.key }) {
            return .failure(BatchRun.Unsound(findings: first.value))
        }
        return .success(entry.plan.rebuild(outputs))
    }
}

extension Finding {
    /// A message with more branches than the gateway translates.
    static let messageTooLarge = Finding(.icu, expected: "at most 512 branches and 32 KiB", found: "more")

}
