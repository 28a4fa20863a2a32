// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman providers`: how healthy the engines of a running gateway are.
struct ProvidersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "Shows how healthy engines are, and has one asked again.",
        subcommands: [List.self, Reset.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the models that were asked, which are not asked now, and why.")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Operator(common: common).carryOut(.providers).show(asJSON: json, text: Self.text)
        }

        private static func text(_ answer: JSONValue) -> String {
            var table = TextTable("MODEL", "STATE", "CALLS", "FAILURES", "NEXT TRY", "CAUSE")
            for provider in answer[list: "providers"] {
                let models = provider[list: "models"]
                if models.isEmpty {
                    table.rows.append([provider[text: "name"], "not asked yet", "0", "0", "-", "-"])
                }
                for model in models {
                    table.rows.append([
                        "\(provider[text: "name"])/\(model[text: "model"])", model[text: "state"],
                        model[count: "calls"], model[count: "failures"],
                        model[text: "nextTry"].orDash, model[text: "cause"].orDash,
                    ])
                }
            }
            return table.text
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has all models of a provider asked again, whatever they did.")

        @Argument(help: "The provider, by its name in the configuration.") var provider: String
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Operator(common: common).carryOut(.resetProvider(provider)).show(asJSON: json) {
                answer in
                "\(answer[text: "name"]) is asked again."
            }
        }
    }
}
