// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayText

@Suite struct GlossaryFileTests {
    private func read(_ text: String, _ format: GlossaryFormat = .csv) throws(GlossaryFileError)
        -> [GlossaryItem]
    {
        try GlossaryFile.read(Array(text.utf8), as: format)
    }

    private func mistakes(_ text: String, _ format: GlossaryFormat = .csv) -> [String] {
        do throws(GlossaryFileError) {
            _ = try read(text, format)
            return []
        } catch {
            return error.mistakes.map(\.description)
        }
    }

    @Test(arguments: [
        "sourceText,targetText\nkey,Schl\u{FC}ssel\n",
        "\u{FEFF}sourceText,targetText\r\nkey,Schl\u{FC}ssel\r\n",
        "SOURCETEXT;targettext\nkey;\"Schl\u{FC}ssel\"", "targetText,sourceText\rSchl\u{FC}ssel,key",
        "sourceText,targetText,hint\n\nkey,Schl\u{FC}ssel\n\n",
    ])
    func `a table is read whatever its line ends, marks and order`(text: String) throws {
        #expect(try read(text) == [GlossaryItem(sourceText: "key", targetText: "Schl\u{FC}ssel")])
    }

    @Test func `cells keep quotes, line ends and what looks like a formula`() throws {
        let items = try read(
            "sourceText,targetText,hint\n\"a \"\"b\"\"\",\"=SUM(A1,1)\",\"two\r\nlines\"\n+1,@x,-3\n")
        #expect(items.map(\.sourceText) == ["a \"b\"", "+1"])
        #expect(items.map(\.targetText) == ["=SUM(A1,1)", "@x"])
        #expect(items.map(\.hint) == ["two\r\nlines", "-3"])
    }

    @Test func `every bad row is told with its line, column and field`() {
        #expect(
            mistakes(
                """
                sourceLocale,sourceText,targetText,type
                en,key,Schl\u{FC}ssel,
                en_US,key,x,
                en, ,x,
                *,key,,non_translatable
                ,"ke
                y",x,
                ,key,,
                ,key,x,brand
                ,key,x,,
                """) == [
                    "line 3, column 1: sourceLocale \"en_US\" is not a BCP 47 locale: subtags are joined by '-', not '_': write \"en-US\"",
                    "line 4, column 2: sourceText is blank",
                    "line 6, column 2: sourceText holds a control character, U+000A",
                    "line 8, column 3: targetText is missing",
                    "line 9, column 4: type must be one of \"custom_translation\", \"non_translatable\"",
                    "line 10, column 5: the row has more cells than the header",
                ])
    }

    @Test(arguments: [
        ("", "line 1, column 1: the file has no header row"),
        ("targetText", "line 1, column 1: sourceText has no column"),
        ("sourceText,targettxt\na,b", "line 1, column 2: the header has the unknown column \"targettxt\""),
        ("sourceText,sourceText\na,b", "line 1, column 2: sourceText has two columns"),
        ("sourceText,targetText\na,\"b", "line 2, column 2: a quoted cell does not end"),
        (
            "sourceText,targetText\n\"a\"x,b",
            "line 2, column 1: something follows the closing quote of a cell"
        ),
    ])
    func `a table that cannot be read says why`(text: String, mistake: String) {
        #expect(mistakes(text).first == mistake)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: GlossaryFileError.self) {
            try GlossaryFile.read(Array("sourceText,targetText\na,".utf8) + [0xC3, 0x28], as: .csv)
        }
    }

    @Test func `a file may hold no more items than are allowed`() throws {
        let text = Array("sourceText,targetText\na,b\nc,d\n".utf8)
        #expect(try GlossaryFile.read(text, as: .csv, maxItems: 2).count == 2)
        #expect(
            throws: GlossaryFileError(mistakes: [
                .init(line: 3, column: 1, field: "", reason: "the file holds more than 1 items")
            ])
        ) { try GlossaryFile.read(text, as: .csv, maxItems: 1) }
    }

    @Test func `TBX of 2008 with a document type is read, its entities are not`() throws {
        let body = """
            <martif type="TBX-Basic" xml:lang="en"><text><body><termEntry id="1">
            <descrip type="definition">opens doors</descrip>
            <langSet xml:lang="de"><tig><term>
              Schl\u{FC}ssel</term><termNote type="grammaticalGender">masculine</termNote></tig></langSet>
            <langSet xml:lang="en"><tig><term>key &amp; lock</term></tig>
            <tig><term>old</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
            </termEntry></body></text></martif>
            """
        let items = try read("<!DOCTYPE martif SYSTEM \"TBXcoreStructV02.dtd\">" + body, .tbx)
        #expect(
            items == [
                try GlossaryItem(
                    sourceLocale: LocaleTag("en"), targetLocale: LocaleTag("de"), sourceText: "key & lock",
                    targetText: "Schl\u{FC}ssel", hint: "opens doors", gender: .masculine)
            ])
        #expect(
            mistakes("<!DOCTYPE martif [<!ENTITY a \"b\">]>" + body, .tbx) == [
                "line 1, column 18: declarations in a document type are not read"
            ])
    }

    @Test(arguments: [
        ("<a/>", "it is not TBX"), ("<tbx>", "it is not well-formed XML: no element found"),
        (
            "<tbx>" + String(repeating: "<p>", count: 70) + "</tbx>",
            "elements are nested deeper than 64 levels"
        ),
        ("<tbx><conceptEntry/></tbx>", "an entry has no language"),
        (
            "<tbx><conceptEntry><langSec xml:lang='en'><termSec><term>a</term></termSec></langSec>"
                + "<langSec xml:lang='d_e'><termSec><term>b</term></termSec></langSec></conceptEntry></tbx>",
            "\"d_e\" is not a BCP 47 locale"
        ),
    ])
    func `TBX that cannot be read says why`(text: String, reason: String) {
        #expect(mistakes(text, .tbx).first?.contains(reason) == true, "\(mistakes(text, .tbx))")
    }

    private func randomItem(_ samples: inout Samples) throws -> GlossaryItem {
        func text() -> String {
            var text = ""
            repeat {
                text = samples.text()
            } while (try? GlossaryItem(sourceText: text, type: .nonTranslatable)) == nil
            return text
        }
        func locale() throws -> LocaleTag? {
            let tag = samples.pick(["*", "en", "de-AT", "zh-Hant", "EN-us", "und"])
            return tag == "*" ? nil : try LocaleTag(tag)
        }
        let source = text()
        let type = samples.pick(GlossaryItem.Kind.allCases)
        return try GlossaryItem(
            sourceLocale: locale(), targetLocale: locale(), sourceText: source,
            targetText: type == .nonTranslatable ? nil : text(), type: type,
            hint: samples.pick([nil, "a hint", "two\r\nlines\tand \"\u{301}quotes\u{301}\"", "=1+1;,"]),
            partOfSpeech: samples.pick([nil] + GlossaryItem.PartOfSpeech.allCases),
            gender: samples.pick([nil] + GlossaryItem.Gender.allCases),
            number: samples.pick([nil] + GlossaryItem.Number.allCases))
    }

    @Test(arguments: GlossaryFormat.allCases)
    func `what was exported comes back equal`(format: GlossaryFormat) throws {
        var samples = Samples(seed: 31)
        let items = try (0..<2000).map { _ in try randomItem(&samples) }
        let back = try GlossaryFile.read(GlossaryFile.write(items, as: format), as: format)
        #expect(back == items)
        #expect(zip(back, items).allSatisfy { $0.sourceText.utf8.elementsEqual($1.sourceText.utf8) })
    }

    @Test(arguments: GlossaryFormat.allCases)
    func `a damaged file is read or refused`(format: GlossaryFormat) throws {
        var samples = Samples(seed: 32)
        // DRAGOMAN_LONG makes a long run of it: scripts/check-long.
        let rounds = Rounds.count(short: 300)
        let items = try (0..<5).map { _ in try randomItem(&samples) }
        let whole = GlossaryFile.write(items, as: format)
        for _ in 0..<rounds {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &samples) {
                let index = Int.random(in: 0..<bytes.count, using: &samples)
                switch Int.random(in: 0..<4, using: &samples) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &samples)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(samples.pick(Array("\"\r\n,;<>&\t".utf8)), at: index)
                default: bytes.replaceSubrange(index..., with: bytes[..<min(index, 40)])
                }
                if bytes.isEmpty { bytes = whole }
            }
            do throws(GlossaryFileError) {
                let read = try GlossaryFile.read(bytes, as: format)
                #expect(try GlossaryFile.read(GlossaryFile.write(read, as: format), as: format) == read)
            } catch {
                #expect(!error.mistakes.isEmpty && error.mistakes.count <= GlossaryFileError.limit)
            }
        }
    }
}
