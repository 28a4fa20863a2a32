// SPDX-License-Identifier: Apache-2.0
import GatewayTestSupport
import GatewayText
import Testing

@Suite struct CharacterFScoreTests {
    /// As sacrebleu 2.6 scores them (chrF, six characters, no words, beta 2).
    @Test(arguments: [
        ("La casa es grande.", "La casa es muy grande.", 65.3335), ("Hola", "Adiós", 0), ("ab", "ab", 100),
        ("猫が好き", "犬が好きです", 31.25), ("", "x", 0), ("The cat", "The cat sat on the mat", 27.2533),
    ])
    func `scores are those of the reference`(text: String, reference: String, score: Double) {
        #expect(abs(CharacterFScore.score(text, reference: reference) - score) < 1e-3)
    }

    @Test func `sequences are counted as they are defined, whatever the script and the length`() {
        /// By the definition: a dictionary of how often each sequence is there.
        func defined(_ text: String, _ reference: String) -> Double {
            let (ours, theirs) = (Array(text.unicodeScalars), Array(reference.unicodeScalars))
            var (precision, recall, orders) = (0.0, 0.0, 0.0)
            for length in 1...6 where ours.count >= length && theirs.count >= length {
                func counts(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]: Int] {
                    (0...(text.count - length)).reduce(into: [:]) {
                        $0[Array(text[$1..<($1 + length)]), default: 0] += 1
                    }
                }
                let (own, other) = (counts(ours), counts(theirs))
                let common = Double(own.reduce(0) { $0 + min($1.value, other[$1.key] ?? 0) })
                precision += common / Double(ours.count - length + 1)
                recall += common / Double(theirs.count - length + 1)
                orders += 1
            }
            guard orders > 0, precision + recall > 0 else { return 0 }
            return 5 * precision * recall / (4 * precision + recall) / orders * 100
        }
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("ab\u{0}é猫\u{10FFFF}😀".unicodeScalars)
        for _ in 0..<300 {
            let texts = (0..<2).map { _ in
                let length = Int.random(in: 1...30, using: &random)
                let scalars = (0..<length).compactMap { _ in alphabet.randomElement(using: &random) }
                return String(String.UnicodeScalarView(scalars))
            }
            let scores = CharacterFScore.scores(.init(texts[0]), .init(texts[1]))
            #expect(abs(scores.one - defined(texts[0], texts[1])) < 1e-9, "\(texts)")
            #expect(abs(scores.other - defined(texts[1], texts[0])) < 1e-9, "\(texts)")
        }
    }

    @Test func `white space does not count, and a text is like itself`() {
        #expect(CharacterFScore.score("a b c", reference: "abc") == 100)
        #expect(CharacterFScore.score("", reference: "") == 100)
    }

    @Test(arguments: [
        ("", "", 0, 0), ("abc", "abc", 0, 3), ("kitten", "sitting", 3, 7), ("", "é", 1, 1), ("日本", "日", 1, 2),
    ])
    func `edits are counted by code points`(one: String, other: String, edits: Int, length: Int) {
        #expect(TextDistance.edits(from: one, to: other) == (edits, length))
    }
}
