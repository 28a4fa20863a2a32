// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayText

/// Where sentences end and where they do not. Each case is a text in its sentences.
@Suite struct SentenceRulesTests {
    private func expect(_ expected: [String], _ locale: String, _ location: SourceLocation = #_sourceLocation)
    {
        let text = expected.joined()
        let found = Segmenter().sentences(of: text, locale: LocaleTag(unchecked: locale))
            .map { text.utf8.span.string($0) }
        #expect(found == expected, sourceLocation: location)
    }

    @Test(arguments: [
        ("en", ["Our guest is Prof. Kim. ", "She teaches law."]),
        ("en", ["We met Gen. Ito and Rev. Hale at Ft. Ross."]),
        ("de", ["Fragen Sie Hrn. Vogt, bzw. Frau Dr. Lenz. ", "Sie helfen gern."]),
        ("fr", ["Voici Mme. Petit et M. Roy. ", "Ils partent."]),
        ("es", ["Vino la Dra. Paz con el Ing. Ruiz. ", "Se van mañana."]),
        ("it", ["Parla l'Avv. Neri. ", "Poi tocca alla Sig.ra Conti."]),
        ("pt", ["Chegou o Sr. Lima. ", "A Dra. Reis saiu."]),
        ("ru", ["Он живёт на ул. Гоголя. ", "Она тоже."]),
        ("bg", ["Срещнахме проф. Иванов на бул. Витоша. ", "Той закъсня."]),
        ("ar", ["حضر د. سامي الاجتماع. ", "ثم غادر."]), ("hi", ["कल डॉ. राव आए थे। ", "वे चले गए।"]),
        ("xx", ["Ask Mr. Okoro. ", "Wait."]),
    ])
    func `a title does not end a sentence`(locale: String, expected: [String]) {
        expect(expected, locale)
    }

    @Test(arguments: [
        ("en", ["See p. 12 and Fig. 3 below. ", "Then stop."]), ("en", ["It is in vol. 4. ", "Look there."]),
        ("en", ["The answer is no. ", "Go home."]), ("en", ["Take No. 7 now."]),
        ("en", ["It costs 4. ", "Pay now."]), ("de", ["Siehe S. 40 und Abb. 2 im Bd. 3. ", "Ende."]),
        ("es", ["Lea el art. 9 y la pág. 30. ", "Gracias."]), ("fr", ["Voir p. 8, n°. 51. ", "Fin."]),
        ("it", ["Apri il cap. 5. ", "Leggi."]), ("ru", ["См. рис. 4 и табл. 2. ", "Всё."]),
        ("pl", ["Patrz str. 5 i rys. 7. ", "Koniec."]),
    ])
    func `an abbreviation before a number does not end a sentence`(locale: String, expected: [String]) {
        expect(expected, locale)
    }

    @Test(arguments: [
        ("en", ["Anna B. Cole wrote it. ", "We read it."]), ("en", ["J. R. R. Tolkien lived here."]),
        ("en", ["The U.N. Secretary came. ", "He spoke."]),
        ("en", ["She left the U.K. ", "She never came back."]),
        ("en", ["It was you and I. ", "Did anyone see?"]), ("en", ["He got his Ph.D. ", "Then he left."]),
        ("ru", ["Это А. П. Чехов. ", "Он писатель."]), ("kk", ["Оны М. Әуезов жазды. ", "Ол ұзақ."]),
        ("de", ["Nimm z. B. Dosen. ", "Das reicht."]), ("de", ["Das war 44 v. Chr. in Rom."]),
        ("sk", ["Volala firma Alfa s. r. o. Bratislava. ", "Potom nič."]),
        ("hi", ["वह ए. के. राव है। ", "वह आया।"]),
    ])
    func `initials and chains of letters end a sentence only before a word that begins one`(
        locale: String, expected: [String]
    ) {
        expect(expected, locale)
    }

    @Test(arguments: [
        ("en", ["Meet us at 9 a.m. ", "Bring water."]), ("en", ["At 9 a.m. Anna left the house."]),
        ("en", ["It opens at 10 a.m. Monday. ", "Come early."]), ("en", ["It ends at 4 p.m. GMT on Friday."]),
        ("en", ["We closed at 8 P.M. ", "Dr. Fox was last."]),
    ])
    func `a time of day ends a sentence but not before its weekday, and not as its first words`(
        locale: String, expected: [String]
    ) {
        expect(expected, locale)
    }

    @Test(arguments: [
        ("en", ["We sell pens, ink, etc. ", "Call Brown & Co. ", "They deliver."]),
        ("de", ["Es gibt Brot, Käse usw. ", "Daten fehlen."]),
        ("bg", ["Има хляб, сирене и др. ", "Брашно няма."]), ("en", ["All is OK. ", "Files were saved."]),
        ("hu", ["Kenyér, sajt stb. ", "Kell még tej."]), ("ru", ["Есть хлеб, сыр и т. д. ", "Молока нет."]),
    ])
    func `what stands at ends of enumerations ends a sentence`(locale: String, expected: [String]) {
        expect(expected, locale)
    }

    @Test(arguments: [
        ("de", ["Sie kommt am 3. Tag. ", "Er kam am 2. ", "Das war spät."]),
        ("de", ["Weiter mit Schritt 3. ", "Klicken Sie auf Start."]),
        ("de", ["Heute ist der 24. 12. 2021. ", "Ja."]),
        ("sk", ["Píše sa o kráľovi Karolovi IV. ", "Kniha je hrubá."]),
        ("cs", ["Bylo to za vlády Karla IV. ", "On zemřel."]),
        ("cs", ["Narodil se 7. Října 1960 v Brně."]), ("da", ["Tæl fra 1 til 9. ", "Vent så."]),
        ("en", ["I bought 3. ", "Tina bought 4."]),
    ])
    func `an ordinal goes on where a language writes them with a full stop`(
        locale: String, expected: [String]
    ) {
        expect(expected, locale)
    }

    @Test(arguments: [
        ["1. Open the lid ", "2. Fill in water ", "3. Close it"], ["1) Open it ", "2) Close it"],
        ["7.) Wash. ", "8.) Dry."], ["a) red ", "b) green ", "c) blue"], ["A. Yes ", "B. No"],
        ["• milk ", "• bread ", "• salt"], ["⁃1. Milk ", "⁃2. Bread"], ["ii. Second item. ", "Then more."],
        ["1. The value of 2. is wrong."], ["Use 1) here and 2) there."], ["Buy 1.rice, 2.Salt, 3.tea today."],
    ])
    func `an item of a list is one sentence with its number`(expected: [String]) {
        expect(expected, "en")
    }

    @Test(arguments: [
        ["Wait... ", "Is it on?"], ["Loading… ", "Please wait."], ["Well ... maybe not."],
        ["He said…nothing."],
        ["So it ends.... ", "Nobody cared."], ["He came . . . and went."],
        ["The end is near . . . . ", "We left."],
        ["It is over. ", ". . . We left."], ["The man . . . He of all people . . . came."],
        ["All was lost. ", "...or was it?"], ["...And so we left. ", "Bye."],
        ["\"Nobody [...] came\" (Smith 9)."], ["The list […] Grew longer."], ["The list [...] Grew longer."],
        ["\"We saw [...]\" (Fox 3)."],
    ])
    func `an ellipsis ends a sentence when a capital follows, but not an omission`(expected: [String]) {
        expect(expected, "en")
    }

    @Test(arguments: [
        ("en", ["“Stop!” she cried. ", "Nobody stopped."]), ("en", ["He asked “Why?” ", "Nobody knew."]),
        ("en", ["It (no, really! I mean it.) works."]),
        ("en", ["She left. ", "(He stayed.) ", "They wrote."]),
        ("en", ["\"I came. I saw,\" he said."]), ("en", ["\"I came. ", "I saw.\" ", "He left."]),
        ("de", ["„Geh weg. Sofort!“, rief er. ", "Sie ging."]), ("fr", ["« Oui. » ", "Il part."]),
        ("fr", ["« Non ! » dit-il. ", "Elle rit."]), ("ru", ["«Кто там? – спросила она. – Это ты»."]),
        ("zh", ["我看了《快跑！妈妈》两次。", "你呢？"]), ("ja", ["「はい。」と言った。", "「いいえ。」"]),
        ("ja", ["彼は「行くよ！待って！」と叫んだ。"]), ("en", ["Names cannot contain “.” or “/” signs."]),
        ("en", ["An open ( bracket. ", "Then more."]), ("en", ["He meant “Mr.” ", "Fox laughed."]),
    ])
    func `no sentence ends in a quotation behind which it goes on`(locale: String, expected: [String]) {
        expect(expected, locale)
    }

    @Test(arguments: [
        ("en", ["They left Yahoo! in May. ", "Hey! ", "you there."]), ("kk", ["Бұл кім? ", "не?"]),
        ("kk", ["Кел! — деді ол. ", "Ол келді."]), ("es", ["¿Qué hora es? ", "¡Es tarde!"]),
        ("es", ["Vive en EE. UU. ", "¿Y tú?"]), ("en", ["Really?! ", "No way!!"]), ("en", ["Really?Yes."]),
    ])
    func `a question or an exclamation may be part of a sentence`(locale: String, expected: [String]) {
        // A forgotten space does not make two sentences one.
        expect(expected == ["Really?Yes."] ? ["Really?", "Yes."] : expected, locale)
    }

    @Test(arguments: [
        ["Use .NET 4.8 or Node.js v. 20. ", "Both work."], ["Write to a.b@example.org. ", "We answer."],
        ["See https://example.org/?a=1&b=Two. ", "Then go on."],
        ["Open setup.exe or README.TXT now. ", "Wait."],
        ["It costs $1,000.50. ", "Pay 3.5 now."], ["See example.org/Find?Page=2 now."],
        ["It is %X. ", "Tina knows."], ["Printing to %s. ", "Please wait."],
        ["Version 2.0.1 is out. ", "Get it."],
        ["It is over. ", "3 files are left."], ["Heat it to 90.5°C. ", "Serve."],
    ])
    func `numbers, addresses, names of files and directives are whole`(expected: [String]) {
        expect(expected, "en")
    }

    @Test(arguments: [
        ("hy", ["Նա եկավ: ", "Մենք գնացինք։ ", "Լավ է:"]), ("hy", ["Ժամը 12:30 է, գնա. շուտ արի:"]),
        ("el", ["Πού πας; ", "Στο σπίτι."]), ("el", ["Ήρθε ο Γιάννης. ", "μετά έφυγε, δηλ. χάθηκε."]),
        ("el", ["λέξη;άλλη;τρίτη;"]), ("my", ["သူ လာ၊ ကျွန်တော် သွား။ ", "ကောင်း။"]),
        ("am", ["እሱ መጣ።", "አንተስ፧"]), ("ur", ["وہ آیا۔ ", "تم کہاں ہو؟"]), ("fa", ["او رفت. ", "کجا؟"]),
        ("mr", ["तो आला. ", "का? ", "हो."]), ("hi", ["यह सच है. ", "आप भी मानते है."]),
        ("th", ["ภาษาไทยง่าย"]), ("km", ["ខ្ញុំទៅ។ ", "អ្នកមក។"]), ("bo", ["ང་འགྲོ།"]),
        ("zh", ["他说：“来吧。”", "我没去！", "为什么？"]), ("ja", ["本当？", "うん。", "３．５％です。"]),
        ("ko", ["빛의 양. ", "잘 지내요?"]), ("he", ["הוא בא. ", "מתי?"]), ("ka", ["ის მოვიდა. ", "როდის?"]),
        ("kk", ["Ол қысқа әңгіме айтып берді.", "Біз тыңдадық."]),
    ])
    func `sentences end with the stops of their script`(locale: String, expected: [String]) {
        expect(expected, locale)
    }

    @Test func `Arabic headlines end with a colon, and commas divide what has no full stop`() {
        expect(["خبر عاجل: ", "وصل الفريق إلى المدينة. ", "استقبله الناس."], "ar")
        expect(["خطأ: لم يوجد الملف."], "ar")
        expect(["اشترى الولد خبزا، وجبنا، وماء."], "ar")
        expect(["ذهب إلى السوق، ثم إلى البيت، ثم إلى البحر، ثم نام"], "ar")
        expect(
            [
                "دخل الرجل إلى السوق القديم في الصباح الباكر، ", "ثم اشترى الخبز والجبن والزيتون لأهله، ",
                "وعاد إلى البيت ماشيا على قدميه مع ابنه، ", "وجلس الجميع حول المائدة في الحديقة",
            ], "ar")
    }

    @Test func `signs without a partner hide no end`() {
        let far = String(repeating: "word ", count: 250)
        expect(["(" + far + "ends. ", "Next one) goes on."], "en")
        expect(["(One. \n", "Two. ", "Three.) goes on."], "en")
    }

    @Test func `a long hostile text takes no more than its share of time`() {
        let clock = ContinuousClock()
        for unit in [
            ".", ". ", "! ", "?a", "A?", "a.m. 5 ", "( ", "(", ")", "\"", "\" a. ", "1. ", "a) ", "\u{2022} ",
            "...", "\u{2026} ",
            " . . .", "U.S.", "z. B. ", " ", "\n", "\u{201E}", "\u{3002}\u{300C}", "\u{60C} a", ": ", "a",
            "\u{6F22}", "p. 5 ",
        ] {
            for locale in ["en", "ar", "el"] {
                let text = "x/" + String(repeating: unit, count: 12_000 / unit.utf8.count)
                let time = clock.measure {
                    #expect(
                        Segmenter().sentenceEnds(text, locale: LocaleTag(unchecked: locale)).last
                            == text.utf8.count)
                }
                #expect(time < .seconds(10), "\(unit) \(locale)")
            }
        }
    }

    @Test func `sentences, words and graphemes tile any text of stops, signs and scripts`() {
        var samples = Samples(seed: 11)
        let locales = [
            "en", "de", "fr", "ar", "hy", "el", "ja", "zh", "hi", "ru", "sk", "th", "my", "kk", "xx",
        ]
        for _ in 0..<4000 {
            let text = (0..<Int.random(in: 0...24, using: &samples)).map { _ in samples.pick(Self.fragments) }
                .joined()
            let locale = LocaleTag(unchecked: samples.pick(locales))
            let segmenter = Segmenter()
            for ends in [
                segmenter.sentenceEnds(text, locale: locale), segmenter.wordEnds(text, locale: locale),
                segmenter.graphemeEnds(text, locale: locale),
            ] {
                let parts = zip([0] + ends, ends).map { text.utf8.span.string($0..<$1) }
                #expect(
                    parts.joined().utf8.elementsEqual(text.utf8) && !parts.contains(""),
                    "\(text.debugDescription)")
                #expect(parts.allSatisfy { !$0.unicodeScalars.contains("\u{FFFD}") })
            }
        }
    }

    private static let fragments =
        [
            " ", " ", "\n", "\r\n", "\t", "\u{A0}", "\u{200B}", "\u{202A}", "\u{202C}", "\u{200D}",
            "e\u{301}", ". ", "! ",
            "? ", "... ", "\u{2026} ", " . . .", "1. ", "a) ", "\u{2022} ", "Mr. ", "U.S. ", "z. B. ", "p. 7",
            "XII. ", ".NET", "a.m. ",
        ]
        + ".!?…\"'()[]{}<>“”„«»:;,-—。！「」।؟،։၊။។%°¿aZ5Жфςա漢あกकاא🙂".unicodeScalars.map { String($0) }
}
