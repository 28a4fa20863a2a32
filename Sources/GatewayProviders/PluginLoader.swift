// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging

/// Finds plugins, checks their manifests, opens the libraries of those the configuration names, and makes the
/// first instance of each of its providers.
///
/// Nothing fails as a whole: what cannot be used is listed with the reason.
public func loadPlugins(_ configuration: ProvidersConfiguration) async -> LoadedProviders {
    let services = HostServices(outbound: configuration.outbound, limits: configuration.limits)
    if let text = configuration.text { HostText.services.withLock { $0 = text } }
    var loader = PluginLoader(configuration, services: services, earlier: nil)
    await loader.run()
    return LoadedProviders(loader.state, services: services)
}

/// One run of ``loadPlugins(_:)`` or ``LoadedProviders/apply(_:)``.
struct PluginLoader {
    private let configuration: ProvidersConfiguration
    private let services: HostServices
    private var manifests: [Manifest] = []
    private let earlier: LoadedProviders.State?
    private var usedPlugins: Set<String> = []
    private(set) var state = LoadedProviders.State()
    /// What became of what there was before.
    private(set) var change = ProvidersChange()
    /// Those that are not used any more.
    private(set) var retired: [any ProviderPool] = []

    /// - Parameter earlier: what there is already; parts of it whose configuration stays the same stay too.
    init(
        _ configuration: ProvidersConfiguration, services: HostServices, earlier: LoadedProviders.State?
    ) {
        self.configuration = configuration
        self.services = services
        self.earlier = earlier
        // What failed may have been mended.
        state.opened = (earlier?.opened ?? [:]).filter { (try? $0.value.get()) != nil }
        state.recognizer = earlier?.recognizer
    }

    mutating func run() async {
        findManifests()
        for instance in configuration.instances { await load(instance) }
        let names = Set(state.parts.map(\.instance.name))
        for part in earlier?.parts ?? [] where !names.contains(part.instance.name) {
            guard !part.isRecognizer else {
                change.refused.append((part.instance.name, Self.recognizerStays))
                state.parts.append(part)
                continue
            }
            change.removed.append(part.instance.name)
            retired.append(part.pool)
        }
        listUnused()
    }

    private static let recognizerStays = "what tells locales is read at the gateway's start only"

    // MARK: Manifests

    private mutating func findManifests() {
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

    private mutating func load(_ instance: ProvidersConfiguration.Instance) async {
        guard let manifest = manifests.first(where: { $0.providers.contains { $0.id == instance.provider } }),
            let listed = manifest.providers.first(where: { $0.id == instance.provider })
        else {
            return list(
                plugin: "", provider: instance.name,
                refused: "no usable plugin brings \"\(instance.provider)\"")
        }
        usedPlugins.insert(manifest.id)
        let before = earlier?.parts.first { $0.instance.name == instance.name }
        do throws(PluginFault) {
            if let before, before.instance == instance {
                try renew(before, listed)
            } else {
                if let before, before.isRecognizer {
                    throw PluginFault(reason: Self.recognizerStays)
                }
                try await use(instance, manifest, listed)
                if let before {
                    change.replaced.append(instance.name)
                    retired.append(before.pool)
                } else {
                    change.added.append(instance.name)
                }
            }
            list(manifest, provider: instance.name)
        } catch {
            change.refused.append((instance.name, error.reason))
            guard let before, !state.parts.contains(where: { $0.instance.name == instance.name }) else {
                return list(manifest, provider: instance.name, refused: error.reason)
            }
            // What worked goes on as it was.
            state.parts.append(before)
            list(manifest, provider: instance.name)
        }
    }

    /// Keeps a provider, with its credentials as they are now.
    private mutating func renew(
        _ part: LoadedProviders.Part, _ listed: Manifest.Provider
    ) throws(PluginFault) {
        let secrets = try secrets(of: part.instance, listed)
        state.parts.append(part)
        guard secrets != part.secrets.withLock({ $0 }) else { return change.kept.append(part.instance.name) }
        part.secrets.withLock { $0 = secrets }
        part.pool.give(secrets)
        change.renewed.append(part.instance.name)
    }

    private mutating func use(
        _ instance: ProvidersConfiguration.Instance, _ manifest: Manifest, _ listed: Manifest.Provider
    ) async throws(PluginFault) {
        guard Manifest.isPluginID(instance.name) else {
            throw PluginFault(reason: "its name is not [a-z0-9._-]+")
        }
        guard !state.parts.contains(where: { $0.instance.name == instance.name }) else {
            throw PluginFault(reason: "another provider has the same name")
        }
        if let count = instance.instances, count < 1 { throw PluginFault(reason: "instances is below 1") }
        let (settings, faults) = listed.settings.apply(to: instance.settings)
        guard faults.isEmpty else { throw PluginFault(reason: faults.joined(separator: "; ")) }
        let secrets = try secrets(of: instance, listed)
        let pool = Prepared(
            instance: instance, manifest: manifest, settings: JSONValue.object(settings).bytes,
            secrets: Locked(secrets),
            dataDirectory: try dataDirectory(of: manifest),
            // A plugin that says it stays off the network is held to it.
            services: manifest.network == .none
                ? HostServices(outbound: nil, limits: configuration.limits) : services)
        let isolation = instance.isolation ?? (manifest.isOwn && !manifest.wantsProcess ? .none : .process)
        switch isolation {
        case .none: try await useHere(pool)
        case .process: try await useIsolated(pool)
        }
    }

    /// A provider whose configuration has been checked.
    private struct Prepared {
        let instance: ProvidersConfiguration.Instance
        let manifest: Manifest
        let settings: [UInt8]
        let secrets: Locked<[String: String]>
        let dataDirectory: String
        let services: HostServices
    }

    /// Loads a plugin into this process.
    private mutating func useHere(_ provider: Prepared) async throws(PluginFault) {
        let (instance, manifest) = (provider.instance, provider.manifest)
        if !manifest.isOwn || manifest.wantsProcess {
            configuration.logger.warning(
                "a plugin runs in the gateway's process by configuration: its crash is the gateway's",
                metadata: ["plugin.id": "\(manifest.id)", "provider.name": "\(instance.name)"])
        }
        let providerClass = try ProviderClass.named(instance.provider, in: open(manifest))
        let translates = providerClass.translate != nil || providerClass.generate != nil
        if !translates, let recognizer = state.recognizer {
            throw PluginFault(reason: "\(recognizer.name) tells locales already")
        }
        let pool = InstancePool(
            name: instance.name, providerClass: providerClass, instances: instance.instances,
            settings: provider.settings, dataDirectory: provider.dataDirectory,
            secrets: provider.secrets.withLock { $0 },
            limits: configuration.limits, logger: configuration.logger, services: provider.services)
        let time = configuration.limits.preparationTime.milliseconds * 1_000_000
        if let fault = await pool.makeFirst(deadline: monotonicNanoseconds() + time) {
            throw PluginFault(reason: "no instance can be made: \(fault)")
        }
        let recognizes = providerClass.recognize != nil && state.recognizer == nil
        state.parts.append(
            LoadedProviders.Part(
                instance: instance, pool: pool,
                provider: translates
                    ? PluginProvider(pool: pool, isLocal: manifest.network == .none) : nil,
                isRecognizer: recognizes, secrets: provider.secrets))
        if recognizes { state.recognizer = (instance.name, PluginRecognizer(pool: pool)) }
    }

    /// Has a process of its own load a plugin.
    private mutating func useIsolated(_ provider: Prepared) async throws(PluginFault) {
        let instance = provider.instance
        let pool = IsolatedPool(
            name: instance.name, plugin: provider.manifest.id, program: configuration.program,
            limits: configuration.limits, logger: configuration.logger, services: provider.services,
            secrets: provider.secrets, plan: plan(for: provider))
        if let fault = await pool.startFirst() {
            await pool.end(grace: .seconds(1))
            throw PluginFault(reason: fault)
        }
        guard let hosted = pool.hosted else { throw PluginFault(reason: "its process ended at once") }
        let translates = hosted.translates || hosted.generates
        if !translates, let recognizer = state.recognizer {
            await pool.end(grace: .seconds(1))
            throw PluginFault(reason: "\(recognizer.name) tells locales already")
        }
        let recognizes = hosted.recognizes && state.recognizer == nil
        let isLocal = provider.manifest.network == .none
        state.parts.append(
            LoadedProviders.Part(
                instance: instance, pool: pool,
                provider: translates ? IsolatedProvider(pool: pool, hosted: hosted, isLocal: isLocal) : nil,
                isRecognizer: recognizes, secrets: provider.secrets))
        if recognizes { state.recognizer = (instance.name, IsolatedRecognizer(pool: pool)) }
    }

    /// What each new process of a provider is told: the plugin's folder is looked at anew each time.
    private func plan(for provider: Prepared) -> IsolatedPool.Plan {
        let limits = configuration.limits
        return { () throws(PluginFault) in
            let instance = provider.instance
            let manifest: Manifest
            do throws(Manifest.Fault) {
                manifest = try Manifest(folder: provider.manifest.folder)
            } catch {
                throw PluginFault(reason: error.reasons.joined(separator: "; "))
            }
            guard manifest.id == provider.manifest.id,
                let listed = manifest.providers.first(where: { $0.id == instance.provider })
            else { throw PluginFault(reason: "its manifest does not bring \(instance.provider) any more") }
            let (settings, faults) = listed.settings.apply(to: instance.settings)
            guard faults.isEmpty else { throw PluginFault(reason: faults.joined(separator: "; ")) }
            return StartOrder(
                folder: manifest.folder, provider: instance.provider, name: instance.name,
                settings: JSONValue.object(settings).bytes, instances: instance.instances,
                dataDirectory: provider.dataDirectory,
                secrets: provider.secrets.withLock { $0 },
                hasOutbound: manifest.network != .none && provider.services.exchanges != nil,
                mayUseNetwork: manifest.network == .own,
                memory: instance.memory ?? manifest.memory ?? 1 << 30, limits: limits)
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
        if let result = state.opened[manifest.id] { return try result.get() }
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
        state.opened[manifest.id] = result
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

    private mutating func listUnused() {
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
        state.listings.append(
            ProviderListing(
                plugin: plugin, version: version, licence: licence, provider: provider, refused: refused))
    }
}
