// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

@Suite struct MessageTranslationTests {
    private let files = "{n, plural, one {# file} other {# files}}"

    private func document(_ text: String, _ engine: Engine) throws -> TranslationOrder {
        let object = JSONObject([JSONObject.Member("a", .string(text)), JSONObject.Member("b", "fine")])
        return try order(String(decoding: JSONValue.object(object).bytes, as: UTF8.self), engine)
    }

    @Test func `a plural goes out as concrete texts and comes back as a plural of the target`() async throws {
        let provider = spanish { $0.replacing("file", with: "archivo") }
        let translation = try await translator([provider]).translate(
            try document(files, engine(of: ["scripted"])))
        #expect(provider.calls[0].segments.map(\.text) == ["1 file", "1000000 files", "5 files", "fine"])
        #expect(translation.texts[0] == "{n, plural, one {# archivo} many {# archivos} other {# archivos}}")
        #expect(translation.warnings.isEmpty)
    }

    @Test func `a form whose number does not come back is asked for again with a token`() async throws {
        let provider = spanish { $0.replacing("5", with: "cinco").replacing("file", with: "archivo") }
        let translation = try await translator([provider]).translate(
            try document(files, engine(of: ["scripted"])))
        #expect(provider.calls.map { $0.segments.count } == [4, 1])
        #expect(provider.calls[1].segments.map(\.text) == ["\u{27E6}1\u{27E7} files"])
        #expect(translation.texts[0] == "{n, plural, one {# archivo} many {# archivos} other {# archivos}}")
    }

    @Test func `braces that an engine writes become text of the message`() async throws {
        let provider = spanish { $0.replacing("files", with: "l'{'archivos #") }
        let translation = try await translator([provider]).translate(
            try document("{n, plural, other {# files in {x}}}", engine(of: ["scripted"])))
        #expect(
            translation.texts[0]
                == "{n, plural, one {# l'''{'''archivos '#' in {x}} many {# l'''{'''archivos '#' in {x}} "
                + "other {# l'''{'''archivos '#' in {x}}}")
    }

    @Test(arguments: ["", "\u{27E6}9\u{27E7}", "1 2 5 1000000"])
    func `a message that an engine spoils keeps its source and costs no other`(answer: String) async throws {
        let provider = spanish { $0 == "fine" ? "bien" : answer }
        let source = "{n, plural, one {# file of {x}} other {# files of {x}}}"
        let translation = try await translator([provider]).translate(
            try document(source, engine(of: ["scripted"])))
        #expect(translation.texts[1] == "bien")
        #expect(try MessageProbe.reads(translation.texts[0]))
    }

    @Test func `a message that one model spoils goes to the next`() async throws {
        let bad = spanish("bad") { $0.replacing("\u{27E6}1\u{27E7}", with: "") }
        let good = spanish("good") { $0.replacing("of", with: "de") }
        let translation = try await translator([bad, good]).translate(
            try document(
                "{g, select, female {her {x} of} other {their {x} of}}", engine(of: ["bad", "good"])))
        #expect(translation.texts[0] == "{g, select, female {her {x} de} other {their {x} de}}")
    }

    @Test func `a message with too many combinations is translated by branch, and a warning says so`()
        async throws
    {
        let source = (0..<7).map { "{a\($0), plural, one {cat} other {cats}}" }.joined(separator: " ")
        let translation = try await translator([spanish()]).translate(
            try document(source, engine(of: ["scripted"])))
        #expect(translation.texts[0].contains("one {CAT} many {CATS} other {CATS}"))
        #expect(translation.warnings.map(\.check) == ["icu"])
    }

    @Test func `a message beyond every limit keeps its source, with a warning`() async throws {
        let branches = (0..<2000).map { "k\($0) {text \($0)}" }.joined(separator: " ")
        let source = "{g, select, \(branches) other {x}}"
        let translation = try await translator([spanish()]).translate(
            try document(source, engine(of: ["scripted"])))
        #expect(translation.texts == [source, "FINE"])
        #expect(translation.warnings.map(\.path) == ["a"])
    }

    @Test func `the text of attributes is translated where it stands`() async throws {
        let provider = spanish { $0.replacing("cat", with: "gato").replacing("Look", with: "Mira") }
        let source = #"Look: <img src="cat.png" alt='A "cat" &amp; {name}' class="cat"> <b title="">x</b>"#
        let translation = try await translator([provider]).translate(
            try document(source, engine(of: ["scripted"])))
        #expect(
            translation.texts[0]
                == #"Mira: <img src="cat.png" alt='A "gato" &amp; {name}' class="cat"> <b title="">x</b>"#)
    }

    @Test func `an attribute cannot be left by what an engine writes into it`() async throws {
        let provider = spanish { $0 == "cat" ? #"x" onload="y"# : $0 }
        let translation = try await translator([provider]).translate(
            try document(#"Look <img alt="cat"> here"#, engine(of: ["scripted"])))
        #expect(translation.texts[0] == #"Look <img alt="x&quot; onload=&quot;y"> here"#)
    }
}

/// Whether a text is a message, by the parser that the gateway has.
private enum MessageProbe {
    static func reads(_ text: String) throws -> Bool {
        PreparedText(text, masker: Masker()).isMessage
    }
}
