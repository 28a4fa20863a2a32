// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FoundationEssentials
import Logging

/// What every command takes that knows the configuration.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The data folder; the key `data` of the configuration.", valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp("A configuration file.", valueName: "file"))
    var config: String?

    @Option(
        name: .customLong("set"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Sets a key of the configuration, such as server.port=8081; may be given again.",
            valueName: "key=value"))
    var settings: [String] = []

    /// The configuration of file, environment and arguments, found valid.
    func configuration(environment: [String: String]) throws -> Configuration {
        var configuration = try Configuration(
            ConfigurationSources(
                file: config.map { path throws(AdministrationError) in try FileText.read(path) },
                environment: environment, settings: settings))
        if let data { configuration.data = data }
        return configuration
    }

    func configuration() throws -> Configuration {
        try configuration(environment: ProcessInfo.processInfo.environment)
    }
}
