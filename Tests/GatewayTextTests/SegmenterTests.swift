// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayText

@Suite struct SegmenterTests {
    private let segmenter = Segmenter()

    @Test(arguments: ["en", "de", "el", "ar", "hy", "th", "my", "ja", "und"])
    func `a text without anything that may end a sentence is one, as ICU and the rules say`(locale: String) {
        var random = SeededGenerator(seed: 7)
        // Every character of ASCII, letters and spaces more often.
        let letters = Array("aBcDe 12 (x ,- ".unicodeScalars) + (0..<128).compactMap(Unicode.Scalar.init)
        for _ in 0..<Rounds.count(short: 2_000) {
            var text = ""
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                text.unicodeScalars.append(random.pick(letters))
            }
            // A stop at the very end, and what may follow it.
            if Bool.random(using: &random) {
                text.unicodeScalars.removeAll {
                    "\n\r\u{B}\u{C}\u{1C}\u{1D}\u{1E}!.?".unicodeScalars.contains($0)
                }
                text += random.pick([
                    ".", "!", "?", "...", "?!", ".\"", ".)", "!') ", ". ", ")", ":", "e.g.", "Mr.",
                ])
            }
            let tag = LocaleTag(unchecked: locale)
            #expect(
                segmenter.sentences(of: text, locale: tag) == segmenter.ruled(text, locale, protecting: []),
                "\(text.debugDescription)")
        }
    }

    private func sentences(_ text: String, _ locale: String, protecting: [Range<Int>] = []) -> [String] {
        segmenter.sentences(of: text, locale: LocaleTag(unchecked: locale), protecting: protecting)
            .map { text.utf8.span.string($0) }
    }

    @Test(arguments: [
        ("en", ["Hello world. ", "How are you? ", "Fine!"]),
        ("en", ["Ask Mr. Smith. ", "He knows."]),
        ("de", ["Das ist Dr. Meier. ", "Und noch einer."]),
        ("de", ["Nimm z. B. Dosen. ", "Sie sind von Hrn. M\u{FC}ller."]),
        ("es", ["Llame al Sr. Garc\u{ED}a. ", "Gracias."]),
        ("ru", ["5 \u{442}\u{44B}\u{441}. \u{420}\u{443}\u{431}. ", "\u{414}\u{430}."]),
        ("en", ["See Mr.\n", "Smith."]), ("en", ["The U.S. Government acts. ", "So what?"]),
        ("sv", ["Detta \u{E4}r approx. ", "Hej."]),
        ("fr", ["Bonjour M. Dupont. ", "\u{C7}a va\u{202F}? ", "Oui."]),
        (
            "el",
            ["\u{3A4}\u{3B9} \u{3BA}\u{3AC}\u{3BD}\u{3B5}\u{3B9}\u{3C2}; ", "\u{39A}\u{3B1}\u{3BB}\u{3AC}."]
        ),
        (
            "ja",
            [
                "\u{3053}\u{308C}\u{306F}\u{672C}\u{3067}\u{3059}\u{3002}",
                "\u{8AAD}\u{307F}\u{307E}\u{3059}\u{3002}",
            ]
        ),
        ("zh", ["\u{4F60}\u{597D}\u{FF01}", "\u{4F60}\u{597D}\u{5417}\u{FF1F}"]),
        (
            "hi",
            [
                "\u{928}\u{92E}\u{938}\u{94D}\u{924}\u{947}\u{964} ",
                "\u{906}\u{92A} \u{915}\u{948}\u{938}\u{947}\u{964}",
            ]
        ),
        (
            "ar",
            [
                "\u{645}\u{631}\u{62D}\u{628}\u{627}. ",
                "\u{643}\u{64A}\u{641} \u{62D}\u{627}\u{644}\u{643}\u{61F}",
            ]
        ),
        ("am", ["\u{1230}\u{120B}\u{121D}\u{1362} ", "\u{12F0}\u{1205}\u{1293}\u{1362}"]),
        ("my", ["\u{1019}\u{1004}\u{103A}\u{104B} ", "\u{1000}\u{103B}\u{104B}"]),
        ("en", ["First line.\n\n", "Second line.\r\n  ", "Third."]),
        ("en", ["\n\n  Leading space. ", "More. \u{3000}"]),
        ("en", ["  \n\t "]), ("en", ["\u{1F468}\u{200D}\u{1F469} fine. ", "Yes"]),
    ])
    func `sentences end where the language ends them`(locale: String, expected: [String]) {
        #expect(sentences(expected.joined(), locale) == expected)
    }

    @Test func `an empty text has no sentence`() {
        #expect(sentences("", "en") == [])
        #expect(segmenter.wordEnds("", locale: LocaleTag(unchecked: "en")) == [])
        #expect(segmenter.scriptRuns(of: "").isEmpty)
    }

    @Test func `no sentence ends inside a protected range`() {
        let text = "Go to <a title=\"No! Yes! Why?\">it</a>. Then stop."
        #expect(sentences(text, "en").count > 2)
        #expect(
            sentences(text, "en", protecting: [6..<31, 33..<37]) == [
                "Go to <a title=\"No! Yes! Why?\">it</a>. ", "Then stop.",
            ])
        #expect(sentences("One.  Two.", "en", protecting: [5..<7]) == ["One.  Two."])
        #expect(sentences("One.  \n Two.", "en", protecting: [7..<8]) == ["One.  \n", " Two."])
        #expect(sentences("One. Two. Three.", "en", protecting: [0..<16]) == ["One. Two. Three."])
    }

    @Test func `what is protected at a stop stays with its sentence`() {
        for expected in [
            ["<b>Stop!</b> ", "Go on."], ["See <i><b>this.</b></i> ", "And that."], ["Ask <b>Mr.</b> Fox."],
            ["<b>Why so?</b> ", "Nobody knew."], ["One.<br/> ", "Two."], ["Save %s. ", "%d are left."],
            ["It is done. ", "{name} won."], ["Add no. {n}."],
        ] {
            let masked = Masker().mask(expected.joined())
            let parts = segmenter.sentences(of: masked, locale: LocaleTag(unchecked: "en"))
            #expect(parts.map { masked.part($0).source } == expected)
        }
    }

    @Test func `sentences of a masked text are found in its source`() {
        let masked = Masker().mask("See U.S. %s. <b>Wait! Now!</b> Then {name}. Go.")
        let english = LocaleTag(unchecked: "en")
        let parts = segmenter.sentences(of: masked, locale: english).map { masked.part($0) }
        #expect(parts.map(\.text).joined() == masked.text)
        #expect(parts.map(\.source).joined() == masked.source)
        #expect(parts.map(\.source) == ["See U.S. %s. ", "<b>Wait! ", "Now!</b> ", "Then {name}. ", "Go."])
    }

    @Test func `ends are those of the sentences`() {
        #expect(segmenter.sentenceEnds("One. Two.", locale: LocaleTag(unchecked: "en")) == [5, 9])
        #expect(
            segmenter.sentenceEnds("\u{3042}\u{3002}\u{3044}", locale: LocaleTag(unchecked: "ja-JP")) == [
                6, 9,
            ])
    }

    @Test func `words end where a dictionary or a space ends them`() {
        #expect(segmenter.wordEnds("can't stop", locale: LocaleTag(unchecked: "en")) == [5, 6, 10])
        let thai = "\u{E20}\u{E32}\u{E29}\u{E32}\u{E44}\u{E17}\u{E22}"
        #expect(segmenter.wordEnds(thai, locale: LocaleTag(unchecked: "th")) == [12, 21])
    }

    @Test(arguments: [
        ("abc", [1, 2, 3]), ("e\u{301}a", [3, 4]), ("\r\n", [2]),
        ("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}!", [18, 19]),
        ("\u{1F1E6}\u{1F1FA}\u{1F1E6}\u{1F1FA}", [8, 16]),
        ("\u{928}\u{947}", [6]), ("\u{1112}\u{1161}\u{11AB}", [9]), ("\u{E01}\u{E33}", [6]), ("", []),
    ])
    func `graphemes end where readers see a character end`(text: String, ends: [Int]) {
        #expect(segmenter.graphemeEnds(text, locale: LocaleTag(unchecked: "en")) == ends)
    }

    @Test(arguments: [
        ("abc", ["Latn"], [3]),
        ("12 abc, \u{433}\u{434}. \u{5D0}", ["Latn", "Cyrl", "Hebr"], [8, 14, 16]),
        ("e\u{301}\u{3042}\u{6F22}\u{30AB}", ["Latn", "Hira", "Hani", "Kana"], [3, 6, 9, 12]),
        ("123 !", ["Zyyy"], [5]), ("\u{1F600}", ["Zyyy"], [4]),
        ("\u{E01}\u{1F600} a", ["Thai", "Latn"], [8, 9]),
    ])
    func `script runs carry their ISO 15924 codes`(text: String, codes: [String], ends: [Int]) {
        let runs = segmenter.scriptRuns(of: text)
        #expect(runs.map(\.end) == ends)
        #expect(
            runs.map { run in
                String(
                    decoding: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: run.code >> $0) }, as: UTF8.self)
            } == codes)
    }

    @Test func `a text of many runs and sentences is reported whole`() {
        let text = String(repeating: "a\u{431}", count: 500)
        #expect(segmenter.scriptRuns(of: text).count == 1000)
        let list = String(repeating: "A. ", count: 2000)
        #expect(segmenter.sentences(of: list, locale: LocaleTag(unchecked: "ja")).last?.upperBound == 6000)
        #expect(segmenter.wordEnds(list, locale: LocaleTag(unchecked: "en")).count == 6000)
    }

    @Test func `sentences tile texts of all scripts byte for byte`() {
        var samples = Samples(seed: 7)
        for _ in 0..<3000 {
            let text = samples.text()
            let locale = LocaleTag(
                unchecked: samples.pick(["en", "de", "ja", "th", "ar", "hi", "el", "xx", "zh-Hant-TW"]))
            let masked = Masker().mask(text)
            let protected = masked.sourceRanges
            let ranges = segmenter.sentences(of: text, locale: locale, protecting: protected)
            var end = 0
            for range in ranges {
                #expect(range.lowerBound == end && range.upperBound > end)
                end = range.upperBound
                #expect(
                    !protected.contains { $0.lowerBound < end && end < $0.upperBound },
                    "\(text.debugDescription)")
            }
            #expect(end == text.utf8.count)
            #expect(ranges.map { text.utf8.span.string($0) }.joined() == text)
        }
    }
}
