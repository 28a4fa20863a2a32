// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// The English names of locales, as people write them.
struct LanguageNames: Sendable {
    private let tags: [String: LocaleTag]
    private let rules: any LocaleRules
    /// Languages by code, for tags such as "de-AT".
    private let codes: Set<String>
    private static let longest = 8

    /// Codes of languages that are also English words.
    private static let words: Set<String> = [
        "am", "as", "be", "da", "do", "el", "et", "he", "hi", "id", "is", "it", "ha", "me", "my", "no", "or",
        "so",
        "to", "pa", "ms", "ta", "mi",
    ]

    /// Asks ICU for the names once.
    init(rules: any LocaleRules) {
        self.rules = rules
        var tags: [String: LocaleTag] = [:]
        func add(_ name: String, _ tag: LocaleTag) {
            let key = Self.key(of: name)
            if tags[key] == nil { tags[key] = tag }
        }
        for (name, tag) in CommonLocales.otherNames { add(name, rules.canonical(LocaleTag(unchecked: tag))) }
        for spelled in CommonLocales.tags {
            let tag = rules.canonical(LocaleTag(unchecked: spelled))
            Self.names(of: tag, rules: rules).forEach { add($0, tag) }
        }
        self.tags = tags
        codes = Set(CommonLocales.tags.map { String($0.prefix { $0 != "-" }) })
    }

    /// The locale whose name or tag stands at a position, and over how many tokens.
    ///
    /// - Parameter isMarked: brackets or a colon say that a bare code is one, even when it is also a word.
    func match(_ tokens: ArraySlice<FeedbackToken>, at start: Int, isMarked: Bool = false) -> (
        LocaleTag, Int
    )? {
        let window = tokens[start...].prefix(Self.longest).prefix { $0.kind != .quoted }
        for length in stride(from: window.count, to: 0, by: -1) {
            let key = window.prefix(length).map(\.folded).joined(separator: " ")
            if let tag = tags[key] { return (tag, length) }
        }
        guard let first = window.first, first.kind == .word, let tag = tag(first.text, isMarked: isMarked)
        else { return nil }
        return (tag, 1)
    }

    /// Whether a text is the name of a language and nothing else.
    func isName(_ text: String) -> Bool { tags[Self.key(of: text)] != nil }

    private func tag(_ text: String, isMarked: Bool) -> LocaleTag? {
        let folded = text.lowercased()
        if codes.contains(folded) {
            guard isMarked || !Self.words.contains(folded) else { return nil }
            return rules.canonical(LocaleTag(unchecked: folded))
        }
        let subtags = folded.split(whereSeparator: { $0 == "-" || $0 == "_" })
        guard (2...3).contains(subtags.count), codes.contains(String(subtags[0])),
            subtags.dropFirst().allSatisfy(Self.isPlace),
            let tag = try? LocaleTag(subtags.joined(separator: "-"))
        else { return nil }
        return rules.canonical(tag)
    }

    /// Whether a subtag is shaped like a region or one of the usual scripts.
    private static func isPlace(_ subtag: Substring) -> Bool {
        let isRegion = subtag.count == 2 && subtag.allSatisfy { $0.isASCII && $0.isLetter }
        return isRegion || subtag == "419" || ["hans", "hant", "latn", "cyrl"].contains(subtag)
    }

    /// "Brazilian Portuguese", "Portuguese (Brazil)", "Portuguese (Brazilian)".
    private static func names(of tag: LocaleTag, rules: any LocaleRules) -> [String] {
        let english = LocaleTag(unchecked: "en")
        let parts = rules.parts(tag)
        var names = [rules.displayName(of: tag, in: english)]
        let language = rules.displayName(of: LocaleTag(unchecked: parts.language), in: english)
        var places = (parts.region.flatMap { CommonLocales.adjectives[$0] } ?? [])
        if let script = parts.script, parts.region == nil, let name = CommonLocales.scripts[script] {
            places.append(name)
        }
        names += places.flatMap { ["\($0) \(language)", "\(language) (\($0))"] }
        if let region = parts.region, parts.script == nil {
            // ICU names regions only together with a language; no dialect of Latin has a name of its own.
            let pair = rules.displayName(of: LocaleTag(unchecked: "la-\(region)"), in: english)
            if let bracket = pair.firstIndex(of: "(") { names.append("\(language) \(pair[bracket...])") }
        }
        return names
    }

    /// The name as tokens have it: in lower case, brackets apart.
    private static func key(of name: String) -> String {
        name.lowercased().replacing("(", with: "( ").replacing(")", with: " )")
    }
}
