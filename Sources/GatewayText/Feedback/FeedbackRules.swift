// SPDX-License-Identifier: Apache-2.0

/// What a phrasing asks for. Slots: `X` a term, `Y` a rendering that is wanted, `Z` one that is not.
enum FeedbackDeed: Sendable {
    /// How sure a rendering must be.
    enum Proof: Sendable {
        /// The phrasing says that it is one: "translate … as".
        case stated
        /// It is quoted, or a locale is named: "translate … to" may as well name a language.
        case located
        /// It is quoted, or a locale is named and it does not look like a word of the sentence: "use … for" is
        /// also said of fonts.
        case shown
    }

    /// What is known of `Y` and `Z` follows from which slots there are.
    case reword(Proof)
    case keep(isPlural: Bool)
    /// `X` stays when `Y` is the same.
    case keepSame
    case drop
    /// `X` is a kind of names.
    case keepCategory
    case instruct(name: String, text: String)
    /// `A` is a word of address that is wanted, `B` one that is not.
    case address(Formality?)
    /// `T` is an adjective or adverb.
    case tone(ToneTable.Degree)
}

/// A phrasing and what it asks for.
struct FeedbackRule: Sendable {
    let pattern: FeedbackPattern
    let deed: FeedbackDeed
}

/// All phrasings, in the order in which they are tried: the first that fits decides.
enum FeedbackRules {
    /// Names of choices, replaced in this order.
    static let choices: [(name: String, words: String)] = [
        ("{not}", "do not|never|do not ever"),
        ("{translate}", "translate|localize|localise|render"),
        ("{translating}", "translating|localizing|localising|rendering"),
        ("{translated}", "translated|localized|localised|rendered"),
        ("{should}", "must|should|shall|has to|have to|needs to|need to|is to|are to|ought to"),
        (
            "{should not}",
            "must not|should not|shall not|must never|should never|is not to|are not to|can not|may not|must not ever"
        ),
        (
            "{as is}",
            "as is|as-is|as it is|as they are|as it stands|untranslated|unchanged|untouched|alone|verbatim|in the original|in the original language|in the source language|in its original form|in its original language|as in the original"
        ),
        ("{unlike}", ", not|not|, and not|and not|, never|instead of|, instead of|rather than|, rather than"),
        ("{glossary}", "glossary|term list|termbase|term base|terminology|dictionary|do-not-translate list"),
    ]

    /// Compiles the tables.
    static func compiled() -> [FeedbackRule] {
        let styles = StyleTable.rows.map { row in
            (FeedbackDeed.instruct(name: row.name, text: row.text), row.phrasings)
        }
        return (styles + address + tone + categories + drop + keepBeforeRewording + reword + keep + vague)
            .flatMap {
                deed, phrasings in
                phrasings.map { FeedbackRule(pattern: FeedbackPattern($0, choices: choices), deed: deed) }
            }
    }

    private typealias Table = [(FeedbackDeed, [String])]

    private static let readers =
        "(the|our|your|) (user|users|reader|readers|customer|customers|people|them|audience|everyone|visitors)"

    private static let address: Table =
        [
            (Formality.formal, "(formal|polite)", "(formally|politely)"),
            (.informal, "(informal|familiar)", "(informally|casually)"),
        ]
        .map { formality, adjective, adverb in
            let noun =
                "(address|addresses|form|forms|you|pronoun|pronouns|form of address|forms of address|second person)"
            return (
                .address(formality),
                [
                    "use (the|a|) \(adjective) \(noun)", "use (the|) \(adjective) A (form|)",
                    "address \(readers) \(adverb)",
                    "address \(readers) (with|in|using) the \(adjective) \(noun)",
                    "(the|) (form of address|address) {should} be \(adjective)",
                ]
            )
        } + [
            (
                .address(nil),
                [
                    "(use|say|write) (the|) A (form|) {unlike} (the|) B (form|)",
                    "{not} (use|say|write) (the|) B (form|) (,|) (but|) (use|say|write|) (the|) A (form|) (instead|)",
                    "{not} (use|say|write) (the|) B (form|)", "(use|say|write) (the|) A (form|)",
                    "address \(readers) (with|as|using|by) (the|) A (form|) {unlike} (with|as|using|by|) (the|) B (form|)",
                    "address \(readers) (with|as|using|by) (the|) A (form|)",
                ]
            )
        ]

    private static let tone: Table = [(ToneTable.Degree.plain, ""), (.more, "more "), (.less, "less ")].map {
        degree, word in
        (
            .tone(degree),
            [
                "(be|sound|stay|write|speak) \(word)T", "make (all|the) (translations|texts|text) \(word)T",
                "use (a|an|) \(word)T (tone|style|language|voice|wording|register|tone of voice)",
                "write in (a|an|) \(word)T (tone|style|language|voice|way|register|tone of voice)",
                "(the|our|) (tone|style|language|wording|voice|register|tone of voice|texts|translations) {should} (be|sound) \(word)T",
                "(keep|make) (the|) (tone|style|language|wording|voice|register) \(word)T",
                "(tone|style|register) : \(word)T",
            ]
        )
    }

    private static let categories: Table = [
        (
            .keepCategory,
            [
                "{not} {translate} (the|any|our|all|) X", "(keep|leave) (the|all|our|) X {as is}",
                "(the|all|our|) X {should not} be {translated}",
                "(the|all|our|) X {should} (stay|remain|be kept|be left) {as is}",
            ]
        )
    ]

    private static let drop: Table = [
        (
            .drop,
            [
                "(remove|delete|drop|take) X (from|out of|off) (the|our|your|) {glossary}",
                "(you|we) (can|may) (now|again) {translate} X (again|now|after all|)",
                "(you|we) (can|may) {translate} X (again|now|after all)",
                "X (can|may) (now|again) be {translated} (again|)",
                "X (can|may) be {translated} (again|now|after all)",
                "(start|resume) translating X (again|)", "stop (keeping|leaving) X {as is}",
            ]
        )
    ]

    private static let brands =
        "(brand|product|company|trade|proper|service|feature|model) (name|names|noun|nouns)|brand|brands|trademark|trademarks|registered trademark|registered trademarks|name of (a|our) (product|company|brand)"

    /// Phrasings of keeping that those of rewording would take for theirs.
    private static let keepBeforeRewording: Table = [
        (
            .keep(isPlural: false),
            [
                "treat X as (untranslatable|non-translatable|not translatable|(a|our|) (\(brands)))",
                "mark X as (untranslatable|non-translatable|not translatable|do not translate)",
            ]
        ),
        (
            .keepSame,
            [
                "{translate} X as Y",
                "X (stays|stay|remains|remain|is always|{should} stay|{should} remain) Y",
                "X {should} be {translated} as Y", "keep X as Y",
            ]
        ),
    ]

    private static let reword: Table = [
        (
            .reword(.stated),
            [
                "{not} {translate} X (as|to|into|with|by) Z (, but|but|,|-|and) (rather|) (as|use|say|translate it as|always as|always use|instead use|render it as) Y (instead|)",
                "{translate} X not as Z (, but|but|,) (rather|) as Y",
                "{translate} X as Y {unlike} (as|) Z", "X {should} be {translated} as Y {unlike} (as|) Z",
                "X \u{2192} Y {unlike} Z", "{not} {translate} X as Z", "X {should not} be {translated} as Z",
                "stop (translating|rendering|localizing) X (as|to) Z", "{translate} X as Y",
                "X {should} be {translated} as Y",
                "X {should} always be {translated} as Y", "X (, it|it|,) {should} be {translated} as Y",
                "X \u{2192} Y", "X = Y",
            ]
        ),
        (
            .reword(.located),
            [
                "{not} {translate} X (to|into|with|by) Z",
                "X {should not} be {translated} (to|into|with|by) Z",
                "stop (translating|rendering) X with Z",
            ]
        ),
        (
            .reword(.shown),
            [
                "{translate} X (with|by|using|to|into) Y", "X {should} be {translated} (with|by|to|into) Y",
                "{not} (use|say|write) Z for X (,|-) (but|) (use|say|write|) Y (instead|)",
                "{not} (use|say|write) Z (for|to translate|as (a|the|) translation (of|for)) X",
                "(use|say|write) Y {unlike} Z for X", "(use|say|write) Y for X {unlike} Z",
                "for X (,|) (use|say|write) Y {unlike} Z", "for X (,|) (use|say|write) Y",
                "(use|say|write) Y as (a|the|) translation (of|for) X", "(use|say|write) Y to translate X",
                "(use|say|write) Y for X",
                "{not} (use|say|write) Z (, but|but|,|-) (use|say|write|) Y (instead|)",
                "(use|say|write) Y {unlike} Z", "{not} (use|say|write) Z", "(avoid|stop using) Z",
                "the (correct|right|proper|) (word|term|translation|rendering|equivalent|expression|name) (for|of) X {should} be Y",
                "the (correct|right|proper|) (word|term|equivalent|expression|name) for X is Y",
                "the (correct|right|proper) (translation|rendering) (for|of) X is Y",
            ]
        ),
    ]

    private static let keep: Table = [
        (
            .keep(isPlural: true),
            [
                "X are (our|) (brand|product|company|trade|proper|service|feature) (names|nouns) \(afterthought)",
                "X are (registered|) (trademarks|brands) \(afterthought)",
            ]
        ),
        (
            .keep(isPlural: false),
            [
                "{not} {translate} X", "stop {translating} X", "X {should not} be {translated}",
                "X {should not} ever be {translated}",
                "(keep|leave) X {as is}",
                "X {should} (stay|remain|be kept|be left|always stay|always remain|always be kept) {as is}",
                "X (stays|stay) (as is|as it is|as they are)",
                "X (is|are) (untranslatable|non-translatable|not translatable)",
                "X is (a|an|our|the|) (registered|) (\(brands)) \(afterthought)",
                "X (:|-|,) ({not} translate (it|them|this|)|(keep|leave) (it|them|) {as is}|(non-translatable|untranslatable))",
            ]
        ),
    ]

    /// What may follow "X is a brand name".
    private static let afterthought =
        "(|(,|-|) (and|so|) (please|) ({not} translate (it|them|this)|(keep|leave) (it|them) {as is}|(it|they|) {should not} be {translated}|(it|they|) {should} (stay|remain|be kept|be left) {as is}|should therefore not be {translated}))"

    /// Phrasings that fit nearly everything; what they take has to be sure.
    private static let vague: Table = [
        (
            .reword(.shown),
            [
                "X {should not} be Z", "X {should} be Y {unlike} Z", "X {should} (always|) be Y",
                "X (is|are) Y", "X : Y",
            ]
        )
    ]
}
