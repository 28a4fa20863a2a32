// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayText

/// The index beside a search that tries every term at every place.
@Suite struct GlossaryPropertyTests {
    private let rules = makeLocaleRules()

    /// A match as both searches tell it.
    private struct Found: Hashable, CustomStringConvertible {
        var range: Range<Int>
        var item: Int
        var isInflected: Bool

        var description: String { "\(range) \(item)\(isInflected ? " inflected" : "")" }
    }

    private static let words = [
        "a", "key", "keys", "api", "server", "servers", "network", "setting", "settings", "file", "files",
        "l'\u{E9}cran",
        "\u{E9}cran", "ecran", "caf\u{E9}", "cafe\u{301}", "stra\u{DF}e", "strasse", "f\u{E5}r", "far",
        "\u{131}l", "il", "IL",
        "\u{130}L", "\u{444}\u{430}\u{439}\u{43B}", "\u{444}\u{430}\u{439}\u{43B}\u{43E}\u{432}",
        "\u{451}\u{436}",
        "\u{435}\u{436}", "\u{4FDD}\u{5B58}", "\u{4FDD}", "\u{3059}\u{308B}",
        "\u{30D5}\u{30A1}\u{30A4}\u{30EB}",
        "\u{E44}\u{E1F}\u{E25}\u{E4C}", "\u{E15}\u{E32}", "\u{E23}\u{E32}\u{E07}", "\u{D30C}\u{C77C}",
        "\u{D30C}\u{C77C}\u{C744}",
        "\u{5E9}\u{5DC}\u{5D5}\u{5DD}", "\u{645}\u{64E}\u{631}\u{62D}", "\u{645}\u{631}\u{62D}",
        "\u{928}\u{92E}\u{938}\u{94D}\u{924}\u{947}",
        "\u{FF21}\u{FF30}\u{FF29}", "\u{FB01}le", "\u{BD}", "C++", "42", "3.14", "foo_bar", "\u{1F600}",
        "\u{39B}\u{3CC}\u{3B3}\u{3BF}\u{3C2}",
    ]
    private static let between = [
        " ", " ", " ", "  ", "", "-", "'", "\u{2019}", ".", ", ", ":", "\u{A0}", "\n", "'s ",
    ]

    private func text(_ samples: inout Samples, of words: [String], upTo count: Int) -> String {
        var text = ""
        for index in 0..<Int.random(in: 1...count, using: &samples) {
            if index > 0 { text += samples.pick(Self.between) }
            text += samples.pick(words)
        }
        return text
    }

    @Test(arguments: ["en", "fr", "sv", "tr", "ru", "ja", "th", "de"])
    func `the index finds what a search by brute force finds`(language: String) throws {
        var samples = Samples(seed: 21)
        let locale = LocaleTag(unchecked: language)
        var (matches, forms) = (0, 0)
        for _ in 0..<Rounds.count(short: 40) {
            // Few words, so that terms overlap and contain each other.
            let words = (0..<6).map { _ in samples.pick(Self.words) }
            var items: [GlossaryItem] = []
            for _ in 0..<Int.random(in: 1...25, using: &samples) {
                items.append(
                    try GlossaryItem(
                        sourceText: text(&samples, of: words, upTo: 3).replacing("\n", with: " "),
                        targetText: "x"))
            }
            let matcher = GlossaryIndex(items, rules: rules).matcher(source: locale, target: locale)
            for _ in 0..<12 {
                let text = text(&samples, of: words, upTo: 7)
                let found = matcher.matches(in: text).map {
                    Found(range: $0.range, item: $0.item, isInflected: $0.isInflected)
                }
                let expected = BruteForce(items, text, WordRules(locale)).run().map {
                    Found(range: $0.range, item: $0.item, isInflected: $0.isInflected)
                }
                matches += found.count
                forms += found.count(where: \.isInflected)
                #expect(
                    found == expected, "\(text.debugDescription) \(items.map(\.sourceText.debugDescription))")
            }
        }
        #expect(matches > 400 && forms > 0, "\(matches) \(forms)")
    }
}

/// Tries every item at every run of tokens, comparing folded characters one by one.
private struct BruteForce {
    typealias Found = (range: Range<Int>, item: Int, isInflected: Bool)

    private struct Hit {
        var tokens: Range<Int>
        var bytes: Range<Int>
        var item: Int
        var spelling: Int
        var distance: Int
    }

    let items: [GlossaryItem]
    let text: [UInt8]
    let rules: WordRules
    var tokens = FoldedTokens()

    init(_ items: [GlossaryItem], _ text: String, _ rules: WordRules) {
        self.items = items
        self.text = Array(text.utf8)
        self.rules = rules
        self.text.withUnsafeBufferPointer { tokens.read($0, rules: rules) }
    }

    func run() -> [Found] {
        var hits: [Hit] = []
        for item in items.indices {
            var term = FoldedTokens()
            let source = Array(items[item].sourceText.utf8)
            source.withUnsafeBufferPointer { term.read($0, rules: nil) }
            let count = term.tokens.count
            guard count > 0, count <= tokens.tokens.count else { continue }
            for start in 0...(tokens.tokens.count - count) {
                if let hit = hit(item, term, source, start..<start + count) { hits.append(hit) }
            }
        }
        // Of one range and distance the item spelled best, then the first.
        hits.sort {
            (-$0.bytes.count, $0.distance, $0.tokens.lowerBound, $0.spelling, $0.item)
                < (-$1.bytes.count, $1.distance, $1.tokens.lowerBound, $1.spelling, $1.item)
        }
        var exact: [Hit] = []
        for hit in hits where hit.distance == 0 && !exact.contains(where: { $0.tokens.overlaps(hit.tokens) })
        {
            exact.append(hit)
        }
        var forms: [Hit] = []
        for hit in hits where hit.distance > 0 {
            let met = exact.filter { $0.tokens.overlaps(hit.tokens) }
            guard !forms.contains(where: { $0.tokens.overlaps(hit.tokens) }),
                met.allSatisfy({ hit.tokens != $0.tokens && hit.tokens.contains($0.tokens) })
            else { continue }
            forms.append(hit)
        }
        exact.removeAll { hit in forms.contains { $0.tokens.overlaps(hit.tokens) } }
        return (exact + forms).sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
            .map { ($0.bytes, $0.item, $0.distance > 0) }
    }

    private func hit(_ item: Int, _ term: FoldedTokens, _ source: [UInt8], _ range: Range<Int>) -> Hit? {
        var likeness = LetterRules.Likeness.sameAccents
        var distance = 0
        for (offset, word) in term.tokens.enumerated() {
            let form = tokens.tokens[range.lowerBound + offset]
            if offset > 0, word.traits.contains(.spaced) != form.traits.contains(.spaced) { return nil }
            var (wordEnd, formEnd) = (word.end, form.end)
            if !term.values(of: word).elementsEqual(tokens.values(of: form)) {
                guard word.traits.contains(.inflects), form.traits.contains(.inflects),
                    let shared = Inflection.sharedStem(term.values(of: word), tokens.values(of: form))
                else { return nil }
                distance += word.count + form.count - 2 * shared
                wordEnd = term.end(of: shared, in: word)
                formEnd = tokens.end(of: shared, in: form)
            }
            likeness = min(
                likeness,
                source[word.start..<wordEnd].withUnsafeBufferPointer { source in
                    text[form.start..<formEnd].withUnsafeBufferPointer { rules.letters.compare(source, $0) }
                })
        }
        guard likeness > .unlike else { return nil }
        let first = tokens.tokens[range.lowerBound]
        let last = tokens.tokens[range.upperBound - 1]
        let isLoose = range.count > 1 && distance == 0
        guard first.traits.contains(.begins) || isLoose && first.traits.contains(.beginsLoosely),
            last.traits.contains(.ends) || isLoose && last.traits.contains(.endsLoosely)
        else { return nil }
        let bytes = first.start..<last.end
        let spelling = text[bytes].elementsEqual(source) ? 0 : likeness == .sameAccents ? 1 : 2
        return Hit(tokens: range, bytes: bytes, item: item, spelling: spelling, distance: distance)
    }
}
