// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayText

@Suite struct FoldedTokensTests {
    @Test(arguments: ["en", "sv", "de", "ja"])
    func `words of ASCII end where ICU ends them`(language: String) {
        var samples = Samples(seed: 11)
        let locale = LocaleTag(unchecked: language)
        // No "s" and no ending signs: where the rules of a language let a term end sooner is shown elsewhere.
        let signs = Array(".,:;_-+*/\"()[]{}<>@#$%&=!?~^|\\ \t\n").map(String.init) + ["'"]
        var rules = WordRules(locale)
        rules.endingSigns = []
        var tokens = FoldedTokens()
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...14, using: &samples) {
                text += samples.pick(samples.pick([["a", "B", "zx", "1", "42"], signs]))
            }
            let ends = Set(Segmenter().wordEnds(text, locale: locale) + [0])
            let bytes = Array(text.utf8)
            bytes.withUnsafeBufferPointer { tokens.read($0, rules: rules) }
            for token in tokens.tokens {
                #expect(
                    token.traits.contains(.begins) == ends.contains(token.start), "\(text.debugDescription)")
                #expect(token.traits.contains(.ends) == ends.contains(token.end), "\(text.debugDescription)")
            }
        }
    }

    @Test func `ASCII is folded as any text is`() {
        var samples = Samples(seed: 12)
        var plain = FoldedTokens()
        var wide = FoldedTokens()
        for _ in 0..<5000 {
            let text = String(samples.text().unicodeScalars.filter { $0.isASCII })
            // A character of another script at the end makes the text go the other way.
            let other = text + " \u{3B1}"
            Array(text.utf8).withUnsafeBufferPointer { plain.read($0, rules: nil) }
            Array(other.utf8).withUnsafeBufferPointer { wide.read($0, rules: nil) }
            #expect(
                plain.tokens.map(\.hash) == wide.tokens.dropLast().map(\.hash), "\(text.debugDescription)")
            #expect(plain.tokens.map(\.start) == wide.tokens.dropLast().map(\.start))
            #expect(plain.tokens.map(\.end) == wide.tokens.dropLast().map(\.end))
        }
    }
}
