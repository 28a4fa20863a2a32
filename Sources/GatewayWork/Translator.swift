// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Translates one document into one locale: the same for a synchronous call and for a job.
///
/// Route, translate in batches, verify, climb the ladder (docs/architecture.md, "What happens to a text"). A broken string is
/// never delivered, and one bad string never costs the others.
struct Translator: Sendable {
    let router: Router
    let rules: any LocaleRules
    let segmenter: Segmenter
    let meter: RateMeter
    let callTimeout: Duration
    /// `nil` where nothing is remembered.
    let memory: TranslationMemory?

    /// Translates a document.
    ///
    /// - Parameters:
    ///   - kept: batches that an earlier attempt finished; they are not sent again.
    ///   - keep: called with each finished batch of a document that takes more than one, and how many segments are done
    ///     with it.
    func translate(
        _ order: TranslationOrder, kept: [BatchRecord] = [],
        keep: (BatchRecord, _ segmentsDone: Int) async throws -> Void = { _, _ in }
    ) async throws -> Translation {
        let began = ContinuousClock.now
        var ledger = TranslationLedger(order.units)
        for record in kept { ledger.restore(record) }
        guard !ledger.pending.isEmpty else {
            let routing = kept.isEmpty ? nil : try? await routing(of: order)
            ledger.attribute(to: routing?.routes ?? [])
            checkKept(order, routing, &ledger)
            let keys = routing.flatMap { memory?.keys(order, $0) }
            return translation(ledger, warnings(order, ledger, nil), nil, order, keys, began: began)
        }
        let routing = try await routing(of: order)
        ledger.attribute(to: routing.routes)
        let recollection = await memory?.recall(ledger.pending, of: order, routing)
        for answer in recollection?.answers ?? [] { ledger.settle(answer) }
        for unit in order.units.messages where order.plan(of: unit) == nil {
            ledger.refuse(unit, .messageTooLarge)
        }
        for route in routing.routes where !ledger.pending.isEmpty {
            try await run(route, order, &ledger, keep: keep)
            standIn(for: route, recollection, &ledger)
        }
        if !ledger.pending.isEmpty { try await rejoin(routing, order, &ledger) }
        checkKept(order, routing, &ledger)
        let warnings = try settleRest(order, &ledger) + warnings(order, ledger, routing)
        return translation(ledger, warnings, routing, order, recollection?.keys, began: began)
    }

    /// Lets memory answer, where it has what another model made, for one that is out of service.
    private func standIn(
        for route: Route, _ recollection: TranslationMemory.Recollection?, _ ledger: inout TranslationLedger
    ) {
        guard let stopgaps = recollection?.stopgaps, !stopgaps.isEmpty,
            ledger.failures.contains(where: { $0.name == route.name })
        else { return }
        for answer in stopgaps where ledger.texts[answer.unit] == nil { ledger.settle(answer) }
    }

    private func routing(of order: TranslationOrder) async throws(UnsupportedPair) -> Routing {
        try await router.routing(for: order.engine, source: order.source, target: order.target)
    }

    /// Sends what is pending to one route, several batches at once within the provider's limits.
    private func run(
        _ route: Route, _ order: TranslationOrder, _ ledger: inout TranslationLedger,
        keep: (BatchRecord, _ segmentsDone: Int) async throws -> Void
    ) async throws {
        let traits = route.provider.traits
        let batches = Batch.pack(ledger.pending, of: order, for: traits, segmenter: segmenter)
        let runner = BatchRun(
            route: route, order: order, callTimeout: callTimeout, meter: meter,
            checker: checker(route, order), memory: memory)
        guard batches.count > 1 else {
            guard let batch = batches.first else { return }
            let result = try await runner.run(batch)
            ledger.add(result, from: route)
            // The result follows at once, so that a batch alone need not be kept; unless memory comes between: it would
            // answer for the batch after a crash, and what the batch took would be nowhere.
            if memory != nil, order.memory.store, !result.record.texts.isEmpty {
                try await keep(result.record, ledger.segmentsDone)
            }
            return
        }
        try await withThrowingTaskGroup(of: BatchRun.Result.self) { group in
            // One more than the provider takes at once waits at its door, so that it has work while a batch is kept.
            let open = traits.parallelCalls > 1 ? traits.parallelCalls + 1 : 1
            var waiting = batches[...]
            for batch in waiting.prefix(open) { group.addTask { try await runner.run(batch) } }
            waiting = waiting.dropFirst(open)
            while let result = try await group.next() {
                ledger.add(result, from: route)
                // A route that failed as a whole gets nothing more; what is out comes back.
                if result.failure != nil { waiting = [] }
                if let batch = waiting.popFirst() { group.addTask { try await runner.run(batch) } }
                if !result.record.texts.isEmpty { try await keep(result.record, ledger.segmentsDone) }
            }
        }
    }

    /// Translates the texts between the tokens of what no model translated whole, and puts them together: the
    /// tokens are then in place by construction.
    private func rejoin(
        _ routing: Routing, _ order: TranslationOrder, _ ledger: inout TranslationLedger
    ) async throws {
        let units = ledger.pending.filter { ledger.unsound[$0] != nil }
        guard
            let route = routing.routes.first(where: { route in
                !ledger.failures.contains { $0.name == route.name }
            })
        else { return }
        let runner = BatchRun(
            route: route, order: order, callTimeout: callTimeout, meter: meter,
            checker: checker(route, order), memory: memory)
        for unit in units {
            guard let plan = order.plan(of: unit, for: route.provider.traits.terms),
                plan.parts.count > 1 || plan.parts.contains(where: { !$0.masked.spans.isEmpty })
            else { continue }
            do throws(ProviderError) {
                var outputs: [TextPlan.Output] = []
                var reply = TranslateReply(texts: [], model: route.model)
                for part in plan.parts {
                    outputs.append(
                        try await rejoined(part, order.units.units[unit].hints, runner, &reply.usage))
                }
                let isSound = zip(plan.parts, outputs).allSatisfy { part, output in
                    let masked = part.withoutNumbers ?? part.masked
                    return BatchRun.errors(masked.findings(in: output.text)).isEmpty
                }
                guard isSound else { continue }
                let text = plan.rebuild(outputs)
                let findings = order.findings(of: unit, in: text, runner.checker)
                guard BatchRun.errors(findings).isEmpty else { continue }
                ledger.settle(unit, rejoined: text, reply: reply, from: route)
                ledger.warn(unit, findings)
            } catch {
                if error.kind == .cancelled, Task.isCancelled { throw CancellationError() }
                // The unit stays as it was found: the next rung of the ladder takes it.
            }
        }
    }

    private func rejoined(
        _ part: TextPart, _ hints: [String], _ runner: BatchRun, _ usage: inout Usage
    ) async throws(ProviderError) -> TextPlan.Output {
        let masked = part.withoutNumbers ?? part.masked
        let pieces = masked.textPieces.map { TrimmedText($0) }
        let wanted = pieces.indices.filter { pieces[$0].text.contains(where: \.isLetter) }
        var outputs = pieces.map(\.text)
        let size = max(1, runner.route.provider.traits.maximumSegments)
        for start in stride(from: 0, to: wanted.count, by: size) {
            let asked = wanted[start..<min(start + size, wanted.count)]
            let reply = try await runner.call(
                asked.map {
                    ProviderSegment(
                        text: pieces[$0].text, context: runner.order.units.context, hints: hints + part.hints)
                })
            // Put together without one of its pieces, a text would say less than its source and look sound.
            guard reply.missing.isEmpty else {
                throw ProviderError(.broken, "a piece of the text was left out")
            }
            for (index, text) in zip(asked, reply.texts) { outputs[index] = text }
            usage += reply.usage
        }
        return TextPlan.Output(
            masked.rejoined(zip(pieces, outputs).map { $0.around($1) }),
            isNumberless: part.withoutNumbers != nil)
    }

    /// The top of the ladder: what has no sound translation keeps its source, or fails the whole.
    private func settleRest(
        _ order: TranslationOrder, _ ledger: inout TranslationLedger
    ) throws(TranslationFailure) -> [JobWarning] {
        let rest = ledger.pending
        let unanswered = rest.filter { ledger.unsound[$0] == nil && ledger.refused[$0] == nil }
        guard unanswered.isEmpty else { throw TranslationFailure(ledger.failures) }
        if let failure = ledger.failureOfAll(rest) { throw failure }
        var warnings: [JobWarning] = []
        for index in rest {
            let unit = order.units.units[index]
            let finding = ledger.unsound[index]?.first
            let reason =
                finding.map { "failed the check \"\($0.check)\"" }
                ?? ledger.refused[index].map { "was not translated: \($0.message)" } ?? "was not translated"
            if order.engine.onUnverifiable == .fail {
                throw TranslationFailure(final: "The text at \"\(unit.path)\" \(reason).")
            }
            ledger.settle(index, source: unit.text.source)
            warnings.append(
                JobWarning(
                    stage: .localization, message: "The text \(reason); it keeps its source text.",
                    path: unit.path,
                    check: finding?.check ?? "provider", expected: finding?.expected, found: finding?.found))
        }
        return warnings
    }

    /// Says that a locale of another region or script was used, likely ones counted: `es` for `es-AR`, not for `es-ES`.
    private func stoodIn(_ used: LocaleTag, for requested: LocaleTag) -> JobWarning? {
        let (wanted, own) = (rules.maximized(requested), rules.maximized(used))
        guard wanted.script != own.script || wanted.region != own.region else { return nil }
        return JobWarning(
            stage: .localization, message: "The engine has no \(requested): \(used) was used.",
            check: Check.locale.rawValue,
            expected: requested.spelling, found: used.spelling)
    }

    /// A test engine writes no language.
    private func checker(_ route: Route, _ order: TranslationOrder) -> Checker {
        Checker(
            source: order.source, target: order.target, rules: rules, expectsLanguage: !route.isTest
        )
    }

    /// Finds again what is to be said of what an earlier attempt translated.
    private func checkKept(
        _ order: TranslationOrder, _ routing: Routing?, _ ledger: inout TranslationLedger
    ) {
        guard !ledger.kept.isEmpty, let route = routing?.routes.first else { return }
        let checker = checker(route, order)
        for (unit, _) in ledger.kept {
            guard let text = ledger.texts[unit] else { continue }
            ledger.warn(unit, order.findings(of: unit, in: text, checker))
        }
    }

    /// What there is to say of translations that are delivered, in document order.
    private func warnings(
        _ order: TranslationOrder, _ ledger: TranslationLedger, _ routing: Routing?
    ) -> [JobWarning] {
        // Says which messages were translated branch by branch, where a sentence may not fit its branches.
        let byBranch = order.units.messages.filter {
            ledger.isTranslated($0) && order.plan(of: $0)?.isByBranch == true
        }.map { unit in
            JobWarning(
                stage: .localization,
                message: "The message has too many combinations: its branches were translated one by one.",
                path: order.units.units[unit].path, check: Check.icu.rawValue, expected: nil, found: nil)
        }
        let used = routing?.routes.first { $0.provider.name == ledger.model?.provider }?.target
        return [used.flatMap { stoodIn($0, for: order.target) }].compactMap(\.self) + byBranch
            + ledger.warned.sorted { $0.key < $1.key }.flatMap { unit, findings in
                findings.map { finding in
                    JobWarning(
                        stage: .localization,
                        message: "The translation did not pass the check \"\(finding.check)\".",
                        path: order.units.units[unit].path, check: finding.check, expected: finding.expected,
                        found: finding.found)
                }
            }
    }

    private func translation(
        _ ledger: TranslationLedger, _ warnings: [JobWarning], _ routing: Routing?, _ order: TranslationOrder,
        _ keys: MemoryKeys?, began: ContinuousClock.Instant
    ) -> Translation {
        Translation(
            texts: ledger.texts.map { $0 ?? "" }, warnings: warnings,
            usage: ledger.wasCalled ? ledger.usage : nil, new: ledger.new, reused: ledger.reused,
            memories: keys.flatMap { memory?.entries(of: order, $0, ledger) } ?? [],
            model: ledger.wasCalled ? ledger.model : nil,
            first: firstModel(ledger, routing, order, began: began),
            details: details(ledger, routing, order))
    }

    private func firstModel(
        _ ledger: TranslationLedger, _ routing: Routing?, _ order: TranslationOrder,
        began: ContinuousClock.Instant
    ) -> FirstModel? {
        guard let route = routing?.routes.first, !(route.provider is PivotProvider), ledger.failures.isEmpty,
            ledger.kept.isEmpty, ledger.recalled == 0
        else { return nil }
        let own = ledger.makers.values.count { $0.asked == route.name }
        return FirstModel(
            route: route, isWhole: own == order.units.units.count(where: \.isTranslatable),
            took: ContinuousClock.now - began)
    }

    private func details(
        _ ledger: TranslationLedger, _ routing: Routing?, _ order: TranslationOrder
    ) -> JSONObject {
        var members: [JSONObject.Member] = [.init("segments", .number(String(ledger.texts.count)))]
        if let model = ledger.model {
            members.append(.init("model", .string(model.description)))
            members.append(.init("unknownWords", .number(String(ledger.unknownWords))))
            if let route = routing?.routes.first(where: { $0.provider.name == model.provider }) {
                members.append(
                    .init(
                        "resolvedLocale",
                        ["source": .string(route.source.spelling), "target": .string(route.target.spelling)]))
                if !route.pivot.isEmpty {
                    members.append(.init("pivot", .array(route.pivot.map { .string($0.spelling) })))
                }
                if !route.quality.isEmpty { members.append(.init("quality", .string(route.quality))) }
            }
        }
        if let terms = order.terms {
            let binding = routing?.routes.first { $0.provider.name == ledger.model?.provider }?.provider
                .traits.terms
            let rows = terms.record(order.units, texts: ledger.texts, binding: binding ?? .inserted)
            members.append(.init("terms", .array(rows)))
        }
        if ledger.recalled > 0 { members.append(.init("memory", .number(String(ledger.recalled)))) }
        if ledger.rejoined > 0 { members.append(.init("rejoined", .number(String(ledger.rejoined)))) }
        if !ledger.failures.isEmpty {
            let list = ledger.failures.map { failure -> JSONValue in
                [
                    "model": .string(failure.name.description),
                    "reason": .string(failure.error.kind.rawValue),
                    "message": .string(failure.error.message),
                ]
            }
            members.append(.init("fallbacks", .array(list)))
        }
        return JSONObject(members)
    }
}
