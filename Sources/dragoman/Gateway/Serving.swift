// SPDX-License-Identifier: Apache-2.0
import GatewayAPI
import GatewayCore
import GatewayProviders
import GatewayWork
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// A gateway from its start to its end.
struct Serving: Sendable {
    /// For running work to end after a signal; then it is cancelled and given back.
    private static let grace: Duration = .milliseconds(8500)
    /// How often a job may be in flight while the process dies, before it is taken for the cause.
    private static let crashLimit = 3

    let configuration: Configuration
    let options: ServingOptions
    let environment: [String: String]
    let logger: Logger
    /// Reads the configuration again.
    let read: @Sendable () throws -> Configuration

    /// Runs until a signal ends it.
    func run() async throws(AdministrationError) {
        DescriptorLimit.raise(logger: logger)
        // Before anything counts.
        _ = GatewayMetrics.registry
        let key = try FirstKey(
            environment: environment, name: options.mintsKey ? ServingOptions.mintedKeyName : "first")
        let gateway = try await Gateway(
            configuration, migrates: options.migrates, read: read, logger: logger)
        do {
            try await recover(gateway)
            if key.isKnown { try await storeKnown(key, gateway) }
            report(gateway)
            try await serve(gateway, key: key)
        } catch {
            await gateway.close()
            throw failure(error)
        }
        await gateway.close()
        logger.info("the gateway has stopped")
    }

    private func recover(_ gateway: Gateway) async throws {
        let count = try await gateway.store.recover(
            maximumCrashes: Self.crashLimit, at: WallClock.system.now())
        if count > 0 {
            logger.warning(
                "the process died while jobs were in flight; they run again", metadata: ["count": "\(count)"])
        }
    }

    private func storeKnown(_ key: FirstKey, _ gateway: Gateway) async throws {
        guard try await !gateway.storeFirst(key),
            try await gateway.store.principal(
                keyHash: key.hash, at: WallClock.system.now()) == nil
        else { return }
        logger.warning(
            "the database has keys already, so that of the file was not added",
            metadata: ["variable": "\(FirstKey.variable)"])
    }

    /// The key to be printed, or `nil` when there is none to print. It is made only now that the gateway listens:
    /// a start that fails must not leave a key behind that nobody ever saw.
    private func shownKey(_ key: FirstKey, _ gateway: Gateway) async -> String? {
        do {
            if !key.isKnown, try await gateway.storeFirst(key) { return key.text }
            guard options.mintsKey else { return nil }
            return try await gateway.administration.createKey(
                ["name": .string(ServingOptions.mintedKeyName)])[text: "key"]
        } catch {
            logger.error("no key could be made: `dragoman keys create` makes one", error: error)
            return nil
        }
    }

    private func report(_ gateway: Gateway) {
        for listing in gateway.plugins.listings {
            let metadata: Logger.Metadata = [
                "plugin.id": "\(listing.plugin)", "provider.name": "\(listing.provider ?? "")",
            ]
            if let reason = listing.refused {
                logger.warning(
                    "a plugin is not in use", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
            } else {
                logger.debug("a plugin is in use", metadata: metadata)
            }
        }
        if gateway.plugins.providers.isEmpty {
            logger.warning("no plugin translates anything: see `dragoman plugin list`")
        }
    }

    private func serve(_ gateway: Gateway, key: FirstKey) async throws {
        let status = gateway.administration.status
        // The pseudo-locale is all there is where no real engine is installed.
        let target = gateway.plugins.providers.contains { $0.name != "pseudo" } ? "es" : "en-XA"
        let metrics = GatewayMetrics(store: gateway.store, clock: .system)
        let defaultURL = configuration.webhooks.defaultURL
        let api = makeAPIService(
            configuration.server, store: gateway.store, localizer: gateway.localization.localizer,
            webhooks: WebhookAccess(
                secrets: gateway.secrets, outbound: gateway.callbacks,
                defaultURL: defaultURL.isEmpty ? nil : defaultURL),
            metrics: metrics.text,
            identifiers: gateway.identifiers, logger: logger
        ) { host, port in
            let url = Self.url(host: host, port: port)
            status.url = url
            let key = await shownKey(key, gateway)
            StandardOutput.write(
                options.isReadyJSON
                    ? ReadyMessage.json(url: url, key: key, data: gateway.folder.path)
                    : ReadyMessage.text(url: url, key: key, target: target))
        }
        // The group describes services by all they hold, which belongs in no log.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        // Ended from the last to the first: plugins serve until the work is over, the operator until the very end.
        var group = ServiceGroupConfiguration(
            services: [
                AdministrationService(
                    folder: gateway.folder.path, carryOut: gateway.administration.carryOut, logger: logger),
                PluginService(plugins: gateway.plugins),
                ReloadOnHangup(administration: gateway.administration, logger: logger),
                SideBySide(
                    services: [
                        api, gateway.localization.worker, gateway.localization.glossaries,
                        gateway.localization.memory, gateway.localization.usage,
                        gateway.localization.reviews, gateway.localization.shadows,
                        gateway.localization.feedback,
                        gateway.localization.comparisonSets,
                        gateway.deliveries,
                        gateway.retention,
                    ] + [gateway.budgetNotifier].compactMap(\.self)),
                LastResort(limit: Self.grace + .seconds(4)),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        group.maximumGracefulShutdownDuration = Self.grace
        try await ServiceGroup(configuration: group).run()
    }

    private func failure(_ error: any Error) -> AdministrationError {
        if let error = error as? AdministrationError { return error }
        if let error = error as? StoreError { return AdministrationError(error) }
        let address = "\(configuration.server.host):\(configuration.server.port)"
        let text = "\(error)"
        // The server's own errors are only texts to us.
        if text.contains("errno: \(EADDRINUSE))") {
            return AdministrationError("\(address) is in use; choose another port by --set server.port=…")
        }
        if text.contains("errno: \(EADDRNOTAVAIL))") || text.contains("errno: \(EACCES))") {
            return AdministrationError("cannot listen on \(address): \(text)")
        }
        return AdministrationError("the gateway failed: \(text)")
    }

    private static func url(host: String, port: Int) -> String {
        let reachable = ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
        return reachable.contains(":") ? "http://[\(reachable)]:\(port)" : "http://\(reachable):\(port)"
    }
}
