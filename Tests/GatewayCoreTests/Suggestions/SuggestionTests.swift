// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@Suite struct SuggestionTests {
    private let identifiers = IdentifierSource()
    private let start = Timestamp(milliseconds: 1_767_605_400_000)

    private func engine() -> EngineRecord {
        EngineRecord(
            Engine(
                id: EngineID(unchecked: "eng_1"), organization: OrganizationID(unchecked: "org_1"), name: "e",
                models: [
                    ModelConfig(name: ModelName(provider: "a", model: "*"), rank: 1),
                    ModelConfig(
                        source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "de"),
                        name: ModelName(provider: "b", model: "m"), rank: 1),
                ], instructions: [Instruction(name: "Address", text: "Be polite.")],
                voices: [BrandVoice(target: LocaleTag(unchecked: "de"), text: "Warm.")]),
            identifiers: identifiers, createdAt: start)
    }

    private func suggestion(
        _ target: Suggestion.Target, _ action: Suggestion.Action, subject: String? = nil,
        current: JSONValue = .null, proposed: JSONValue = .null
    ) -> Suggestion {
        Suggestion(
            id: identifiers.next(), engine: EngineID(unchecked: "eng_1"), target: target, action: action,
            subject: subject, current: current.object, proposed: proposed.object, reason: "r", origin: .text,
            createdAt: start)
    }

    private func resolve(
        _ suggestion: inout Suggestion, _ verb: SuggestionVerb, _ engine: inout EngineRecord,
        item: GlossaryRecord? = nil
    ) throws -> GlossaryEdit? {
        let earlier = engine
        let edit = try suggestion.resolve(verb, &engine, item: item, identifiers: identifiers, at: start)
        engine = engine.following(earlier, at: start)
        return edit
    }

    @Test func `a new instruction comes, and goes when it is taken back`() throws {
        var (engine, before) = (engine(), engine().instructions.map(\.value))
        var made = suggestion(.instruction, .create, proposed: ["name": "Tone", "text": "Be brief."])
        _ = try resolve(&made, .apply, &engine)
        #expect(engine.instructions.map(\.value.name) == ["Address", "Tone"])
        _ = try resolve(&made, .undo, &engine)
        #expect(engine.instructions.map(\.value) == before)
        before = []
        #expect(made.status == .undone)
    }

    @Test func `a changed entry is put back as it was`() throws {
        var engine = engine()
        let voice = engine.voices[0]
        var made = suggestion(
            .brandVoice, .update, subject: voice.id.text, current: ["version": 1], proposed: ["text": "Cool."]
        )
        _ = try resolve(&made, .apply, &engine)
        #expect(engine.voices.map(\.value.text) == ["Cool."])
        _ = try resolve(&made, .undo, &engine)
        #expect(engine.voices.map(\.value) == [voice.value])
        _ = try resolve(&made, .apply, &engine)
        #expect(engine.voices.map(\.value.text) == ["Cool."])
    }

    @Test func `an entry that was changed since is not overwritten`() throws {
        var engine = engine()
        let id = engine.instructions[0].id.text
        var made = suggestion(
            .instruction, .update, subject: id, current: ["version": 1], proposed: ["text": "New."])
        engine.instructions[0].version = 2
        #expect(throws: RequestError.invalid(field: "", reason: "\(id) was changed since")) {
            try resolve(&made, .apply, &engine)
        }
        #expect(made.status == .pending)
        var late = suggestion(.instruction, .update, subject: id, proposed: ["text": "New."])
        _ = try resolve(&late, .apply, &engine)
        engine.instructions[0].version += 1
        #expect(throws: RequestError.invalid(field: "", reason: "\(id) was changed since")) {
            try resolve(&late, .undo, &engine)
        }
    }

    @Test func `a voice that somebody made meanwhile is not replaced`() throws {
        var engine = engine()
        var made = suggestion(.brandVoice, .create, proposed: ["targetLocale": "de", "text": "Cool."])
        #expect(throws: RequestError.self) { try resolve(&made, .apply, &engine) }
        #expect(engine.voices.map(\.value.text) == ["Warm."])
    }

    @Test func `a ranking takes the place of the pair's entries and leaves the others`() throws {
        var engine = engine()
        let before = engine.models.map(\.value)
        var made = suggestion(
            .modelConfig, .update,
            proposed: ["sourceLocale": "en", "targetLocale": "de", "models": ["a/x", "b/m"]])
        _ = try resolve(&made, .apply, &engine)
        #expect(
            engine.models.map { "\($0.value.source?.spelling ?? "*") \($0.value.name) \($0.value.rank)" }
                == ["* a/* 1", "en a/x 1", "en b/m 2"])
        _ = try resolve(&made, .undo, &engine)
        #expect(engine.models.map(\.value) == before)
    }

    @Test func `a glossary item is made, and a later change of it is not lost by taking it back`() throws {
        var engine = engine()
        var made = suggestion(
            .glossary, .create, proposed: ["sourceText": "Acme", "type": "non_translatable"])
        guard case .add(let id, let item)? = try resolve(&made, .apply, &engine) else {
            Issue.record("no item")
            return
        }
        #expect(item.targetText == "Acme")
        #expect(made.glossarySubject(.undo) == id)
        let changed = GlossaryRecord(
            id: id, engine: engine.id, item: item, createdAt: start, updatedAt: start + .seconds(9))
        #expect(throws: RequestError.self) { try resolve(&made, .undo, &engine, item: changed) }
        let same = GlossaryRecord(id: id, engine: engine.id, item: item, createdAt: start, updatedAt: start)
        #expect(try resolve(&made, .undo, &engine, item: same) == .delete(id))
    }

    @Test(arguments: [
        (SuggestionVerb.apply, SuggestionVerb.dismiss), (.dismiss, .apply), (.dismiss, .undo),
    ])
    func `what was decided is not decided otherwise`(first: SuggestionVerb, second: SuggestionVerb) throws {
        var engine = engine()
        var made = suggestion(.instruction, .create, proposed: ["name": "Tone", "text": "Be brief."])
        _ = try resolve(&made, first, &engine)
        let after = engine
        #expect(throws: RequestError.self) { try resolve(&made, second, &engine) }
        _ = try resolve(&made, first, &engine)
        #expect(engine == after)
    }

    @Test func `what the configuration file has is not changed`() throws {
        var engine = engine()
        engine.provisioned = [.instructions]
        var made = suggestion(.instruction, .create, proposed: ["name": "Tone", "text": "Be brief."])
        #expect(throws: RequestError.self) { try resolve(&made, .apply, &engine) }
    }
}
