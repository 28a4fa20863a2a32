// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import Logging
import ServiceLifecycle

/// Reads feedback, one after the other, and keeps the suggestions that come of it (docs/http-api.md, "Suggestions").
///
/// A language model reads it where the engine has one; else, or when that fails, the gateway reads what is plain. Feedback is in the
/// database until then, so that nothing is lost when the process ends.
struct FeedbackWorker: Service {
    let store: any Store
    let router: Router
    let reader: FeedbackReader
    let configuration: WorkConfiguration
    let doorbell: Doorbell
    let identifiers: IdentifierSource
    let clock: WallClock
    let logger: Logger

    private static let attempts = 3
    /// Glossary items that a prompt shows.
    private static let shownItems = 200

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while let feedback = try await store.nextFeedback(
                        attempts: Self.attempts, at: clock.now())
                    {
                        try await read(feedback)
                    }
                    await doorbell.wait()
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("feedback could not be read", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(5))
                }
            }
        }
    }

    func read(_ feedback: Feedback) async throws {
        var feedback = feedback
        guard let engine = try await store.engineRecord(feedback.engine, of: feedback.organization) else {
            feedback.status = .failed
            feedback.errorMessage = "the engine is gone"
            return try await finish(feedback, [])
        }
        var suggestions: [Suggestion] = []
        if let answer = try await asked(feedback, engine, &feedback.errorMessage) {
            suggestions = answer.suggestions
            feedback.unread = answer.unread
        } else {
            let text = feedback.text
            // A long one takes a while.
            let reading = await onThread { [reader] in reader.read(text) }
            suggestions = try await WishSuggestions(store: store, identifiers: identifiers).suggestions(
                reading.wishes, feedback, engine)
            feedback.unread = reading.unread
        }
        feedback.status = .completed
        try await finish(feedback, suggestions)
    }

    private func finish(_ feedback: Feedback, _ suggestions: [Suggestion]) async throws {
        var feedback = feedback
        feedback.completedAt = clock.now()
        try await store.finish(feedback, suggestions)
    }

    /// What the engine's language model makes of it; `nil` without one, or when it gives nothing to use.
    private func asked(
        _ feedback: Feedback, _ engine: EngineRecord, _ trouble: inout String?
    ) async throws -> FeedbackAnswer? {
        guard
            let (generator, model) = await router.generator(
                of: engine.engine, preferred: configuration.suggestionModel)
        else { return nil }
        let glossary = try await relevant(feedback)
        var best: FeedbackAnswer?
        for _ in 0..<2 {
            let prompt = FeedbackPrompt(feedback, engine, glossary: glossary, faults: best?.faults ?? [])
            let call = GenerateCall(
                model: model, messages: prompt.messages, schema: FeedbackPrompt.schema,
                deadline: .now + configuration.callTimeout, priority: .job,
                payer: Payer(
                    organization: feedback.organization, engine: engine.id, engineName: engine.settings.name,
                    key: feedback.key, purpose: .suggest))
            do throws(ProviderError) {
                let reply = try await generator.generate(call)
                let answer = FeedbackAnswer(
                    reply.text, feedback, engine, glossary: glossary, identifiers: identifiers)
                if let answer { best = answer }
                if let answer, answer.faults.isEmpty { break }
            } catch {
                if Task.isCancelled { throw CancellationError() }
                trouble = "\(model) could not be asked, so that the gateway read it alone: \(error.message)"
                break
            }
        }
        if best == nil, trouble == nil {
            trouble = "\(model) gave no edits that could be read, so that the gateway read it alone"
        }
        if let best, !best.faults.isEmpty { trouble = "left out: " + best.faults.joined(separator: "; ") }
        return best
    }

    /// The items whose source texts stand in the feedback.
    private func relevant(_ feedback: Feedback) async throws -> [GlossaryRecord] {
        let text = feedback.text.lowercased()
        var found: [GlossaryRecord] = []
        var query = GlossaryQuery(engine: feedback.engine, limit: 1000)
        while found.count < Self.shownItems {
            let page = try await store.glossaryItems(query, of: feedback.organization)
            found += page.filter { text.contains($0.item.sourceText.lowercased()) }
            guard page.count == query.limit, let last = page.last else { break }
            query.before = last.id
        }
        return Array(found.prefix(Self.shownItems))
    }
}
