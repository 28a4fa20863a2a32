// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman engines`: engines as files, for version control.
struct EnginesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engines",
        abstract: "Lists engines, writes one as a YAML document, and makes one what a document says.",
        subcommands: [List.self, Export.self, Apply.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists engines, newest first.")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Operator(common: common).carryOut(.listEngines).show(asJSON: json) { answer in
                var table = TextTable(
                    "ENGINE", "NAME", "DEFAULT", "MODELS", "INSTRUCTIONS", "VOICES", "VERSION")
                for engine in answer[list: "engines"] {
                    table.rows.append([
                        engine[text: "id"], engine[text: "name"],
                        engine.object?["isDefault"] == .bool(true) ? "yes" : "-",
                        engine[count: "modelConfigs"], engine[count: "instructions"],
                        engine[count: "brandVoices"], engine[count: "version"],
                    ])
                }
                return table.text
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints an engine with all it owns as a YAML document.")

        @Argument(help: "The engine's id or name; the default engine if left out.") var engine: String?
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(.exportEngine(engine))
            let document = answer.object?["document"] ?? .null
            StandardOutput.write(
                json ? String(decoding: document.bytes, as: UTF8.self) : try YAMLDocument.write(document))
        }
    }

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Makes an engine what a document says, and shows what changed; a second time nothing does.")

        @Argument(help: ArgumentHelp("A YAML document, as `engines export` prints it.", valueName: "file"))
        var path: String
        @Option(help: "The engine's id or name; the one that the document names if left out.")
        var engine: String?
        @Flag(help: "Only shows what would change.") var dryRun = false
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(
                .applyEngine(path: absolutePath(path), engine: engine, isDryRun: dryRun))
            answer.show(asJSON: json, text: Self.text)
        }

        static func text(_ answer: JSONValue) -> String {
            var lines: [String] = []
            for change in answer[list: "changes"] {
                let before = change.object?["before"]?.object
                let after = change.object?["after"]?.object
                let sign = before == nil ? "+" : after == nil ? "-" : "~"
                lines.append("\(sign) \(change[text: "entity"]) \(change[text: "id"])")
                let names = (after ?? before ?? JSONObject()).members.map(\.name)
                for name in names where !silent.contains(name) {
                    let (old, new) = (before?[name], after?[name])
                    guard old != new else { continue }
                    if let old { lines.append("    - \(name): \(words(old))") }
                    if let new { lines.append("    + \(name): \(words(new))") }
                }
            }
            let items = answer.object?["glossaryItems"] ?? .null
            for (sign, name) in [("-", "removed"), ("+", "added")] {
                for item in items[list: name] {
                    lines.append("\(sign) GlossaryItem \(words(item))")
                }
            }
            for warning in answer[list: "warnings"] {
                if let text = warning.string { lines.append("warning: \(text)") }
            }
            let name = "\(answer[text: "engine"]) (\(answer[text: "name"]))"
            let isDryRun = answer.object?["isDryRun"] == .bool(true)
            lines.append(
                lines.contains(where: { !$0.hasPrefix("warning") })
                    ? isDryRun
                        ? "\(name) would change; nothing was done" : "\(name) is what the document says"
                    : "\(name) is what the document says already")
            return lines.joined(separator: "\n")
        }

        /// What every change changes.
        private static let silent: Set<String> = ["id", "ownerEngineId", "version", "createdAt", "updatedAt"]

        private static func words(_ value: JSONValue) -> String {
            value.string ?? String(decoding: value.bytes, as: UTF8.self)
        }
    }
}
