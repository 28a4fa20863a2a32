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
        @OptionGroup var grant: GrantOptions
        @Option(help: "The user's address: the key is personal and may what the user may.")
        var user: String?
        @Option(help: "A UTC time or day from which on it is good for nothing, such as 2027-01-01.")
        var expires: String?
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var organization: OrganizationOption
        @OptionGroup var common: CommonOptions

        func run() async throws {
            var members = [JSONObject.Member("name", .string(name))] + grant.members
            if let user { members.append(.init("email", .string(user))) }
            if let expires { members.append(.init("expiresAt", .string(expires))) }
            let answer = try await Operator(common: common).carryOut(
                .createKey(.object(JSONObject(members)), organization: organization.name))
            answer.show(asJSON: json) { $0[text: "key"] }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists keys, without the keys themselves.")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var organization: OrganizationOption
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(
                .listKeys(organization: organization.name))
            answer.show(asJSON: json) { answer in
                var table = TextTable("ID", "KIND", "MAY", "CREATED", "EXPIRES", "REVOKED", "NAME")
                table.rows = answer[list: "keys"].map { key in
                    [
                        key[text: "id"], key[text: "kind"],
                        key[text: "kind"] == "personal" ? key[text: "userId"] : GrantOptions.text(key),
                        key[text: "createdAt"], key[text: "expiresAt"].orDash,
                        key[text: "revokedAt"].orDash, key[text: "name"],
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
        @OptionGroup var organization: OrganizationOption
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(
                .revokeKey(key, organization: organization.name))
            answer.show(asJSON: json) { "\($0[text: "id"]) (\($0[text: "name"])) is revoked" }
        }
    }
}
