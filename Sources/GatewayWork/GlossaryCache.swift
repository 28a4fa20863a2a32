// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
public import GatewayText
public import Logging
public import ServiceLifecycle

/// The index of each engine's glossary: built once, shared, built anew when the store's revision has changed.
///
/// The request after an edit waits for the new index, so that it has what was edited. Only where that takes long, of a large glossary,
/// requests have the old one while ``run()`` has the new one built.
public actor GlossaryCache: Service {
    private struct Entry {
        var index: GlossaryIndex
        var revision: Int
        /// When it was last asked for, counted in questions.
        var used: Int
        var isBuilding = false
    }

    private let store: any GlossaryStore
    private let rules: any LocaleRules
    private let itemLimit: Int
    private let waitedItems: Int
    private let logger: Logger
    private var entries: [EngineID: Entry] = [:]
    private var waiting: [EngineID: [CheckedContinuation<Void, Never>]] = [:]
    private var questions = 0
    /// Of all entries.
    private var items = 0
    private let stale: AsyncStream<(EngineID, OrganizationID)>
    private let tell: AsyncStream<(EngineID, OrganizationID)>.Continuation

    /// Engines that wait to be built anew at once.
    private static let mostStale = 64

    /// - Parameters:
    ///   - itemLimit: of all indexes together, those asked for last; some 100 bytes each.
    ///   - waitedItems: requests wait for the index of a glossary that has no more.
    public init(
        store: any GlossaryStore, rules: any LocaleRules, itemLimit: Int = 2_000_000,
        waitedItems: Int = 20_000, logger: Logger
    ) {
        self.store = store
        self.rules = rules
        self.itemLimit = itemLimit
        self.waitedItems = waitedItems
        self.logger = logger
        // No engine waits twice, and those that find no room tell of themselves with their next request.
        (stale, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostStale))
    }

    /// Builds anew what has changed, one index after the other, until the service stops.
    public func run() async throws {
        for await (engine, organization) in stale.cancelOnGracefulShutdown() {
            do throws(StoreError) {
                try await build(engine, of: organization)
            } catch {
                logFailure(of: engine, error)
                // The next request of the engine asks again.
                entries[engine]?.isBuilding = false
            }
        }
    }

    /// The index of an engine; `nil` when it has no items.
    public func index(
        of engine: EngineID, of organization: OrganizationID
    ) async throws(StoreError) -> GlossaryIndex? {
        let revision = try await store.glossaryRevision(of: engine)
        guard revision > 0 else { return nil }
        questions += 1
        while entries[engine].map({ $0.revision < revision && $0.index.count <= waitedItems }) ?? true {
            // One request builds the index, the others wait for it.
            guard waiting[engine] != nil else {
                waiting[engine] = []
                defer { wake(engine) }
                do throws(StoreError) {
                    try await build(engine, of: organization)
                } catch {
                    guard entries[engine] != nil else { throw error }
                    logFailure(of: engine, error)
                }
                break
            }
            await withCheckedContinuation { waiting[engine]?.append($0) }
        }
        guard var entry = entries[engine] else { return nil }
        entry.used = questions
        let isStale = entry.revision < revision && !entry.isBuilding
        if isStale, case .enqueued = tell.yield((engine, organization)) { entry.isBuilding = true }
        entries[engine] = entry
        return entry.index.count == 0 ? nil : entry.index
    }

    private func logFailure(of engine: EngineID, _ error: StoreError) {
        logger.warning(
            "the index of a glossary could not be renewed; the old one serves on",
            metadata: ["engine.id": "\(engine)", "error": "\(error)"])
    }

    private func wake(_ engine: EngineID) {
        for waiter in waiting.removeValue(forKey: engine) ?? [] { waiter.resume() }
    }

    private func build(_ engine: EngineID, of organization: OrganizationID) async throws(StoreError) {
        let glossary = try await store.glossary(of: engine, of: organization)
        let index = await withCheckedContinuation { continuation in
            startThread { [rules] in
                continuation.resume(returning: GlossaryIndex(glossary.items, rules: rules))
            }
        }
        items += index.count - (entries[engine]?.index.count ?? 0)
        entries[engine] = Entry(index: index, revision: glossary.revision, used: questions)
        while items > itemLimit, entries.count > 1,
            let oldest = entries.min(by: { $0.value.used < $1.value.used })
        {
            items -= oldest.value.index.count
            entries[oldest.key] = nil
        }
    }
}
