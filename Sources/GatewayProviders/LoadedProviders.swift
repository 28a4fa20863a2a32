// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// What came of loading plugins.
public struct LoadedProviders: Sendable {
    /// What translates, in the order of the configuration.
    public let providers: [any Provider]
    /// What tells locales, if there is any.
    public let recognizer: (any Recognizer)?
    /// Everything that was found or asked for, used or not, and why not.
    public let listings: [ProviderListing]
    let pools: [InstancePool]
    let services: HostServices

    /// How busy each provider is, by name.
    public var loads: [String: ProviderLoad] {
        Dictionary(pools.map { ($0.name, $0.load) }, uniquingKeysWith: { first, _ in first })
    }

    /// The credentials that providers have now, for whoever has to keep them out of what he writes.
    public var secrets: Set<String> {
        pools.reduce(into: []) { secrets, pool in
            secrets.formUnion(pool.secrets.withLock { Array($0.values) })
        }
    }

    /// Makes the exchanges that plugins ask for by `http/1`, until ``stop(grace:)`` has been called or the
    /// task is cancelled.
    ///
    /// Before it runs, exchanges wait. To be called once, for as long as the gateway runs.
    public func run() async { await services.exchanges?.run() }

    /// Refuses new calls, waits up to `grace` for open ones and ends every instance that has none.
    ///
    /// What is stuck is waited for as long again, and then left to the end of the process.
    public func stop(grace: Duration = .seconds(10)) async {
        await forEachPool { await $0.drain(grace: grace) }
        services.exchanges?.end()
        await forEachPool { await $0.end(grace: grace) }
    }

    private func forEachPool(_ body: @escaping @Sendable (InstancePool) async -> Void) async {
        await withTaskGroup { group in
            for pool in pools { group.addTask { await body(pool) } }
        }
    }
}

/// How busy a provider is.
public struct ProviderLoad: Sendable, Equatable {
    /// Instances that were made.
    public let instances: Int
    /// Calls that a plugin has and has not finished, those given up among them.
    public let openCalls: Int
    /// Calls that wait for an instance.
    public let waitingCalls: Int
    /// Calls that outlived their deadline and are still open.
    public let stuckCalls: Int

    /// Makes a load.
    public init(instances: Int, openCalls: Int, waitingCalls: Int, stuckCalls: Int) {
        self.instances = instances
        self.openCalls = openCalls
        self.waitingCalls = waitingCalls
        self.stuckCalls = stuckCalls
    }
}

/// Numbers about all plugins of the process.
public struct ProviderCounters: Sendable, Equatable {
    /// Calls whose plugin has not finished them, given up or not.
    public let openCalls: Int
    /// Uses of a ticket whose call had ended or never was: late, second and made-up ones.
    public let missedTickets: Int

    /// The numbers as they are now.
    public static var current: ProviderCounters {
        ProviderCounters(openCalls: TicketTable.shared.openCount, missedTickets: TicketTable.shared.missCount)
    }
}
