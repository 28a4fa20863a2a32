// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// Finds plugins, checks their manifests, opens the libraries of those the configuration names, and makes the
/// first instance of each of its providers.
///
/// Nothing fails as a whole: what cannot be used is listed with the reason.
public func loadPlugins(_ configuration: ProvidersConfiguration) async -> LoadedProviders {
    var loader = PluginLoader(configuration)
    loader.findManifests()
    for instance in configuration.instances { await loader.load(instance) }
    loader.listUnused()
    return loader.loaded
}

/// One run of ``loadPlugins(_:)``.
private struct PluginLoader {
    private let configuration: ProvidersConfiguration
    private let services: HostServices
    private var manifests: [Manifest] = []
    private var opened: [String: Result<[ProviderClass], PluginFault>] = [:]
    private var usedPlugins: Set<String> = []
    private var providers: [any Provider] = []
    private var recognizer: (name: String, value: PluginRecognizer)?
    private var listings: [ProviderListing] = []
    private var pools: [InstancePool] = []

    init(_ configuration: ProvidersConfiguration) {
        self.configuration = configuration
        services = HostServices(outbound: configuration.outbound, limits: configuration.limits)
        if let text = configuration.text { HostText.services.withLock { $0 = text } }
    }

    var loaded: LoadedProviders {
        LoadedProviders(
            providers: providers, recognizer: recognizer?.value, listings: listings, pools: pools,
            services: services)
    }

    // MARK: Manifests

    mutating func findManifests() {
        for directory in configuration.directories {
            if File.exists(directory + "/plugin.json") {
                read(directory)
                continue
            }
            guard let names = File.names(in: directory) else {
                list(plugin: directory, refused: "the folder cannot be read")
                continue
            }
            for name in names where File.exists("\(directory)/\(name)/plugin.json") {
                read("\(directory)/\(name)")
            }
        }
    }

    private mutating func read(_ folder: String) {
        do throws(Manifest.Fault) {
            let manifest = try Manifest(folder: folder)
            if let fault = conflict(of: manifest) {
                list(manifest, refused: fault)
            } else {
                manifests.append(manifest)
            }
        } catch {
            list(
                plugin: error.id, version: error.version, licence: error.licence,
                refused: error.reasons.joined(separator: "; "))
        }
    }

    /// Why a plugin cannot stand beside those that were found before it.
    private func conflict(of manifest: Manifest) -> String? {
        if manifests.contains(where: { $0.id == manifest.id }) { return "another plugin has the same id" }
        for provider in manifest.providers {
            if let other = manifests.first(where: { $0.providers.contains { $0.id == provider.id } }) {
                return "\(other.id) brings a provider \(provider.id) too"
            }
        }
        return nil
    }

    // MARK: Providers

    mutating func load(_ instance: ProvidersConfiguration.Instance) async {
        guard let manifest = manifests.first(where: { $0.providers.contains { $0.id == instance.provider } }),
            let listed = manifest.providers.first(where: { $0.id == instance.provider })
        else {
            return list(
                plugin: "", provider: instance.name,
                refused: "no usable plugin brings \"\(instance.provider)\"")
        }
        usedPlugins.insert(manifest.id)
        do throws(PluginFault) {
            try await use(instance, manifest, listed)
            list(manifest, provider: instance.name)
        } catch {
            list(manifest, provider: instance.name, refused: error.reason)
        }
    }

    private mutating func use(
        _ instance: ProvidersConfiguration.Instance, _ manifest: Manifest, _ listed: Manifest.Provider
    ) async throws(PluginFault) {
        guard Manifest.isPluginID(instance.name) else {
            throw PluginFault(reason: "its name is not [a-z0-9._-]+")
        }
        guard !pools.contains(where: { $0.name == instance.name }) else {
            throw PluginFault(reason: "another provider has the same name")
        }
        if let count = instance.instances, count < 1 { throw PluginFault(reason: "instances is below 1") }
        let (settings, faults) = listed.settings.apply(to: instance.settings)
        guard faults.isEmpty else { throw PluginFault(reason: faults.joined(separator: "; ")) }
        let secrets = try secrets(of: instance, listed)
        guard let providerClass = try open(manifest).first(where: { $0.id == instance.provider }) else {
            throw PluginFault(reason: "the plugin does not bring \(instance.provider)")
        }
        let translates = providerClass.translate != nil || providerClass.generate != nil
        guard translates || providerClass.recognize != nil else {
            throw PluginFault(reason: "it has neither translate/1 nor generate/1 nor recognize/1")
        }
        if !translates, let recognizer {
            throw PluginFault(reason: "\(recognizer.name) tells locales already")
        }
        let pool = InstancePool(
            name: instance.name, providerClass: providerClass, instances: instance.instances,
            settings: JSONValue.object(settings).bytes, dataDirectory: try dataDirectory(of: manifest),
            secrets: secrets, limits: configuration.limits, logger: configuration.logger,
            // A plugin that says it stays off the network is held to it.
            services: manifest.network == .none
                ? HostServices(outbound: nil, limits: configuration.limits) : services)
        let time = configuration.limits.preparationTime.milliseconds * 1_000_000
        if let fault = await pool.makeFirst(deadline: monotonicNanoseconds() + time) {
            throw PluginFault(reason: "no instance can be made: \(fault)")
        }
        pools.append(pool)
        if translates { providers.append(PluginProvider(pool: pool)) }
        if providerClass.recognize != nil, recognizer == nil {
            recognizer = (instance.name, PluginRecognizer(pool: pool))
        }
    }

    private func secrets(
        of instance: ProvidersConfiguration.Instance, _ listed: Manifest.Provider
    ) throws(PluginFault) -> [String: String] {
        var secrets: [String: String] = [:]
        for (name, source) in instance.secrets.sorted(by: { $0.key < $1.key }) {
            guard listed.secrets.contains(name) else {
                let known = listed.secrets.isEmpty ? "none" : listed.secrets.joined(separator: ", ")
                throw PluginFault(reason: "secrets.\(name) is unknown; the provider asks for \(known)")
            }
            do throws(SecretFault) {
                secrets[name] = try source.read()
            } catch {
                throw PluginFault(reason: "secrets.\(name): \(error.reason)")
            }
        }
        return secrets
    }

    private mutating func open(_ manifest: Manifest) throws(PluginFault) -> [ProviderClass] {
        if let result = opened[manifest.id] { return try result.get() }
        HostLog.withoutInstance.withLock {
            $0 = PluginLog(
                logger: configuration.logger, plugin: manifest.id, provider: nil,
                linesPerSecond: configuration.limits.logLines)
        }
        let result: Result<[ProviderClass], PluginFault>
        do throws(PluginFault) {
            result = .success(try PluginLibrary.open(manifest))
        } catch {
            result = .failure(error)
        }
        opened[manifest.id] = result
        return try result.get()
    }

    /// The plugin's own folder for its files; empty when there is none.
    private func dataDirectory(of manifest: Manifest) throws(PluginFault) -> String {
        guard let directory = configuration.dataDirectory else { return "" }
        let folder = "\(directory)/\(manifest.id)"
        do throws(FileFault) {
            try File.makeFolder(folder)
            return folder
        } catch {
            throw PluginFault(reason: "its folder \(folder) cannot be made: \(error.reason)")
        }
    }

    // MARK: The list

    mutating func listUnused() {
        for manifest in manifests where !usedPlugins.contains(manifest.id) {
            for provider in manifest.providers {
                list(manifest, provider: provider.id, refused: "no configuration names it")
            }
        }
    }

    private mutating func list(_ manifest: Manifest, provider: String? = nil, refused: String? = nil) {
        list(
            plugin: manifest.id, version: manifest.version, licence: manifest.licence, provider: provider,
            refused: refused)
    }

    private mutating func list(
        plugin: String, version: String = "", licence: String = "", provider: String? = nil, refused: String?
    ) {
        listings.append(
            ProviderListing(
                plugin: plugin, version: version, licence: licence, provider: provider, refused: refused))
    }
}
