// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
public import GatewayText
public import Logging
public import ServiceLifecycle

/// The index of each engine's glossary: built once, shared, built anew when the store's revision has changed.
///
/// Only the first request of an engine waits for its index. Later ones have the old one while ``run()`` has the new
/// one built, so an edit applies as soon as that is there.
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
    private let limit: Int
    private let logger: Logger
    private var entries: [EngineID: Entry] = [:]
    private var waiting: [EngineID: [CheckedContinuation<Void, Never>]] = [:]
    private var questions = 0
    private let stale: AsyncStream<(EngineID, OrganizationID)>
    private let tell: AsyncStream<(EngineID, OrganizationID)>.Continuation

    /// Keeps the indexes of at most `limit` engines, those asked for last.
    public init(store: any GlossaryStore, rules: any LocaleRules, limit: Int = 64, logger: Logger) {
        self.store = store
        self.rules = rules
        self.limit = limit
        self.logger = logger
        // No engine waits twice, and those that find no room tell of themselves with their next request.
        (stale, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limit))
    }

    /// Builds anew what has changed, one index after the other, until the service stops.
    public func run() async throws {
        for await (engine, organization) in stale.cancelOnGracefulShutdown() {
            do throws(StoreError) {
                try await build(engine, of: organization)
            } catch {
                logger.warning(
                    "the index of a glossary could not be renewed; the old one serves on",
                    metadata: ["engine.id": "\(engine)", "error": "\(error)"])
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
        while entries[engine] == nil {
            // One request builds the first index, the others wait for it.
            guard waiting[engine] != nil else {
                waiting[engine] = []
                defer { wake(engine) }
                try await build(engine, of: organization)
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
        entries[engine] = Entry(index: index, revision: glossary.revision, used: questions)
        if entries.count > limit, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
            entries[oldest.key] = nil
        }
    }
}
