// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import ServiceLifecycle

/// A translation that was given, and how the model did that made it.
struct ServedTranslation: Sendable {
    let order: TranslationOrder
    let translation: Translation
    let first: FirstModel
    /// Unicode scalars of the source texts.
    let characters: Int
}

/// Has engines' challengers translate a share of the traffic once more, after the answer and in nobody's way
/// (docs/http-api.md, "Shadow runs").
///
/// What waits is bounded, and lost at a stop: it is a sample.
final class ShadowRuns: Service {
    private let store: any Store
    private let run: ComparisonRun
    private let identifiers: IdentifierSource
    private let clock: WallClock
    private let logger: Logger
    private let random: @Sendable () -> Double
    /// By their characters.
    private let backlog = Backlog<(served: ServedTranslation, challenger: Challenger)>(
        most: 100, size: 2_000_000, parallel: 4)

    /// A longer document is not drawn.
    private static let longest = 50_000

    /// - Parameter random: from 0 up to 1.
    init(
        store: any Store, run: ComparisonRun, identifiers: IdentifierSource, clock: WallClock, logger: Logger,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.store = store
        self.run = run
        self.identifiers = identifiers
        self.clock = clock
        self.logger = logger
        self.random = random
    }

    /// Takes a translation to be made again by the engine's challenger, if it has one and it is drawn.
    func offer(_ order: TranslationOrder, _ translation: Translation) {
        // What is not to be kept is shown to no other model either.
        guard let challenger = order.engine.challenger, order.memory.store, let first = translation.first,
            challenger.share >= 1 || random() < challenger.share
        else { return }
        let characters = order.units.units.reduce(0) { $0 + $1.characters * $1.leaves }
        guard characters <= Self.longest else { return }
        let served = ServedTranslation(
            order: order, translation: translation, first: first, characters: characters)
        backlog.offer((served, challenger), size: characters)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.backlog.run { await self.carryOut($0.served, $0.challenger) }
        }
    }

    /// Carries out all that waits, and returns.
    func drain() async { await backlog.drain { await carryOut($0.served, $0.challenger) } }

    private func carryOut(_ served: ServedTranslation, _ challenger: Challenger) async {
        do {
            let order = served.order
            let comparison = try await run.shadow(
                of: served, by: challenger, as: identifiers.next(), clock: clock)
            guard let comparison else {
                return logger.debug(
                    "a challenger was not asked to the end",
                    metadata: ["engine.id": "\(order.engine.id)", "model": "\(challenger.name)"])
            }
            let rules = run.translator.rules
            try await store.create(
                comparison,
                pair: LocalePair(
                    source: rules.canonical(order.source), target: rules.canonical(order.target)))
        } catch is CancellationError {
        } catch {
            logger.warning("a shadow run could not be kept", metadata: ["error": "\(error)"])
        }
    }
}
