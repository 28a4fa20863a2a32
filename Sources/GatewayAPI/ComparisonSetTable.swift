// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// A test set's comparisons as a table: a row for each segment and candidate, a column for each rater.
enum ComparisonSetTable {
    private static let columns = [
        "segment", "source", "reference", "candidate", "model", "translation", "error", "chrf", "findings",
        "termsKept", "termsInserted", "termsMissed", "latencyMs", "cost",
    ]

    static func bytes(_ comparisons: [Comparison]) -> [UInt8] {
        let raters = Set(comparisons.flatMap { $0.choices.map(\.rater) }).sorted()
        var table = TableText()
        table.append(columns + raters.map { "choice of \($0)" })
        for comparison in comparisons {
            for candidate in comparison.candidates {
                table.append(
                    cells(candidate, of: comparison)
                        + raters.map { choice(of: $0, candidate.number, comparison) })
            }
        }
        return table.bytes
    }

    private static func cells(_ candidate: ComparisonCandidate, of comparison: Comparison) -> [String] {
        let isHidden = comparison.hidesNames(from: nil)
        return [
            (comparison.place?.position).map(String.init) ?? "",
            comparison.content?["text"]?.string ?? "", comparison.place?.reference ?? "",
            String(candidate.number),
            isHidden ? "" : (candidate.answered ?? candidate.model).description,
            candidate.content?["text"]?.string ?? "",
            candidate.error.map { isHidden ? ComparisonCandidate.hiddenError : $0 } ?? "",
            candidate.referenceScore.map { String(JSONWriter.rounded($0, places: 1)) } ?? "",
            findings(candidate), String(candidate.terms.kept), String(candidate.terms.inserted),
            String(candidate.terms.missed), isHidden ? "" : String(candidate.milliseconds),
            isHidden ? "" : String(candidate.usage.cost),
        ]
    }

    /// The checks that found something, or what there is to say without one.
    private static func findings(_ candidate: ComparisonCandidate) -> String {
        let warnings = (try? JSONValue(parsing: candidate.warnings))?.array ?? []
        return warnings.compactMap { $0.object?["check"]?.string ?? $0.object?["message"]?.string }
            .joined(separator: "; ")
    }

    private static func choice(of rater: String, _ number: Int, _ comparison: Comparison) -> String {
        guard let choice = comparison.choices.first(where: { $0.rater == rater }) else { return "" }
        guard let chosen = choice.candidate else { return "draw" }
        return chosen == number ? "win" : "loss"
    }
}

extension Comparison {
    /// Whether names are still kept from a rater, or from everybody alike.
    func hidesNames(from rater: String?) -> Bool {
        isBlind && !choices.contains { rater == nil || $0.rater == rater }
    }
}

extension ComparisonCandidate {
    /// In the place of an error, which names who made it.
    static let hiddenError = "the model made no translation"
}
