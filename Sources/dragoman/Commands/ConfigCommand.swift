// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `dragoman config`.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Checks a configuration, or shows every key of one.",
        subcommands: [Check.self, Example.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells all mistakes of a configuration, or \"ok\".")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            _ = try common.configuration()
            StandardOutput.write("ok")
        }
    }

    struct Example: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a configuration of every key with its default.")

        func run() async throws { StandardOutput.write(String(ConfigurationExample.text.dropLast())) }
    }
}
