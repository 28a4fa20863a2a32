// SPDX-License-Identifier: Apache-2.0

/// What a language writes with a full stop that ends no sentence, and the words its sentences begin with.
struct Vocabulary: Sendable {
    /// What may follow an abbreviation within its sentence.
    enum Abbreviation: Sendable {
        /// Anything: a title before a name.
        case title
        /// A number, as after "page"; before a word its full stop ends a sentence.
        case beforeNumber
        /// Anything but a word that begins sentences.
        case open
        /// A time of day: what belongs to it, such as a weekday or a time zone.
        case timeOfDay
        /// Nothing but small letters: what often stands at ends, as "etc." does, or is a word that CLDR lists.
        case ending
    }

    private let abbreviations: [String: Abbreviation]
    private let starters: Set<String>
    private let weekdays: Set<String>
    /// Whether ordinal numbers are written with a full stop: "am 3. Tag".
    let hasOrdinals: Bool
    /// Whether nouns begin with a capital wherever they stand.
    let hasCapitalNouns: Bool

    private static let known = BoundedCache<String, Vocabulary>(limit: 512)

    /// That of a language: CLDR's abbreviations, and those that CLDR lacks.
    static func of(_ language: String) -> Vocabulary {
        known.value(for: language) {
            Vocabulary(VocabularyTable.entry(language), cldr: CLDR.abbreviations(language))
        }
    }

    private init(_ entry: VocabularyTable.Entry, cldr: [String]) {
        var abbreviations: [String: Abbreviation] = [:]
        // CLDR writes "z. B." too; texts are looked up without the spaces.
        for text in cldr { abbreviations[String(text.filter { $0 != " " }.dropLast())] = .open }
        for word in VocabularyTable.words(entry.ends) { abbreviations[word] = .ending }
        let lists: [(String, Abbreviation)] = [
            (entry.usesCommon ? VocabularyTable.commonTitles : "", .title), (entry.titles, .title),
            (VocabularyTable.commonNumbers, .beforeNumber), (entry.beforeNumbers, .beforeNumber),
            (entry.open, .open), (VocabularyTable.commonTimes, .timeOfDay), (entry.timesOfDay, .timeOfDay),
        ]
        for (words, kind) in lists {
            for word in VocabularyTable.words(words) { abbreviations[word] = kind }
        }
        self.abbreviations = abbreviations
        starters = Set(VocabularyTable.words(entry.starters))
        weekdays = Set(VocabularyTable.words(entry.weekdays))
        hasOrdinals = entry.hasOrdinals
        hasCapitalNouns = entry.hasCapitalNouns
    }

    /// The kind of an abbreviation, given without its last full stop and without spaces. One listed in small letters
    /// may begin with a capital.
    func abbreviation(_ text: String) -> Abbreviation? {
        if let kind = abbreviations[text] { return kind }
        guard let first = text.unicodeScalars.first, first.properties.isUppercase else { return nil }
        return abbreviations[first.properties.lowercaseMapping + String(text.unicodeScalars.dropFirst())]
    }

    /// Whether sentences often begin with a word: a pronoun, an article, an adverb.
    func begins(_ word: String) -> Bool { starters.contains(word) }

    /// Whether a word belongs to a time of day before it: "6 p.m. Friday", "6 p.m. GMT".
    func followsTime(_ word: String) -> Bool {
        weekdays.contains(word) || word.utf8.count > 1 && word.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }
}
