// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@Suite struct EngineDocumentTests {
    private let identifiers = IdentifierSource()
    private static let start = Timestamp(milliseconds: 1_767_605_400_000)
    private static let later = Timestamp(milliseconds: 1_767_605_500_000)

    private static let full: JSONValue = [
        "name": "Shop", "description": "Of the shop", "sourceLocales": ["en"], "targetLocales": ["no", "de"],
        "onUnverifiable": "fail", "memoryReuse": "source", "pivotLocales": ["es"],
        "challenger": ["provider": "gpt", "model": "m/1", "share": .number("0.25"), "dailyBudget": 2],
        "pipelineConfig": ["rephrase": ["enabled": true]],
        "modelConfigs": [
            ["provider": "apertium", "model": "*", "sourceLocale": "*", "targetLocale": "*", "rank": 1],
            ["provider": "deepl", "model": "a/b", "targetLocale": "de", "rank": 2],
        ],
        "instructions": [["name": "Tone", "text": "Say du.\nNever Sie.", "targetLocale": "de"]],
        "brandVoices": [["targetLocale": "de", "text": "Warm."]],
        "glossaryItems": [["sourceText": "Dragoman", "type": "non_translatable"]],
    ]

    private func engine() -> EngineRecord {
        EngineRecord(
            id: EngineID(unchecked: "eng_0000000000000001"),
            organization: OrganizationID(unchecked: "org_0000000000000001"),
            settings: EngineSettings(name: "Shop"), createdAt: Self.start)
    }

    private func applied(_ json: JSONValue, to engine: EngineRecord) throws -> EngineRecord {
        var changed = engine
        try EngineDocument(json).apply(to: &changed, identifiers: identifiers, at: Self.later)
        return changed.following(engine, at: Self.later)
    }

    @Test func `an engine becomes what the document says, and says it itself afterwards`() throws {
        let made = try applied(Self.full, to: engine())
        #expect(made.settings.onUnverifiable == .fail && made.settings.pivots.map(\.spelling) == ["es"])
        #expect(made.settings.challenger?.name.model == "m/1" && made.settings.challenger?.share == 0.25)
        #expect(made.settings.pipeline.enabled == [.rephrase])
        #expect(made.models.map { "\($0.value.name)" } == ["apertium/*", "deepl/a/b"])
        let document = EngineDocument.json(made, glossary: try EngineDocument(Self.full).glossary ?? [])
        let again = try applied(document, to: made)
        #expect(again == made)
        #expect(EngineRecord.changes(from: made, to: again).isEmpty)
        #expect(try EngineDocument(document).id == made.id)
        #expect(try EngineDocument(document).glossary?.map(\.targetText) == ["Dragoman"])
    }

    @Test func `what is left out stays, and what stands for the same keeps its id`() throws {
        let made = try applied(Self.full, to: engine())
        let changed = try applied(
            [
                "name": "Shop",
                "modelConfigs": [["provider": "deepl", "model": "c", "targetLocale": "de", "rank": 2]],
                "brandVoices": [
                    ["targetLocale": "fr", "text": "Chaleureux."], ["targetLocale": "de", "text": "Cool."],
                ],
            ], to: made)
        #expect(changed.settings == made.settings && changed.instructions == made.instructions)
        #expect(changed.models.map(\.id) == [made.models[1].id] && changed.models[0].version == 2)
        #expect(changed.voices.map(\.value.text) == ["Chaleureux.", "Cool."])
        #expect(changed.voices[1].id == made.voices[0].id && changed.voices[0].id != made.voices[0].id)
        let changes = EngineRecord.changes(from: made, to: changed)
        #expect(
            changes.map { "\($0.action) \($0.entity)" } == [
                "delete ModelConfig", "update ModelConfig", "create BrandVoice", "update BrandVoice",
            ])
    }

    @Test(
        arguments: [
            (["description": "x"], "name"), (["name": "a", "instrutions": []], "instrutions"),
            (["name": "a", "instructions": "x"], "instructions"),
            (
                ["name": "a", "instructions": [["name": "n", "text": "t", "target": "de"]]],
                "instructions[0].target"
            ),
            (["name": "a", "modelConfigs": [["provider": "p"]]], "modelConfigs[0].model"),
            (["name": "a", "pivotLocales": ["x_y"]], "pivotLocales[0]"),
            (["name": "a", "glossaryItems": [["sourceText": "a"]]], "glossaryItems[0].targetText"),
            (
                ["name": "a", "glossaryItems": [["sourceText": "a", "targetText": "b", "id": "1"]]],
                "glossaryItems[0].id"
            ),
        ] as [(JSONValue, String)])
    func `a mistake is told with its place`(document: JSONValue, field: String) {
        let error = #expect(throws: RequestError.self) { try EngineDocument(document) }
        guard case .invalid(let found, _)? = error else { return #expect(error == nil) }
        #expect(found == field)
    }

    @Test func `two models of one rank are a mistake, with its place`() {
        let twice: JSONValue = ["provider": "p", "model": "m", "rank": 3]
        #expect {
            try applied(
                ["name": "a", "modelConfigs": [twice, ["provider": "p", "model": "n", "rank": 3]]],
                to: engine())
        } throws: { error in
            guard case .invalid(let field, _)? = error as? RequestError else { return false }
            return field == "modelConfigs[1].rank"
        }
    }

    @Test func `what the configuration file keeps to itself may be said, but not changed`() throws {
        var own = try applied(Self.full, to: engine())
        own.provisioned = [.models]
        #expect(try applied(Self.full, to: own).models == own.models)
        #expect {
            try applied(["name": "Shop", "modelConfigs": []], to: own)
        } throws: { error in
            "\(error)".contains("configuration file")
        }
    }
}
