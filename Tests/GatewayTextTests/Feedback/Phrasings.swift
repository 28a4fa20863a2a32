// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// What a sentence asks for, without the sentence.
struct ExpectedWish: Equatable, Sendable {
    var kind: FeedbackWish.Kind
    var target: LocaleTag?
    var source: LocaleTag?

    init(_ wish: FeedbackWish) { (kind, target, source) = (wish.kind, wish.target, wish.source) }

    init(_ kind: FeedbackWish.Kind, _ target: LocaleTag?, _ source: LocaleTag?) {
        (self.kind, self.target, self.source) = (kind, target, source)
    }
}

func wish(_ kind: FeedbackWish.Kind, _ target: String? = nil, from source: String? = nil) -> ExpectedWish {
    ExpectedWish(kind, target.map(LocaleTag.init(unchecked:)), source.map(LocaleTag.init(unchecked:)))
}

/// Sentences of feedback and what they ask for.
enum Phrasings {
    static let read: [(String, [ExpectedWish])] = [
        ("Do not translate Acme Cloud.", [wish(.keep(term: "Acme Cloud"))]),
        ("Don't translate Acme Cloud", [wish(.keep(term: "Acme Cloud"))]),
        ("Don\u{2019}t translate \u{201C}Acme Cloud\u{201D}.", [wish(.keep(term: "Acme Cloud"))]),
        ("Never translate 'Acme'.", [wish(.keep(term: "Acme"))]),
        ("Please don't translate Acme Cloud!", [wish(.keep(term: "Acme Cloud"))]),
        ("Acme Cloud must not be translated.", [wish(.keep(term: "Acme Cloud"))]),
        ("\u{201C}cart\u{201D} should not be translated in German", [wish(.keep(term: "cart"), "de")]),
        ("Keep Acme as is.", [wish(.keep(term: "Acme"))]),
        ("Keep Acme Cloud untranslated in French.", [wish(.keep(term: "Acme Cloud"), "fr")]),
        ("Keep Acme in English.", [wish(.keep(term: "Acme"))]),
        (
            "Leave \u{201C}Dashboard\u{201D} in English in German and French.",
            [wish(.keep(term: "Dashboard"), "de"), wish(.keep(term: "Dashboard"), "fr")]
        ),
        ("Acme Cloud is a brand name.", [wish(.keep(term: "Acme Cloud"))]),
        ("Acme is our product name, don't translate it.", [wish(.keep(term: "Acme"))]),
        ("Acme is a brand name, so please do not translate it.", [wish(.keep(term: "Acme"))]),
        ("Leave Acme alone.", [wish(.keep(term: "Acme"))]),
        ("Acme stays Acme.", [wish(.keep(term: "Acme"))]),
        ("Acme Cloud should stay as it is.", [wish(.keep(term: "Acme Cloud"))]),
        ("Acme should remain in English.", [wish(.keep(term: "Acme"))]),
        ("Translate cart as Warenkorb in German.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        (
            "Translate \u{201C}cart\u{201D} as Warenkorb in German.",
            [wish(.render(term: "cart", as: "Warenkorb"), "de")]
        ),
        ("Translate cart with Warenkorb in German.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("Translate cart to Warenkorb in German.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("Translate cart by Warenkorb for German.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("Translate cart into German as Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("Translate cart as Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"))]),
        (
            "Translate \u{201C}cart\u{201D} to \u{201C}panier\u{201D} in Canadian French.",
            [wish(.render(term: "cart", as: "panier"), "fr-CA")]
        ),
        ("Cart should be Warenkorb in German.", [wish(.render(term: "Cart", as: "Warenkorb"), "de")]),
        (
            "\u{201C}cart\u{201D} must be \u{201C}panier\u{201D} in French.",
            [wish(.render(term: "cart", as: "panier"), "fr")]
        ),
        (
            "\u{201C}cart\u{201D} is \u{201C}carrito\u{201D} in Spanish.",
            [wish(.render(term: "cart", as: "carrito"), "es")]
        ),
        ("In German, cart is Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        (
            "In German, \u{201C}cart\u{201D} should be \u{201C}Warenkorb\u{201D}.",
            [wish(.render(term: "cart", as: "Warenkorb"), "de")]
        ),
        ("In German, translate cart as Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("In German: translate cart as Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("German: cart = Warenkorb", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("Use Warenkorb for cart in German.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        (
            "Use \u{201C}Warenkorb\u{201D} for \u{201C}cart\u{201D}.",
            [wish(.render(term: "cart", as: "Warenkorb"))]
        ),
        (
            "Use \u{201C}Warenkorb\u{201D} instead of \u{201C}Einkaufswagen\u{201D} for \u{201C}cart\u{201D} in German.",
            [
                wish(.render(term: "cart", as: "Warenkorb"), "de"),
                wish(.forbid(rendering: "Einkaufswagen", term: "cart"), "de"),
            ]
        ),
        (
            "Use Warenkorb instead of Einkaufswagen for cart in German.",
            [
                wish(.render(term: "cart", as: "Warenkorb"), "de"),
                wish(.forbid(rendering: "Einkaufswagen", term: "cart"), "de"),
            ]
        ),
        (
            "Say \u{201C}Warenkorb\u{201D}, not \u{201C}Einkaufswagen\u{201D} in German.",
            [
                wish(.forbid(rendering: "Einkaufswagen", term: nil), "de"),
                wish(
                    .instruct(
                        name: "Wording",
                        text: "Use \u{201C}Warenkorb\u{201D} instead of \u{201C}Einkaufswagen\u{201D}."), "de"
                ),
            ]
        ),
        (
            "Use Warenkorb, not Einkaufswagen, in German.",
            [
                wish(.forbid(rendering: "Einkaufswagen", term: nil), "de"),
                wish(
                    .instruct(
                        name: "Wording",
                        text: "Use \u{201C}Warenkorb\u{201D} instead of \u{201C}Einkaufswagen\u{201D}."), "de"
                ),
            ]
        ),
        ("cart \u{2192} Warenkorb", [wish(.render(term: "cart", as: "Warenkorb"))]),
        ("cart -> Warenkorb (German)", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("cart = Warenkorb in German", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("cart: Warenkorb (German)", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("cart: Warenkorb (de)", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("The German for cart is Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        (
            "The German translation of cart should be Warenkorb.",
            [wish(.render(term: "cart", as: "Warenkorb"), "de")]
        ),
        ("The German word for cart is Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        ("Never translate cart as Einkaufswagen.", [wish(.forbid(rendering: "Einkaufswagen", term: "cart"))]),
        (
            "Do not translate cart as Einkaufswagen in German.",
            [wish(.forbid(rendering: "Einkaufswagen", term: "cart"), "de")]
        ),
        (
            "Don't use Einkaufswagen for cart in German.",
            [wish(.forbid(rendering: "Einkaufswagen", term: "cart"), "de")]
        ),
        ("Don't use \u{201C}Einkaufswagen\u{201D}.", [wish(.forbid(rendering: "Einkaufswagen", term: nil))]),
        (
            "Cart should not be translated as Karren in German.",
            [wish(.forbid(rendering: "Karren", term: "Cart"), "de")]
        ),
        (
            "Translate cart as Warenkorb, not Einkaufswagen, in German.",
            [
                wish(.render(term: "cart", as: "Warenkorb"), "de"),
                wish(.forbid(rendering: "Einkaufswagen", term: "cart"), "de"),
            ]
        ),
        (
            "Do not translate cart as Karren, but as Warenkorb in German.",
            [
                wish(.render(term: "cart", as: "Warenkorb"), "de"),
                wish(.forbid(rendering: "Karren", term: "cart"), "de"),
            ]
        ),
        ("Stop translating cart as Karren.", [wish(.forbid(rendering: "Karren", term: "cart"))]),
        ("Stop translating Acme.", [wish(.keep(term: "Acme"))]),
        (
            "Use formal address in German.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de")]
        ),
        (
            "Use informal address in German and French.",
            [
                wish(.instruct(name: "Informal address", text: "Use informal address (du, not Sie)."), "de"),
                wish(.instruct(name: "Informal address", text: "Use informal address (tu, not vous)."), "fr"),
            ]
        ),
        (
            "Use Sie in German.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de")]
        ),
        (
            "Use Sie.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de")]
        ),
        (
            "Use du in German.",
            [wish(.instruct(name: "Informal address", text: "Use informal address (du, not Sie)."), "de")]
        ),
        (
            "Use vous in French.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (vous, not tu)."), "fr")]
        ),
        (
            "Use tu in Italian.",
            [wish(.instruct(name: "Informal address", text: "Use informal address (tu, not Lei)."), "it")]
        ),
        (
            "Use usted in Spanish.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (usted, not t\u{FA})."), "es")]
        ),
        (
            "Use t\u{FA} in Spanish.",
            [
                wish(
                    .instruct(name: "Informal address", text: "Use informal address (t\u{FA}, not usted)."),
                    "es")
            ]
        ),
        (
            "Use Sie, not du.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de")]
        ),
        (
            "Use du instead of Sie in German.",
            [wish(.instruct(name: "Informal address", text: "Use informal address (du, not Sie)."), "de")]
        ),
        (
            "Please use the Sie form in Swiss German.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de-CH")]
        ),
        ("Be more formal.", [wish(.instruct(name: "Formal tone", text: "Write in a formal tone."))]),
        ("Be polite.", [wish(.instruct(name: "Polite tone", text: "Write in a polite tone."))]),
        (
            "Be more casual in Spanish.",
            [wish(.instruct(name: "Casual tone", text: "Write in a casual tone."), "es")]
        ),
        ("Be friendly.", [wish(.instruct(name: "Friendly tone", text: "Write in a friendly tone."))]),
        (
            "Address the user formally.",
            [wish(.instruct(name: "Formal address", text: "Address the reader formally."))]
        ),
        (
            "Address users informally in Dutch.",
            [wish(.instruct(name: "Informal address", text: "Use informal address (je, not u)."), "nl")]
        ),
        (
            "Make the German more formal.",
            [wish(.instruct(name: "Formal tone", text: "Write in a formal tone."), "de")]
        ),
        (
            "German should be more formal.",
            [wish(.instruct(name: "Formal tone", text: "Write in a formal tone."), "de")]
        ),
        (
            "German translations should use formal address.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de")]
        ),
        ("Use a friendly tone.", [wish(.instruct(name: "Friendly tone", text: "Write in a friendly tone."))]),
        (
            "Use formal address in Japanese.",
            [
                wish(
                    .instruct(
                        name: "Formal address",
                        text: "Use the polite form (\u{3067}\u{3059}\u{30FB}\u{307E}\u{3059})."), "ja")
            ]
        ),
        (
            "Use the Oxford comma.",
            [wish(.instruct(name: "Oxford comma", text: "Use the Oxford comma in lists."))]
        ),
        ("Keep sentences short.", [wish(.instruct(name: "Short sentences", text: "Keep sentences short."))]),
        (
            "Use gender-neutral language in German.",
            [wish(.instruct(name: "Gender-neutral language", text: "Use gender-neutral language."), "de")]
        ),
        (
            "Use sentence case in titles.",
            [wish(.instruct(name: "Sentence case", text: "Use sentence case in titles."))]
        ),
        ("Use metric units.", [wish(.instruct(name: "Metric units", text: "Use metric units."))]),
        (
            "Write numbers with a comma as the decimal separator in German.",
            [
                wish(
                    .instruct(name: "Numbers", text: "Write numbers with a comma as the decimal separator."),
                    "de")
            ]
        ),
        (
            "Write dates as DD.MM.YYYY in German.",
            [wish(.instruct(name: "Dates", text: "Write dates as DD.MM.YYYY."), "de")]
        ),
        ("Remove Acme from the glossary.", [wish(.drop(term: "Acme"))]),
        ("Remove \u{201C}cart\u{201D} from the German glossary.", [wish(.drop(term: "cart"), "de")]),
        ("You can translate Acme now.", [wish(.drop(term: "Acme"))]),
        ("You may translate \u{201C}Acme\u{201D} again.", [wish(.drop(term: "Acme"))]),
        ("Acme can be translated again.", [wish(.drop(term: "Acme"))]),
        (
            "Do not translate Foo, Bar and Baz.",
            [wish(.keep(term: "Foo")), wish(.keep(term: "Bar")), wish(.keep(term: "Baz"))]
        ),
        (
            "Do not translate \u{201C}Foo\u{201D} and \u{201C}Bar\u{201D}.",
            [wish(.keep(term: "Foo")), wish(.keep(term: "Bar"))]
        ),
        (
            "Do not translate Acme Cloud and Acme Desk.",
            [wish(.keep(term: "Acme Cloud")), wish(.keep(term: "Acme Desk"))]
        ),
        ("Do not translate GitHub or GitLab.", [wish(.keep(term: "GitHub")), wish(.keep(term: "GitLab"))]),
        (
            "Do not translate Foo, Bar, and Baz in German and French.",
            [
                wish(.keep(term: "Foo"), "de"), wish(.keep(term: "Foo"), "fr"),
                wish(.keep(term: "Bar"), "de"), wish(.keep(term: "Bar"), "fr"),
                wish(.keep(term: "Baz"), "de"), wish(.keep(term: "Baz"), "fr"),
            ]
        ),
        ("Do not translate Node.js.", [wish(.keep(term: "Node.js"))]),
        ("Do not translate the word checkout.", [wish(.keep(term: "checkout"))]),
        ("Do not translate our product name Acme Cloud.", [wish(.keep(term: "Acme Cloud"))]),
        ("Do not translate the \u{201C}Save\u{201D} button.", [wish(.keep(term: "Save"))]),
        (
            "Translate Terms and Conditions as AGB in German.",
            [wish(.render(term: "Terms and Conditions", as: "AGB"), "de")]
        ),
        (
            "Translate \u{201C}sign in\u{201D} as \u{201E}anmelden\u{201C} in de-AT.",
            [wish(.render(term: "sign in", as: "anmelden"), "de-AT")]
        ),
        (
            "Translate \u{AB}panier\u{BB} as \u{2018}cart\u{2019} in English.",
            [wish(.render(term: "panier", as: "cart"), "en")]
        ),
        (
            "Translate `log in` as \u{300C}\u{30ED}\u{30B0}\u{30A4}\u{30F3}\u{300D} in Japanese.",
            [wish(.render(term: "log in", as: "\u{30ED}\u{30B0}\u{30A4}\u{30F3}"), "ja")]
        ),
        (
            "Translate cart as \u{8D2D}\u{7269}\u{8F66} in Simplified Chinese.",
            [wish(.render(term: "cart", as: "\u{8D2D}\u{7269}\u{8F66}"), "zh-Hans")]
        ),
        (
            "Translate cart as \u{8CFC}\u{7269}\u{8ECA} in zh-Hant.",
            [wish(.render(term: "cart", as: "\u{8CFC}\u{7269}\u{8ECA}"), "zh-Hant")]
        ),
        (
            "Translate bus as autocarro in Portuguese (Portugal).",
            [wish(.render(term: "bus", as: "autocarro"), "pt-PT")]
        ),
        (
            "Translate bus as \u{F4}nibus in Brazilian Portuguese.",
            [wish(.render(term: "bus", as: "\u{F4}nibus"), "pt-BR")]
        ),
        (
            "Translate car as carro in Latin American Spanish.",
            [wish(.render(term: "car", as: "carro"), "es-419")]
        ),
        ("Translate bike as Velo in Swiss German.", [wish(.render(term: "bike", as: "Velo"), "de-CH")]),
        (
            "From English to German, translate cart as Warenkorb.",
            [wish(.render(term: "cart", as: "Warenkorb"), "de", from: "en")]
        ),
        (
            "Translate cart from English into German as Warenkorb.",
            [wish(.render(term: "cart", as: "Warenkorb"), "de", from: "en")]
        ),
        ("You should never translate Acme.", [wish(.keep(term: "Acme"))]),
        (
            "Make sure to translate cart as Warenkorb in German.",
            [wish(.render(term: "cart", as: "Warenkorb"), "de")]
        ),
        ("Do not translate Acme because it is our brand name.", [wish(.keep(term: "Acme"))]),
        ("Do not translate Acme, it is our brand.", [wish(.keep(term: "Acme"))]),
        ("Acme and Initech are brand names.", [wish(.keep(term: "Acme")), wish(.keep(term: "Initech"))]),
        (
            "Do not translate brand names.",
            [wish(.instruct(name: "Brand names", text: "Do not translate brand names."))]
        ),
        (
            "Do not translate Acme and use formal address.",
            [
                wish(.keep(term: "Acme")),
                wish(.instruct(name: "Formal address", text: "Address the reader formally.")),
            ]
        ),
        (
            "In German, use formal address and keep sentences short.",
            [
                wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de"),
                wish(.instruct(name: "Short sentences", text: "Keep sentences short."), "de"),
            ]
        ),
        ("Acme Inc. should not be translated.", [wish(.keep(term: "Acme Inc."))]),
        (
            "Do not translate Acme Inc. Use formal address.",
            [
                wish(.keep(term: "Acme Inc")),
                wish(.instruct(name: "Formal address", text: "Address the reader formally.")),
            ]
        ),
        (
            "Do not translate \u{201C}Acme.\u{201D} Use metric units.",
            [wish(.keep(term: "Acme")), wish(.instruct(name: "Metric units", text: "Use metric units."))]
        ),
        ("Yahoo! must not be translated.", [wish(.keep(term: "Yahoo!"))]),
        ("Translate cart in German as Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"), "de")]),
        (
            "\u{201C}cart\u{201D} in German is \u{201C}Warenkorb\u{201D}.",
            [wish(.render(term: "cart", as: "Warenkorb"), "de")]
        ),
        ("Always translate cart as Warenkorb.", [wish(.render(term: "cart", as: "Warenkorb"))]),
        ("Do not translate \u{201C}Don't panic\u{201D}.", [wish(.keep(term: "Don't panic"))]),
        (
            "Translate 'Don't panic' as 'Keine Panik' in German.",
            [wish(.render(term: "Don't panic", as: "Keine Panik"), "de")]
        ),
        ("Do not translate Acme in any language.", [wish(.keep(term: "Acme"))]),
        (
            "Do not translate literally.",
            [
                wish(
                    .instruct(
                        name: "No literal translation", text: "Translate the meaning, not word for word."))
            ]
        ),
        (
            "For \u{201C}cart\u{201D}, use \u{201C}Warenkorb\u{201D} in German.",
            [wish(.render(term: "cart", as: "Warenkorb"), "de")]
        ),
        (
            "Use British spelling in English.",
            [wish(.instruct(name: "British spelling", text: "Use British spelling."), "en")]
        ),
        (
            "Use 24-hour time in French.",
            [wish(.instruct(name: "24-hour time", text: "Write times in the 24-hour format."), "fr")]
        ),
        (
            "Use polite form in Korean.",
            [
                wish(
                    .instruct(
                        name: "Formal address",
                        text: "Use the formal style (\u{D569}\u{B2C8}\u{B2E4}\u{CCB4})."), "ko")
            ]
        ),
        (
            "Do not use Sie in German, use du.",
            [wish(.instruct(name: "Informal address", text: "Use informal address (du, not Sie)."), "de")]
        ),
        (
            "Don't use du in German.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de")]
        ),
        (
            "Do not use exclamation marks.",
            [wish(.instruct(name: "No exclamation marks", text: "Do not use exclamation marks."))]
        ),
        ("Acme: do not translate", [wish(.keep(term: "Acme"))]),
        (
            "de: use Sie",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de")]
        ),
        ("Note that Acme must not be translated.", [wish(.keep(term: "Acme"))]),
        ("Do not translate Acme \u{2013} ever.", [wish(.keep(term: "Acme"))]),
        ("do not translate acme", [wish(.keep(term: "acme"))]),
        (
            "In german, use sie.",
            [wish(.instruct(name: "Formal address", text: "Use formal address (Sie, not du)."), "de")]
        ),
        (
            "Translate yes to \u{201C}S\u{ED}\u{201D} in Spanish.",
            [wish(.render(term: "yes", as: "S\u{ED}"), "es")]
        ),
        (
            "Use informal address in Argentinian Spanish.",
            [
                wish(
                    .instruct(name: "Informal address", text: "Use informal address (vos, not usted)."),
                    "es-AR")
            ]
        ),
        (
            "Use formal address in all languages.",
            [wish(.instruct(name: "Formal address", text: "Address the reader formally."))]
        ),
        (
            "Make the German texts shorter and friendlier.",
            [
                wish(.instruct(name: "Concise wording", text: "Write concisely."), "de"),
                wish(.instruct(name: "Friendly tone", text: "Write in a friendly tone."), "de"),
            ]
        ),
        (
            "You can now translate Foo and \u{201C}Bar\u{201D}.",
            [wish(.drop(term: "Foo")), wish(.drop(term: "Bar"))]
        ),
        ("Acme = Acme", [wish(.keep(term: "Acme"))]),
        ("Translate Acme as Acme.", [wish(.keep(term: "Acme"))]),
        (
            "Write numbers without thousands separators in German.",
            [wish(.instruct(name: "Numbers", text: "Write numbers without thousands separators."), "de")]
        ),
        ("Translate page as Seite in German.", [wish(.render(term: "page", as: "Seite"), "de")]),
        (
            "Tone: formal (German)",
            [wish(.instruct(name: "Formal tone", text: "Write in a formal tone."), "de")]
        ),
        (
            "Use Warenkorb rather than Wagen for cart in German.",
            [
                wish(.render(term: "cart", as: "Warenkorb"), "de"),
                wish(.forbid(rendering: "Wagen", term: "cart"), "de"),
            ]
        ),
        (
            "Do not translate Acme 2.0, Foo v1.2 and Node.js.",
            [wish(.keep(term: "Acme 2.0")), wish(.keep(term: "Foo v1.2")), wish(.keep(term: "Node.js"))]
        ),
    ]

    /// Sentences that nobody can surely read.
    static let unread = [
        "Translate cart as Warenkorb sometimes.", "Do not translate Acme if unsure.",
        "Do not translate Acme?",
        "Do not translate Acme elsewhere.", "Do not translate Acme while testing.",
        "Translate cart as Korb perhaps.",
        "Use formal address in German?", "Never do not translate Acme.",
        "Maybe \u{201C}cart\u{201D} could be \u{201C}Warenkorb\u{201D}.",
        "Why is \u{201C}cart\u{201D} translated as \u{201C}Wagen\u{201D}?",
        "\u{201C}cart\u{201D} isn't bad.",
        "The German sounds robotic.",
        "The translation is bad in German.",
        "Translate X to German.",
        "Can you keep Acme in English?",
        "Could you please not translate Acme?",
        "I think Acme should not be translated.",
        "Perhaps use formal address.",
        "If possible, use formal address in German.",
        "Do not translate it.",
        "Do not translate everything.",
        "Do not translate the footer.",
        "Don't leave Acme untranslated.",
        "Never don't translate Acme.",
        "Translate everything as Sie.",
        "Headings should be shorter in German.",
        "The text should be Blue in German.",
        "In German, buttons should be shorter.",
        "Use Arial for headings.",
        "Use Markdown for lists.",
        "Translate log in as sign in as anmelden.",
        "Use formal address in German, informal in French.",
        "Use Sie in French.",
        "Use tu.",
        "Use du.",
        "Do not translate cart in titles.",
        "Translate cart as Warenkorb in the header.",
        "Translate cart as Warenkorb in Klingon.",
        "Translate Acme to Klingon.",
        "Translate Acme with care.",
        "Do not translate Acme with Google.",
        "Translate cart as Warenkorb or Korb.",
        "Translate cart as a noun.",
        "Translate cart as short as possible.",
        "Do not translate Terms and Conditions.",
        "Do not translate drag and drop.",
        "\u{201C}cart\u{201D} is translated as \u{201C}Wagen\u{201D} in German.",
        "The German translation of \u{201C}cart\u{201D} is \u{201C}Wagen\u{201D}.",
        "The second paragraph stays untranslated.",
        "\u{201C}cart\u{201D} remains in English.",
        "Use commas instead of periods in French.",
        "Use a comma for decimals.",
        "It should be formal.",
        "Make it better.",
        "Not bad.",
        "Translate cart as Warenkorb only in titles.",
        "Translate cart in German headings as Warenkorb.",
        "Do not translate Acme, except in French.",
        "Acme is a product.",
        "Acme is great.",
        "Use formal address unless the reader is a child.",
        "Translate cart.",
        "Warenkorb.",
        "Never say never.",
        "Use Sie for customers in German.",
        "Use \"\".",
        "Do not translate \u{201C}\u{201D}.",
        "Is Acme a brand name?",
        "Nobody should translate Acme.",
        "Not everything should be translated.",
        "Acme should not be left untranslated.",
        "Keep Acme.",
        "Use German.",
        "Do not use English in German.",
        "Do not translate Acme in German and informal in French.",
        "In French, translate cart as panier in German.",
        "Translate cart as Warenkorb, Korb in German.",
        "Replace cart with Warenkorb.",
        "Change cart to Warenkorb.",
        "Do not translate too much.",
        "Don't translate this.",
        "Do not translate automatically.",
        "Cart and basket is Warenkorb",
        "You can translate Acme.",
        "Do not translate \u{201C}Foo\u{201D} bar.",
        "I don't want Acme translated.",
        "Acme was translated as Akme.",
        "Why not translate Acme as Akme.",
        "Translate \"cart as Warenkorb.",
        "Do not use formal language that nobody understands in German.",
        "Be careful.",
        "Use German spelling.",
        "Be consistent with Sie.",
        "Translate it as Warenkorb.",
        "The button should say \u{201C}Kaufen\u{201D} in German.",
        "\u{201C}cart\u{201D} should be shorter in German.",
        "Do not translate the user's name.",
        "Do not translate comments in code.",
        "Never translate numbers.",
        "Use the same word for cart in German.",
        "No, translate cart as Warenkorb.",
        "Don't change anything.",
        "The word \u{201C}cart\u{201D} is not Warenkorb in German.",
        "There is no word for cart in German.",
        "\u{201C}Cart\u{201D} is missing in German.",
        "\u{201C}Cart\u{201D} is Missing in German.",
        "Cart is Great in German.",
        "The German for cart is Wrong.",
        "Cart = ?",
        "Please: Acme (German)",
        "Page 3: Typo (German)",
        "Use Warenkorb.",
        "Do not use Warenkorb.",
        "Use Google Translate instead of DeepL in German.",
        "Translate this sentence as Warenkorb in German.",
        "Use my name for tests in German.",
        "Do not translate Acme the same way twice.",
        "Do not translate Acme a second time.",
        "Do not translate Acme differently.",
        "Do not translate Acme's name.",
        "Do not translate Acme yet.",
        "Do not translate new products.",
        "Translate dates as DD.MM.YYYY in German.",
        "Use te.",
        "Page 3: Foo (German)",
        "Translate cart as Warenkorb (not Wagen) in German.",
        "Do not translate Acme for now.",
        "Use formal address in Klingonish.",
        "Translate save as Speichern and basket as Korb in German.",
        "Use formal address in German titles.",
        "Use formal address in German but not in titles.",
        "Translate cart as Warenkorb and never as Wagen in German.",
        "Do not translate the Acme website.",
        "cart -> Warenkorb / Korb",
        "Acme needs to be translated to German.",
        "Use English for product names in German.",
        "Remove the word Acme from the page.",
        "cart = Warenkorb, basket = Korb (German)",
        "X = Y = Z",
        "Keep the text in English.",
        "Leave Acme untranslated in titles.",
    ]
}
