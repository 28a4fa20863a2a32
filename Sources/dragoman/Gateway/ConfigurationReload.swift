// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import GatewayWork
import Logging

/// Takes over what the configuration says of providers and of the default engine while the gateway runs.
final class ConfigurationReload: Sendable {
    /// What the gateway was started with.
    private let started: Configuration
    /// What it last took over.
    private let present: Locked<Configuration>
    private let read: @Sendable () throws -> Configuration
    private let folder: DataFolder
    private let store: any Store
    private let plugins: LoadedProviders
    private let localization: Localization
    private let outbound: ProviderEgress
    private let identifiers: IdentifierSource
    private let clock: WallClock
    private let logger: Logger

    /// What is taken over; all else is read at the next start.
    private static let sections = ["providers", "plugins.path", "engine.", "memory.reuse"]

    init(
        _ configuration: Configuration, read: @escaping @Sendable () throws -> Configuration,
        folder: DataFolder, store: any Store, plugins: LoadedProviders, localization: Localization,
        outbound: ProviderEgress, identifiers: IdentifierSource, clock: WallClock, logger: Logger
    ) {
        started = configuration
        present = Locked(configuration)
        self.read = read
        self.folder = folder
        self.store = store
        self.plugins = plugins
        self.localization = localization
        self.outbound = outbound
        self.identifiers = identifiers
        self.clock = clock
        self.logger = logger
    }

    /// Reads the configuration again. One with mistakes changes nothing.
    func run() async throws(AdministrationError) -> JSONValue {
        let next: Configuration
        do {
            next = try read()
        } catch let error as AdministrationError {
            throw error
        } catch {
            throw AdministrationError("\(error)")
        }
        // Before anything asks for it.
        outbound.open(next.plugins.baseURLs)
        let providers = ProvidersConfiguration(
            next.plugins, folder: folder, outbound: outbound.outbound, logger: logger)
        guard let change = await plugins.apply(providers) else {
            throw AdministrationError("the configuration is being read already")
        }
        take(next.plugins.instances, changed: change.added + change.replaced)
        // Who was refused for a wrong credential is asked again.
        for name in change.renewed { _ = await localization.localizer.resetProvider(name) }
        do throws(StoreError) {
            _ = try await store.bootstrap(
                Gateway.beginning(next, identifiers: identifiers, at: clock.now()))
        } catch {
            throw AdministrationError(error)
        }
        present.withLock { $0 = next }
        let later = started.keys(changedIn: next).filter { key in
            !Self.sections.contains { $0.hasSuffix(".") ? key.hasPrefix($0) : key == $0 }
        }
        return answer(change, atNextStart: later)
    }

    /// Has the pairs of all providers asked for anew.
    func forgetPairs() { take(present.withLock { $0.plugins.instances }, changed: []) }

    private func take(_ instances: [ProvidersConfiguration.Instance], changed: [String]) {
        localization.replace(
            plugins.providers,
            limits: Dictionary(
                instances.map { ($0.name, $0.limits) }, uniquingKeysWith: { first, _ in first }),
            changed: Set(changed))
    }

    private func answer(_ change: ProvidersChange, atNextStart later: [String]) -> JSONValue {
        for (name, reason) in change.refused {
            logger.warning(
                "a provider cannot be what the configuration says",
                metadata: ["provider.name": "\(name)", "reason": "\(reason)"])
        }
        logger.info(
            "the configuration was read again",
            metadata: [
                "added": "\(change.added)", "replaced": "\(change.replaced)", "removed": "\(change.removed)",
                "renewed": "\(change.renewed)", "at_next_start": "\(later)",
            ])
        func list(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
        return [
            "added": list(change.added), "replaced": list(change.replaced), "removed": list(change.removed),
            "renewed": list(change.renewed), "kept": list(change.kept),
            "refused": .array(
                change.refused.map { ["provider": .string($0.name), "reason": .string($0.reason)] }),
            "atNextStart": list(later),
        ]
    }
}
