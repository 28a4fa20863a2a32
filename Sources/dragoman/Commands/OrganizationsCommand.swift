// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// `dragoman orgs`.
struct OrganizationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orgs", abstract: "Makes and lists organizations and their members.",
        subcommands: [Create.self, List.self, Members.self, AddMember.self, RemoveMember.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes an organization with an engine, and prints its first key, this once only.")

        @Argument(help: "A name for people.") var name: String
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(.createOrganization(name: name))
            answer.show(asJSON: json) { "\($0[text: "id"])\n\($0[text: "key"])" }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists organizations, newest first.")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Operator(common: common).carryOut(.listOrganizations).show(asJSON: json) { answer in
                var table = TextTable("ID", "DEFAULT ENGINE", "CREATED", "NAME")
                table.rows = answer[list: "organizations"].map {
                    [
                        $0[text: "id"], $0[text: "defaultEngineId"].orDash, $0[text: "createdAt"],
                        $0[text: "name"],
                    ]
                }
                return table.text
            }
        }
    }

    struct Members: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists members.")

        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var organization: OrganizationOption
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(
                .listMembers(organization: organization.name))
            answer.show(asJSON: json) { answer in
                var table = TextTable("ID", "EMAIL", "MAY")
                table.rows = answer[list: "members"].map {
                    [$0[text: "id"], $0[text: "email"], GrantOptions.text($0)]
                }
                return table.text
            }
        }
    }

    struct AddMember: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-member",
            abstract:
                "Makes a user a member, or changes what a member may; a translator unless told otherwise.")

        @Argument(help: "The user's address.") var email: String
        @OptionGroup var grant: GrantOptions
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var organization: OrganizationOption
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let members = [JSONObject.Member("email", .string(email))] + grant.members
            let answer = try await Operator(common: common).carryOut(
                .setMember(.object(JSONObject(members)), organization: organization.name))
            answer.show(asJSON: json) { "\($0[text: "id"]) (\($0[text: "email"])): \(GrantOptions.text($0))" }
        }
    }

    struct RemoveMember: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove-member", abstract: "Ends a user's access, and revokes each personal key.")

        @Argument(help: "The user's address or id.") var user: String
        @Flag(help: "Print JSON.") var json = false
        @OptionGroup var organization: OrganizationOption
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let answer = try await Operator(common: common).carryOut(
                .removeMember(user, organization: organization.name))
            answer.show(asJSON: json) { "\($0[text: "id"]) (\($0[text: "email"])) is no member any more" }
        }
    }
}
