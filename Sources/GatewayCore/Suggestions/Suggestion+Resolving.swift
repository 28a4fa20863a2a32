// SPDX-License-Identifier: Apache-2.0

/// What somebody does with a suggestion.
public enum SuggestionVerb: String, Sendable, CaseIterable {
    case apply, dismiss, undo

    /// What it makes of a suggestion.
    var result: Suggestion.Status {
        switch self {
        case .apply: .applied
        case .dismiss: .dismissed
        case .undo: .undone
        }
    }

    /// What a suggestion must be for it.
    fileprivate var before: Set<Suggestion.Status> {
        switch self {
        // What was undone may be wanted after all.
        case .apply: [.pending, .undone]
        case .dismiss: [.pending]
        case .undo: [.applied]
        }
    }
}

extension Suggestion {
    /// Does with it what the verb says; a second time nothing happens.
    ///
    /// - Parameters:
    ///   - engine: changed as the suggestion says.
    ///   - item: the glossary item that ``glossarySubject(_:)`` names, if it is there.
    /// - Returns: a change of the glossary that goes with it.
    public mutating func resolve(
        _ verb: SuggestionVerb, _ engine: inout EngineRecord, item: GlossaryRecord?,
        identifiers: IdentifierSource, at moment: Timestamp
    ) throws(RequestError) -> GlossaryEdit? {
        if status == verb.result { return nil }
        guard verb.before.contains(status) else {
            throw .invalid(
                field: "",
                reason: "the suggestion is \(status.rawValue): it cannot be \(verb.result.rawValue)")
        }
        var glossary: GlossaryEdit?
        var inverses: [ConfigurationEdit] = []
        for edit in edits(verb, engine) {
            let (inverse, change) = try engine.carryOut(
                edit, item: item, identifiers: identifiers, at: moment)
            inverses.insert(inverse, at: 0)
            glossary = change ?? glossary
        }
        undo = verb == .apply ? inverses : []
        status = verb.result
        resolvedAt = moment
        return glossary
    }

    /// The glossary item that a verb is about.
    public func glossarySubject(_ verb: SuggestionVerb) -> GlossaryItemID? {
        guard target == .glossary else { return nil }
        switch verb {
        case .apply: return subject.flatMap { GlossaryItemID($0) }
        case .dismiss: return nil
        case .undo: return undo.first?.id.flatMap { GlossaryItemID($0) }
        }
    }

    private func edits(_ verb: SuggestionVerb, _ engine: EngineRecord) -> [ConfigurationEdit] {
        switch verb {
        case .dismiss: return []
        case .undo: return undo
        case .apply: break
        }
        if target == .modelConfig { return ranking(engine) }
        let seen =
            switch current?[target == .glossary ? "updatedAt" : "version"] {
            case .string(let text)?: text
            case .number(let text)?: text
            default: String?.none
            }
        // What was undone is as it was, under another version.
        return [
            ConfigurationEdit(
                target: target, id: subject, body: proposed, seen: status == .undone ? nil : seen)
        ]
    }

    /// The entries of the pair go, and those of the proposed ranking come.
    private func ranking(_ engine: EngineRecord) -> [ConfigurationEdit] {
        let (source, target) = (proposed?["sourceLocale"]?.string, proposed?["targetLocale"]?.string)
        func names(_ entry: ModelConfig) -> Bool {
            (entry.source?.spelling ?? "*") == source && (entry.target?.spelling ?? "*") == target
        }
        let gone = engine.models.filter { names($0.value) }.map {
            ConfigurationEdit(target: .modelConfig, id: $0.id.text)
        }
        let names = (proposed?["models"]?.array ?? []).compactMap(\.string).compactMap { ModelName($0) }
        return gone
            + names.enumerated().map { index, name in
                let body: JSONValue = [
                    "sourceLocale": .string(source ?? "*"), "targetLocale": .string(target ?? "*"),
                    "provider": .string(name.provider), "model": .string(name.model),
                    "rank": .number(String(index + 1)),
                ]
                return ConfigurationEdit(target: .modelConfig, body: body.object)
            }
    }
}
