// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Logging
import ServiceLifecycle

/// Judges translations after they were given, and never in their way (docs/http-api.md, "Reviewers").
///
/// What waits is bounded: a translation that finds no room is not judged, as if it had not been sampled.
final class Reviews: Service {
    private let store: any Store
    private let rules: any LocaleRules
    private let judge: Judge
    /// Rung when low scores have become feedback.
    private let feedbackBell: Doorbell
    private let identifiers: IdentifierSource
    private let clock: WallClock
    private let logger: Logger
    private let random: @Sendable () -> Double
    /// By their bytes; language models are asked a few at once.
    private let backlog = Backlog<Review>(most: 1_000, size: 32 << 20, parallel: 4)

    /// Low scores of a reviewer for a pair that become feedback.
    private static let enoughLowScores = 5

    /// - Parameter random: from 0 up to 1.
    init(
        store: any Store, rules: any LocaleRules, judge: Judge, feedbackBell: Doorbell,
        identifiers: IdentifierSource, clock: WallClock, logger: Logger,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.store = store
        self.rules = rules
        self.judge = judge
        self.feedbackBell = feedbackBell
        self.identifiers = identifiers
        self.clock = clock
        self.logger = logger
        self.random = random
    }

    /// Takes a translation to be judged by those of the engine's reviewers that are for it and draw it.
    func offer(_ order: TranslationOrder, _ translation: Translation) {
        guard !order.engine.scorers.isEmpty, let model = translation.model else { return }
        let chosen = order.engine.scorers.filter { named in
            isFor(named.scorer, order) && (named.scorer.share >= 1 || random() < named.scorer.share)
                // What is not to be kept is shown to no other model either.
                && (named.scorer.family.isLocal || order.memory.store)
        }
        guard !chosen.isEmpty else { return }
        let pair = LocalePair(source: rules.canonical(order.source), target: rules.canonical(order.target))
        let review = Review(
            order, translation, by: chosen, pair: pair, model: model.description, at: clock.now())
        backlog.offer(review, size: review.bytes)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.backlog.run { await self.carryOut($0) } }
    }

    /// Judges all that waits, and returns.
    func drain() async { await backlog.drain(carryOut) }

    private func carryOut(_ review: Review) async {
        do {
            var scores = review.localScores
            for named in review.scorers where !named.scorer.family.isLocal {
                if let score = try await judge.score(review, by: named) {
                    scores.append(score)
                } else {
                    logger.debug(
                        "a reviewer gave no verdict",
                        metadata: ["scorer.id": "\(named.id)", "engine.id": "\(review.payer.engine)"])
                }
            }
            guard !scores.isEmpty else { return }
            try await store.record(scores)
            for score in scores where score.value < Score.low && score.reason != nil {
                guard review.scorers.contains(where: { $0.id == score.scorer && !$0.scorer.family.isLocal })
                else { continue }
                try await suggest(score, review)
            }
        } catch is CancellationError {
        } catch {
            logger.warning("a translation could not be reviewed", metadata: ["error": "\(error)"])
        }
    }

    /// What reviewers say again and again is feedback about the engine.
    private func suggest(_ score: Score, _ review: Review) async throws {
        let reasons = try await store.takeLowScores(
            of: score.engine, in: score.organization, by: score.scorer, pair: score.pair,
            count: Self.enoughLowScores)
        guard !reasons.isEmpty, let key = review.payer.key else { return }
        let list = reasons.map { "- \($0)" }.joined(separator: "\n")
        let text =
            "Reviewers found in translations from \(score.pair.source) to \(score.pair.target):\n\(list)"
        let feedback = Feedback(
            id: identifiers.next(), organization: score.organization, engine: score.engine, key: key,
            text: String(text.prefix(Feedback.maximumBytes / 4)), origin: .scores, createdAt: clock.now())
        if try await store.create(feedback, limit: 100) { feedbackBell.ring() }
    }

    private func isFor(_ scorer: Scorer, _ order: TranslationOrder) -> Bool {
        func fits(_ own: LocaleTag?, _ locale: LocaleTag) -> Bool {
            own.map { rules.resolve(locale, among: [$0]) != nil } ?? true
        }
        return fits(scorer.source, order.source) && fits(scorer.target, order.target)
    }
}
