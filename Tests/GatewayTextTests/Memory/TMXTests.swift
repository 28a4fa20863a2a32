// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@Suite struct TMXTests {
    private func read(_ body: String, header: String = #"<header srclang="en"/>"#) throws -> TMXFile.Contents
    {
        try TMXFile.read(
            Array("<?xml version=\"1.0\"?><tmx version=\"1.4\">\(header)<body>\(body)</body></tmx>".utf8),
            limit: 100)
    }

    private func unit(_ source: String, _ target: String, to locale: String = "de") -> TranslatedText {
        TranslatedText(
            source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: locale), sourceText: source,
            targetText: target)
    }

    @Test func `each translation of a unit is one, whatever the order and the attribute's name`() throws {
        let contents = try read(
            """
            <tu><tuv lang="de-CH"><seg>Haus</seg></tuv><tuv xml:lang="EN"><note>x</note><seg>house</seg></tuv>\
            <tuv xml:lang="sr-Latn"><seg>kuća</seg></tuv></tu>
            """)
        #expect(contents.faults == [] && contents.skipped == 0)
        #expect(contents.units == [unit("house", "Haus", to: "de-CH"), unit("house", "kuća", to: "sr-Latn")])
    }

    @Test func `codes of inline elements are text again where they stand`() throws {
        let contents = try read(
            """
            <tu><tuv xml:lang="en"><seg>Hello <ph x="1">{0}</ph>, <bpt i="1">&lt;b&gt;</bpt>you<ept i="1">&lt;/b&gt;</ept> \
            <hi>have</hi> <ut>&lt;img alt="<sub>a cat</sub>"&gt;</ut></seg></tuv>\
            <tuv xml:lang="de"><seg><![CDATA[<a> & b]]></seg></tuv></tu>
            """)
        #expect(contents.units == [unit(#"Hello {0}, <b>you</b> have <img alt="a cat">"#, "<a> & b")])
    }

    @Test func `without a source language the first variant is the source`() throws {
        let body = #"<tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="de"><seg>b</seg></tuv></tu>"#
        #expect(try read(body, header: #"<header srclang="*all*"/>"#).units == [unit("a", "b")])
    }

    @Test func `what cannot be used is told with its line, and costs the others nothing`() throws {
        let contents = try read(
            """
            <tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="de_AT"><seg>b</seg></tuv></tu>
            <tu><tuv xml:lang="en"><seg> </seg></tuv><tuv xml:lang="de"><seg>b</seg></tuv></tu>
            <tu><tuv xml:lang="fr"><seg>a</seg></tuv></tu>
            <tu><tuv xml:lang="en"><seg>c</seg></tuv><tuv xml:lang="de"><seg>d</seg></tuv></tu>
            """)
        #expect(contents.units == [unit("c", "d")])
        #expect(contents.skipped == 3 && contents.faults.count == 3)
        #expect(contents.faults[0].hasPrefix("line 1: \"de_AT\" is not a BCP 47 locale"))
        #expect(contents.faults[1] == "line 2: a segment of en is missing or blank")
        #expect(contents.faults[2].hasPrefix("line 3: a unit has no variant of its source language \"en\""))
    }

    @Test(arguments: [
        ("<tmx><body>", "not well-formed"), ("<html/>", "it is not TMX"), ("", "not well-formed"),
        ("<!DOCTYPE tmx [<!ENTITY a \"b\">]><tmx/>", "declarations in a document type are not read"),
        (String(repeating: "<tmx>", count: 100), "nested deeper"),
    ])
    func `a file that is none is refused with the line`(_ text: String, _ reason: String) throws {
        let failure = #expect(throws: TMXFile.Failure.self) { try TMXFile.read(Array(text.utf8), limit: 9) }
        #expect(failure?.reason.hasPrefix("line 1: ") == true && failure?.reason.contains(reason) == true)
    }

    @Test func `more than may be is refused`() {
        let units = (0..<5).map { unit("a\($0)", "b") }
        #expect(throws: TMXFile.Failure.self) { try TMXFile.read(TMXFile.write(units), limit: 4) }
    }

    @Test func `what is written is read as it was`() throws {
        var random = SeededGenerator(seed: 7)
        let pieces = [
            "a", " ", "\t", "\n", "\r\n", "\r", "<", ">", "&amp;", "]]>", "\"", "é", "e\u{301}", "𝒳", "שלום",
            "\u{202E}", "{0}",
            "<ph/>", "漢字", "\u{FFFD}", "👩‍👩‍👧",
        ]
        let units = (0..<200).map { number in
            func text() -> String {
                "x\(number)"
                    + (0..<Int.random(in: 0...12, using: &random)).map { _ in
                        pieces.randomElement(using: &random) ?? ""
                    }
                    .joined()
            }
            return unit(text(), text())
        }
        let contents = try TMXFile.read(TMXFile.write(units), limit: 1_000)
        #expect(contents.units == units)
        for (read, written) in zip(contents.units, units) {
            #expect(Array(read.sourceText.utf8) == Array(written.sourceText.utf8))
        }
        #expect(
            try TMXFile.read(TMXFile.write([unit("a\u{1}", "b"), unit("c", "d")]), limit: 9).units == [
                unit("c", "d")
            ])
    }
}
