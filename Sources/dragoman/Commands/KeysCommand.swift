// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman keys`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Makes, lists and revokes API keys, beside a running gateway too.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and prints it, this once only. So a lost key is replaced.")

        @Argument(help: "A name for people.") var name = "key"
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(.createKey(name: name))
            answer.show(asJSON: json) { $0[text: "key"] }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists keys, without the keys themselves.")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(.listKeys)
            answer.show(asJSON: json) { answer in
                var table = TextTable("ID", "CREATED", "REVOKED", "NAME")
                table.rows = answer[list: "keys"].map { key in
                    let revoked = key[text: "revokedAt"]
                    return [
                        key[text: "id"], key[text: "createdAt"], revoked.isEmpty ? "-" : revoked,
                        key[text: "name"],
                    ]
                }
                return table.text
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revokes a key at once.")

        @Argument(help: "The key's id (key_…), or its name.") var key: String
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(.revokeKey(key))
            answer.show(asJSON: json) { "\($0[text: "id"]) (\($0[text: "name"])) is revoked" }
        }
    }
}
