// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Synchronization

/// One instance of a plugin's provider.
///
/// At most one thing of it runs at a time: a call, or a batch of callbacks. Which, is decided by its pool.
final class Instance: @unchecked Sendable {
    // Sendable: the pool's lock guards all that changes; `handle` is written once, before anything else may run.

    /// What a host service calls back.
    typealias Callback = @Sendable () -> Void

    let id: UInt64
    let pool: InstancePool
    let log: PluginLog
    /// The thread of an instance that blocks.
    private let thread: WorkerThreads?
    private(set) var handle: OpaquePointer?

    // Guarded by the pool's lock
    /// True from the start: nothing is called back before the instance has been made.
    var isBusy = true
    var openCalls = 0
    var callbacks: [Callback] = []
    var openTimers = 0
    var exchanges: Set<UInt64> = []
    var isGoing = false
    var isGone = false

    private static let lastID = Atomic<UInt64>(0)
    private static let all = Locked<[UInt64: Instance]>([:])
    /// Where callbacks of instances that do not block run.
    private static let computeThreads = WorkerThreads(count: Processors.count)

    init(pool: InstancePool) {
        id = Self.lastID.wrappingAdd(1, ordering: .relaxed).newValue
        self.pool = pool
        log = PluginLog(
            logger: pool.logger, plugin: pool.providerClass.plugin, provider: pool.name,
            linesPerSecond: pool.limits.logLines)
        thread = pool.providerClass.isBlocking ? WorkerThreads(count: 1) : nil
    }

    /// The instance of that name, or `nil` when there is none or it is gone.
    static func named(_ id: UInt64) -> Instance? { all.withLock { $0[id] } }

    /// Whether calls have to be made on a thread of the instance's own.
    var isPinned: Bool { thread != nil }

    /// Does something where calls may block or take long.
    func onThread(_ work: @escaping @Sendable () -> Void) {
        (thread ?? Self.computeThreads).add(work)
    }

    /// Has the plugin make it; gives why not.
    func create(settings: [UInt8], dataDirectory: String) -> String? {
        // Host services know the instance from here on: a plugin may log and start timers while it is made.
        Self.all.withLock { $0[id] = self }
        switch pool.providerClass.create(instance: id, settings: settings, dataDirectory: dataDirectory) {
        case .success(let handle):
            self.handle = handle
            return nil
        case .failure(let fault):
            Self.all.withLock { $0[id] = nil }
            thread?.end()
            return fault.reason
        }
    }

    /// Asks the plugin to end a call early.
    ///
    /// From any thread, at any time.
    func cancel(_ ticket: UInt64) {
        guard let handle else { return }
        if let generate = pool.providerClass.generate {
            generate.cancel?(handle, ticket)
        } else {
            pool.providerClass.translate?.cancel?(handle, ticket)
        }
    }

    /// Has the plugin end it.
    func destroy() {
        if let handle { pool.providerClass.destroy(handle) }
        Self.all.withLock { $0[id] = nil }
        thread?.end()
    }
}
