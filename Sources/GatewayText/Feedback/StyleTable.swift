// SPDX-License-Identifier: Apache-2.0

/// Phrasings of style, with the instruction that each stands for. `R` in a text is what the sentence says there.
enum StyleTable {
    /// An instruction and how people ask for it.
    struct Row: Sendable {
        let name: String
        let text: String
        let phrasings: [String]

        init(_ name: String, _ text: String, _ phrasings: String...) {
            (self.name, self.text, self.phrasings) = (name, text, phrasings)
        }
    }

    static let rows: [Row] =
        [
            Row(
                "Oxford comma", "Use the Oxford comma in lists.",
                "use (the|an|) (oxford|serial) (comma|commas) (in lists|)"),
            Row(
                "No Oxford comma", "Do not use the Oxford comma.",
                "({not} use|avoid) (the|an|) (oxford|serial) (comma|commas) (in lists|)"),
            Row(
                "Short sentences", "Keep sentences short.",
                "keep (the|your|all|) sentences (short|brief|concise)",
                "(use|write) (short|shorter) sentences",
                "(the|) sentences {should} be (short|shorter|kept short)",
                "make (the|) sentences (short|shorter)"),
            Row(
                "Gender-neutral language", "Use gender-neutral language.",
                "(use|write) (in|) (a|) (gender-neutral|gender neutral|gender-inclusive|gender inclusive) (language|wording|forms|terms|)",
                "be (gender-neutral|gender neutral)", "(use|write) (in|) inclusive language"),
            Row(
                "No emojis", "Do not use emojis.", "({not} use|avoid) (any|) (emojis|emoji)"),
            Row(
                "No exclamation marks", "Do not use exclamation marks.",
                "({not} use|avoid) (any|) exclamation (marks|points)"),
            Row(
                "No abbreviations", "Do not use abbreviations.", "({not} use|avoid) (any|) abbreviations",
                "{not} abbreviate"),
            Row("No jargon", "Avoid jargon.", "({not} use|avoid) (any|) (technical|) jargon"),
            Row("No slang", "Avoid slang.", "({not} use|avoid) (any|) slang"),
            Row(
                "No anglicisms", "Avoid anglicisms.",
                "({not} use|avoid) (any|) (anglicisms|english words|english loanwords)"),
            Row("No contractions", "Do not use contractions.", "({not} use|avoid) (any|) contractions"),
            Row("Contractions", "Use contractions.", "use contractions"),
            Row(
                "Active voice", "Use the active voice.", "use (the|) active voice",
                "({not} use|avoid) (the|) passive voice"),
            Row(
                "No literal translation", "Translate the meaning, not word for word.",
                "{not} {translate} (too|so|) (literally|word for word|word-for-word|word by word)"),
            Row(
                "Plain language", "Use plain language.",
                "(use|write) (in|) (plain|simple|easy) (language|words)"),
            Row("Sentence case", "Use sentence case in R.", "use sentence case (in|for|on) R"),
            Row("Sentence case", "Use sentence case.", "use sentence case"),
            Row("Title case", "Use title case in R.", "use title case (in|for|on) R"),
            Row("Title case", "Use title case.", "use title case"),
            Row("Capitalization", "Do not capitalize R.", "{not} (capitalize|capitalise) R"),
            Row(
                "Metric units", "Use metric units.",
                "(use|convert to|convert units to|convert all units to) metric (units|measurements|)",
                "use the metric system", "use metric units instead of imperial (ones|units|)"),
            Row(
                "Imperial units", "Use imperial units.", "use imperial (units|measurements)",
                "use the imperial system"),
            Row(
                "24-hour time", "Write times in the 24-hour format.",
                "use (the|a|) (24-hour|24 hour|24h) (clock|time|times|format|time format)"),
            Row(
                "12-hour time", "Write times in the 12-hour format.",
                "use (the|a|) (12-hour|12 hour|12h) (clock|time|times|format|time format)"),
            Row("British spelling", "Use British spelling.", "use (british|uk) (english|) spelling"),
            Row("American spelling", "Use American spelling.", "use (american|us) (english|) spelling"),
            Row(
                "Curly quotes", "Use typographic quotation marks.",
                "use (curly|typographic|smart) (quotes|quotation marks)"),
            Row(
                "Numbers", "Use digits for numbers.", "use (digits|numerals|figures) for numbers",
                "write numbers as (digits|numerals|figures)"),
            Row("Numbers", "Spell numbers out.", "(spell out|write out) numbers", "spell numbers out"),
            Row(
                "Separators", "Use R as the decimal separator.",
                "use R (as|for) (the|a|) decimal (separator|mark|point|sign|separators)"),
            Row(
                "Separators", "Use R as the thousands separator.",
                "use R (as|for) (the|a|) (thousands|thousand|grouping) (separator|mark|separators)"),
        ] + free

    /// Phrasings that end freely: "write numbers with a comma".
    private static let free: [Row] = [
        ("Numbers", "numbers"), ("Dates", "dates"), ("Times", "times"), ("Prices", "prices"),
        ("Units", "units"),
        ("Currencies", "currencies"), ("Percentages", "percentages"), ("Phone numbers", "phone numbers"),
        ("Decimals", "decimals"), ("Amounts", "amounts"), ("Titles", "titles"), ("Headings", "headings"),
    ].flatMap { name, noun in
        ["with", "without", "in", "as", "like"].map { preposition in
            Row(
                name, "Write \(noun) \(preposition) R.",
                "(write|format|spell|show|display|express) (the|all|) \(noun) \(preposition) R")
        }
    }

    /// Kinds of names that stay as they are: an instruction, for a glossary cannot list them.
    static let categories: Set<String> = [
        "names", "brand names", "product names", "company names", "proper names", "proper nouns",
        "personal names",
        "names of people", "names of products", "place names", "trademarks", "brands", "code", "code samples",
        "code snippets", "urls", "links", "email addresses", "file names", "placeholders", "variables",
        "hashtags",
        "acronyms", "model names", "feature names", "keyboard shortcuts", "people's names", "usernames",
        "user names",
    ]
}
