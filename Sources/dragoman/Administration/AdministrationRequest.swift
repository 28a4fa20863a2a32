// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What an operator asks of a gateway, by its socket or of the database itself.
enum AdministrationRequest: Sendable, Equatable {
    case status
    /// The body is that of `POST /api-keys`. Organizations are named by id or name; `nil` for the first one.
    case createKey(JSONValue, organization: String?)
    case listKeys(organization: String?)
    /// By id, or by a name that only one key has.
    case revokeKey(String, organization: String?)
    case listOrganizations
    case createOrganization(name: String)
    case listMembers(organization: String?)
    /// The body is that of `POST /members`; a member's grant is replaced.
    case setMember(JSONValue, organization: String?)
    /// By the user's id or address.
    case removeMember(String, organization: String?)
    case plugins
    /// A provider's plugin gets a new process.
    case reloadPlugin(provider: String)
    /// The configuration is read again, and of it what can change while the gateway runs.
    case reloadConfiguration
    case providers
    /// All models of a provider are asked again.
    case resetProvider(String)
    /// `nil` for the default engine.
    case coverage(engine: String?)
    /// The path is absolute: the gateway's working directory is not the caller's.
    case backUp(path: String)
    /// The path is absolute, the engine `nil` for the default one.
    case importGlossary(path: String, engine: String?, replacesAll: Bool)
    case exportGlossary(path: String, engine: String?)
    case listEngines
    /// By id or name; `nil` for the default one.
    case exportEngine(String?)
    /// The path is absolute; without an engine it is the one that the file names.
    case applyEngine(path: String, engine: String?, isDryRun: Bool)
    /// The same of a file that is not applied.
    case memoryImpact(path: String, engine: String?)
}

/// Why a request was not carried out, in words for the operator.
struct AdministrationError: Error, Sendable, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension AdministrationRequest {
    /// The request as it goes over the socket.
    var json: JSONValue {
        switch self {
        case .status: ["do": "status"]
        case .createKey(let body, let organization):
            ["do": "keys.create", "body": body, "organization": Self.optional(organization)]
        case .listKeys(let organization): ["do": "keys.list", "organization": Self.optional(organization)]
        case .revokeKey(let key, let organization):
            ["do": "keys.revoke", "key": .string(key), "organization": Self.optional(organization)]
        case .listOrganizations: ["do": "orgs.list"]
        case .createOrganization(let name): ["do": "orgs.create", "name": .string(name)]
        case .listMembers(let organization):
            ["do": "members.list", "organization": Self.optional(organization)]
        case .setMember(let body, let organization):
            ["do": "members.set", "body": body, "organization": Self.optional(organization)]
        case .removeMember(let member, let organization):
            ["do": "members.remove", "member": .string(member), "organization": Self.optional(organization)]
        case .plugins: ["do": "plugins"]
        case .reloadPlugin(let provider): ["do": "plugins.reload", "provider": .string(provider)]
        case .reloadConfiguration: ["do": "config.reload"]
        case .providers: ["do": "providers"]
        case .resetProvider(let provider): ["do": "providers.reset", "provider": .string(provider)]
        case .coverage(let engine?): ["do": "coverage", "engine": .string(engine)]
        case .coverage(nil): ["do": "coverage"]
        case .backUp(let path): ["do": "db.backup", "path": .string(path)]
        case .importGlossary(let path, let engine, let replacesAll):
            [
                "do": "glossary.import", "path": .string(path), "engine": Self.optional(engine),
                "replace": .bool(replacesAll),
            ]
        case .exportGlossary(let path, let engine):
            ["do": "glossary.export", "path": .string(path), "engine": Self.optional(engine)]
        case .listEngines: ["do": "engines"]
        case .exportEngine(let engine):
            ["do": "engines.export", "engine": Self.optional(engine)]
        case .applyEngine(let path, let engine, let isDryRun):
            [
                "do": "engines.apply", "path": .string(path), "engine": Self.optional(engine),
                "dryRun": .bool(isDryRun),
            ]
        case .memoryImpact(let path, let engine):
            ["do": "memory.impact", "path": .string(path), "engine": Self.optional(engine)]
        }
    }

    /// Reads a request from the socket.
    init(_ json: JSONValue) throws(AdministrationError) {
        guard let object = json.object, let verb = object["do"]?.string else {
            throw AdministrationError("a request is an object whose \"do\" says what is asked")
        }
        switch verb {
        case "status": self = .status
        case "keys.create":
            self = .createKey(try Self.body(of: object), organization: object["organization"]?.string)
        case "keys.list": self = .listKeys(organization: object["organization"]?.string)
        case "keys.revoke":
            self = .revokeKey(
                try Self.text("key", of: object), organization: object["organization"]?.string)
        case "orgs.list": self = .listOrganizations
        case "orgs.create": self = .createOrganization(name: try Self.text("name", of: object))
        case "members.list": self = .listMembers(organization: object["organization"]?.string)
        case "members.set":
            self = .setMember(try Self.body(of: object), organization: object["organization"]?.string)
        case "members.remove":
            self = .removeMember(
                try Self.text("member", of: object), organization: object["organization"]?.string)
        case "plugins": self = .plugins
        case "plugins.reload": self = .reloadPlugin(provider: try Self.text("provider", of: object))
        case "config.reload": self = .reloadConfiguration
        case "providers": self = .providers
        case "providers.reset": self = .resetProvider(try Self.text("provider", of: object))
        case "coverage": self = .coverage(engine: object["engine"]?.string)
        case "db.backup": self = .backUp(path: try Self.text("path", of: object))
        case "glossary.import":
            self = .importGlossary(
                path: try Self.text("path", of: object), engine: object["engine"]?.string,
                replacesAll: object["replace"] == .bool(true))
        case "glossary.export":
            self = .exportGlossary(path: try Self.text("path", of: object), engine: object["engine"]?.string)
        case "engines": self = .listEngines
        case "engines.export": self = .exportEngine(object["engine"]?.string)
        case "engines.apply":
            self = .applyEngine(
                path: try Self.text("path", of: object), engine: object["engine"]?.string,
                isDryRun: object["dryRun"] == .bool(true))
        case "memory.impact":
            self = .memoryImpact(path: try Self.text("path", of: object), engine: object["engine"]?.string)
        default: throw AdministrationError("this gateway knows no request \"\(verb.prefix(40))\"")
        }
    }

    private static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    private static func body(of object: JSONObject) throws(AdministrationError) -> JSONValue {
        guard let body = object["body"], body.object != nil else {
            throw AdministrationError("\"body\" is missing")
        }
        return body
    }

    private static func text(_ name: String, of object: JSONObject) throws(AdministrationError) -> String {
        guard let text = object[name]?.string, !text.isEmpty else {
            throw AdministrationError("\"\(name)\" is missing")
        }
        return text
    }
}
