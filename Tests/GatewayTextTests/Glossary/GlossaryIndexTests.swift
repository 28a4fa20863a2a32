// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayText

@Suite struct GlossaryIndexTests {
    private let rules = makeLocaleRules()

    private func item(
        _ source: String, _ target: String = "x", from: String? = nil, to: String? = nil
    ) throws -> GlossaryItem {
        try GlossaryItem(
            sourceLocale: from.map(LocaleTag.init(unchecked:)),
            targetLocale: to.map(LocaleTag.init(unchecked:)),
            sourceText: source, targetText: target)
    }

    /// What is found, as parts of the text; forms in brackets.
    private func found(_ terms: [String], in text: String, _ source: String = "en") throws -> [String] {
        let index = GlossaryIndex(try terms.map { try item($0) }, rules: rules)
        let matcher = index.matcher(
            source: LocaleTag(unchecked: source), target: LocaleTag(unchecked: "de"))
        return matcher.matches(in: text).map { match in
            let part = text.utf8.span.string(match.range)
            return match.isInflected ? "(\(part))" : part
        }
    }

    @Test func `of items that fold alike the one with the text's letters serves, sharp s and two counted`()
        throws
    {
        let terms = ["strasse  strasse", "stra\u{DF}e strasse", "\u{FB01}le", "file"]
        let index = GlossaryIndex(try terms.map { try item($0) }, rules: rules)
        let matcher = index.matcher(source: LocaleTag(unchecked: "de"), target: LocaleTag(unchecked: "en"))
        func served(_ text: String) -> [Int] { matcher.matches(in: text).map(\.item) }
        #expect(served("stra\u{DF}e\nstrasse") == [1])
        #expect(served("strasse\nstrasse") == [0])
        #expect(served("\u{FB01}le file") == [2, 3])
    }

    @Test(arguments: [
        ("en", "FILE", "Open the file \u{2026} File.", ["file", "File"]),
        ("en", "api key", "The API  Key, the API\u{A0}key, the API-key.", ["API  Key", "API\u{A0}key"]),
        ("en", "C++", "C++ and C+", ["C++"]),
        ("en", "Wi\u{2011}Fi", "Wi\u{2011}Fi", ["Wi\u{2011}Fi"]),
        ("en", "caf\u{E9}", "Cafe\u{301} or cafe", ["Cafe\u{301}", "cafe"]),
        ("en", "\u{FF26}\u{FF49}\u{FF4C}\u{FF45}", "file", ["file"]),
        ("en", "file", "\u{FF26}\u{FF29}\u{FF2C}\u{FF25}!", ["\u{FF26}\u{FF29}\u{FF2C}\u{FF25}"]),
        ("en", "soft", "so\u{AD}ft", ["so\u{AD}ft"]),
        ("de", "stra\u{DF}e", "STRASSE Strasse stra\u{DF}e", ["STRASSE", "Strasse", "stra\u{DF}e"]),
        ("de", "sch\u{F6}n", "schon sch\u{F6}n", ["sch\u{F6}n"]),
        ("fr", "cote", "c\u{F4}t\u{E9} cote", ["c\u{F4}t\u{E9}", "cote"]),
        ("fr", "ordinateur", "L\u{2019}ordinateur d'ordinateur", ["ordinateur", "ordinateur"]),
        ("it", "utente", "dell'utente", ["utente"]),
        ("en", "server", "the server's disk", ["server"]),
        ("en", "don", "don't", []),
        ("tr", "Ankara", "Ankara'da", ["Ankara"]),
        ("fi", "EU", "EU:n", ["EU"]), ("en", "mail", "mail@example.org", []),
        ("sv", "f\u{E5}r", "far f\u{E5}r f\u{E4}r", ["f\u{E5}r"]),
        ("es", "ano", "a\u{F1}o ano", ["ano"]),
        ("tr", "SIK", "s\u{131}k sik", ["s\u{131}k"]),
        ("tr", "\u{130}L", "il \u{131}l", ["il"]),
        ("tr", "ku\u{15F}", "kus ku\u{15F}", ["ku\u{15F}"]),
        ("ru", "\u{451}\u{436}", "\u{435}\u{436} \u{401}\u{416}", ["\u{435}\u{436}", "\u{401}\u{416}"]),
        (
            "ru", "\u{439}\u{43E}\u{434}", "\u{438}\u{43E}\u{434} \u{419}\u{43E}\u{434}",
            ["\u{419}\u{43E}\u{434}"]
        ),
        ("vi", "m\u{E1}", "ma m\u{E1} m\u{E0}", ["m\u{E1}"]),
        (
            "el", "\u{3BB}\u{3CC}\u{3B3}\u{3BF}\u{3C2}", "\u{39B}\u{39F}\u{393}\u{39F}\u{3A3}",
            [
                "\u{39B}\u{39F}\u{393}\u{39F}\u{3A3}"
            ]
        ),
        (
            "he", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}", "\u{5E9}\u{5C1}\u{5B8}\u{5DC}\u{5D5}\u{5B9}\u{5DD}",
            [
                "\u{5E9}\u{5C1}\u{5B8}\u{5DC}\u{5D5}\u{5B9}\u{5DD}"
            ]
        ),
        (
            "th", "\u{E44}\u{E1F}\u{E25}\u{E4C}", "\u{E40}\u{E1B}\u{E34}\u{E14}\u{E44}\u{E1F}\u{E25}\u{E4C}",
            [
                "\u{E44}\u{E1F}\u{E25}\u{E4C}"
            ]
        ),
        ("th", "\u{E15}\u{E32}", "\u{E15}\u{E32}\u{E23}\u{E32}\u{E07}", []),
        (
            "ja", "\u{4FDD}\u{5B58}",
            "\u{30D5}\u{30A1}\u{30A4}\u{30EB}\u{3092}\u{4FDD}\u{5B58}\u{3059}\u{308B}",
            [
                "\u{4FDD}\u{5B58}"
            ]
        ),
        ("ja", "\u{304B}", "\u{304C}", []),
        ("zh", "\u{7528}\u{6237}", "\u{7528}\u{6237}\u{540D}\u{65E0}\u{6548}", ["\u{7528}\u{6237}"]),
        ("zh", "\u{6C34}", "\u{6C34}\u{5E73}\u{7EBF}", []),
    ])
    func `a term is found as the language writes it`(
        locale: String, term: String, text: String, expected: [String]
    ) throws {
        #expect(try found([term], in: text, locale) == expected)
    }

    @Test func `the longest term wins and matches do not overlap`() throws {
        #expect(
            try found(["network", "network settings", "settings page", "page"], in: "network settings page")
                == ["network settings", "page"])
        #expect(try found(["a b", "b c d"], in: "a b c d") == ["b c d"])
    }

    @Test func `other forms are found in the second place and flagged`() throws {
        #expect(try found(["API key", "API"], in: "Two API keys, one API.") == ["(API keys)", "API"])
        #expect(try found(["setting", "settings"], in: "settings") == ["settings"])
        #expect(
            try found(["network settings", "page setting"], in: "network settings pages") == [
                "network settings"
            ])
        #expect(try found(["form"], in: "form forms formation forecast of") == ["form", "(forms)"])
        #expect(
            try found(
                ["\u{43A}\u{43D}\u{438}\u{433}\u{430}"],
                in: "\u{43A}\u{43D}\u{438}\u{433}\u{430}\u{43C}\u{438}", "ru")
                == ["(\u{43A}\u{43D}\u{438}\u{433}\u{430}\u{43C}\u{438})"])
        #expect(
            try found(["\u{D30C}\u{C77C}"], in: "\u{D30C}\u{C77C}\u{C744} \u{C800}\u{C7A5}", "ko")
                == ["(\u{D30C}\u{C77C}\u{C744})"])
    }

    @Test func `the form most like its term wins`() throws {
        let index = GlossaryIndex(
            try [item("connection"), item("connect"), item("connector")], rules: rules)
        let match = index.matcher(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "de"))
            .matches(in: "connects")
        #expect(match.map(\.item) == [1])
    }

    @Test func `accents of a form are compared as its language does`() throws {
        #expect(try found(["f\u{E5}ret"], in: "farets", "sv") == [])
        #expect(try found(["f\u{E5}ret"], in: "f\u{E5}rets", "sv") == ["(f\u{E5}rets)"])
    }

    @Test func `items apply to the locales that resolve to theirs, the nearest first`() throws {
        let items = try [
            item("file", "any"), item("file", "es", to: "es"), item("file", "419", to: "es-419"),
            item("file", "fr", to: "fr"), item("File", "gb", from: "en-GB", to: "es"),
            item("file", "de", from: "de"),
        ]
        let index = GlossaryIndex(items, rules: rules)
        func renderings(_ source: String, _ target: String, _ text: String = "file") -> [String] {
            index.matcher(source: LocaleTag(unchecked: source), target: LocaleTag(unchecked: target))
                .matches(in: text).flatMap { match in
                    ([match.item] + match.others).map { index.item($0).targetText }
                }
        }
        #expect(renderings("en", "es-MX") == ["419", "es", "any"])
        #expect(renderings("en-US", "es-ES") == ["es", "419", "any"])
        #expect(renderings("en-GB", "es", "File") == ["gb"])
        #expect(renderings("de", "it") == ["de", "any"])
        #expect(renderings("iw", "ja") == ["any"])
    }

    @Test func `the item spelled as the text wins`() throws {
        let items = try [
            item("turkey", "bird"), item("Turkey", "country"), item("cote"), item("c\u{F4}t\u{E9}"),
        ]
        let index = GlossaryIndex(items, rules: rules)
        func best(_ text: String) -> [Int] {
            index.matcher(source: LocaleTag(unchecked: "fr"), target: LocaleTag(unchecked: "de"))
                .matches(in: text).map(\.item)
        }
        #expect(best("Turkey turkey TURKEY") == [1, 0, 0])
        #expect(best("C\u{F4}t\u{E9} cote") == [3, 2])
    }

    @Test func `an item comes back as it was`() throws {
        let items = try [
            item("a", "b"),
            GlossaryItem(sourceText: "Dragoman", type: .nonTranslatable, hint: "a name"),
            GlossaryItem(
                sourceLocale: LocaleTag("en-us"), targetLocale: LocaleTag("de"), sourceText: "key",
                targetText: "Schl\u{FC}ssel", hint: "opens", partOfSpeech: .properNoun, gender: .masculine,
                number: .other),
        ]
        let index = GlossaryIndex(items, rules: rules)
        #expect((0..<index.count).map(index.item) == items)
    }

    @Test func `an empty glossary and an empty text have no matches`() throws {
        #expect(try found([], in: "text") == [])
        #expect(try found(["text"], in: "") == [])
        #expect(try found(["text"], in: " \u{200B}\u{301}") == [])
    }
}
