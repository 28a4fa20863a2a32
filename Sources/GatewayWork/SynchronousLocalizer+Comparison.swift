// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

extension SynchronousLocalizer {
    /// Comparisons that a scorecard looks at, the newest ones.
    private static let observed = 10_000

    func compare(
        _ command: Compare, as id: ComparisonID, for principal: Principal,
        each: @escaping @Sendable (ComparisonCandidate) -> Void
    ) async throws -> Comparison {
        let deadline = ContinuousClock.now + configuration.synchronousDeadline
        let engine = try await engine(command.engine, of: principal)
        let glossary = try await glossaries.index(of: engine.id, of: engine.organization)
        let units = TranslationUnits(command.content, context: command.context, masker: masker)
        guard units.units.contains(where: \.isTranslatable) else {
            throw RequestError.invalid(field: "data", reason: "holds nothing to translate")
        }
        let order = ComparisonOrder(
            engine: engine, glossary: glossary,
            models: try await models(
                command.models, of: engine, source: command.source, target: command.target),
            content: command.content, units: units, source: command.source, target: command.target,
            isBlind: command.isBlind, priority: .synchronous, deadline: deadline, key: principal.key,
            traceParent: command.traceParent)
        let comparison = try await ComparisonRun(translator: translator).comparison(
            order, as: id, clock: clock, each: each)
        try await store.create(
            comparison,
            pair: LocalePair(
                source: rules.canonical(command.source), target: rules.canonical(command.target)))
        return comparison
    }

    /// Those that the caller names, or those of the engine that serve the pair.
    func models(
        _ named: [ModelName], of engine: Engine, source: LocaleTag, target: LocaleTag
    ) async throws -> [ModelName] {
        if !named.isEmpty {
            for (index, model) in named.enumerated() {
                if let fault = await translator.router.fault(of: model) {
                    throw RequestError.invalid(field: "models[\(index)]", reason: "cannot be asked: \(fault)")
                }
            }
            return named
        }
        do throws(UnsupportedPair) {
            let routing = try await translator.router.routing(for: engine, source: source, target: target)
            var names: [ModelName] = []
            // Two routes over a language between are no model of the engine.
            for route in routing.routes
            where !(route.provider is PivotProvider) && !names.contains(route.name) {
                names.append(route.name)
            }
            guard !names.isEmpty else {
                throw UnsupportedPair(
                    source: source, target: target, passedOver: routing.passedOver, nearest: [])
            }
            return Array(names.prefix(Compare.maximumModels))
        } catch {
            throw RequestError.invalid(field: "targetLocale", reason: "cannot be served: \(error.reason)")
        }
    }

    func choose(
        _ choice: ChooseCandidate, in id: ComparisonID, for principal: Principal
    ) async throws -> Comparison {
        guard let comparison = try await store.comparison(id, of: principal.organization) else {
            throw RequestError.notFound(id)
        }
        try principal.require(comparison.engine)
        var made = ComparisonChoice(
            rater: choice.rater ?? principal.key.text, candidate: choice.candidate, edit: choice.edit,
            at: clock.now())
        if let number = choice.candidate {
            guard let candidate = comparison.candidates.first(where: { $0.number == number }) else {
                throw RequestError.invalid(
                    field: "candidate", reason: "must be one of 1 to \(comparison.candidates.count)")
            }
            guard candidate.error == nil else {
                throw RequestError.invalid(field: "candidate", reason: "made no translation")
            }
            if let edit = choice.edit { made.editDistance = try Self.distance(edit, candidate.content) }
        }
        guard try await store.choose(made, in: id, of: principal.organization, by: principal.actor),
            let changed = try await store.comparison(id, of: principal.organization)
        else { throw RequestError.notFound(id) }
        try await suggestRanking(changed)
        return changed
    }

    /// Proposes another order of the pair's models when the choices decide it.
    ///
    /// What was dismissed is proposed again when there are twice the choices.
    private func suggestRanking(_ comparison: Comparison) async throws {
        let (organization, pair) = (
            comparison.organization,
            LocalePair(
                source: rules.canonical(comparison.source), target: rules.canonical(comparison.target))
        )
        guard let engine = try await store.engine(comparison.engine, of: organization) else { return }
        let observations = try await store.observations(
            of: engine.id, in: organization, pair: pair, isUnjudged: false, limit: Self.observed)
        guard let scores = Scorecard(observations, threshold).pairs.first, scores.isDecided else { return }
        let routing = try? await translator.router.routing(
            for: engine, source: pair.source, target: pair.target)
        let present = (routing?.routes ?? []).filter { !($0.provider is PivotProvider) }.map(\.name)
        let ranking = RankingSuggestion(
            scores: scores, present: present, source: pair.source, target: pair.target)
        guard
            let suggestion = ranking.suggestion(for: engine.id, id: identifiers.next(), at: clock.now())
        else { return }
        let earlier = try await store.resolvedSuggestion(
            of: suggestion.topic, engine: engine.id, in: organization)
        if let earlier, earlier.proposed == suggestion.proposed,
            case .number(let count)? = earlier.evidence?["choices"], scores.choices < 2 * (Int(count) ?? 0)
        {
            return
        }
        try await store.suggest([suggestion], of: organization)
    }

    private var threshold: Scorecard.Threshold {
        Scorecard.Threshold(duels: configuration.enoughDuels, confidence: configuration.enoughConfidence)
    }

    func readFeedback() { bell.ring() }

    /// Edits a character, over all texts.
    private static func distance(_ edit: JSONObject, _ content: JSONObject?) throws(RequestError) -> Double {
        guard let content else {
            throw .invalid(field: "edit", reason: "is of a comparison whose texts are not kept any more")
        }
        let (before, after) = (Content(content).leaves, Content(edit).leaves)
        guard before.map(\.path) == after.map(\.path) else {
            throw .invalid(
                field: "edit", reason: "must have the texts that the candidate's data has, and no others")
        }
        let sums = zip(before, after).reduce(into: (edits: 0, length: 0)) { sums, pair in
            let (edits, length) = TextDistance.edits(from: pair.0.text, to: pair.1.text)
            sums.edits += edits
            sums.length += length
        }
        return sums.length > 0 ? Double(sums.edits) / Double(sums.length) : 0
    }

    func scorecard(of engine: EngineID, for principal: Principal) async throws -> Scorecard {
        let engine = try await self.engine(engine, of: principal)
        // Each has a share of its own, so that shadow runs do not push out what people said.
        var observations: [ComparisonObservation] = []
        for isUnjudged in [false, true] {
            observations += try await store.observations(
                of: engine.id, in: principal.organization, pair: nil, isUnjudged: isUnjudged,
                limit: Self.observed)
        }
        return Scorecard(observations, threshold)
    }

    private var clock: WallClock { translator.memory?.clock ?? .system }
}
