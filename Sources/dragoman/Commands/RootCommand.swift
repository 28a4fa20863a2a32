// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `dragoman`.
struct RootCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dragoman", abstract: "A self-hosted localization gateway.", version: Release.version,
        subcommands: [
            ServeCommand.self, KeysCommand.self, OrganizationsCommand.self, PluginCommand.self,
            ProvidersCommand.self,
            EnginesCommand.self, CoverageCommand.self, StatusCommand.self,
            ConfigCommand.self, DatabaseCommand.self, GlossaryCommand.self, MemoryCommand.self,
            TextCommand.self,
            VersionCommand.self,
        ])
}
