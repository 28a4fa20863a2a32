// SPDX-License-Identifier: Apache-2.0

/// Words that tell terms from the sentence around them.
enum TermWords {
    static let articles: Set<String> = ["the", "a", "an"]
    /// What introduces a term.
    static let introducing: Set<String> = [
        "the", "our", "this", "these", "their", "its", "your", "a", "an", "my",
    ]
    /// What a term is called.
    static let nouns: Set<String> = [
        "word", "words", "term", "terms", "phrase", "phrases", "name", "names", "brand", "brands", "product",
        "products", "company", "string", "strings", "label", "labels", "text", "expression", "expressions",
        "abbreviation", "acronym", "title", "button", "trademark", "feature", "noun", "verb", "english",
        "following",
        "translation", "rendering", "source",
    ]
    /// Words of a sentence about terms: who means one as a term quotes it.
    static let foreign: Set<String> = [
        "is", "are", "am", "be", "being", "not", "do", "does", "should", "must", "can", "may", "shall",
        "needs",
        "translate", "translated", "translating", "translates", "translation", "translations", "untranslated",
        "render", "rendered", "use", "used", "using", "uses", "because", "since", "so", "but", "than", "then",
        "that",
        "which", "these", "those", "it", "its", "they", "them", "their", "i", "we", "he", "she", "you",
        "your",
        "please", "instead", "also", "too", "never", "always", "keep", "leave", "such", "as", "like", "more",
        "less",
        "much", "very", "really", "just", "however", "has", "have", "want", "need", "instance", "example",
        "e.g",
        "i.e", "etc", "remains", "stays", "whole", "entire", "following", "and", "or", "nor", "ever", "again",
        "anymore", "possible", "everywhere", "even", "rather", "besides", "including", "regarding",
        "correctly",
        "incorrectly", "wrongly", "literally", "sounds", "stop", "remove", "except", "unlike", "glossary",
        "the", "twice", "once", "yet", "today", "anywhere", "differently", "wrong", "way", "default", "time",
        "/", "and/or",
    ]
    /// What stands for something else, or for everything.
    static let pronouns: Set<String> = [
        "everything", "anything", "something", "nothing", "this", "that", "all", "any", "some", "each",
        "every",
        "both", "none", "one", "ones", "many", "most", "few", "several", "here", "there", "him", "her", "us",
        "me",
        "no", "the", "a", "an", "our", "my", "yours", "ours", "more", "word", "by", "too", "whatever",
    ]
    /// Between words they narrow a wish to a place, which it cannot say: "cart in titles".
    static let prepositions: Set<String> = [
        "in", "into", "for", "on", "onto", "within", "inside", "at", "during", "from", "under", "across",
        "throughout", "without", "before", "after", "via", "per",
    ]
    /// With them no term begins that the grammar leaves.
    static let leadingPrepositions: Set<String> = prepositions.union([
        "with", "by", "to", "of", "about", "like", "than",
    ])
    /// What follows "translate … as" and is no rendering.
    static let manners: Set<String> = [
        "usual", "before", "follows", "needed", "appropriate", "required", "intended", "well", "now", "above",
        "below",
        "formal", "informal", "plural", "singular", "noun", "verb", "text", "one", "written", "shown",
        "stated",
        "expected", "normal", "instructed", "short", "long", "literal", "idiomatic", "names", "correct",
        "wrong",
        "different", "better", "shorter", "longer", "lowercase", "uppercase", "capitalized", "bold",
        "consistent",
        "missing", "great", "good", "bad", "ok", "okay", "fine", "perfect", "incorrect", "weird", "odd",
        "strange",
        "awkward", "broken", "cut off", "truncated", "confusing", "misleading", "inaccurate", "inconsistent",
        "outdated", "typo", "error", "mistake", "bug", "unclear", "nonsense", "ugly", "unnatural", "robotic",
        "misspelled", "mistranslated", "untranslated", "empty", "gone", "todo", "red", "blue", "green",
    ]

    /// Nouns for kinds of text: a wish about them is no wish about a term.
    private static let categories: Set<String> = [
        "heading", "headings", "header", "headers", "titles", "button", "buttons", "menu", "menus", "label",
        "labels",
        "link", "links", "sentence", "sentences", "paragraph", "paragraphs", "text", "texts", "word", "words",
        "terms", "names", "numbers", "dates", "times", "prices", "units", "code", "urls", "emails",
        "placeholders",
        "variables", "tags", "headlines", "footer", "footnotes", "captions", "quotes", "quotations", "idioms",
        "abbreviations", "acronyms", "translation", "translations", "language", "languages", "tone", "style",
        "register", "voice", "address", "formality", "form", "length", "spelling", "grammar", "punctuation",
        "nouns", "verbs", "adjectives", "currency", "currencies", "customers", "users", "readers", "people",
        "content", "strings", "errors", "messages", "error messages", "brand names", "product names",
        "everybody",
        "tooltips", "examples", "lists", "tables", "images", "comments", "proper nouns", "keywords",
        "wording",
        "terminology", "quality", "result", "results", "output", "capitalization", "gender",
        "names of people",
        "company names", "place names", "file names", "email addresses", "phone numbers", "instructions",
        "site",
        "website", "page", "pages", "documents", "document", "subject lines", "slogan", "slogans",
        "metaphors",
        "decimals", "percentages", "amounts", "addresses", "commas", "questions", "answers", "emojis",
        "hashtags",
        "formatting", "markup", "html", "quotation marks", "punctuation marks", "plurals", "contractions",
    ]

    /// What is counted in a document: "Page 3" says where, not what.
    private static let places: Set<String> = [
        "page", "screen", "section", "line", "paragraph", "step", "chapter", "slide", "row", "sentence",
        "string",
    ]

    /// Whether a text names kinds of text, or a place: "titles", "button labels", "page 3".
    ///
    /// - Parameter mayBeSingular: the sentence leaves no doubt that one such noun is a term.
    static func isCategory(_ text: String, mayBeSingular: Bool = false) -> Bool {
        let words = text.lowercased().split(separator: " ").map(String.init)
        guard let first = words.first, let last = words.last else { return true }
        if words.count == 2, places.contains(first), last.allSatisfy(\.isNumber) { return true }
        let isPlural = last.hasSuffix("s") && !last.hasSuffix("ss")
        if isPlural, text == text.lowercased(), words.count > 1 {
            return categories.contains(last) || nouns.contains(last)
        }
        return categories.contains(text.lowercased()) && (isPlural || !mayBeSingular)
    }
}
