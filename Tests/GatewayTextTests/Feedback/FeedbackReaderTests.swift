// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayText

@Suite struct FeedbackReaderTests {
    private static let shared = FeedbackReader(rules: makeLocaleRules())
    private var reader: FeedbackReader { Self.shared }

    @Test(arguments: Phrasings.read)
    func `what is surely asked for becomes a wish`(text: String, expected: [ExpectedWish]) {
        let reading = reader.read(text)
        #expect(reading.wishes.map { ExpectedWish($0) } == expected)
        #expect(reading.unread.isEmpty)
    }

    @Test(arguments: Phrasings.unread)
    func `what is asked, guessed, complained about or ambiguous stays unread, as written`(text: String) {
        #expect(reader.read(text) == FeedbackReading(unread: [text]))
    }

    @Test func `every wish says its sentence, which has its terms`() {
        for text in Phrasings.read.map(\.0) {
            for wish in reader.read(text).wishes {
                #expect(text.contains(wish.sentence))
                for term in Self.terms(of: wish.kind) { #expect(wish.sentence.contains(term), "\(text)") }
            }
        }
    }

    private static func terms(of kind: FeedbackWish.Kind) -> [String] {
        switch kind {
        case .keep(let term), .drop(let term): [term]
        case .render(let term, let rendering): [term, rendering]
        case .forbid(let rendering, let term): [rendering] + [term].compactMap(\.self)
        case .instruct: []
        }
    }

    @Test(arguments: [
        ("\"", "\""), ("'", "'"), ("`", "`"), ("\u{201C}", "\u{201D}"), ("\u{2018}", "\u{2019}"),
        ("\u{AB}", "\u{BB}"), ("\u{BB}", "\u{AB}"), ("\u{201E}", "\u{201C}"), ("\u{201A}", "\u{2018}"),
        ("\u{300C}", "\u{300D}"),
    ])
    func `a term may stand in all sorts of quotation marks, with words of the grammar in it`(
        open: String, close: String
    ) {
        let text =
            "Translate \(open)log in as. Maybe? use\(close) as \(open)nicht \u{FC}bersetzen\(close) in German. Use metric units."
        #expect(
            reader.read(text).wishes.map { ExpectedWish($0) } == [
                wish(.render(term: "log in as. Maybe? use", as: "nicht \u{FC}bersetzen"), "de"),
                wish(.instruct(name: "Metric units", text: "Use metric units.")),
            ])
    }

    @Test(arguments: [
        ("Acme Cloud is live. Do not translate Node.js. Thanks!", ["Do not translate Node.js."]),
        (
            "Do not translate Acme Inc. Use metric units.",
            ["Do not translate Acme Inc.", "Use metric units."]
        ),
        ("Acme Inc. must not be translated!", ["Acme Inc. must not be translated!"]),
        (
            "do not translate v2.0. do not translate example.com.",
            ["do not translate v2.0.", "do not translate example.com."]
        ),
        ("Do not translate “Acme.” Use metric units.", ["Do not translate “Acme.”", "Use metric units."]),
        ("Use metric units; do not translate Acme", ["Use metric units;", "do not translate Acme"]),
        (
            "  1) Use metric units\r\n2. Keep sentences short\r\n",
            ["Use metric units", "Keep sentences short"]
        ),
        (
            "- Use metric units\n* Keep sentences short\n\u{2022} Be polite.",
            ["Use metric units", "Keep sentences short", "Be polite."]
        ),
    ])
    func `a text is read sentence by sentence, each as written`(text: String, sentences: [String]) {
        #expect(reader.read(text).wishes.map(\.sentence) == sentences)
    }

    @Test func `a line that an editor wrapped is one`() {
        let text =
            "When this came up in the last review we agreed on the following,\nso use formal address.\n\nUse metric units."
        #expect(reader.read(text).unread.map { $0.contains("\n") } == [true])
        let wrapped =
            "Please always translate the term “shopping cart in the browser”\nas “Warenkorb” in German."
        #expect(reader.read(wrapped).wishes.map(\.sentence) == [wrapped])
    }

    @Test(arguments: [
        ("In German:\n- cart = Warenkorb\n\n- use Sie\nUse metric units.", ["de", "de", nil]),
        ("German: Use Sie. Use metric units.\nUse metric units.", ["de", "de", nil]),
        ("German and French:\nUse metric units.\n\nUse metric units.", ["de", "fr", nil]),
        (
            "# German\n\nUse metric units.\n\n- Be polite.\n\n# Feedback\n\nUse metric units.",
            ["de", "de", nil]
        ),
        ("In German:\n- in French, use metric units\n- be polite", ["fr", "de"]),
        ("My wishes:\n- use metric units", [nil]),
        ("In German, use formal address and keep sentences short.", ["de", "de"]),
        ("Use metric units in German, French and Brazilian Portuguese.", ["de", "fr", "pt-BR"]),
    ])
    func `a heading says for which locales its lines are`(text: String, targets: [String?]) {
        let reading = reader.read(text)
        #expect(reading.wishes.map { $0.target?.spelling } == targets)
        #expect(reading.unread.isEmpty)
    }

    @Test(arguments: [
        "Do not translate:", "Never translate these terms:", "Please do not translate the following names:",
    ])
    func `terms are listed under a heading`(heading: String) {
        let reading = reader.read("\(heading)\n- Acme Cloud\n- \u{201C}cart\u{201D}\n- cart (in titles)")
        #expect(reading.wishes.map(\.kind) == [.keep(term: "Acme Cloud"), .keep(term: "cart")])
        #expect(reading.unread == ["cart (in titles)"])
    }

    @Test func `nothing is read under a heading that may narrow it`() {
        let reading = reader.read("For the legal pages:\n- use formal address\n\nUse metric units.")
        #expect(reading.unread == ["For the legal pages:", "use formal address"])
        #expect(reading.wishes.map(\.sentence) == ["Use metric units."])
    }

    @Test(arguments: [
        ("German", "de"), ("german", "de"), ("Brazilian Portuguese", "pt-BR"),
        ("Portuguese (Brazil)", "pt-BR"),
        ("European Portuguese", "pt-PT"), ("Swiss German", "de-CH"), ("Austrian German", "de-AT"),
        ("Simplified Chinese", "zh-Hans"), ("Chinese (Traditional)", "zh-Hant"), ("Canadian French", "fr-CA"),
        ("French (Canada)", "fr-CA"), ("Latin American Spanish", "es-419"), ("Mexican Spanish", "es-MX"),
        ("British English", "en-GB"), ("de-AT", "de-AT"), ("zh-hant", "zh-Hant"), ("pt_BR", "pt-BR"),
        ("Serbian (Cyrillic)", "sr-Cyrl"), ("Farsi", "fa"), ("Norwegian Bokm\u{E5}l", "nb"),
        ("the German translations", "de"), ("our French texts", "fr"), ("de", "de"),
    ])
    func `a locale is known by its names`(name: String, tag: String) {
        let canonical = makeLocaleRules().canonical(LocaleTag(unchecked: tag))
        #expect(reader.read("Use metric units in \(name).").wishes.map(\.target) == [canonical])
        #expect(reader.read("\(name): use metric units").wishes.map(\.target) == [canonical])
    }

    @Test func `a term has 1 to 200 characters and no control characters`() {
        let long = String(repeating: "a", count: 200)
        #expect(
            reader.read("Do not translate \u{201C}\(long)\u{201D}.").wishes.map(\.kind) == [.keep(term: long)]
        )
        for term in [long + "a", "", " ", "a\tb"] {
            #expect(reader.read("Do not translate \u{201C}\(term)\u{201D}.").wishes.isEmpty)
        }
    }

    @Test func `a text that is too long is unread as a whole`() {
        let sentence = "Use metric units. "
        let text = String(repeating: sentence, count: 1 + FeedbackReader.textCharacters / sentence.count)
        #expect(reader.read(text) == FeedbackReading(unread: [text]))
        #expect(!reader.read(String(text.prefix(FeedbackReader.textCharacters))).wishes.isEmpty)
    }

    @Test(arguments: [
        "\u{201C}", "\"", "'a ", "\u{201C}a", "\"a \u{AB}", "`", "(", "in ", "in German ", ", ", "and ", "a ",
        "a",
        ".", "? ", "-\n", "- a:\n", "is as to ", "x is ", "Use A for B. ", "Do not translate a and ",
        "translate as ",
        "\u{2192}", "not ", "# a\n",
    ])
    func `the effort grows with the text and no faster`(piece: String) {
        func steps(_ text: String) -> Int {
            var steps = 0
            _ = reader.read(text, steps: &steps)
            return steps
        }
        let half = String(String(repeating: piece, count: 10_000 / piece.count + 1).prefix(10_000))
        #expect(steps(half + half) <= 2 * steps(half) + 1_000)
        #expect(steps(half + half) <= 200 * 20_000)
    }

    @Test func `random words of the grammar give no wish without its terms`() {
        var random = SeededGenerator(seed: 11)
        let words = [
            "translate", "do", "not", "as", "in", "German", "French", "use", "for", "is", "should", "be",
            "instead", "of",
            "\u{201C}cart\u{201D}", "Acme", "Warenkorb", ",", ".", "and", "keep", "untranslated", "the", "(",
            ")", ":",
            "\u{2192}", "\n", "- ", "never", "Sie", "more", "formal", "'", "?",
        ]
        for _ in 0..<Rounds.count(short: 3_000) {
            let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in random.pick(words) }.joined(
                separator: " ")
            let reading = reader.read(text)
            for wish in reading.wishes {
                #expect(text.contains(wish.sentence))
                for term in Self.terms(of: wish.kind) { #expect(wish.sentence.contains(term), "\(text)") }
            }
            for sentence in reading.unread { #expect(text.contains(sentence)) }
        }
    }
}
