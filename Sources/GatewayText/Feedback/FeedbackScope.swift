// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// What a heading says for the lines under it: "In German:", "Do not translate:".
struct FeedbackScope {
    /// What holds for a line beside what it says itself.
    struct Meaning: Equatable {
        /// The locales; `nil` when none is named.
        var targets: [LocaleTag?]?
        /// Whether the lines are terms that stay as they are.
        var keeps = false
        /// The heading may narrow its lines to a place, and nobody can tell which: they are not read.
        var isUnknown = false
    }

    private(set) var meaning = Meaning()
    /// How far a heading reaches.
    private enum Reach {
        /// Nothing has followed yet.
        case open
        /// Items: to the last of them.
        case items
        /// Other lines: to an empty one.
        case lines
        /// A heading of Markdown: to the next heading.
        case section
    }
    private var reach = Reach.lines

    /// A line of more tokens is no heading.
    private static let longest = 40

    private static let harmless: Set<String> = [
        "feedback", "changes", "things", "wishes", "points", "notes", "remarks", "comments", "corrections",
        "suggestions", "issues", "rules", "glossary", "terminology", "requests", "fixes", "terms",
        "following",
        "instructions", "please", "style", "general", "general rules",
    ]
    private static let narrowing: Set<String> = [
        "for", "in", "on", "at", "when", "if", "only", "about", "within", "during", "from", "to", "with",
        "of", "not",
        "never", "translate", "keep", "use", "as", "legal", "marketing",
    ]
    private static let keeping: Set<String> = [
        "do not translate", "never translate", "keep untranslated", "leave untranslated", "non-translatable",
        "untranslatable", "keep as is", "leave as is", "brand names", "product names",
        "do not translate these",
        "do not translate the following", "keep unchanged", "leave unchanged",
    ]
    private static let fillers: Set<String> = [
        "terms", "words", "names", "phrases", "the", "following", "these", "product", "products", "brand",
        "brands",
        "company",
    ]

    /// Closes what a line is no longer part of.
    mutating func enter(_ block: FeedbackBlock) {
        switch reach {
        case .section: return
        case .items where !block.isItem, .lines where block.followsGap: meaning = Meaning()
        case .open, .items, .lines: break
        }
        reach = block.isItem ? .items : .lines
    }

    /// Opens what a heading says.
    mutating func open(_ meaning: Meaning, by block: FeedbackBlock) {
        self.meaning = meaning
        reach = block.isHeading ? .section : .open
    }

    /// What a line says that is a heading, or `nil` when it is none.
    static func heading(_ block: FeedbackBlock, _ tokens: [FeedbackToken], _ phrases: LocalePhrases)
        -> Meaning?
    {
        guard let last = tokens.last, last.isMark(":") || block.isHeading, tokens.count <= longest
        else { return nil }
        let words = FeedbackTrim.trimmed(last.isMark(":") ? tokens.dropLast() : tokens[...])
        if words.isEmpty { return Meaning() }
        if let targets = phrases.heading(words) { return Meaning(targets: targets) }
        if let finding = phrases.find(in: words) {
            var rest = finding.tokens[...]
            if keeping.contains(rest.map(\.folded).joined(separator: " ")) {
                return Meaning(targets: finding.targets, keeps: true)
            }
            while let word = rest.last, word.isAny(of: fillers) { rest = rest.dropLast() }
            if rest.contains(where: { $0.isAny(of: ["keep", "leave"]) }) {
                rest = rest.filter { !$0.isAny(of: fillers) }[...]
            }
            let text = rest.map(\.folded).joined(separator: " ")
            if keeping.contains(text) { return Meaning(targets: finding.targets, keeps: true) }
            if text.isEmpty, finding.targets != nil { return Meaning(targets: finding.targets) }
        }
        let isHarmless =
            words.contains { $0.isAny(of: harmless) } && !words.contains { $0.isAny(of: narrowing) }
        return Meaning(isUnknown: !isHarmless)
    }

    /// The locales a line begins with, "German: …", and over how many tokens.
    static func lead(_ tokens: [FeedbackToken], _ phrases: LocalePhrases) -> ([LocaleTag?], Int)? {
        guard let colon = tokens.prefix(16).firstIndex(where: { $0.isMark(":") }), colon + 1 < tokens.count,
            let targets = phrases.heading(tokens[..<colon])
        else { return nil }
        return (targets, colon + 1)
    }
}
