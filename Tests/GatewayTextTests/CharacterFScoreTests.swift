// SPDX-License-Identifier: Apache-2.0
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
