// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman memory`.
struct MemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Tells what a change of an engine does to translation memory.",
        subcommands: [Impact.self])

    struct Impact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Tells what a document would have translated again, and what that costs, before it is applied."
        )

        @Argument(help: ArgumentHelp("A YAML document, as `engines export` prints it.", valueName: "file"))
        var path: String
        @Option(help: "The engine's id or name; the one that the document names if left out.")
        var engine: String?
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(
                .memoryImpact(path: absolutePath(path), engine: engine))
            answer.show(asJSON: json) { answer in
                let pairs = answer[list: "pairs"]
                if pairs.isEmpty { return "nothing of \(answer[text: "engine"]) is remembered" }
                var table = TextTable("SOURCE", "TARGET", "ENTRIES", "AGAIN", "CHARACTERS", "US DOLLARS", "")
                for row in pairs {
                    table.rows.append([
                        row[text: "source"], row[text: "target"], row[count: "entries"], row[count: "again"],
                        row[count: "characters"], row[count: "cost"],
                        row.object?["unsupported"] == .bool(true) ? "no model has the pair any more" : "",
                    ])
                }
                return table.text
            }
        }
    }
}
