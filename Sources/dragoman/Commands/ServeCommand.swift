// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import Logging

/// `dragoman serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the gateway until a signal ends it.",
        discussion: """
            Without a configuration it listens on 127.0.0.1:8080 and keeps its data in ./data. The first start prints \
            the first API key, unless DRAGOMAN_BOOTSTRAP_KEY_FILE names a file that holds one.
            """)

    @OptionGroup var common: CommonOptions

    @Flag(help: "Migrate the database of an older version, after writing a backup beside it.")
    var migrate = false

    @Flag(help: "Make a further API key and print it when ready.")
    var mintKey = false

    @Flag(help: "When ready, print one line of JSON: url, apiKey, pid, data.")
    var readyJson = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try common.configuration(environment: environment)
        let serving = Serving(
            configuration: configuration,
            options: ServingOptions(migrates: migrate, mintsKey: mintKey, isReadyJSON: readyJson),
            environment: environment, logger: startLog(configuration.log),
            read: { [common] in try common.configuration(environment: environment) })
        try await serving.run()
    }
}
