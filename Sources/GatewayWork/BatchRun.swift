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
    /// Knows translations of texts that are like these.
    let memory: TranslationMemory?

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

        /// Takes from a second try what is better: a sound text in the place of none, one with fewer warnings.
        mutating func take(_ second: Result) {
            record.usage += second.record.usage
            for (unit, text) in second.record.texts {
                let warnings = second.warned.first { $0.unit == unit }?.findings ?? []
                if let place = record.texts.firstIndex(where: { $0.unit == unit }) {
                    let before = warned.first { $0.unit == unit }?.findings.count ?? 0
                    guard warnings.count < before else { continue }
                    record.texts[place].text = text
                } else {
                    record.texts.append((unit, text))
                    unsound.removeAll { $0.unit == unit }
                }
                warned.removeAll { $0.unit == unit }
                if !warnings.isEmpty { warned.append((unit, warnings)) }
            }
        }
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
                let again = try await translate(next, into: &result)
                if !again.isEmpty { await improve(Batch(entries: again), &result) }
            } catch {
                if error.kind == .cancelled, Task.isCancelled { throw CancellationError() }
                if error.isCrash, !next.isSuspect {
                    // Another call may have been the cause: once more as a whole, with nothing beside it.
                    waiting.append(Batch(entries: next.entries, isSuspect: true))
                    continue
                }
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
        if error.isCrash { return true }
        return switch error.kind {
        case .invalidInput, .refused, .broken, .timedOut: true
        case .unsupportedPair, .rateLimited, .quota, .unauthorized, .unavailable, .cancelled: false
        }
    }

    /// A part on its way: one text, cut into segments.
    private struct Asked {
        let unit: Int
        let part: Int
        let whole: MaskedText
        let slots: [SegmentSlot]
        let hints: [String]
        let retry: SegmentRetry?
    }

    /// A segment on its way.
    private struct AskedSegment {
        let asked: Asked
        let slot: SegmentSlot
    }

    /// Whether the model can be told what was wrong.
    private var takesFaults: Bool { route.provider.traits.terms == .prompted }

    /// Translates a batch; returns what is worth asking for once more.
    private func translate(_ batch: Batch, into result: inout Result) async throws(ProviderError) -> [Batch
        .Entry]
    {
        let asked = batch.entries.flatMap { entry in
            entry.parts.map { part in
                let own = entry.plan.parts[part.index]
                return Asked(
                    unit: entry.unit, part: part.index, whole: own.masked, slots: part.slots,
                    hints: entry.hints + own.hints, retry: entry.retries[part.index])
            }
        }
        var verdicts = try await verdicts(of: asked, isSuspect: batch.isSuspect, &result.record)[...]
        var runs: [UnitRun] = []
        for entry in batch.entries {
            runs.append(UnitRun(entry, verdicts.prefix(entry.parts.count)))
            verdicts = verdicts.dropFirst(entry.parts.count)
        }
        try await askWithoutNumbers(&runs, isSuspect: batch.isSuspect, &result.record)
        return runs.compactMap { run in
            let findings = settle(run, into: &result)
            return takesFaults && run.entry.retries.isEmpty && findings.contains(where: Self.isWorthAsking)
                ? run.again(findings) : nil
        }
    }

    /// Judges a whole unit, without its tokens, as whoever reads it will. Returns what was found.
    private func settle(_ run: UnitRun, into result: inout Result) -> [Finding] {
        let unit = run.entry.unit
        switch run.end {
        case .failure(let unsound):
            result.unsound.append((unit, unsound.findings))
            return unsound.findings
        case .success(let text):
            let findings = order.findings(of: unit, in: text, checker)
            let errors = Self.errors(findings)
            guard errors.isEmpty else {
                result.unsound.append((unit, errors))
                return findings
            }
            result.record.texts.append((unit, text))
            if !findings.isEmpty { result.warned.append((unit, findings)) }
            return findings
        }
    }

    /// Whether a model may do better when it is told: any error, and warnings that speak of the translation itself.
    private static func isWorthAsking(_ finding: Finding) -> Bool {
        guard finding.severity != .error else { return true }
        switch Check(rawValue: finding.check) {
        case .terms, .script, .length, .numbers, .untranslated: return true
        default: return false
        }
    }

    /// Asks once more, in smaller batches, naming what was wrong, and takes what came out better.
    private func improve(_ batch: Batch, _ result: inout Result) async {
        for chunk in batch.chunks(of: max(1, (batch.entries.count + 1) / 2)) {
            var second = Result(
                record: BatchRecord(texts: [], model: route.name, usage: Usage(), unknownWords: 0))
            do throws(ProviderError) {
                _ = try await translate(chunk, into: &second)
            } catch {
                // What there was stays: the next rung of the ladder takes it.
            }
            result.take(second)
        }
    }

    /// Asks again, with tokens in the place of example numbers, for the texts in which these did not come back.
    private func askWithoutNumbers(
        _ runs: inout [UnitRun], isSuspect: Bool, _ record: inout BatchRecord
    ) async throws(ProviderError) {
        let places = runs.indices.flatMap { run in runs[run].numberless.map { (run: run, part: $0) } }
        guard !places.isEmpty else { return }
        let asked = places.map { place in
            let entry = runs[place.run].entry
            let own = entry.plan.parts[place.part]
            let masked = own.withoutNumbers ?? own.masked
            return Asked(
                unit: entry.unit, part: place.part, whole: masked, slots: [SegmentSlot(whole: masked)],
                hints: entry.hints + own.hints, retry: nil)
        }
        do throws(ProviderError) {
            for (place, verdict) in zip(places, try await verdicts(of: asked, isSuspect: isSuspect, &record))
            {
                runs[place.run].settle(part: place.part, verdict)
            }
        } catch {
            // What was sound without it stays so; the others go up the ladder.
            if error.kind == .cancelled { throw error }
        }
    }

    /// Translates texts and judges each. The answers are still masked.
    private func verdicts(
        of asked: [Asked], isSuspect: Bool, _ record: inout BatchRecord
    ) async throws(ProviderError) -> [Verdict] {
        var outputs: [String?] = []
        let slots = asked.flatMap { text in text.slots.map { AskedSegment(asked: text, slot: $0) } }
        let size = max(1, route.provider.traits.maximumSegments)
        // Only a unit of more segments than a batch may hold takes more than one call.
        for start in stride(from: 0, to: slots.count, by: size) {
            let called = slots[start..<min(start + size, slots.count)]
            let reply = try await call(
                segments(called), terms: terms(called), examples: takesFaults ? await examples(called) : [],
                isSuspect: isSuspect)
            outputs += reply.texts.indices.map { reply.missing.contains($0) ? nil : reply.texts[$0] }
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

    private func segments(_ called: ArraySlice<AskedSegment>) -> [ProviderSegment] {
        // An engine that knows nothing of terms knows nothing of neighbours either.
        let neighbours = route.provider.traits.terms == .inserted ? nil : Set(called.map(\.asked.unit))
        return called.map { segment in
            let (asked, masked) = (segment.asked, segment.slot.masked)
            func text(_ unit: Int) -> String {
                guard let neighbours, !neighbours.contains(unit), order.units.units.indices.contains(unit)
                else {
                    return ""
                }
                return order.units.units[unit].text.source
            }
            return ProviderSegment(
                text: masked.text, context: order.units.context, hints: asked.hints, spans: masked.spans,
                before: text(asked.unit - 1), after: text(asked.unit + 1), retry: asked.retry)
        }
    }

    /// The terms that the engine has to see to by itself.
    private func terms(_ called: ArraySlice<AskedSegment>) -> [SegmentTerm] {
        guard route.provider.traits.terms != .inserted, let terms = order.terms else { return [] }
        return called.enumerated().flatMap { index, segment in
            terms.segmentTerms(
                of: segment.asked.unit, part: segment.asked.part, segment.asked.whole, segment.slot,
                index: index)
        }
    }

    /// Translations for a language model to follow: what the caller sent along, then what memory has.
    private func examples(_ called: ArraySlice<AskedSegment>) async -> [TranslationExample] {
        let sent = order.briefing.examples(
            for: called.map { (order.units.units[$0.asked.unit].path, $0.asked.whole.source) })
        guard let memory else { return sent }
        return sent + (await memory.examples(for: Set(called.map(\.asked.unit)), of: order))
    }

    /// One call within its deadline, measured.
    func call(
        _ segments: [ProviderSegment], terms: [SegmentTerm] = [], examples: [TranslationExample] = [],
        isSuspect: Bool = false
    ) async throws(ProviderError) -> TranslateReply {
        let began = ContinuousClock.now
        var deadline = began + callTimeout
        if let limit = order.deadline { deadline = min(deadline, limit) }
        guard deadline > began else { throw ProviderError(.timedOut, "no time was left for the call") }
        let reply = try await route.provider.translate(
            TranslateCall(
                source: route.source, target: route.target, model: route.model, segments: segments,
                terms: terms, instructions: order.briefing.instructions, voice: order.briefing.voice,
                examples: examples, deadline: deadline, priority: order.priority, fast: order.fast,
                traceParent: order.traceParent, isPrivate: !order.memory.store, isSuspect: isSuspect,
                payer: order.payer))
        let bytes = segments.reduce(0) { $0 + $1.text.utf8.count }
        meter.record(bytes: bytes, took: ContinuousClock.now - began, for: route.name)
        return reply
    }

    struct Unsound: Error {
        let findings: [Finding]
        /// What came back, still masked, or empty.
        var output = ""
    }

    /// A translation, still masked, or what is wrong with it.
    typealias Verdict = Swift.Result<String, Unsound>

    /// The translation of a text, when each of its segments and the whole pass the checks, if need be after mechanical
    /// repair.
    static func verified(
        _ slots: [SegmentSlot], _ outputs: ArraySlice<String?>, whole: MaskedText
    ) -> Verdict {
        var joined = ""
        for (slot, output) in zip(slots, outputs) {
            guard let output else {
                return .failure(Unsound(findings: [Finding(.missing, expected: slot.masked.source)]))
            }
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
        return left.isEmpty ? .success(repaired) : .failure(Unsound(findings: findings, output: output))
    }

    static func errors(_ findings: [Finding]) -> [Finding] {
        findings.filter { $0.severity == .error }
    }
}
