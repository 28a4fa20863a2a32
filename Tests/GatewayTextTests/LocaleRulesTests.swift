// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import Testing

@Suite struct LocaleRulesTests {
    private let rules = makeLocaleRules()

    private func tag(_ text: String) -> LocaleTag { LocaleTag(unchecked: text) }

    @Test(arguments: [
        ("iw", "he"), ("in", "id"), ("ji", "yi"), ("mo", "ro"), ("tl", "fil"), ("jw", "jv"),
        ("en-us", "en-US"), ("EN-LATN-us", "en-Latn-US"), ("sr-latn-rs", "sr-Latn-RS"),
        ("zh-hant-hk", "zh-Hant-HK"),
        ("zh-min-nan", "nan"), ("zh-cmn-Hans", "zh-Hans"), ("zh-yue", "yue"), ("cmn", "zh"),
        ("i-klingon", "tlh"), ("art-lojban", "jbo"), ("sgn-BE-FR", "sfb"), ("sgn-BR", "bzs"),
        ("eng", "en"), ("deu-DE", "de-DE"), ("eng-840", "en-US"), ("es-419", "es-419"),
        ("sh", "sr-Latn"), ("sh-Cyrl", "sr-Cyrl"), ("no", "no"), ("nb-no", "nb-NO"), ("nn", "nn"),
        ("de-DD", "de-DE"), ("sr-CS", "sr-RS"), ("ru-SU", "ru-RU"), ("hy-SU", "hy-AM"), ("en-UK", "en-GB"),
        ("hy-arevela", "hy"), ("hy-arevmda", "hyw"), ("ca-VALENCIA", "ca-valencia"),
        ("en-gb-oed", "en-GB-oxendict"),
        ("de-1996-1901", "de-1901-1996"), ("en-u-nu-latn-ca-gregory", "en-u-ca-gregory-nu-latn"),
        ("x-Private", "x-private"), ("en-X-a", "en-x-a"), ("und", "und"), ("und-latn", "und-Latn"),
    ])
    func `a tag becomes canonical`(spelled: String, expected: String) {
        #expect(rules.canonical(tag(spelled)).spelling == expected)
    }

    @Test(arguments: [
        "iw", "sh", "zh-min-nan", "sr-CS", "de-1996-1901", "hy-arevmda", "en-US-posix", "x-a", "und",
    ])
    func `a canonical tag stays as it is`(spelled: String) {
        let canonical = rules.canonical(tag(spelled))
        #expect(rules.canonical(canonical).spelling == canonical.spelling)
    }

    @Test func `parts are what the canonical tag states`() {
        #expect(rules.parts(tag("zh-hant-tw")) == LocaleParts(language: "zh", script: "Hant", region: "TW"))
        #expect(rules.parts(tag("iw")) == LocaleParts(language: "he"))
        #expect(rules.parts(tag("es-419")) == LocaleParts(language: "es", region: "419"))
        #expect(rules.parts(tag("sl-rozaj")) == LocaleParts(language: "sl"))
        #expect(rules.parts(tag("x-house")) == LocaleParts(language: "und"))
    }

    @Test(arguments: [
        ("zh", "zh-Hans-CN"), ("zh-TW", "zh-Hant-TW"), ("zh-Hant", "zh-Hant-TW"), ("zh-HK", "zh-Hant-HK"),
        ("sr", "sr-Cyrl-RS"), ("sr-ME", "sr-Latn-ME"), ("pa-PK", "pa-Arab-PK"), ("pt", "pt-Latn-BR"),
        ("iw", "he-Hebr-IL"), ("es-419", "es-Latn-419"), ("ja-u-ca-japanese", "ja-Jpan-JP"),
    ])
    func `likely parts are filled in`(spelled: String, expected: String) {
        let parts = rules.maximized(tag(spelled))
        #expect(
            [parts.language, parts.script, parts.region].compactMap(\.self).joined(separator: "-") == expected
        )
    }

    @Test func `nothing is likely of a text without a language`() {
        #expect(rules.maximized(tag("und")) == LocaleParts(language: "und"))
        #expect(rules.maximized(tag("x-house")) == LocaleParts(language: "und"))
    }

    @Test(arguments: [
        ("es-AR", ["es-AR", "es-419", "es"]), ("es-ES", ["es-ES", "es"]), ("es-419", ["es-419", "es"]),
        ("zh-TW", ["zh-TW", "zh-Hant"]), ("zh-Hant-HK", ["zh-Hant-HK", "zh-Hant"]),
        ("zh-HK", ["zh-HK", "zh-Hant"]),
        ("zh-MO", ["zh-MO", "zh-Hant-HK", "zh-Hant"]),
        ("zh-Hant-MO", ["zh-Hant-MO", "zh-Hant-HK", "zh-Hant"]),
        ("zh-SG", ["zh-SG", "zh"]), ("zh-Hans-SG", ["zh-Hans-SG", "zh-Hans", "zh"]), ("zh-Hant", ["zh-Hant"]),
        ("sr-Latn-RS", ["sr-Latn-RS", "sr-Latn"]), ("sr-ME", ["sr-ME", "sr-Latn"]),
        ("sr-Cyrl-BA", ["sr-Cyrl-BA", "sr-Cyrl", "sr"]), ("sr-RS", ["sr-RS", "sr"]),
        ("en-GB", ["en-GB", "en-001", "en"]), ("en-AT", ["en-AT", "en-150", "en-001", "en"]),
        ("en-US", ["en-US", "en"]),
        ("en-Latn-GB", ["en-Latn-GB", "en-001", "en"]), ("en-Shaw", ["en-Shaw"]),
        ("pt-AO", ["pt-AO", "pt-PT", "pt"]), ("pt-BR", ["pt-BR", "pt"]), ("pa-PK", ["pa-PK", "pa-Arab"]),
        ("ca-valencia", ["ca-valencia", "ca"]),
        ("de-CH-1901-unknownx", ["de-CH-1901-unknownx", "de-CH-1901", "de-CH", "de"]),
        ("ar-EG-u-nu-latn", ["ar-EG-u-nu-latn", "ar-EG", "ar"]), ("iw-IL", ["he-IL", "he"]),
        ("nb-NO", ["nb-NO", "nb"]), ("nn-NO", ["nn-NO", "nn"]), ("ht", ["ht"]), ("hi-Latn", ["hi-Latn"]),
        ("x-house", ["x-house"]), ("und", ["und"]), ("qaa", ["qaa"]),
    ])
    func `a locale falls back without changing language or script`(spelled: String, expected: [String]) {
        #expect(rules.fallbacks(tag(spelled)).map(\.spelling) == expected)
    }

    @Test(
        arguments: [
            // The same, whatever its spelling.
            ("en-us", ["de", "en-US"], "en-US"), ("iw", ["en", "he"], "he"), ("he", ["en", "iw"], "iw"),
            ("zh-TW", ["zh", "zh-Hant-TW"], "zh-Hant-TW"), ("zh-Hant-TW", ["zh-Hant", "zh-TW"], "zh-TW"),
            ("no", ["nb"], "nb"), ("nb", ["no"], "no"), ("nb-NO", ["no"], "no"), ("no-NO", ["nb"], "nb"),
            ("no", ["nn"], nil), ("nn", ["nb", "no"], nil),
            ("pt", ["pt-BR", "pt-Latn"], "pt-Latn"),
            // The nearest stand-in.
            ("es-AR", ["es", "es-419"], "es-419"), ("es-AR", ["en", "es"], "es"),
            ("en-GB", ["en", "en-001"], "en-001"),
            ("pt-AO", ["pt-BR", "pt-PT"], "pt-PT"), ("zh-HK", ["zh", "zh-Hant"], "zh-Hant"),
            ("de-CH-1901", ["de", "de-CH"], "de-CH"), ("ar-EG-u-nu-latn", ["ar", "ar-EG"], "ar-EG"),
            // The same language and script.
            ("pt", ["pt-BR"], "pt-BR"), ("pt-BR", ["pt"], "pt"), ("pt", ["pt-PT", "pt-BR"], "pt-BR"),
            ("pt", ["pt-PT"], "pt-PT"), ("pt-PT", ["pt-BR"], "pt-BR"),
            ("de-LI", ["de-AT", "de-DE"], "de-DE"),
            ("es-MX", ["es-ES", "es-AR"], "es-AR"),
            ("en-GB", ["en-US", "en-AU"], "en-AU"), ("de", ["de-AT", "de-CH", "de-DE"], "de-DE"),
            ("fr", ["fr-CH", "fr-CA"], "fr-CH"), ("sr-Cyrl", ["sr-Latn", "sr"], "sr"),
            ("es", ["es-AR", "es-419"], "es-419"),
            // Never another script, never another language.
            ("zh", ["zh-Hant"], nil), ("zh-TW", ["zh"], nil), ("zh-Hans", ["zh-TW"], nil),
            ("sr-Latn", ["sr"], nil),
            ("sr", ["sr-Latn-RS"], nil), ("sr-ME", ["sr-Cyrl", "sr-Latn"], "sr-Latn"),
            ("az-Arab", ["az"], nil),
            ("ht", ["fr-HT", "fr"], nil), ("hi-Latn", ["en-IN", "hi"], nil), ("und", ["en"], nil),
            ("x-a", ["en", "x-b"], nil),
            ("en", [], nil), ("ja", ["en", "zh"], nil),
        ] as [(String, [String], String?)])
    func `a requested locale resolves to the nearest configured one`(
        requested: String, configured: [String], expected: String?
    ) {
        let found = rules.resolve(tag(requested), among: configured.map(tag))
        #expect(found?.spelling == expected)
        // The second answer comes from the table.
        #expect(rules.resolve(tag(requested), among: configured.map(tag)) == found)
    }

    @Test(arguments: [
        ("pt-BR", "en", "Brazilian Portuguese"), ("pt-BR", "de", "Portugiesisch (Brasilien)"),
        ("de", "de", "Deutsch"), ("de-AT", "en", "Austrian German"), ("zh-Hans", "en", "Simplified Chinese"),
        ("ja", "ja", "\u{65E5}\u{672C}\u{8A9E}"),
        ("ar", "ar", "\u{627}\u{644}\u{639}\u{631}\u{628}\u{64A}\u{629}"),
        ("iw", "fr", "h\u{E9}breu"),
        ("ru", "uk", "\u{440}\u{43E}\u{441}\u{456}\u{439}\u{441}\u{44C}\u{43A}\u{430}"),
        ("th", "hi", "\u{925}\u{93E}\u{908}"), ("el", "zh-Hant", "\u{5E0C}\u{81D8}\u{6587}"),
        ("qaa", "en", "qaa"),
    ])
    func `a locale has a name in every language`(spelled: String, label: String, expected: String) {
        #expect(rules.displayName(of: tag(spelled), in: tag(label)) == expected)
    }

    @Test(arguments: [
        ("ar", WritingDirection.rightToLeft), ("he", .rightToLeft), ("iw", .rightToLeft),
        ("fa-AF", .rightToLeft),
        ("ur", .rightToLeft), ("yi", .rightToLeft), ("dv", .rightToLeft), ("az-Arab", .rightToLeft),
        ("pa-PK", .rightToLeft),
        ("ckb", .rightToLeft), ("en", .leftToRight), ("az", .leftToRight), ("pa", .leftToRight),
        ("ja", .leftToRight),
        ("mn-Mong", .leftToRight), ("ar-Latn", .leftToRight), ("und", .leftToRight), ("x-a", .leftToRight),
    ])
    func `the script gives the direction`(spelled: String, expected: WritingDirection) {
        #expect(rules.direction(of: tag(spelled)) == expected)
    }

    @Test func `many tasks may ask at once, for more tags than are kept`() async {
        let languages = ["es", "en", "pt", "zh-Hant", "sr-Latn"]
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask { [rules] in
                    (0..<1500).allSatisfy { number in
                        let language = languages[number % languages.count]
                        let tag = LocaleTag(unchecked: "\(language)-x-t\(task)n\(number)")
                        return rules.fallbacks(tag).dropFirst().first?.spelling == language
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
