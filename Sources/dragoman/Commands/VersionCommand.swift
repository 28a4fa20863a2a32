// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// `dragoman version`.
struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Prints the version.")

    func run() async throws { StandardOutput.write("dragoman \(Release.version)") }
}
