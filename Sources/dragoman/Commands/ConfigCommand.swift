// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman config`.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Checks a configuration, shows every key of one, or has a running gateway read it again.",
        subcommands: [Check.self, Example.self, Reload.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells all mistakes of a configuration, or \"ok\".")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            _ = try common.configuration()
            StandardOutput.write("ok")
        }
    }

    struct Reload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has the running gateway read its configuration and its providers' credentials again.",
            discussion: """
                Providers and the default engine become what the configuration says, without a restart; calls under way \
                end as they began. A configuration with mistakes changes nothing. What it says of anything else is named, \
                and is read at the next start.
                """)

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Operator(common: common).carryOut(.reloadConfiguration).show(asJSON: json) { answer in
                var lines = ["added", "replaced", "removed", "renewed"].flatMap { what in
                    answer[list: what].compactMap(\.string).map { "\(what): \($0)" }
                }
                for refused in answer[list: "refused"] {
                    lines.append("refused: \(refused[text: "provider"]): \(refused[text: "reason"])")
                }
                for key in answer[list: "atNextStart"].compactMap(\.string) {
                    lines.append("at the next start: \(key)")
                }
                return lines.isEmpty ? "nothing has changed" : lines.joined(separator: "\n")
            }
        }
    }

    struct Example: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a configuration of every key with its default.")

        func run() async throws { StandardOutput.write(String(ConfigurationExample.text.dropLast())) }
    }
}
