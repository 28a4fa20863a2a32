// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayCrypto

/// What an operator can do, whether a gateway runs or a command has opened the database itself.
struct Administration: Sendable {
    let store: any Store
    private(set) var organization: OrganizationID
    let localizer: any Localizer
    let plugins: PluginReport
    let status: GatewayStatus
    let identifiers: IdentifierSource
    let clock: WallClock
    /// Engines an organization may have.
    let maximumEngines: Int
    /// Items an engine may have.
    let maximumGlossaryItems: Int
    /// Reads the configuration again; `nil` where none is running by it.
    var reload: ConfigurationReload?

    /// Carries out a request. The answer is what the command prints with `--json`.
    func carryOut(_ request: AdministrationRequest) async throws(AdministrationError) -> JSONValue {
        do {
            switch request {
            case .status: return status.json
            case .createKey(let body, let organization):
                return try await of(organization).createKey(body)
            case .listKeys(let organization): return try await of(organization).keys()
            case .revokeKey(let key, let organization):
                return try await of(organization).revokeKey(key)
            case .listOrganizations: return try await organizations()
            case .createOrganization(let name): return try await createOrganization(name)
            case .listMembers(let organization): return try await of(organization).members()
            case .setMember(let body, let organization):
                return try await of(organization).setMember(body)
            case .removeMember(let name, let organization):
                return try await of(organization).removeMember(name)
            case .plugins: return await plugins.json()
            case .reloadPlugin(let provider):
                let answer = try await plugins.reload(provider)
                // The new process may have other pairs.
                reload?.forgetPairs()
                return answer
            case .reloadConfiguration:
                guard let reload else { throw AdministrationError("no gateway runs by the configuration") }
                return try await reload.run()
            case .providers:
                return ["providers": .array(await localizer.providerStatuses().map(Self.json))]
            case .resetProvider(let provider):
                guard let status = await localizer.resetProvider(provider) else {
                    throw AdministrationError("no provider is named \"\(provider.prefix(100))\"")
                }
                return Self.json(status)
            case .coverage(let engine): return try await coverage(of: engine)
            case .backUp(let path):
                try await store.backUp(to: path)
                return ["path": .string(path)]
            case .importGlossary(let path, let engine, let replacesAll):
                return try await importGlossary(path, into: engine, replacesAll: replacesAll)
            case .exportGlossary(let path, let engine): return try await exportGlossary(path, from: engine)
            case .listEngines: return try await engines()
            case .exportEngine(let engine): return try await exportEngine(engine)
            case .applyEngine(let path, let engine, let isDryRun):
                return try await applyEngine(path, to: engine, isDryRun: isDryRun)
            case .memoryImpact(let path, let engine): return try await memoryImpact(of: path, on: engine)
            }
        } catch let error as AdministrationError {
            throw error
        } catch let error as RequestError {
            throw AdministrationError(error.words)
        } catch let error as StoreError {
            throw AdministrationError(error)
        } catch {
            throw AdministrationError("\(error)")
        }
    }

    /// The same for another organization, by its id or name; `nil` for the one that was there first.
    private func of(_ name: String?) async throws -> Administration {
        guard let name else { return self }
        let matches = try await store.organizations(PageQuery()).filter {
            $0.id.text == name || $0.name == name
        }
        guard let match = matches.first else {
            throw AdministrationError("no organization has the id or name \"\(name.prefix(100))\"")
        }
        guard matches.count == 1 else {
            let ids = matches.map(\.id.text).joined(separator: ", ")
            throw AdministrationError(
                "\(matches.count) organizations have that name; name one by its id: \(ids)")
        }
        var other = self
        other.organization = match.id
        return other
    }

    private func coverage(of engine: String?) async throws -> JSONValue {
        var id: EngineID?
        if let engine {
            guard let known = EngineID(engine) else {
                throw AdministrationError("\"\(engine.prefix(100))\" is not an engine's id")
            }
            id = known
        }
        let rows: [Coverage]
        do {
            rows = try await localizer.coverage(of: id, for: .operator(of: organization))
        } catch is RequestError {
            throw AdministrationError("there is no engine \(engine ?? "")")
        }
        return ["pairs": .array(rows.map(Self.json))]
    }

    private static func json(_ status: ProviderStatus) -> JSONValue {
        [
            "name": .string(status.name), "openCalls": .number("\(status.openCalls)"),
            "waitingCalls": .number("\(status.waitingCalls)"),
            "models": .array(
                status.models.map { model in
                    [
                        "model": .string(model.name), "state": .string(model.state.rawValue),
                        "cause": .string(model.cause), "calls": .number("\(model.calls)"),
                        "failures": .number("\(model.failures)"),
                        "since": model.since.map { .string($0.iso8601) } ?? .null,
                        "nextTry": model.nextTry.map { .string($0.iso8601) } ?? .null,
                    ]
                }),
        ]
    }

    private static func json(_ row: Coverage) -> JSONValue {
        [
            "source": .string(row.source?.spelling ?? "*"), "target": .string(row.target?.spelling ?? "*"),
            "model": .string(row.name.description), "quality": .string(row.quality),
            "pivot": .array(row.pivot.map { .string($0.spelling) }),
        ]
    }
}

extension Principal {
    /// Whoever may read the database's folder speaks for the organization.
    static func `operator`(of organization: OrganizationID) -> Principal {
        Principal(
            organization: organization, key: KeyID(unchecked: "key_operator"), user: nil,
            email: "operator@localhost")
    }
}
