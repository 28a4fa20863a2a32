// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman plugin`.
struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Shows engine plugins, makes new ones, checks them, and gives one a new process.",
        subcommands: [New.self, List.self, Validate.self, CheckOne.self, Bench.self, Reload.self])

    struct Reload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Has a provider's plugin start anew in the running gateway, with manifest and library as they are now.",
            discussion:
                "Calls under way end in the old process. A plugin in the gateway's own process cannot be reloaded."
        )

        @Argument(help: "The provider, by its name in the configuration.") var provider: String
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Operator(common: common).carryOut(.reloadPlugin(provider: provider)).show(asJSON: json)
            { answer in
                "\(answer[text: "provider"]) runs in a new process."
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists plugins and what they translate; says why something is not in use.")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Operator(common: common).carryOut(.plugins).show(asJSON: json, text: Self.text)
        }

        private static func text(_ answer: JSONValue) -> String {
            let plugins = answer[list: "plugins"]
            guard !plugins.isEmpty else { return "There are no plugins." }
            var table = TextTable("PLUGIN", "VERSION", "LICENCE", "PROVIDER", "PAIRS", "PROCESS", "STATE")
            table.rows = plugins.map { plugin in
                let pairs = plugin[list: "pairs"]
                let usable = pairs.filter { $0[text: "refused"].isEmpty }.count
                let refused = plugin[text: "refused"]
                return [
                    plugin[text: "plugin"].orDash, plugin[text: "version"].orDash,
                    plugin[text: "licence"].orDash,
                    plugin[text: "provider"].orDash,
                    usable == pairs.count ? "\(usable)" : "\(usable)/\(pairs.count)",
                    process(plugin),
                    refused.isEmpty ? "in use" : "not in use: \(refused)",
                ]
            }
            return ([table.text] + plugins.compactMap(pairs)).joined(separator: "\n\n")
        }

        private static func process(_ plugin: JSONValue) -> String {
            guard plugin[text: "isolation"] == "process" else { return plugin[text: "isolation"].orDash }
            guard case .number(let id)? = plugin[list: "processes"].last else { return "none now" }
            return id
        }

        private static func pairs(_ plugin: JSONValue) -> String? {
            guard !plugin[list: "pairs"].isEmpty else { return nil }
            var table = TextTable("SOURCE", "TARGET", "MODEL", "QUALITY", "PIVOT", "STATE")
            table.rows = plugin[list: "pairs"].map { pair in
                let refused = pair[text: "refused"]
                let note = pair[text: "note"]
                let use = pair.object?["byNameOnly"] == .bool(true) ? "by name only" : "usable"
                let state = note.isEmpty ? use : "\(use): \(note)"
                return [
                    pair[text: "source"], pair[text: "target"], pair[text: "model"],
                    pair[text: "quality"].orDash,
                    pair[list: "pivot"].compactMap(\.string).orDash(separator: ", "),
                    refused.isEmpty ? state : "refused: \(refused)",
                ]
            }
            return "\(plugin[text: "provider"]):\n" + table.text
        }
    }
}
