// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// What is known of each unit while a document is translated.
struct TranslationLedger {
    private(set) var texts: [String?]
    private(set) var usage = Usage()
    private(set) var unknownWords = 0
    /// Units whose last translation did not pass, with what was found.
    private(set) var unsound: [Int: [Finding]] = [:]
    /// What is to be said of units' translations.
    private(set) var warned: [Int: [Finding]] = [:]
    /// Units whose translation an earlier attempt kept, without what is to be said of it.
    private(set) var kept: [(unit: Int, model: ModelName)] = []
    /// Units that a provider would not take alone.
    private(set) var refused: [Int: ProviderError] = [:]
    /// Routes that failed as a whole.
    private(set) var failures: [(name: ModelName, error: ProviderError)] = []
    private var unitsByModel: [ModelName: Int] = [:]
    private(set) var wasCalled = false
    /// Units put together from the translations of the texts between their tokens.
    private(set) var rejoined = 0
    /// Leaves that have their text.
    private(set) var segmentsDone = 0
    /// Units that a model translated, and further leaves that they stand for.
    private(set) var (new, reused) = (0, 0)
    /// Leaves that translation memory answered.
    private(set) var recalled = 0
    /// Who made the translations that are new, by unit.
    private(set) var makers: [Int: Maker] = [:]
    private let leaves: [Int]
    private var translated: Set<Int> = []

    /// Who made a translation.
    struct Maker {
        let model: ModelName
        /// Who was asked.
        let asked: ModelName
        /// Whether another model, which is asked first, was out of service.
        let isStopgap: Bool
        let isTest: Bool
    }

    init(_ units: TranslationUnits) {
        texts = units.units.map { $0.isTranslatable ? nil : $0.text.source }
        leaves = units.units.map(\.leaves)
        segmentsDone = units.units.lazy.filter { !$0.isTranslatable }.reduce(0) { $0 + $1.leaves }
    }

    /// The units without a sound translation, in order.
    var pending: [Int] { texts.indices.filter { texts[$0] == nil } }

    /// The model with the most units; by name when they draw.
    var model: ModelName? {
        unitsByModel.max { ($0.value, $1.key.description) < ($1.value, $0.key.description) }?.key
    }

    /// Why nothing at all was translated, when that is a model's fault and not the texts'.
    func failureOfAll(_ rest: [Int]) -> TranslationFailure? {
        guard translated.isEmpty, recalled == 0, !rest.isEmpty else { return nil }
        let errors = rest.compactMap { unsound[$0] == nil ? refused[$0] : nil }
        guard errors.count == rest.count,
            errors.allSatisfy({ $0.kind == .broken || $0.kind == .timedOut || $0.isCrash })
        else { return nil }
        return TranslationFailure(nothing: errors, besides: failures)
    }

    /// Takes what an earlier attempt kept.
    mutating func restore(_ record: BatchRecord) {
        add(record, from: nil)
        kept += record.texts.map { (unit: $0.unit, model: record.model) }
    }

    /// Says who made what an earlier attempt kept: one of these routes, whatever became of the first of them then.
    mutating func attribute(to routes: [Route]) {
        for (unit, model) in kept where makers[unit] == nil {
            guard let place = routes.firstIndex(where: { $0.provider.name == model.provider }) else {
                continue
            }
            makers[unit] = Maker(
                model: model, asked: routes[place].name, isStopgap: place > 0, isTest: routes[place].isTest)
        }
    }

    private mutating func add(_ record: BatchRecord, from route: Route?) {
        wasCalled = true
        usage += record.usage
        unknownWords += record.unknownWords
        for (unit, text) in record.texts where texts.indices.contains(unit) && texts[unit] == nil {
            settle(unit, translated: text)
            makers[unit] = route.map { maker(record.model, $0) }
            unsound[unit] = nil
            refused[unit] = nil
            unitsByModel[record.model, default: 0] += 1
        }
    }

    mutating func add(_ result: BatchRun.Result, from route: Route) {
        add(result.record, from: route)
        for (unit, findings) in result.warned { warned[unit] = findings }
        for (unit, findings) in result.unsound { unsound[unit] = findings }
        for (unit, error) in result.refused { refused[unit] = error }
        if let failure = result.failure { failures.append((route.name, failure)) }
    }

    /// Notes what is wrong with a unit that no engine is asked for.
    mutating func refuse(_ unit: Int, _ finding: Finding) { unsound[unit] = [finding] }

    /// Whether a unit's text is a translation.
    func isTranslated(_ unit: Int) -> Bool { translated.contains(unit) }

    mutating func settle(_ unit: Int, rejoined text: String, reply: TranslateReply, from route: Route) {
        usage += reply.usage
        rejoined += 1
        settle(unit, translated: text)
        makers[unit] = maker(ModelName(provider: route.provider.name, model: reply.model), route)
    }

    private func maker(_ model: ModelName, _ route: Route) -> Maker {
        Maker(
            model: model, asked: route.name, isStopgap: failures.contains { $0.name != route.name },
            isTest: route.isTest)
    }

    /// Takes what translation memory has for a unit.
    mutating func settle(_ answer: TranslationMemory.Answer) {
        texts[answer.unit] = answer.text
        segmentsDone += leaves[answer.unit]
        recalled += leaves[answer.unit]
        reused += leaves[answer.unit]
        translated.insert(answer.unit)
        unsound[answer.unit] = nil
        warn(answer.unit, answer.findings)
    }

    /// Notes what is to be said of a unit's translation.
    mutating func warn(_ unit: Int, _ findings: [Finding]) {
        warned[unit] = findings.isEmpty ? nil : findings
    }

    mutating func settle(_ unit: Int, source text: String) {
        texts[unit] = text
        segmentsDone += leaves[unit]
    }

    private mutating func settle(_ unit: Int, translated text: String) {
        texts[unit] = text
        segmentsDone += leaves[unit]
        new += 1
        translated.insert(unit)
        reused += leaves[unit] - 1
    }
}
