// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayProviders
import Logging

/// Carries out an operator's request: by the running gateway if there is one, else on the data itself.
struct Operator {
    let common: CommonOptions

    /// The answer to a request.
    func carryOut(_ request: AdministrationRequest) async throws -> JSONValue {
        let configuration = try common.configuration()
        let folder = DataFolder(configuration.data)
        if let answer = try AdministrationClient.ask(request, in: folder.path) { return answer }
        let logger = startLog(LogConfiguration(level: .error, format: configuration.log.format))
        switch request {
        case .status:
            throw AdministrationError("no gateway runs on \(folder.path)")
        case .reloadPlugin:
            throw AdministrationError("no gateway runs on \(folder.path), so that there is nothing to reload")
        case .reloadConfiguration:
            throw AdministrationError(
                "no gateway runs on \(folder.path): it reads the configuration when it starts")
        case .providers, .resetProvider:
            throw AdministrationError(
                "no gateway runs on \(folder.path), so that no engine was asked for anything")
        case .plugins:
            // Plugins are known without a database, so a look at them makes none.
            let plugins = await loadPlugins(
                ProvidersConfiguration(configuration.plugins, folder: folder, outbound: nil, logger: logger))
            let answer = await PluginReport(plugins).json()
            await plugins.stop(grace: .zero)
            return answer
        case .listKeys, .revokeKey, .listOrganizations, .listMembers, .setMember, .removeMember, .coverage,
            .backUp, .importGlossary, .exportGlossary, .listEngines,
            .exportEngine, .applyEngine, .memoryImpact:
            guard folder.hasDatabase else {
                throw AdministrationError(
                    "\(folder.path) holds no database yet: start `dragoman serve`, or name the folder by --data"
                )
            }
        case .createKey, .createOrganization: break
        }
        let gateway = try await Gateway(configuration, logger: logger)
        do throws(AdministrationError) {
            let answer = try await gateway.administration.carryOut(request)
            await gateway.close()
            return answer
        } catch {
            await gateway.close()
            throw error
        }
    }
}
