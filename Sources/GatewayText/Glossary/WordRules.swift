// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Where a language lets a term begin and end inside what UAX 29 takes for one word.
struct WordRules: Sendable {
    /// The language's code.
    let language: String
    /// What the language takes for different letters.
    let letters: LetterRules
    /// Whether dotless i is a letter of its own, so that even ASCII must be compared by letters.
    let isTurkic: Bool
    /// Whether a colon between letters joins them.
    let colonJoins: Bool
    /// Whether a word may begin behind an apostrophe: `l'ordinateur`.
    let elides: Bool
    /// Whether a word may end before an apostrophe with `s`: `the server's`.
    let hasPossessive: Bool
    /// Signs that a word may end before because an ending follows: `Ankara'da`, `EU:n`.
    var endingSigns: [UInt32]

    init(_ locale: LocaleTag) {
        language = String(locale.folded.prefix { $0 != "-" })
        letters = LetterRules.of(language)
        isTurkic = ["tr", "az"].contains(language)
        colonJoins = ["fi", "sv"].contains(language)
        elides = ["fr", "it", "ca", "oc", "co", "lij", "lmo", "pms", "scn", "vec", "wa", "fur", "sc"]
            .contains(
                language)
        hasPossessive = language == "en"
        endingSigns = colonJoins ? [0x3A] : ["tr", "az", "crh"].contains(language) ? [0x27, 0x2019] : []
    }
}
