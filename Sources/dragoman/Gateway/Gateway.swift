// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayCrypto
import GatewayEgress
import GatewayProviders
import GatewayText
import GatewayWork
import Logging
import ServiceLifecycle

/// The parts of a gateway put together, but not yet running: what `serve` runs, and what a command uses that finds
/// no gateway running.
struct Gateway: Sendable {
    let folder: DataFolder
    let store: any Store
    let plugins: LoadedProviders
    let localization: Localization
    let secrets: WebhookSecrets
    /// The way out for results, with a guard of its own.
    let callbacks: EgressClient
    /// Hands results over.
    let deliveries: any Service
    /// Tells of budgets; `nil` where nobody is to be told.
    let budgetNotifier: (any Service)?
    /// Removes what was over long ago.
    let retention: any Service
    let administration: Administration
    let identifiers: IdentifierSource
    private let beginning: Bootstrap
    private let outbound: ProviderEgress
    private let clock: WallClock

    /// Opens the database and loads plugins.
    init(
        _ configuration: Configuration, migrates: Bool = false,
        read: (@Sendable () throws -> Configuration)? = nil, clock: WallClock = .system, logger: Logger
    ) async throws(AdministrationError) {
        folder = DataFolder(configuration.data)
        try folder.make()
        let sealingKey = try SealingKeyFile.key(configuration.secrets, in: folder)
        let store = try await openDatabase(
            configuration.store, limits: configuration.queue, in: folder, migrates: migrates, logger: logger)
        self.store = store
        identifiers = IdentifierSource(clock: clock)
        self.clock = clock
        beginning = Self.beginning(configuration, identifiers: identifiers, at: clock.now())
        let organization: OrganizationID
        do throws(StoreError) {
            organization = try await store.bootstrap(beginning).organization
        } catch {
            await store.close()
            throw AdministrationError(error)
        }
        do throws(AdministrationError) {
            outbound = try ProviderEgress(configuration, logger: logger)
            callbacks = try Self.callbacks(configuration.egress)
        } catch {
            await store.close()
            throw error
        }
        var loading = ProvidersConfiguration(
            configuration.plugins, folder: folder, outbound: outbound.outbound, logger: logger)
        loading.limits.exchanges = configuration.egress.limits.exchanges
        loading.limits.openServices = max(loading.limits.openServices, configuration.egress.limits.exchanges)
        loading.limits.exchangeTime = configuration.egress.timeout
        plugins = await loadPlugins(loading)
        outbound.learn(from: plugins)
        localization = makeLocalization(
            configuration.work, providers: plugins.providers,
            limits: Dictionary(
                configuration.plugins.instances.map { ($0.name, $0.limits) },
                uniquingKeysWith: { first, _ in first }),
            spending: configuration.spending,
            recognizer: plugins.recognizer,
            rules: makeLocaleRules(), store: store, clock: clock, logger: logger)
        let status = GatewayStatus(startedAt: clock.now())
        secrets = WebhookSecrets(
            store: store, key: sealingKey, overlap: configuration.webhooks.rotationOverlap, clock: clock)
        let publicURL = configuration.server.publicURL
        deliveries = makeDeliveryWorker(
            configuration.webhooks.delivery, store: store, outbound: callbacks, secrets: secrets,
            publicURL: { publicURL.isEmpty ? status.url ?? "" : publicURL }, clock: clock, logger: logger)
        let notices = localization.budgetNotices
        budgetNotifier =
            configuration.webhooks.defaultURL.isEmpty
            ? nil
            : makeBudgetNotifier(
                notices, to: configuration.webhooks.defaultURL, configuration.webhooks.delivery, store: store,
                outbound: callbacks, secrets: secrets, clock: clock, logger: logger)
        retention = makeRetention(
            keep: configuration.retention.finished, keepMemory: configuration.retention.memory, store: store,
            clock: clock, logger: logger)
        var administration = Administration(
            store: store, organization: organization, localizer: localization.localizer,
            plugins: PluginReport(plugins), status: status,
            identifiers: identifiers, clock: clock,
            maximumEngines: configuration.server.limits.engines,
            maximumGlossaryItems: configuration.server.limits.glossaryItems)
        if let read {
            administration.reload = ConfigurationReload(
                configuration, read: read, folder: folder, store: store, plugins: plugins,
                localization: localization, outbound: outbound, identifiers: identifiers, clock: clock,
                logger: logger)
        }
        self.administration = administration
    }

    /// Stores a key if the database has none. Returns whether it had none.
    func storeFirst(_ key: FirstKey) async throws(StoreError) -> Bool {
        var beginning = beginning
        beginning.key = APIKeyRecord(
            id: identifiers.next(), organization: administration.organization, name: key.name, hash: key.hash,
            createdAt: clock.now())
        return try await store.bootstrap(beginning).storedKey
    }

    /// Ends plugins and closes the database.
    func close() async {
        await plugins.stop(grace: .seconds(1))
        await outbound.stop()
        await callbacks.stop()
        await store.close()
    }

    private static func callbacks(
        _ configuration: EgressConfiguration
    ) throws(AdministrationError) -> EgressClient {
        var rules = configuration.rules(for: .callback)
        rules.userAgent = "dragoman/\(Release.version)"
        do throws(EgressError) {
            return try makeOutbound(rules, limits: configuration.limits)
        } catch {
            throw AdministrationError(error)
        }
    }

    static func beginning(
        _ configuration: Configuration, identifiers: IdentifierSource, at moment: Timestamp
    ) -> Bootstrap {
        let organization: OrganizationID = identifiers.next()
        return Bootstrap(
            organization: organization, organizationName: configuration.organizationName,
            engine: EngineRecord(
                Engine(
                    id: identifiers.next(), organization: organization, name: "Default",
                    models: configuration.engine.models, onUnverifiable: configuration.engine.onUnverifiable,
                    instructions: configuration.engine.instructions, voices: configuration.engine.voices,
                    reuse: configuration.memory.reuse, pivots: configuration.engine.pivots),
                isDefault: true, provisioned: configuration.engine.provisioned, identifiers: identifiers,
                createdAt: moment),
            key: nil)
    }
}

extension ProvidersConfiguration {
    init(
        _ configuration: PluginsConfiguration, folder: DataFolder, outbound: (any Outbound)?, logger: Logger
    ) {
        self.init(
            directories: PluginFolders.of(configuration), instances: configuration.instances,
            dataDirectory: folder.hasPluginFolder ? folder.plugins : nil, logger: logger, outbound: outbound,
            text: .icu)
    }
}
