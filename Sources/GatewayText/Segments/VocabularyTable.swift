// SPDX-License-Identifier: Apache-2.0

/// The vocabularies by language. Words stand between spaces; abbreviations without their last full stop, and the
/// inner spaces of "z. B." left out.
enum VocabularyTable {
    struct Entry: Sendable {
        /// Abbreviations that no sentence ends with.
        var titles = ""
        /// Abbreviations before numbers.
        var beforeNumbers = ""
        /// Abbreviations a sentence may end with, when a word of `starters` follows.
        var open = ""
        var timesOfDay = ""
        var weekdays = ""
        /// What CLDR takes for abbreviations and is, in texts of programs, more often a word at the end, or an
        /// abbreviation that often ends a sentence.
        var ends = ""
        /// Words that begin sentences and no names.
        var starters = ""
        var hasOrdinals = false
        var hasCapitalNouns = false
        /// Whether the language meets Western names with their titles.
        var usesCommon = true
    }

    static let commonTitles = "Mr Mrs Ms Messrs Mme Mlle Dr Prof St Mt"

    /// What stands before numbers in any language.
    static let commonNumbers = "n° nº N° Nº №"

    static let commonTimes = "a.m p.m A.M P.M"

    static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    /// That of a language; of one that is not listed, the titles all languages meet.
    static func entry(_ language: String) -> Entry {
        germanic[language] ?? romance[language] ?? slavic[language] ?? others[language] ?? Entry()
    }
}
