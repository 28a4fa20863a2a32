// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman coverage`.
struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Shows which pairs of locales an engine translates, by what and how well.")

    @Option(help: "An engine's id (eng_…); the default engine if left out.") var engine: String?
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer = try await Operator(common: common).carryOut(.coverage(engine: engine))
        answer.show(asJSON: json) { answer in
            var table = TextTable("SOURCE", "TARGET", "MODEL", "QUALITY", "PIVOT")
            table.rows = answer[list: "pairs"].map { pair in
                let quality = pair[text: "quality"]
                return [
                    pair[text: "source"], pair[text: "target"], pair[text: "model"],
                    quality.isEmpty ? "-" : quality,
                    pair[list: "pivot"].compactMap(\.string).orDash(separator: ", "),
                ]
            }
            return table.text
        }
    }
}
