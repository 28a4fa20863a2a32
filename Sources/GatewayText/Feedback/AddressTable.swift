// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// How people are addressed.
enum Formality: Sendable, Equatable {
    case formal, informal

    var other: Formality { self == .formal ? .informal : .formal }
    var name: String { self == .formal ? "Formal address" : "Informal address" }
}

/// The pronouns of address by language, for instructions that name them and wishes that do.
enum AddressTable {
    /// A language's formal and informal words; the first of each is the one that an instruction names.
    private static let pronouns: [(language: String, formal: [String], informal: [String])] = [
        ("bg", ["\u{412}\u{438}\u{435}"], ["\u{442}\u{438}"]), ("ca", ["vost\u{E8}"], ["tu"]),
        ("cs", ["vy"], ["ty"]),
        ("da", ["De"], ["du"]), ("de", ["Sie"], ["du", "ihr"]),
        ("el", ["\u{3B5}\u{3C3}\u{3B5}\u{3AF}\u{3C2}"], ["\u{3B5}\u{3C3}\u{3CD}"]),
        ("es", ["usted", "ustedes"], ["t\u{FA}"]),
        ("et", ["teie"], ["sina"]), ("fa", ["\u{634}\u{645}\u{627}"], ["\u{62A}\u{648}"]),
        ("fi", ["te"], ["sin\u{E4}"]),
        ("fr", ["vous"], ["tu"]), ("hi", ["\u{906}\u{92A}"], ["\u{924}\u{941}\u{92E}"]),
        ("hr", ["Vi"], ["ti"]),
        ("hu", ["\u{D6}n"], ["te"]), ("id", ["Anda"], ["kamu"]), ("it", ["Lei"], ["tu"]),
        ("lt", ["J\u{16B}s"], ["tu"]),
        ("lv", ["J\u{16B}s"], ["tu"]), ("nb", ["De"], ["du"]), ("nl", ["u"], ["je", "jij"]),
        ("no", ["De"], ["du"]),
        ("pl", ["Pan/Pani", "Pan", "Pani"], ["ty"]), ("ro", ["dumneavoastr\u{103}"], ["tu"]),
        ("ru", ["\u{432}\u{44B}"], ["\u{442}\u{44B}"]), ("sk", ["vy"], ["ty"]), ("sl", ["vi"], ["ti"]),
        ("sr", ["\u{412}\u{438}", "Vi"], ["\u{442}\u{438}", "ti"]), ("sv", ["ni"], ["du"]),
        ("tr", ["siz"], ["sen"]),
        ("uk", ["\u{432}\u{438}"], ["\u{442}\u{438}"]), ("zh", ["\u{60A8}"], ["\u{4F60}"]),
    ]

    /// What is said in other words, by language and formality.
    private static func sentence(_ formality: Formality, _ parts: LocaleParts) -> String? {
        let isFormal = formality == .formal
        switch (parts.language, parts.region) {
        case ("ja", _):
            return isFormal
                ? "Use the polite form (\u{3067}\u{3059}\u{30FB}\u{307E}\u{3059})."
                : "Use the plain form (\u{3060}\u{30FB}\u{3067}\u{3042}\u{308B})."
        case ("ko", _):
            return isFormal
                ? "Use the formal style (\u{D569}\u{B2C8}\u{B2E4}\u{CCB4})."
                : "Use the informal style (\u{D574}\u{C694}\u{CCB4})."
        case ("pt", "PT"):
            return isFormal
                ? "Use formal address (third person, not tu)." : "Use informal address (tu, not você)."
        case ("pt", _):
            return isFormal
                ? "Use formal address (o senhor or a senhora, not você)."
                : "Use informal address (você, not o senhor or a senhora)."
        case ("es", "AR") where !isFormal: return "Use informal address (vos, not usted)."
        default: return nil
        }
    }

    /// The sentence that tells a target locale how to address people.
    static func instruction(_ formality: Formality, for parts: LocaleParts?) -> String {
        let general = formality == .formal ? "Address the reader formally." : "Address the reader informally."
        guard let parts else { return general }
        if let sentence = sentence(formality, parts) { return sentence }
        guard let row = pronouns.first(where: { $0.language == parts.language }) else { return general }
        let (yes, no) =
            formality == .formal ? (row.formal[0], row.informal[0]) : (row.informal[0], row.formal[0])
        return "Use \(formality == .formal ? "formal" : "informal") address (\(yes), not \(no))."
    }

    /// The languages in which a word is the formal or the informal way to address people.
    ///
    /// Letter case counts in neither: people write "sie" and "Du".
    static func languages(of word: String, as formality: Formality) -> Set<String> {
        var folded = word.lowercased()
        for ending in ["-form", "-"] where folded.hasSuffix(ending) { folded.removeLast(ending.count) }
        var languages = Set(
            pronouns.filter { row in
                (formality == .formal ? row.formal : row.informal).contains { $0.lowercased() == folded }
            }.map(\.language))
        guard formality == .informal else { return languages }
        if folded == "tu" || folded == "voc\u{EA}" { languages.insert("pt") }
        if folded == "tu" || folded == "vos" { languages.insert("es") }
        return languages
    }

    /// The language that words name which no other language has.
    static func language(impliedBy words: [String]) -> String? {
        let telling = [
            "sie": "de", "vous": "fr", "usted": "es", "ustedes": "es", "t\u{FA}": "es",
            "dumneavoastr\u{103}": "ro",
        ]
        let languages = Set(words.compactMap { telling[$0.lowercased()] })
        return languages.count == 1 ? languages.first : nil
    }
}
