// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Runs the stages of one attempt and says how it ended; it writes nothing but checkpoints.
struct JobRun: Sendable {
    let store: any Store
    let documents: JobDocuments
    let translator: Translator
    let glossaries: GlossaryCache
    let configuration: WorkConfiguration
    /// Takes translations to be judged; `nil` where nobody does.
    var reviews: Reviews?
    /// Takes translations to be made again by challengers; `nil` where nobody does.
    var shadows: ShadowRuns?
    let clock: WallClock

    /// The lease went to another worker; the attempt's result is worth nothing.
    struct LeaseLost: Error {}

    /// The end of the attempt. Throws `CancellationError` when the process stops, ``LeaseLost`` when it should.
    func outcome(of attempt: Attempt) async throws -> AttemptOutcome {
        do {
            return try await completed(attempt)
        } catch is CancellationError {
            throw CancellationError()
        } catch is LeaseLost {
            throw LeaseLost()
        } catch {
            if Task.isCancelled { throw CancellationError() }
            return ended(attempt, error)
        }
    }

    private func completed(_ attempt: Attempt) async throws -> AttemptOutcome {
        let began = clock.now()
        guard let engine = try await store.engine(attempt.engine, of: attempt.organization) else {
            throw TranslationFailure(final: "The engine of the job is gone.")
        }
        let document = try await documents.document(of: attempt.group, in: store)
        let glossary = try await glossaries.index(of: engine.id, of: engine.organization)
        // Only an earlier claim can have left batches, be it one that was given back uncounted or one of a run that failed.
        let kept = attempt.lease.fence > 1 ? try await store.checkpoints(of: attempt.lease.job) : []
        let order = TranslationOrder(
            units: document.units, engine: engine, source: attempt.source, target: attempt.target,
            priority: .job, fast: false, memory: document.memory, traceParent: attempt.traceParent,
            deadline: nil, glossary: glossary,
            briefing: Briefing(engine, target: attempt.target, rules: translator.rules), key: attempt.key)
        var batch = (kept.map(\.batch).max() ?? -1) + 1
        let translation = try await translator.translate(
            order, kept: kept.compactMap { BatchRecord($0.payload) }
        ) { record, segmentsDone in
            let checkpoint = Checkpoint(batch: batch, payload: record.bytes, segmentsDone: segmentsDone)
            batch += 1
            guard try await store.save(checkpoint, under: attempt.lease) else { throw LeaseLost() }
        }
        // Before the result, so that whoever saw the job end finds its texts remembered.
        await translator.memory?.write(translation.memories)
        reviews?.offer(order, translation)
        shadows?.offer(order, translation)
        return outcome(translation, document, began: began)
    }

    private func outcome(
        _ translation: Translation, _ document: JobDocuments.Document, began: Timestamp
    ) -> AttemptOutcome {
        let ended = clock.now()
        let core = Step(
            stage: .localization, status: .completed, cost: translation.usage?.cost ?? 0, startedAt: began,
            completedAt: ended, details: translation.details)
        let output = JSONValue.object(document.units.rebuild(translation.texts))
        return .completed(
            output: output.bytes, warnings: JobWarning.bytes(translation.warnings),
            hasWarnings: !translation.warnings.isEmpty,
            steps: Step.bytes(steps(around: core, document.pipeline)),
            receipt: Receipt(
                segments: document.units.segments, new: translation.new, reused: translation.reused,
                usage: translation.usage ?? Usage()))
    }

    private func ended(_ attempt: Attempt, _ error: any Error) -> AttemptOutcome {
        let now = clock.now()
        let end = AttemptEnd(
            error, attempt: attempt.number, configuration: configuration, jitter: .random(in: 0...1))
        switch end {
        case .retry(let delay, let message): return .retry(at: now + delay, message: message)
        case .fail(let message):
            let step = Step(
                stage: .localization, status: .failed, startedAt: now, completedAt: now, errorMessage: message
            )
            return .failed(message: message, steps: Step.bytes([step]), usage: Usage())
        }
    }

    /// The records of a run: the core stage, and each optional stage that was asked for, in running order.
    private func steps(around core: Step, _ pipeline: PipelineConfig) -> [Step] {
        Stage.allCases.compactMap { stage in
            if stage == .localization { return core }
            guard pipeline.enabled.contains(stage) else { return nil }
            return Step(
                stage: stage, status: .skipped, startedAt: core.completedAt, completedAt: core.completedAt,
                errorMessage: stage == .postEdit && !pipeline.enabled.contains(.humanEdit)
                    ? "The stage needs humanEdit." : "This version of the gateway does not run the stage.")
        }
    }
}
