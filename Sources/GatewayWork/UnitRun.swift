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
    /// What came back for each part, sound or not, still masked.
    private let answers: [Int: String]

    /// - Parameter verdicts: one for each of the entry's parts, in order.
    init(_ entry: Batch.Entry, _ verdicts: ArraySlice<BatchRun.Verdict>) {
        self.entry = entry
        outputs = entry.plan.parts.map { TextPlan.Output($0.masked.text) }
        answers = Dictionary(
            zip(entry.parts, verdicts).map { part, verdict in
                switch verdict {
                case .success(let text): (part.index, text)
                case .failure(let unsound): (part.index, unsound.output)
                }
            }, uniquingKeysWith: { first, _ in first })
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

    /// The unit to be asked for again, each part with what was wrong.
    ///
    /// - Parameter findings: of the whole unit; they count for every part that has none of its own.
    func again(_ findings: [Finding]) -> Batch.Entry {
        var again = entry
        for part in entry.parts {
            let faults = unsound[part.index] ?? (unsound.isEmpty ? findings : [])
            guard !faults.isEmpty else { continue }
            let answer = answers[part.index] ?? ""
            again.retries[part.index] = SegmentRetry(
                previous: answer,
                faults: PromptFault.sentences(faults, in: answer, of: entry.plan.parts[part.index].masked))
        }
        return again
    }
}

extension Finding {
    /// A message with more branches than the gateway translates.
    static let messageTooLarge = Finding(.icu, expected: "at most 512 branches and 32 KiB", found: "more")

}
