// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct GlossaryTranslationTests {
    private func index(_ items: [(String, String?)]) throws -> GlossaryIndex {
        let items = try items.map { source, target in
            try GlossaryItem(
                sourceText: source, targetText: target,
                type: target == nil ? .nonTranslatable : .customTranslation)
        }
        return GlossaryIndex(items, rules: makeLocaleRules())
    }

    private func document(_ text: String, _ glossary: GlossaryIndex) throws -> TranslationOrder {
        let root = JSONObject([JSONObject.Member("a", .string(text))])
        return TranslationOrder(
            units: TranslationUnits(Content(root), context: "", masker: Masker()),
            engine: engine(of: ["scripted"]), source: tag("en"), target: tag("es"), priority: .job,
            fast: false,
            deadline: nil, glossary: glossary)
    }

    private func bound(_ translation: Translation) -> [String] {
        (translation.details["terms"]?.array ?? []).map {
            "\($0.object?["source"]?.string ?? "") \($0.object?["bound"]?.string ?? "")"
        }
    }

    @Test func `a term stands in the text as a token for its translation`() async throws {
        let provider = spanish()
        let order = try document("Open the file now. File!", try index([("file", "archivo")]))
        let translation = try await translator([provider]).translate(order)
        #expect(
            provider.calls[0].segments.map(\.text) == ["Open the \u{27E6}1\u{27E7} now. \u{27E6}2\u{27E7}!"])
        #expect(translation.texts == ["OPEN THE archivo NOW. Archivo!"])
        #expect(bound(translation) == ["file inserted", "File inserted"])
        #expect(translation.warnings.isEmpty)
    }

    @Test func `a language model is told of the terms of each text, and once more of one that it left out`()
        async throws
    {
        let model = ScriptedGenerator { asked, _ in
            ScriptedGenerator.json(
                asked.segments.map { $0["faults"] == nil ? "ABRA EL FICHERO ⟦1⟧" : "Abra el archivo ⟦1⟧" })
        }
        let provider = PromptedProvider(
            model, rules: makeLocaleRules(), configuration: PromptConfiguration())
        let order = try document(
            "Open the file Dragoman", try index([("file", "archivo"), ("Dragoman", nil)]))
        let translation = try await translator([provider]).translate(order)
        #expect(model.asked.map(\.texts) == [["Open the file ⟦1⟧"], ["Open the file ⟦1⟧"]])
        #expect(
            model.asked[0].segments[0]["terms"]?.array == [["source": "file", "target": "archivo"]])
        #expect(model.asked[1].segments[0]["faults"]?.array == ["The term \"archivo\" is missing."])
        #expect(translation.texts == ["Abra el archivo Dragoman"])
        #expect(bound(translation) == ["file prompted", "Dragoman inserted"])
        #expect(translation.warnings.isEmpty)
    }

    @Test func `an engine with glossaries of its own gets the terms with their places in the masked text`()
        async throws
    {
        let provider = spanish(traits: ProviderTraits(terms: .native)) { _ in "⟦1⟧ el archivo" }
        let order = try document("{n} the file", try index([("file", "archivo")]))
        let translation = try await translator([provider]).translate(order)
        let call = try #require(provider.calls.first)
        #expect(call.segments.map(\.text) == ["⟦1⟧ the file"])
        #expect(call.terms == [SegmentTerm(source: "file", target: "archivo", segment: 0, range: 12..<16)])
        #expect(bound(translation) == ["file native"])
    }

    @Test func `what is not to be translated stays as it is spelled`() async throws {
        let order = try document("Ask dragoman or DRAGOMAN", try index([("Dragoman", nil)]))
        let translation = try await translator([spanish()]).translate(order)
        #expect(translation.texts == ["ASK dragoman OR DRAGOMAN"])
    }

    @Test func `another form is left to the engine and looked for in what it gives`() async throws {
        let glossary = try index([("file", "archivo"), ("folder", "carpeta")])
        let provider = spanish { _ in "Abrir archivos y directorios" }
        let translation = try await translator([provider]).translate(
            try document("Open files and folders", glossary))
        #expect(provider.calls[0].segments.map(\.text) == ["Open files and folders"])
        #expect(bound(translation) == ["files inflected", "folders missing"])
        #expect(translation.warnings.map(\.check) == ["terms"])
        #expect(translation.warnings.map(\.expected) == ["carpeta"])
        #expect(translation.warnings.map(\.path) == ["a"])
    }

    @Test func `an engine with a glossary of its own gets the words as they are`() async throws {
        let provider = spanish(traits: ProviderTraits(terms: .native)) { _ in "Abrir el archivo" }
        let translation = try await translator([provider]).translate(
            try document("Open the file", try index([("file", "archivo")])))
        #expect(provider.calls[0].segments.map(\.text) == ["Open the file"])
        #expect(bound(translation) == ["file native"])
    }

    @Test func `terms in a message and beside placeholders are bound in each form`() async throws {
        let order = try document(
            "{n, plural, one {# file of {x}} other {# more file of {x}}}",
            try index([("file", "archivo {de} l'")]))
        let translation = try await translator([spanish()]).translate(order)
        #expect(
            translation.texts == [
                "{n, plural, one {# archivo '{'de'}' l' OF {x}} many {# MORE archivo '{'de'}' l' OF {x}} "
                    + "other {# MORE archivo '{'de'}' l' OF {x}}}"
            ])
    }

    @Test func `a term inside something protected is none`() async throws {
        let order = try document("<a href=\"file\">x</a> {file} file.txt", try index([("file", "archivo")]))
        let translation = try await translator([spanish()]).translate(order)
        #expect(translation.texts == ["<a href=\"file\">X</a> {file} file.txt"])
    }

    @Test func `a text that is a term needs no engine's words`() async throws {
        let provider = spanish { _ in "nonsense" }
        let translation = try await translator([provider]).translate(
            try document("File", try index([("file", "archivo")])))
        #expect(translation.texts == ["Archivo"])
    }

    @Test func `a term before a tag leaves the text of the tag's attributes in its place`() async throws {
        let source = #"A file: <img src="a.png" alt="a cat"> and the file"#
        let order = try document(source, try index([("file", "archivo"), ("cat", "gato")]))
        let translation = try await translator([spanish()]).translate(order)
        #expect(translation.texts == [#"A archivo: <img src="a.png" alt="A gato"> AND THE archivo"#])
    }
}
