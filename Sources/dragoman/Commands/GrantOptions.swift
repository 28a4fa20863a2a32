// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore

/// What a key or a member may do.
struct GrantOptions: ParsableArguments {
    @Option(help: "owner, editor, translator or viewer.") var role: String?
    @Option(help: "A scope, beside those of the role; may be given again.") var scope: [String] = []
    @Option(help: "The id of an engine that it reaches; may be given again.") var engine: [String] = []

    /// As members of a request's body.
    var members: [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        if let role { members.append(.init("role", .string(role))) }
        if !scope.isEmpty { members.append(.init("scopes", .array(scope.map { .string($0) }))) }
        if !engine.isEmpty {
            members.append(.init("engines", .array(engine.map { .string($0) })))
        }
        return members
    }

    /// What an answer says somebody may, for people.
    static func text(_ answer: JSONValue) -> String {
        let role = answer[text: "role"]
        let scopes = answer[list: "scopes"].compactMap(\.string)
        let engines = answer[list: "engines"].compactMap(\.string)
        let may = role.isEmpty ? scopes.orDash(separator: ",") : role
        return engines.isEmpty ? may : "\(may) of \(engines.joined(separator: ","))"
    }
}

/// Which organization a command is about.
struct OrganizationOption: ParsableArguments {
    @Option(
        name: .customLong("organization"),
        help: "The organization's id or name; the one that was there first if left out.")
    var name: String?
}
