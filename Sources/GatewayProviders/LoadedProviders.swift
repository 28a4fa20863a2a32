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
    let pools: [any ProviderPool]
    let services: HostServices

    /// How busy each provider is, by name.
    public var loads: [String: ProviderLoad] {
        Dictionary(pools.map { ($0.name, $0.load) }, uniquingKeysWith: { first, _ in first })
    }

    /// The credentials that providers have now, for whoever has to keep them out of what he writes.
    public var secrets: Set<String> {
        pools.reduce(into: []) { secrets, pool in secrets.formUnion(pool.secretValues) }
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

    /// Replaces the process of a provider that has one: manifest and library are read anew, calls go to the new process
    /// once it is ready, and those under way end in the old one.
    ///
    /// - Returns: why that cannot be, or `nil`; the old process then stays.
    public func reload(_ name: String) async -> String? {
        guard let pool = pools.first(where: { $0.name == name }) else {
            return "no provider is named \"\(name)\""
        }
        guard let pool = pool as? IsolatedPool else {
            return "it runs in the gateway's process, and a library is never unloaded: restart the gateway"
        }
        return await pool.reload()
    }

    private func forEachPool(_ body: @escaping @Sendable (any ProviderPool) async -> Void) async {
        await withTaskGroup { group in
            for pool in pools { group.addTask { await body(pool) } }
        }
    }
}

/// How busy a provider is.
public struct ProviderLoad: Sendable, Equatable {
    /// Instances that were made; of a plugin with a process of its own, its processes.
    public let instances: Int
    /// Calls that a plugin has and has not finished, those given up among them.
    public let openCalls: Int
    /// Calls that wait for an instance.
    public let waitingCalls: Int
    /// Calls that outlived their deadline and are still open.
    public let stuckCalls: Int
    /// Processes of its own, the one that takes calls last; `nil` where the plugin runs in the gateway's.
    public let processes: [Int32]?
    /// Ends of its processes that nobody had wanted.
    public let crashes: Int
    /// Why it has no process just now, or `nil`.
    public let fault: String?

    /// Makes a load.
    public init(
        instances: Int, openCalls: Int, waitingCalls: Int, stuckCalls: Int, processes: [Int32]? = nil,
        crashes: Int = 0, fault: String? = nil
    ) {
        self.instances = instances
        self.openCalls = openCalls
        self.waitingCalls = waitingCalls
        self.stuckCalls = stuckCalls
        self.processes = processes
        self.crashes = crashes
        self.fault = fault
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
