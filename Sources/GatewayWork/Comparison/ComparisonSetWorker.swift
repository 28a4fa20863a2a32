// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import Logging
import ServiceLifecycle

/// Compares models over test sets, one set after the other (docs/http-api.md, "Test sets").
///
/// What is still to do is in the database, and a segment's comparison is written as soon as all models have answered: when the process
/// ends in the middle, the next one goes on where it was.
struct ComparisonSetWorker: Service {
    let store: any Store
    let run: ComparisonRun
    let glossaries: GlossaryCache
    let doorbell: Doorbell
    let identifiers: IdentifierSource
    let clock: WallClock
    let logger: Logger

    /// Ends of the process in a row, without a segment done, before a test set is given up.
    private static let attempts = 5
    /// Segments under way at once; each is asked of every model.
    static let portion = 4

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while let set = try await store.nextComparisonSet(
                        attempts: Self.attempts, at: clock.now())
                    {
                        try await compare(set)
                    }
                    await doorbell.wait()
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("a test set could not be run", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(5))
                }
            }
        }
    }

    /// Compares what is open of a test set, until nothing is, the budget is used up, or somebody has ended it.
    func compare(_ set: ComparisonSet) async throws {
        while let present = try await store.comparisonSet(set.id, of: set.organization),
            present.status == .running
        {
            let segments = try await store.openSegments(of: set.id, limit: Self.portion)
            if segments.isEmpty { return try await end(set, .completed) }
            if let budget = set.budget, present.spent >= budget { return try await end(set, .stopped) }
            guard let engine = try await store.engine(set.engine, of: set.organization) else {
                return try await end(set, .failed, "the engine is gone")
            }
            let glossary = try await glossaries.index(of: engine.id, of: engine.organization)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for segment in segments {
                    group.addTask { try await compare(segment, of: set, engine, glossary) }
                }
                try await group.waitForAll()
            }
        }
    }

    private func compare(
        _ segment: TestSegment, of set: ComparisonSet, _ engine: Engine, _ glossary: GlossaryIndex?
    ) async throws {
        let content = Content(JSONObject([.init("text", .string(segment.source))]))
        let order = ComparisonOrder(
            engine: engine, glossary: glossary, models: set.models, content: content,
            units: TranslationUnits(content, context: "", masker: Masker()), source: set.source,
            target: set.target, isBlind: set.isBlind, priority: .job, deadline: nil, key: set.key)
        let place = ComparisonPlace(set: set.id, position: segment.position, reference: segment.reference)
        let comparison = try await run.comparison(
            order, as: identifiers.next(), place: place, clock: clock)
        let rules = run.translator.rules
        // Refused when the test set was ended in the meantime; then nobody wants it any more.
        _ = try await store.finish(
            comparison,
            pair: LocalePair(source: rules.canonical(set.source), target: rules.canonical(set.target)))
    }

    private func end(
        _ set: ComparisonSet, _ status: ComparisonSet.Status, _ errorMessage: String? = nil
    ) async throws {
        _ = try await store.end(set.id, status, errorMessage: errorMessage, at: clock.now())
    }
}
