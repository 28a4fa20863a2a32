// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// What came of loading plugins, and what has become of it since.
public final class LoadedProviders: Sendable {
    /// One configured provider that was loaded.
    struct Part {
        let instance: ProvidersConfiguration.Instance
        let pool: any ProviderPool
        /// `nil` for one that only tells locales.
        let provider: (any Provider)?
        let isRecognizer: Bool
        let secrets: Locked<[String: String]>
    }

    struct State {
        /// In the order of the configuration.
        var parts: [Part] = []
        var recognizer: (name: String, value: any Recognizer)?
        var listings: [ProviderListing] = []
        /// By plugin: a library is opened once, and stays.
        var opened: [String: Result<[ProviderClass], PluginFault>] = [:]
    }

    private let state: Locked<State>
    private let services: HostServices
    /// Pools that end with their last call.
    private let going = Locked<[any ProviderPool]>([])
    private let isChanging = Locked(false)

    init(_ state: State, services: HostServices) {
        self.state = Locked(state)
        self.services = services
    }

    /// What translates, in the order of the configuration.
    public var providers: [any Provider] { state.withLock { $0.parts.compactMap(\.provider) } }

    /// What tells locales, if there is any.
    public var recognizer: (any Recognizer)? { state.withLock { $0.recognizer?.value } }

    /// Everything that was found or asked for, used or not, and why not.
    public var listings: [ProviderListing] { state.withLock { $0.listings } }

    private var pools: [any ProviderPool] { state.withLock { $0.parts.map(\.pool) } }

    /// Takes over another configuration of providers: what is new or says something else is loaded, credentials are read
    /// anew, what is gone takes no more calls and ends with those it has. What cannot be loaded leaves what there was.
    ///
    /// Limits, folders of plugins and the way out stay as they were at first, and so does what tells locales.
    ///
    /// - Returns: what changed; `nil` when another change is under way.
    public func apply(_ configuration: ProvidersConfiguration) async -> ProvidersChange? {
        let isFirst = isChanging.withLock { isChanging in
            defer { isChanging = true }
            return !isChanging
        }
        guard isFirst else { return nil }
        defer { isChanging.withLock { $0 = false } }
        var loader = PluginLoader(configuration, services: services, earlier: state.withLock { $0 })
        await loader.run()
        state.withLock { $0 = loader.state }
        for pool in loader.retired { pool.retire() }
        going.withLock { going in
            going.removeAll { $0.load.instances == 0 }
            going += loader.retired
        }
        return loader.change
    }

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
            for pool in pools + going.withLock({ $0 }) { group.addTask { await body(pool) } }
        }
    }
}

/// What a new configuration of providers changed, by their names.
public struct ProvidersChange: Sendable {
    /// Those that were not there.
    public internal(set) var added: [String] = []
    /// Those that say something else now.
    public internal(set) var replaced: [String] = []
    /// Those that are gone.
    public internal(set) var removed: [String] = []
    /// Those with other credentials.
    public internal(set) var renewed: [String] = []
    /// Those that stay as they were.
    public internal(set) var kept: [String] = []
    /// Those that cannot be as they are configured, and why; what there was of them stays.
    public internal(set) var refused: [(name: String, reason: String)] = []
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
