// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// Makes suggestions of what a person asked for in plain words.
struct WishSuggestions: Sendable {
    let store: any Store
    let identifiers: IdentifierSource

    /// One suggestion for each wish that would change something.
    func suggestions(
        _ wishes: [FeedbackWish], _ feedback: Feedback, _ engine: EngineRecord
    ) async throws(StoreError) -> [Suggestion] {
        var found: [Suggestion] = []
        for wish in wishes {
            switch wish.kind {
            case .keep(let term): found += try await item(term, nil, wish, feedback)
            case .render(let term, let rendering): found += try await item(term, rendering, wish, feedback)
            case .drop(let term): found += try await removals(term, wish, feedback)
            case .forbid(let rendering, let term):
                let text =
                    term.map { "Never translate “\($0)” as “\(rendering)”." } ?? "Do not use “\(rendering)”."
                found += instruction(name: "Not “\(rendering)”", text, wish, feedback, engine)
            case .instruct(let name, let text): found += instruction(name: name, text, wish, feedback, engine)
            }
        }
        return found
    }

    /// - Parameter rendering: `nil` when the term is to stay as it is.
    private func item(
        _ term: String, _ rendering: String?, _ wish: FeedbackWish, _ feedback: Feedback
    ) async throws(StoreError) -> [Suggestion] {
        guard
            let item = try? GlossaryItem(
                sourceLocale: wish.source, targetLocale: wish.target, sourceText: term, targetText: rendering,
                type: rendering == nil ? .nonTranslatable : .customTranslation)
        else { return [] }
        let present = try await present(term, wish, feedback)
        let same = present.first { $0.item.sourceText == term && $0.item.targetLocale == wish.target }
        let proposed = EngineDocument.json(item).object
        guard let same else {
            return [suggestion(.glossary, .create, nil, nil, proposed, wish, feedback)]
        }
        if same.item.targetText == item.targetText && same.item.type == item.type { return [] }
        return [
            suggestion(.glossary, .update, same.id.text, Self.json(same), proposed, wish, feedback)
        ]
    }

    private func removals(
        _ term: String, _ wish: FeedbackWish, _ feedback: Feedback
    ) async throws(StoreError) -> [Suggestion] {
        try await present(term, wish, feedback)
            .filter { wish.target == nil || $0.item.targetLocale == wish.target }
            .map { suggestion(.glossary, .delete, $0.id.text, Self.json($0), nil, wish, feedback) }
    }

    private func present(
        _ term: String, _ wish: FeedbackWish, _ feedback: Feedback
    ) async throws(StoreError) -> [GlossaryRecord] {
        try await store.glossaryItems(spelled: term, of: feedback.engine, in: feedback.organization)
            .filter { wish.source == nil || $0.item.sourceLocale == wish.source }
    }

    private func instruction(
        name: String, _ text: String, _ wish: FeedbackWish, _ feedback: Feedback, _ engine: EngineRecord
    ) -> [Suggestion] {
        let instruction = Instruction(name: name, target: wish.target, text: text)
        if engine.instructions.contains(where: { $0.value.text == text && $0.value.target == wish.target }) {
            return []
        }
        let body: JSONValue = [
            "name": .string(name), "targetLocale": .string(wish.target?.spelling ?? "*"),
            "text": .string(text),
        ]
        let same = engine.instructions.first {
            $0.value.name == instruction.name && $0.value.target == instruction.target
        }
        guard let same else {
            return [suggestion(.instruction, .create, nil, nil, body.object, wish, feedback)]
        }
        var writer = JSONWriter()
        writer.instruction(same, of: engine.id)
        let current = (try? JSONValue(parsing: writer.bytes))?.object
        return [suggestion(.instruction, .update, same.id.text, current, body.object, wish, feedback)]
    }

    private func suggestion(
        _ target: Suggestion.Target, _ action: Suggestion.Action, _ subject: String?, _ current: JSONObject?,
        _ proposed: JSONObject?, _ wish: FeedbackWish, _ feedback: Feedback
    ) -> Suggestion {
        Suggestion(
            id: identifiers.next(), engine: feedback.engine, target: target, action: action, subject: subject,
            current: current, proposed: proposed, reason: "The feedback asks for it: \(wish.sentence)",
            sourceText: wish.sentence, origin: feedback.origin, createdAt: feedback.createdAt)
    }

    private static func json(_ record: GlossaryRecord) -> JSONObject? {
        var writer = JSONWriter()
        writer.glossaryItem(record)
        return (try? JSONValue(parsing: writer.bytes))?.object
    }
}
