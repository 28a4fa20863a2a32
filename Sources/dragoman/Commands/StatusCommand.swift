// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Says whether a gateway runs on the data folder, and where.")

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Operator(common: common).carryOut(.status).show(asJSON: json) { answer in
            let pid = if case .number(let pid)? = answer.object?["pid"] { pid } else { "?" }
            return "dragoman \(answer[text: "version"]) (process \(pid)) listens at \(answer[text: "url"]) "
                + "since \(answer[text: "startedAt"])"
        }
    }
}
