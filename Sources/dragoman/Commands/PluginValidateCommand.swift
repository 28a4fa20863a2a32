// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayProviders

extension PluginCommand {
    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks whether a plugin keeps the promises of its interface.",
            discussion: """
                Every check runs in a process of its own, so that a plugin that crashes or hangs fails that check \
                alone. The exit status is 0 when no check failed.
                """)

        @Argument(help: "The plugin's folder, with plugin.json and the library.") var folder: String
        @Flag(help: "Print JSON.") var json = false
        @Option(help: ArgumentHelp("Settings of the provider, a JSON object.", valueName: "json"))
        var settings: String?
        @Option(
            help: ArgumentHelp("Only checks with this in their name, such as tokens.", valueName: "name"))
        var filter = ""
        @Option(help: "What texts of chance begin with.") var seed: UInt64 = 1
        @Option(
            help: ArgumentHelp(
                "The body of a good answer of the service that the plugin asks by http/1.", valueName: "file")
        )
        var answer: String?
        @Option(help: ArgumentHelp("A source locale that the plugin translates.", valueName: "locale"))
        var source = ""
        @Option(help: ArgumentHelp("A target locale that the plugin translates.", valueName: "locale"))
        var target = ""
        @Option(help: ArgumentHelp("A model of the plugin.", valueName: "name")) var model = ""
        @Option(help: "Checks at the same time.") var parallel = 2

        func run() async throws {
            var validation = PluginValidation(
                folder: absolutePath(folder), program: [OwnProgram.path, "plugin", "check-one"])
            validation.settings = try settings.map(Self.object) ?? JSONObject()
            validation.filter = filter
            validation.seed = seed
            validation.answer =
                try answer.map { path throws(AdministrationError) in try FileText.read(path) } ?? ""
            (validation.source, validation.target, validation.model) = (source, target, model)
            validation.parallel = max(1, min(parallel, 64))
            // It blocks, and nothing else goes on in this process.
            let report = validation.run()
            guard !report.entries.isEmpty else {
                throw AdministrationError("no check has \"\(filter)\" in its name")
            }
            StandardOutput.write(
                json ? String(decoding: report.json.bytes, as: UTF8.self) : Self.text(report))
            if !report.isGood { throw ExitCode.failure }
        }

        static func object(_ text: String) throws(AdministrationError) -> JSONObject {
            guard let object = (try? JSONValue(parsing: text))?.object else {
                throw AdministrationError("--settings is no JSON object")
            }
            return object
        }

        private static func text(_ report: ValidationReport) -> String {
            let providers = Set(report.entries.map(\.provider)).subtracting([""])
            var table = TextTable("CHECK", "STATUS", "DETAIL")
            table.rows = report.entries.map { entry in
                let name =
                    providers.count > 1 && !entry.provider.isEmpty
                    ? "\(entry.provider): \(entry.name)" : entry.name
                return [name, entry.status == .failed ? "FAILED" : entry.status.rawValue, entry.detail]
            }
            var parts = [table.text]
            let broken = report.entries.filter { $0.status == .failed }
            if !broken.isEmpty {
                parts.append(
                    "Promises that are not kept:\n"
                        + broken.map { "  \($0.name): \($0.promise)" }.joined(separator: "\n"))
            }
            parts.append(
                "\(report.count(.passed)) passed, \(report.count(.failed)) failed, "
                    + "\(report.count(.skipped)) skipped")
            return parts.joined(separator: "\n\n")
        }
    }

    /// One check, in a process of its own; `validate` starts it.
    struct CheckOne: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "check-one", shouldDisplay: false)

        @Argument var job: String

        func run() throws { runPluginCheck(job, text: .icu) }
    }
}
