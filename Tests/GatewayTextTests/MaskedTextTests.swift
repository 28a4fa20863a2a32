// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import Testing

@Suite struct MaskedTextTests {
    private let masker = Masker()

    /// `#1` for the token `⟦1⟧`.
    private func tokens(_ text: String) -> String {
        var text = text
        for number in 0...20 { text = text.replacing("#\(number);", with: "\u{27E6}\(number)\u{27E7}") }
        return text
    }

    @Test func `unmasking puts the originals back in any order`() {
        let masked = masker.mask("%d of {total} <b>files</b>")
        #expect(masked.unmask(tokens("#3;Dateien#4;: #1; von #2;")) == "<b>Dateien</b>: %d von {total}")
        #expect(
            masked.unmask(tokens("#9; #0; \u{27E6}01\u{27E7} #1;")) == tokens("#9; #0; \u{27E6}01\u{27E7} %d")
        )
    }

    @Test(arguments: [
        ("Hi %s", "Ciao #1;", []),
        ("Hi %s", "Ciao", ["placeholders error [%s] []"]),
        ("Hi %s", "Ciao #1; #1;", ["placeholders error [%s] [%s %s]"]),
        ("Hi %s", "Ciao #1; #2;", ["placeholders error [] [\u{27E6}2\u{27E7}]"]),
        ("Hi", "Ciao #1;", ["placeholders error [] [\u{27E6}1\u{27E7}]"]),
        (
            "Hi %s", "Ciao \u{27E6} 1 \u{27E7}",
            ["placeholders error [%s] []", "placeholders error [] [\u{27E6} 1 \u{27E7}]"]
        ),
        ("Hi %s", "Ciao #1; %d", ["placeholders error [] [%d]"]),
        ("Hi {x}", "Ciao #1; %d", ["placeholders warning [] [%d]"]),
        ("Hi", "<b>Ciao</b>", ["tags error [] [<b>]", "tags error [] [</b>]"]),
        ("Hi", "Ciao &amp; https://a.org", []),
        ("<b>x</b> y", "#1;x y", ["tags error [</b>] []"]),
        ("<b>x</b> y", "#2;x#1; y", ["tags error [<b> </b>] [</b> <b>]"]),
        ("<b>x</b> <i>y</i>", "#3;y#4; #1;x#2;", []),
        ("<b>x</b> <i>y</i>", "#1;x#3;y#2;z#4;", ["tags error [<b> </b> <i> </i>] [<b> <i> </b> </i>]"]),
        ("<b><i>x</i></b>", "#2;#1;x#4;#3;", []),
        ("<br>x %s", "#2; #1; x", []),
        ("Hi", "", ["empty error [Hi] []"]), ("Hi", " \u{3000}\n", ["empty error [Hi] []"]), ("  ", "", []),
        ("Hi %s", "", ["empty error [Hi %s] []", "placeholders error [%s] []"]),
    ])
    func `a translation is checked against its source`(source: String, output: String, expected: [String]) {
        let findings = masker.mask(source).findings(in: tokens(output))
        #expect(findings.map { "\($0.check) \($0.severity) [\($0.expected)] [\($0.found)]" } == expected)
    }

    @Test(arguments: [
        // Respelled tokens
        ("Hi %s", "Ciao \u{27E6} 1 \u{27E7}", "Ciao #1;"), ("Hi %s", "Ciao \u{3010}1\u{3011}", "Ciao #1;"),
        ("Hi %s", "Ciao [[1]]", "Ciao #1;"), ("Hi %s", "Ciao [1]", "Ciao #1;"),
        ("Hi %s", "\u{FF3B}\u{FF11}\u{FF3D}", "#1;"),
        ("Hi %s", "\u{27E6}\u{661}\u{27E7}", "#1;"),
        ("Hi %s", "\u{27E6}\u{200F}\u{967}\u{200F}\u{27E7}", "#1;"),
        ("Hi %s", "\u{301A}1\u{301B}", "#1;"), ("Hi %s", "\u{27E6}01\u{27E7}", "#1;"),
        // What may be text stays
        ("[1] %s", "[1]", "[1]"), ("Hi %s", "#1; [1]", "#1; [1]"), ("Hi %s", "[2]", "[2]"),
        ("Hi", "[1]", "[1]"),
        ("\u{3010}1\u{3011} %s", "\u{3010}1\u{3011}", "\u{3010}1\u{3011}"), ("Hi %s", "[1", "[1"),
        ("Hi %s", "[[1]", "[[1]"),
        // White space at both ends
        ("  Hi\n", "Ciao", "  Ciao\n"), ("Hi", " Ciao \u{3000}", "Ciao"), ("Hi ", "Ciao", "Ciao "),
        ("%s ", "#1;", "#1; "),
        // Spaces beside tokens
        ("See <b>Save</b> now", "Vea #1; Guardar #2; ahora", "Vea #1;Guardar#2; ahora"),
        ("See <b>Save</b> now", "Vea#1; Guardar #2;ahora", "Vea #1;Guardar#2; ahora"),
        ("<b>Save</b>", "#1; Guardar #2;", "#1;Guardar#2;"), ("(%s)", "( #1; )", "(#1;)"),
        ("\"%s\" x", "\"#1; \" x", "\"#1;\" x"),
        ("%d%s x", "x #1; #2;", "x #1;#2;"), ("%d %s x", "x #1;#2;", "x #1; #2;"),
        ("<b>{x}</b> y", "y #1; #2; #3;", "y #1;#2;#3;"),
        // The language's own business
        ("%s: x", "#1; : x", "#1; : x"), ("v%s", "v #1;", "v #1;"),
        ("%s files", "#1;\u{4EF6}", "#1;\u{4EF6}"),
        ("<b>a</b>b", "#1;a#2; b", "#1;a#2; b"), ("Hi %s", "Ciao", "Ciao"), ("Hi", "", ""),
    ])
    func `what is surely a slip is put right and nothing else`(
        source: String, output: String, expected: String
    ) {
        let masked = masker.mask(source)
        let repaired = masked.repaired(tokens(output))
        #expect(repaired == tokens(expected))
        #expect(masked.repaired(repaired) == repaired)
    }

    @Test func `pieces are the text and its tokens in turn`() {
        let masked = masker.mask("%s a <b>\u{4FDD}</b>")
        #expect(masked.pieces == [.token(1), .text(7..<10), .token(2), .text(17..<20), .token(3)])
        #expect(masked.textPieces == [" a ", "\u{4FDD}"])
        #expect(masked.rejoined([" x ", "y"]) == tokens("#1; x #2;y#3;"))
        #expect(masker.mask("").pieces == [])
        #expect(masker.mask("").rejoined([]) == "")
        #expect(masker.mask("abc").pieces == [.text(0..<3)])
    }

    @Test func `a part keeps the numbers of its tokens and cuts pairs at its border`() {
        let masked = masker.mask("<b>One %s. Two</b> <i>{x}</i>.")
        #expect(masked.text == tokens("#1;One #2;. Two#3; #4;#5;#6;."))
        let first = masked.part(0..<20)
        #expect(first.text == tokens("#1;One #2;. "))
        #expect(first.source == "<b>One %s. ")
        #expect(
            first.spans == [
                TokenSpan(range: 0..<7, number: 1, kind: .standalone),
                TokenSpan(range: 11..<18, number: 2, kind: .standalone),
            ])
        let second = masked.part(20..<masked.text.utf8.count)
        #expect(second.spans.map(\.number) == [3, 4, 5, 6])
        #expect(
            second.spans.map(\.kind) == [.standalone, .open(partner: 3), .standalone, .close(partner: 1)])
        #expect(second.source == "Two</b> <i>{x}</i>.")
        #expect(second.findings(in: tokens("#4;#5;#6; Dos#3;.")).isEmpty)
        #expect(second.findings(in: tokens("#1; #4;#5;#6; Dos#3;.")).count == 1)
        #expect(second.unmask(tokens("Dos#3; #4;#5;#6;.")) == "Dos</b> <i>{x}</i>.")
        #expect(masked.part(7..<10).spans.isEmpty)
        #expect(masked.part(7..<10).text == "One")
    }
}
