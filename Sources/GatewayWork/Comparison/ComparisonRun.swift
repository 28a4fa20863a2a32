// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Has several models translate the same content, each as the engine would if it were its only one.
struct ComparisonRun: Sendable {
    let translator: Translator

    /// What one model made.
    struct Outcome: Sendable {
        var candidate: ComparisonCandidate
        /// Its texts, one for each unit; empty when it failed.
        var texts: [String]
        /// Whether it failed for reasons that say nothing of the model.
        var isOfLimits = false
    }

    /// What the models make of the order's content, with candidates in a blind one shuffled.
    ///
    /// - Parameter each: told of each candidate that is done; nothing is known of its agreement then.
    func comparison(
        _ order: ComparisonOrder, as id: ComparisonID, place: ComparisonPlace? = nil, clock: WallClock,
        each: @escaping @Sendable (ComparisonCandidate) -> Void = { _ in }
    ) async throws(CancellationError) -> Comparison {
        let rules = translator.rules
        // Asked meanwhile: the models take longer.
        async let remembered = remembered(order.order(order.engine, rules: rules))
        let numbers = Array(1...order.models.count)
        let outcomes = try await outcomes(
            of: order.models, numbers: order.isBlind ? numbers.shuffled() : numbers,
            { order.order($0, rules: rules) }, engine: order.engine, each: each)
        return Comparison(
            id: id, organization: order.engine.organization, engine: order.engine.id, source: order.source,
            target: order.target, isBlind: order.isBlind,
            characters: order.content.leaves.reduce(0) { $0 + $1.text.unicodeScalars.count },
            content: order.content.root,
            candidates: outcomes.map { outcome in
                var candidate = outcome.candidate
                if let reference = place?.reference, candidate.error == nil {
                    candidate.referenceScore = CharacterFScore.score(
                        outcome.texts.joined(separator: "\n"), reference: reference)
                }
                return candidate
            },
            remembered: await remembered, createdAt: clock.now(),
            place: place)
    }

    /// How many texts translation memory would answer.
    private func remembered(_ order: TranslationOrder) async -> Int {
        var engine = order.engine
        engine.reuse = .source
        guard let memory = translator.memory,
            let routing = try? await translator.router.routing(
                for: engine, source: order.source, target: order.target)
        else { return 0 }
        let units = order.units.units.indices.filter { order.units.units[$0].isTranslatable }
        let found = await memory.recall(
            units, of: order.reusing(.source), routing)
        return found.answers.count
    }

    /// One order for each model, by their numbers.
    ///
    /// - Parameters:
    ///   - numbers: what each model's candidate is called, 1 to their count.
    ///   - each: told of each that is done, in the order they are; nothing is known of their agreement then.
    func outcomes(
        of models: [ModelName], numbers: [Int], _ order: (Engine) -> TranslationOrder, engine: Engine,
        each: @Sendable (ComparisonCandidate) -> Void = { _ in }
    ) async throws(CancellationError) -> [Outcome] {
        let orders = models.map { order(engine.asking($0)) }
        let outcomes = await withTaskGroup(of: Outcome.self) { group in
            for (number, (model, order)) in zip(numbers, zip(models, orders)) {
                group.addTask {
                    var outcome = await outcome(of: model, order)
                    outcome.candidate.number = number
                    return outcome
                }
            }
            var agreement = Agreement()
            for await outcome in group {
                each(outcome.candidate)
                // The others still work.
                agreement.add(outcome)
            }
            return agreement.outcomes.sorted { $0.candidate.number < $1.candidate.number }
        }
        if Task.isCancelled { throw CancellationError() }
        return outcomes
    }

    /// What a challenger makes of a document beside what the engine's first model has made of it, with candidates shuffled; `nil` when
    /// nothing can be said of the challenger.
    func shadow(
        of served: ServedTranslation, by challenger: Challenger, as id: ComparisonID, clock: WallClock
    ) async throws(CancellationError) -> Comparison? {
        let order = served.order
        guard let second = try await challenge(served, challenger) else { return nil }
        var outcomes = [outcome(of: served), second]
        outcomes.shuffle()
        var agreement = Agreement()
        for index in outcomes.indices {
            outcomes[index].candidate.number = index + 1
            agreement.add(outcomes[index])
        }
        return Comparison(
            id: id, organization: order.engine.organization, engine: order.engine.id, source: order.source,
            target: order.target, isBlind: true, characters: served.characters,
            content: order.units.content.root,
            candidates: agreement.outcomes.map(\.candidate), remembered: 0, createdAt: clock.now(),
            isShadow: true)
    }

    private func challenge(
        _ served: ServedTranslation, _ challenger: Challenger
    ) async throws(CancellationError) -> Outcome? {
        let order = served.order.challenging(challenger)
        guard
            let routing = try? await translator.router.routing(
                for: order.engine, source: order.source, target: order.target),
            let route = routing.routes.first, route.name != served.first.route.name,
            // A language between is nobody's pair.
            !(route.provider is PivotProvider)
        else { return nil }
        let made = Locked<Outcome?>(nil)
        let challenge: @Sendable () async -> Void = {
            let outcome = await outcome(of: route.name, order)
            made.withLock { $0 = outcome }
        }
        var isDone = true
        if let gate = (route.provider as? GuardedProvider)?.gate {
            isDone = await gate.whileNobodyNeedsRoom(challenge)
        } else {
            await challenge()
        }
        if Task.isCancelled { throw CancellationError() }
        return made.withLock { isDone && $0?.isOfLimits == false ? $0 : nil }
    }

    private func outcome(of served: ServedTranslation) -> Outcome {
        let (order, translation, route) = (served.order, served.translation, served.first.route)
        var candidate = ComparisonCandidate(number: 0, model: route.name)
        candidate.milliseconds = Int(served.first.took.milliseconds)
        guard served.first.isWhole else {
            candidate.error = "a text has no sound translation"
            candidate.usage = translation.usage ?? Usage()
            return Outcome(candidate: candidate, texts: [])
        }
        fill(&candidate, translation, order, Routing(routes: [route], passedOver: []))
        return Outcome(candidate: candidate, texts: translation.texts)
    }

    private func outcome(of model: ModelName, _ order: TranslationOrder) async -> Outcome {
        let began = ContinuousClock.now
        var candidate = ComparisonCandidate(number: 0, model: model)
        var isOfLimits = false
        do {
            let translation = try await translator.translate(order)
            candidate.milliseconds = Int((ContinuousClock.now - began).milliseconds)
            let routing = try? await translator.router.routing(
                for: order.engine, source: order.source, target: order.target)
            fill(&candidate, translation, order, routing)
            return Outcome(candidate: candidate, texts: translation.texts)
        } catch let error as UnsupportedPair {
            candidate.error = error.passedOver.first?.reason ?? error.reason
            isOfLimits = true
        } catch let error as TranslationFailure {
            candidate.error = error.reason
            isOfLimits = error.isOfLimits
        } catch is CancellationError {
            candidate.error = "the call was cancelled"
        } catch {
            candidate.error = "\(error)"
        }
        candidate.milliseconds = Int((ContinuousClock.now - began).milliseconds)
        return Outcome(candidate: candidate, texts: [], isOfLimits: isOfLimits)
    }

    private func fill(
        _ candidate: inout ComparisonCandidate, _ translation: Translation, _ order: TranslationOrder,
        _ routing: Routing?
    ) {
        candidate.answered = translation.model
        candidate.content = order.units.rebuild(translation.texts)
        candidate.warnings = JobWarning.bytes(translation.warnings)
        candidate.findings = translation.warnings.count { $0.check != nil }
        if let routing {
            candidate.fingerprint = MemoryFingerprint(routing, order).digest()
            // Of `*` it is known now which model that is.
            if let route = routing.routes.first { candidate.model = route.name }
        }
        candidate.terms = Self.terms(translation.details)
        candidate.usage = translation.usage ?? Usage()
    }

    private static func terms(_ details: JSONObject) -> ComparedTerms {
        var terms = ComparedTerms()
        for row in details["terms"]?.array ?? [] {
            switch row.object?["bound"]?.string {
            case "missing": terms.missed += 1
            case TermBinding.inserted.rawValue: terms.inserted += 1
            default: terms.kept += 1
            }
        }
        return terms
    }
}

/// How much each of several outcomes is like the others: the mean chrF, found as they come.
private struct Agreement {
    private struct Entry {
        var outcome: ComparisonRun.Outcome
        /// `nil` for one that failed.
        var text: CharacterFScore.Text?
        var sum = 0.0
    }

    private var entries: [Entry] = []

    mutating func add(_ outcome: ComparisonRun.Outcome) {
        var entry = Entry(outcome: outcome)
        if outcome.candidate.error == nil {
            let text = CharacterFScore.Text(outcome.texts.joined(separator: "\n"))
            for index in entries.indices {
                guard let other = entries[index].text else { continue }
                let scores = CharacterFScore.scores(text, other)
                entry.sum += scores.one
                entries[index].sum += scores.other
            }
            entry.text = text
        }
        entries.append(entry)
    }

    /// The outcomes with their agreement; without another there is none.
    var outcomes: [ComparisonRun.Outcome] {
        let others = entries.count { $0.text != nil } - 1
        return entries.map { entry in
            var outcome = entry.outcome
            if entry.text != nil, others > 0 { outcome.candidate.agreement = entry.sum / Double(others) }
            return outcome
        }
    }
}
