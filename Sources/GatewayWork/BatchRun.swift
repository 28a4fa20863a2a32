// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Sends one batch to one route and judges what comes back.
struct BatchRun: Sendable {
    let route: Route
    let order: TranslationOrder
    let callTimeout: Duration
    let meter: RateMeter
    let checker: Checker

    /// What a batch gave.
    struct Result: Sendable {
        var record: BatchRecord
        /// Translations that did not pass the checks, by unit.
        var unsound: [(unit: Int, findings: [Finding])] = []
        /// What is to be said of translations that did pass, by unit.
        var warned: [(unit: Int, findings: [Finding])] = []
        /// Units that the provider would not take, each alone.
        var refused: [(unit: Int, error: ProviderError)] = []
        /// The route is of no more use; units that are nowhere else were not translated.
        var failure: ProviderError?
    }

    /// Failed calls that one batch is worth while the faulty unit is sought.
    private static let patience = 16

    /// Translates a batch. Throws only when the task was cancelled.
    func run(_ batch: Batch) async throws(CancellationError) -> Result {
        var result = Result(
            record: BatchRecord(texts: [], model: route.name, usage: Usage(), unknownWords: 0))
        var waiting = [batch]
        var failures = 0
        while let next = waiting.popLast() {
            do throws(ProviderError) {
                try await translate(next, into: &result)
            } catch {
                if error.kind == .cancelled, Task.isCancelled { throw CancellationError() }
                failures += error.kind == .timedOut ? Self.patience / 2 : 1
                guard Self.concernsText(error), failures < Self.patience else {
                    result.failure = error
                    return result
                }
                if next.entries.count > 1 {
                    // One bad text never costs the others: it is sought by halving.
                    waiting.append(contentsOf: next.halves.reversed())
                } else {
                    result.refused.append((next.entries[0].unit, error))
                }
            }
        }
        return result
    }

    /// Whether another text might have fared better on the same route.
    private static func concernsText(_ error: ProviderError) -> Bool {
        switch error.kind {
        case .invalidInput, .refused, .broken, .timedOut: true
        case .unsupportedPair, .rateLimited, .quota, .unauthorized, .unavailable, .cancelled: false
        }
    }

    /// A part on its way: one text, cut into segments.
    private struct Asked {
        let whole: MaskedText
        let slots: [SegmentSlot]
        let hints: [String]
    }

    private func translate(_ batch: Batch, into result: inout Result) async throws(ProviderError) {
        let asked = batch.entries.flatMap { entry in
            entry.parts.map { part in
                let own = entry.plan.parts[part.index]
                return Asked(whole: own.masked, slots: part.slots, hints: entry.hints + own.hints)
            }
        }
        var verdicts = try await verdicts(of: asked, &result.record)[...]
        var runs: [UnitRun] = []
        for entry in batch.entries {
            runs.append(UnitRun(entry, verdicts.prefix(entry.parts.count)))
            verdicts = verdicts.dropFirst(entry.parts.count)
        }
        try await askWithoutNumbers(&runs, &result.record)
        for run in runs { settle(run, into: &result) }
    }

    /// Judges a whole unit, without its tokens, as whoever reads it will.
    private func settle(_ run: UnitRun, into result: inout Result) {
        let unit = run.entry.unit
        switch run.end {
        case .failure(let unsound): result.unsound.append((unit, unsound.findings))
        case .success(let text):
            let findings = order.findings(of: unit, in: text, checker)
            let errors = Self.errors(findings)
            guard errors.isEmpty else {
                result.unsound.append((unit, errors))
                return
            }
            result.record.texts.append((unit, text))
            if !findings.isEmpty { result.warned.append((unit, findings)) }
        }
    }

    /// Asks again, with tokens in the place of example numbers, for the texts in which these did not come back.
    private func askWithoutNumbers(
        _ runs: inout [UnitRun], _ record: inout BatchRecord
    ) async throws(ProviderError) {
        let places = runs.indices.flatMap { run in runs[run].numberless.map { (run: run, part: $0) } }
        guard !places.isEmpty else { return }
        let asked = places.map { place in
            let entry = runs[place.run].entry
            let own = entry.plan.parts[place.part]
            let masked = own.withoutNumbers ?? own.masked
            return Asked(whole: masked, slots: [SegmentSlot(whole: masked)], hints: entry.hints + own.hints)
        }
        do throws(ProviderError) {
            for (place, verdict) in zip(places, try await verdicts(of: asked, &record)) {
                runs[place.run].settle(part: place.part, verdict)
            }
        } catch {
            // What was sound without it stays so; the others go up the ladder.
            if error.kind == .cancelled { throw error }
        }
    }

    /// Translates texts and judges each. The answers are still masked.
    private func verdicts(
        of asked: [Asked], _ record: inout BatchRecord
    ) async throws(ProviderError) -> [Verdict] {
        var outputs: [String] = []
        let slots = asked.flatMap { text in text.slots.map { (slot: $0, hints: text.hints) } }
        let size = max(1, route.provider.traits.maximumSegments)
        // Only a unit of more segments than a batch may hold takes more than one call.
        for start in stride(from: 0, to: slots.count, by: size) {
            let segments = slots[start..<min(start + size, slots.count)].map { slot, hints in
                ProviderSegment(
                    text: slot.masked.text, context: order.units.context, hints: hints,
                    spans: slot.masked.spans)
            }
            let reply = try await call(segments)
            outputs.append(contentsOf: reply.texts)
            record.model.model = reply.model
            record.usage += reply.usage
            record.unknownWords += reply.unknownWords
        }
        var rest = outputs[...]
        return asked.map { text in
            defer { rest = rest.dropFirst(text.slots.count) }
            return Self.verified(text.slots, rest.prefix(text.slots.count), whole: text.whole)
        }
    }

    /// One call within its deadline, measured.
    func call(_ segments: [ProviderSegment]) async throws(ProviderError) -> TranslateReply {
        let began = ContinuousClock.now
        var deadline = began + callTimeout
        if let limit = order.deadline { deadline = min(deadline, limit) }
        guard deadline > began else { throw ProviderError(.timedOut, "no time was left for the call") }
        let reply = try await route.provider.translate(
            TranslateCall(
                source: route.source, target: route.target, model: route.model, segments: segments,
                deadline: deadline, priority: order.priority, fast: order.fast,
                traceParent: order.traceParent))
        let bytes = segments.reduce(0) { $0 + $1.text.utf8.count }
        meter.record(bytes: bytes, took: ContinuousClock.now - began, for: route.name)
        return reply
    }

    struct Unsound: Error { let findings: [Finding] }

    /// A translation, still masked, or what is wrong with it.
    typealias Verdict = Swift.Result<String, Unsound>

    /// The translation of a text, when each of its segments and the whole pass the checks, if need be after mechanical
    /// repair.
    static func verified(
        _ slots: [SegmentSlot], _ outputs: ArraySlice<String>, whole: MaskedText
    ) -> Verdict {
        var joined = ""
        for (slot, output) in zip(slots, outputs) {
            switch sound(output, slot.masked) {
            case .success(let text): joined += slot.ends.around(text)
            case .failure(let unsound): return .failure(unsound)
            }
        }
        if slots.count > 1 {
            let findings = errors(whole.findings(in: joined))
            if !findings.isEmpty { return .failure(Unsound(findings: findings)) }
        }
        return .success(joined)
    }

    /// A masked output that passes the checks as it is or after repair.
    private static func sound(_ output: String, _ masked: MaskedText) -> Verdict {
        let findings = errors(masked.findings(in: output))
        if findings.isEmpty { return .success(output) }
        let repaired = masked.repaired(output)
        let left = errors(masked.findings(in: repaired))
        return left.isEmpty ? .success(repaired) : .failure(Unsound(findings: findings))
    }

    static func errors(_ findings: [Finding]) -> [Finding] {
        findings.filter { $0.severity == .error }
    }
}
