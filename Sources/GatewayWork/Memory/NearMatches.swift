// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import Logging

/// Finds translations of texts that are like a given one.
///
/// An organization's entries of a pair have an index, made when it is first asked for, and kept in step with the store
/// from then on. All of it runs on threads of its own.
actor NearMatches {
    private struct Scope: Hashable, Sendable {
        let organization: OrganizationID
        let pair: LocalePair
    }

    private struct Loaded {
        let index: NearMatchIndex
        /// When it was last asked, counted in questions.
        var used = 0
    }

    private let store: any MemoryStore
    private let rules: any LocaleRules
    private let metrics: MemoryMetrics
    private let logger: Logger
    private let maximumBytes: Int
    private let news = NearMatchNews<Scope>()
    private let executor = ThreadExecutor()
    private var loaded: [Scope: Loaded] = [:]
    private var waiting: [Scope: [CheckedContinuation<Void, Never>]] = [:]
    private var questions = 0
    /// What is made though nobody waits for it.
    private var making: Set<Scope> = []

    /// Texts that are read and made ready together.
    private static let portion = 125_000
    /// Portions that are made ready at the same time.
    private static let parallelPortions = 2

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(
        store: any MemoryStore, rules: any LocaleRules, maximumBytes: Int, metrics: MemoryMetrics,
        logger: Logger
    ) {
        self.store = store
        self.rules = rules
        self.maximumBytes = maximumBytes
        self.metrics = metrics
        self.logger = logger
        store.memoryChanges.observe { [news] change in
            news.note(
                change.added.map { (Scope(organization: change.organization, pair: $0.pair), $0.source) },
                removed: change.removed, in: { $0.organization == change.organization })
        }
    }

    /// Entries whose source is like a text, best first; of those with one source the newest, what a person approved
    /// before all others. None when the store fails, which the log then says.
    ///
    /// - Parameter waits: whether to wait until an index is made; without it there are none until then.
    func matches(
        _ query: MemoryMatchQuery, of organization: OrganizationID, waits: Bool = true
    ) async -> [MemoryMatch] {
        let pair = LocalePair(source: rules.canonical(query.source), target: rules.canonical(query.target))
        let scope = Scope(organization: organization, pair: pair)
        do throws(StoreError) {
            guard waits || isReady(scope) else { return [] }
            let index = try await index(of: scope)
            let began = ContinuousClock.now
            // Several entries may have one source.
            let found = index.search(
                query.text, limit: query.limit * 4, minimumScore: query.minimumScore)
            metrics.countSearch(found: !found.isEmpty, took: .now - began)
            guard !found.isEmpty else { return [] }
            let records = try await store.memory(numbers: found.map(\.number), of: organization)
            return Self.best(found, records, limit: query.limit)
        } catch {
            logger.warning("translation memory could not be searched", metadata: ["error": "\(error)"])
            return []
        }
    }

    private static func best(
        _ found: [NearMatch], _ records: [MemoryRecord], limit: Int
    ) -> [MemoryMatch] {
        let scores = Dictionary(found.map { ($0.number, $0.score) }) { first, _ in first }
        var best: [MemoryMatch] = []
        let sorted = records.map { MemoryMatch(record: $0, score: scores[$0.number] ?? 0) }.sorted {
            let (left, right) = ($0.record, $1.record)
            return ($1.score, right.entry.origin == .person ? 1 : 0, right.number)
                < ($0.score, left.entry.origin == .person ? 1 : 0, left.number)
        }
        for match in sorted where best.count < limit {
            let isKnown = best.contains {
                $0.record.entry.source.utf8.elementsEqual(match.record.entry.source.utf8)
            }
            if !isKnown { best.append(match) }
        }
        return best
    }

    private func index(of scope: Scope) async throws(StoreError) -> NearMatchIndex {
        questions += 1
        while true {
            if let index = current(scope) { return index }
            // One question has the index made, the others wait for it.
            guard waiting[scope] != nil else { break }
            await withCheckedContinuation { waiting[scope]?.append($0) }
        }
        waiting[scope] = []
        defer { for waiter in waiting.removeValue(forKey: scope) ?? [] { waiter.resume() } }
        let (index, last) = try await load(scope)
        loaded[scope] = Loaded(index: index, used: questions)
        update(index, scope, after: last)
        shrink(keeping: scope)
        return index
    }

    /// Whether there is an index to ask. If not, one is made meanwhile.
    private func isReady(_ scope: Scope) -> Bool {
        if loaded[scope] != nil { return true }
        if waiting[scope] == nil, making.insert(scope).inserted {
            // Nobody waits for it: who asks next finds it, and one that fails is asked for again.
            Task {
                _ = try? await index(of: scope)
                making.remove(scope)
            }
        }
        return false
    }

    /// The index as the store is now, or `nil` when it has to be made.
    private func current(_ scope: Scope) -> NearMatchIndex? {
        guard let index = loaded[scope]?.index else { return nil }
        guard update(index, scope, after: 0) else {
            loaded[scope] = nil
            return nil
        }
        loaded[scope]?.used = questions
        return index
    }

    /// Takes what has come and gone since, and what was merged. Returns false when too much has happened.
    @discardableResult
    private func update(_ index: NearMatchIndex, _ scope: Scope, after last: Int64) -> Bool {
        guard let news = news.take(scope) else { return false }
        for merge in news.merged { index.finish(merge) }
        for text in news.added where text.number > last { index.add(text) }
        for number in news.removed { index.remove(number) }
        if let merge = index.merge {
            startThread { [news = self.news] in news.note(merge.merged(), in: scope) }
        }
        return true
    }

    /// Reads all texts of a scope. What comes meanwhile is noted.
    private func load(
        _ scope: Scope
    ) async throws(StoreError) -> (index: NearMatchIndex, last: Int64) {
        news.watch(scope)
        do throws(StoreError) {
            let (portions, last) = try await Self.read(scope, from: store, maximumBytes: maximumBytes).get()
            let index = NearMatchIndex()
            for portion in portions { index.add(portion) }
            return (index, last)
        } catch {
            news.forget(scope)
            throw error
        }
    }

    /// Reads portion by portion, and makes some ready while the next is read. Also tells the last number.
    private static func read(
        _ scope: Scope, from store: any MemoryStore, maximumBytes: Int
    ) async -> Result<([NearMatchIndex.Portion], last: Int64), StoreError> {
        await withTaskGroup(of: NearMatchIndex.Portion.self) { group in
            var portions: [NearMatchIndex.Portion] = []
            var (last, bytes, open, isWhole) = (Int64(0), 0, 0, false)
            while !isWhole, bytes < maximumBytes {
                let texts: [MemorySource]
                do throws(StoreError) {
                    texts = try await store.memorySources(
                        of: scope.pair, after: last, limit: portion, of: scope.organization)
                } catch {
                    return .failure(error)
                }
                isWhole = texts.count < portion
                last = texts.last?.number ?? last
                if open == parallelPortions, let ready = await group.next() {
                    portions.append(ready)
                    open -= 1
                }
                group.addTask { await prepare(texts) }
                open += 1
                // An index takes some three times its texts.
                bytes += texts.reduce(0) { $0 + $1.text.utf8.count * 3 }
            }
            for await ready in group { portions.append(ready) }
            return .success((portions, last))
        }
    }

    private static func prepare(_ texts: [MemorySource]) async -> NearMatchIndex.Portion {
        await withCheckedContinuation { continuation in
            startThread { continuation.resume(returning: NearMatchIndex.Portion(texts)) }
        }
    }

    /// Drops the indexes that were asked longest ago, until the rest has room.
    private func shrink(keeping scope: Scope) {
        var bytes = loaded.values.reduce(0) { $0 + $1.index.byteCount }
        while bytes > maximumBytes,
            let oldest = loaded.filter({ $0.key != scope }).min(by: { $0.value.used < $1.value.used })
        {
            bytes -= oldest.value.index.byteCount
            loaded[oldest.key] = nil
            news.forget(oldest.key)
        }
    }
}
