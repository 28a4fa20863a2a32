// SPDX-License-Identifier: Apache-2.0

/// When a word counts as another form of a word, without a dictionary: both begin alike, far enough.
///
/// Measured on translations of interface texts (docs/benchmarks.md, "Glossary"): as good as the stems of spelling
/// dictionaries, for every language that inflects at the end. Stricter shares lose forms of Ukrainian and Turkish,
/// laxer ones take unrelated words.
enum Inflection {
    /// A shorter word has no other forms.
    static let shortest = 3

    /// How many characters longer than a word of `count` its form may be. Hungarian and Turkish string endings
    /// together; but many words begin with any three letters.
    static func longestEnding(_ count: Int) -> Int { count > shortest ? 6 : 2 }

    /// How many characters of a word of `count` its forms begin with.
    static func stem(_ count: Int) -> Int { max(3, (2 * count + 2) / 3) }

    /// How many characters two words begin with alike if the second is a form of the first, else `nil`.
    static func sharedStem(_ word: ArraySlice<UInt32>, _ form: ArraySlice<UInt32>) -> Int? {
        guard word.count >= shortest, form.count <= word.count + longestEnding(word.count)
        else { return nil }
        var shared = 0
        for (one, other) in zip(word, form) {
            guard one == other else { break }
            shared += 1
        }
        return shared >= stem(word.count) && 2 * shared >= form.count ? shared : nil
    }

    /// How long the stems of words are that a word of `count` characters may be a form of.
    static func stems(_ count: Int) -> ClosedRange<Int>? {
        guard count >= shortest else { return nil }
        return stem(max(shortest, count - longestEnding(count)))...count
    }
}
