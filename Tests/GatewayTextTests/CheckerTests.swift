// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayText

@Suite struct CheckerTests {
    private let rules = makeLocaleRules()

    /// `check [expected] [found]` of each finding.
    private func findings(
        _ source: String, _ translation: String, to target: String = "de", limit: Int? = nil
    ) -> [String] {
        let checker = Checker(
            source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: target), rules: rules)
        return checker.findings(source: source, translation: translation, limit: limit).map {
            "\($0.check) [\($0.expected)] [\($0.found)]"
        }
    }

    @Test(arguments: [
        ("Save %d files of {name}", "{name}: %d Dateien speichern"), ("%s of %d", "%2$d: %1$s"),
        ("%'d / %'d left of %s", "%'d / %'d\u{A0}\u{2014} %s"), ("%'dth copy", "%'d. Kopie"),
        ("Open <b>{x}</b>", "<b>{x}</b> \u{F6}ffnen"), ("100% sure", "100 % sicher"),
        ("%A, %B %-e", "%A, %-e. %B"),
        ("10,000 files", "10.000 Dateien"), ("See https://a.org.", "Siehe https://a.org."),
        ("Really?", "Wirklich?"),
        ("_Open", "_\u{D6}ffnen"), ("&Open", "\u{D6}&ffnen"), ("snake_case here", "snake_case hier"),
        ("{n, plural, one {# file} other {# files}}", "{n, plural, one {# Datei} other {# Dateien}}"),
        ("OK", "OK"), ("GNOME Shell", "GNOME Shell"), ("<img alt=\"A cat\">", "<img alt=\"Eine Katze\">"),
    ])
    func `a good translation has no findings`(source: String, translation: String) {
        #expect(findings(source, translation) == [])
    }

    @Test(arguments: [
        ("Hi", " ", "empty [Hi] []"), ("Hi %s", "Hallo", "placeholders [%1$s] []"),
        ("Hi %s", "Hallo %d", "placeholders [%1$s] [%1$d]"),
        ("Hi {a}", "Hallo {b}", "placeholders [{a}] [{b}]"),
        ("Hi", "Hallo {b}", "placeholders [] [{b}]"), ("Hi {{a}}", "Hallo {a}", "placeholders [{{a}}] [{a}]"),
        ("Hi <b>x</b>", "Hallo <b>x<b>", "tags [</b>] [<b>]"),
        ("Hi <a href=\"x\">y</a>", "Hallo <a href=\"z\">y</a>", "tags [<a href=\"x\">] [<a href=\"z\">]"),
        ("{n, plural, other {x y}}", "{n, plural, other {x y}", "icu [] [plural is not closed]"),
        ("{n, plural, other {x y}}", "{n, plural, other {x y}}", "plurals [one other] [other]"),
        ("{n, plural, other {x {a}}}", "{n, plural, one {x} other {x}}", "placeholders [{a}] []"),
        ("{g, select, other {x}}", "{g, select, one {x} other {x}}", "icu [other] [one other]"),
        ("Hi", "Hal\u{1}lo", "controls [] [U+0001]"), ("Hi", "Hallo\u{9B}", "controls [] [U+009B]"),
        ("Hi", "\u{202E}Hallo\u{202C}", "bidi [] [U+202E]"),
        ("Hi", "\u{2066}Hallo", "bidi [it is closed] [U+2066]"),
        ("Hi", "Hallo\u{2069}", "bidi [] [U+2069]"),
        ("Wait 15 minutes", "Warte 10 Minuten", "numbers [15] [10]"),
        ("Wait 15 minutes", "Warte", "numbers [15] []"),
        ("See https://a.org/b now", "Siehe https://a.org jetzt", "urls [https://a.org/b] [https://a.org]"),
        ("Name: ", "Name:", "whitespace [ ] []"), ("a\nb", "a b", "newlines [1] [0]"),
        ("a\\nb", "a b", "newlines [1] [0]"), ("Done.", "Fertig", "punctuation [.] []"),
        ("Wait...", "Warte.", "punctuation [...] [.]"), ("&Open", "\u{D6}ffnen", "accelerators [&] []"),
        ("_Open", "\u{D6}ffnen", "accelerators [_] []"),
        ("The cat", "Die die Katze Katze", "doubledWords [Katze] [Katze Katze]"),
        (
            "Please save all your files", "Please save all your files",
            "untranslated [] [Please save all your files]"
        ),
        (
            "Save the file", "\u{421}\u{43E}\u{445}\u{440}\u{430}\u{43D}\u{438}\u{442}\u{44C}",
            "script [Latn] [Cyrl]"
        ),
        (
            "This text is rather long, and nothing of it may be lost.", "Dieser Text.",
            "truncated [This text is rather long, and nothing of it may be lost.] [Dieser Text.]"
        ),
    ])
    func `a fault is found by the check of its kind`(source: String, translation: String, finding: String) {
        #expect(findings(source, translation).contains(finding), "\(findings(source, translation))")
    }

    @Test func `punctuation, digits and scripts of other languages are no faults`() {
        #expect(findings("Done.", "\u{5B8C}\u{4E86}\u{3002}", to: "ja") == [])
        #expect(
            findings(
                "Wait 15 minutes",
                "\u{627}\u{646}\u{62A}\u{638}\u{631} \u{661}\u{665} \u{62F}\u{642}\u{64A}\u{642}\u{629}",
                to: "ar") == [])
        #expect(findings("Really?", "\u{645}\u{62A}\u{623}\u{643}\u{62F}\u{61F}", to: "ar") == [])
        #expect(
            findings(
                "Use GNOME Shell",
                "\u{418}\u{441}\u{43F}\u{43E}\u{43B}\u{44C}\u{437}\u{443}\u{439}\u{442}\u{435} GNOME Shell",
                to: "ru") == [])
    }

    @Test func `a limit counts what a reader takes for a character`() {
        let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}"
        #expect(findings("x", "e\u{301}\(family)", limit: 2) == [])
        #expect(findings("x", "abc", limit: 2) == ["length [at most 2] [3]"])
    }

    @Test func `a text in the script of a locale that names one is no fault`() {
        #expect(findings("Save all", "Sa\u{10D}uvaj sve", to: "sr-Latn") == [])
        #expect(
            findings("Save all", "\u{421}\u{430}\u{447}\u{443}\u{432}\u{430}\u{458}", to: "sr-Latn") == [
                "script [Latn] [Cyrl]"
            ])
    }

    @Test(arguments: [("en", "de"), ("en", "ar"), ("ru", "zh"), ("en", "sr-Latn")])
    func `what a look at its bytes tells of a text changes no finding`(source: String, target: String) {
        var samples = Samples(seed: 11)
        let checker = Checker(
            source: LocaleTag(unchecked: source), target: LocaleTag(unchecked: target),
            rules: makeLocaleRules())
        let masker = Masker()
        var total = 0
        for round in 0..<Rounds.count(short: 1_000) {
            let text = round.isMultiple(of: 3) ? samples.sentence() : samples.text()
            var changed = text
            // A fault in about every second one.
            if Bool.random(using: &samples), !changed.isEmpty {
                let index = changed.indices.randomElement(using: &samples) ?? changed.startIndex
                if Bool.random(using: &samples) {
                    changed.remove(at: index)
                } else {
                    changed.insert(
                        contentsOf: samples.pick(["7", "&", "_", "\u{7}", "\n", "\u{200F}", ".", " "]),
                        at: index)
                }
            } else if Bool.random(using: &samples) {
                changed = samples.text()
            }
            let known = checker.findings(source: text, translation: changed, limit: 20, masker: masker)
            #expect(
                checker.findings(
                    source: PreparedText(text, masker: masker), translation: changed, limit: 20) == known,
                "\(text.debugDescription) \(changed.debugDescription)")
            guard known.first?.check != Check.empty.rawValue else { continue }
            var (one, other) = (ScannedText(text, masker.syntaxes), ScannedText(changed, masker.syntaxes))
            (one.traits, other.traits) = (.unknown, .unknown)
            let pair = CheckedPair(source: one, message: one.message(masker.syntaxes), translation: other)
            #expect(
                checker.findings(pair, limit: 20) == known,
                "\(text.debugDescription) \(changed.debugDescription)")
            total += known.count
        }
        #expect(total > 100)
    }
}
