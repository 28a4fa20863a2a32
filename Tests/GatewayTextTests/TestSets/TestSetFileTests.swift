// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import Testing

@Suite struct TestSetFileTests {
    private func table(_ text: String) throws(TestSetFile.Failure) -> [TestSegment] {
        try TestSetFile.readTable(Array(text.utf8), limit: 3)
    }

    @Test func `a table has sources, and references where they are`() throws {
        let segments = try table(
            "\u{FEFF}Reference,source\r\n\"Hola, tú\",\"Say \"\"hi\"\"\nnow\"\r\n\r\n,=1+1\r\n")
        #expect(
            segments == [
                TestSegment(position: 1, source: "Say \"hi\"\nnow", reference: "Hola, tú"),
                TestSegment(position: 2, source: "=1+1"),
            ])
        #expect(try table("source\nOne\nTwo").map(\.source) == ["One", "Two"])
        #expect(try table("source;reference\nOne;Uno")[0].reference == "Uno")
    }

    @Test func `a table is read no further than one row past the limit`() throws {
        #expect(try table("source\na\nb\nc\nd\ne\nf").count == 4)
    }

    @Test(arguments: [
        ("", "line 1, column 1: the file has no header row"),
        ("text\na", "line 1, column 1: the header has the unknown column \"text\""),
        ("reference\na", "line 1, column 1: source has no column"),
        ("source,source\na,b", "line 1, column 2: source has two columns"),
        ("reference,source\na,b\nc, ", "line 3, column 2: source is blank"),
        ("source\n\"a\nb\"\nc,d", "line 4, column 2: the row has more cells than the header"),
        ("source\n\"a", "line 2, column 1: a quoted cell does not end"),
    ])
    func `a mistake is told with its place`(text: String, reason: String) {
        #expect {
            try table(text)
        } throws: { error in
            (error as? TestSetFile.Failure)?.reason == reason
        }
    }

    private func memory(_ target: String) throws(TestSetFile.Failure) -> [TestSegment] {
        let units = [
            TranslatedText(
                source: LocaleTag(unchecked: "EN"), target: LocaleTag(unchecked: "es"), sourceText: "One",
                targetText: "Uno"),
            TranslatedText(
                source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "fr"), sourceText: "One",
                targetText: "Un"),
            TranslatedText(
                source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "es"), sourceText: "Two",
                targetText: "Dos"),
        ]
        return try TestSetFile.readMemory(
            TMXFile.write(units),
            pair: LocalePair(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: target)),
            canonical: makeLocaleRules().canonical)
    }

    @Test func `a memory's units of the pair are segments with references`() throws {
        #expect(
            try memory("es") == [
                TestSegment(position: 1, source: "One", reference: "Uno"),
                TestSegment(position: 2, source: "Two", reference: "Dos"),
            ])
    }

    @Test func `a memory without the pair says what it has`() {
        #expect {
            try memory("de")
        } throws: { error in
            (error as? TestSetFile.Failure)?.reason
                == "the file has no unit from en to de, but en to es; en to fr"
        }
    }
}
