// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayText

@Suite struct NearMatchIndexTests {
    private func index(_ texts: [String]) -> NearMatchIndex {
        let index = NearMatchIndex()
        index.add(NearMatchIndex.Portion(sources(texts)))
        return index
    }

    private func sources(_ texts: [String], from first: Int64 = 1) -> [MemorySource] {
        zip(first..., texts).map { MemorySource(number: $0, text: $1) }
    }

    /// Texts of words that occur more or less often, as words do.
    private static func prose(_ count: Int, _ random: inout SeededGenerator) -> [String] {
        let letters = Array("etaoinshrdlucmfwypvbgk\u{E9}\u{44F}\u{65E5}")
        let words = (0..<800).map { _ in
            String(
                (0..<Int.random(in: 1...9, using: &random)).compactMap { _ in
                    letters.randomElement(using: &random)
                })
        }
        return (0..<count).map { _ in
            (0..<Int.random(in: 1...14, using: &random)).map { _ in
                words[Int(Double(words.count) * pow2(Double.random(in: 0..<1, using: &random)))]
            }.joined(separator: " ")
        }
    }

    private static func pow2(_ value: Double) -> Double { value * value }

    private static func changed(_ text: String, _ random: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<max(1, scalars.count / 8) {
            let place = Int.random(in: 0..<max(1, scalars.count), using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0 where scalars.count > 1: scalars.remove(at: place)
            case 1: scalars.insert("x", at: place)
            default: scalars[place] = "z"
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// All texts compared one by one.
    private func best(_ text: String, _ texts: [MemorySource], _ minimum: Double) -> NearMatch? {
        let search = NearMatchSearch(text, limit: 1, minimumScore: minimum)
        for source in texts {
            var bytes = source.text
            bytes.withUTF8 {
                search.compare(
                    $0, length: CodePoints.count($0), number: source.number, isGone: { _ in false })
            }
        }
        return search.matches.first
    }

    @Test func `the best of all texts is found, as comparing each one finds it`() {
        var random = SeededGenerator(seed: 11)
        let texts = sources(Self.prose(20_000, &random))
        let index = NearMatchIndex()
        index.add(NearMatchIndex.Portion(Array(texts[..<12_000])))
        index.add(NearMatchIndex.Portion(Array(texts[12_000..<19_900])))
        for text in texts[19_900...] { index.add(text) }
        var (found, all) = (0, 0)
        for number in 0..<400 {
            let text = Self.changed(texts[(number * 7919) % texts.count].text, &random)
            guard let expected = best(text, texts, 0.7) else { continue }
            all += 1
            if index.search(text, limit: 1, minimumScore: 0.7).first == expected { found += 1 }
        }
        #expect(all > 200)
        #expect(Double(found) >= 0.995 * Double(all), "\(found) of \(all)")
    }

    @Test func `matches come best first, with scores by the longer text`() {
        let index = index(["Open the file", "Open the files", "Open a file", "Close the window"])
        let found = index.search("Open the file", limit: 3, minimumScore: 0.5)
        #expect(found.map(\.number) == [1, 2, 3])
        let expected: [Double] = [1, 1 - 1.0 / 14, 1 - 3.0 / 13]
        #expect(found.map(\.score) == expected)
        #expect(index.search("Open the file", limit: 1, minimumScore: 0.5).map(\.number) == [1])
        #expect(index.search("Open the file", limit: 9, minimumScore: 0.95).map(\.number) == [1])
    }

    @Test(arguments: [
        ("a", "a"), ("\u{65E5}", "\u{65E5}"), ("abcd", "abce"),
        ("\u{1F600}\u{1F600}\u{1F600}", "\u{1F600}\u{1F600}"),
        (String(repeating: "long ", count: 200), String(repeating: "long ", count: 199)),
    ])
    func `texts of all lengths and scripts are found`(_ text: String, _ asked: String) {
        let recent = NearMatchIndex()
        recent.add(MemorySource(number: 1, text: text))
        for index in [index([text]), recent] {
            #expect(index.search(asked, limit: 1, minimumScore: 0.5).map(\.number) == [1])
        }
    }

    @Test func `what is empty or longer than texts are is neither kept nor found`() {
        let long = String(repeating: "x", count: NearMatchIndex.longestText + 1)
        let index = index(["", long])
        index.add(MemorySource(number: 3, text: ""))
        index.add(MemorySource(number: 4, text: long))
        for text in ["", "x", long] { #expect(index.search(text, limit: 5, minimumScore: 0).isEmpty) }
        #expect(NearMatchIndex().search("x", limit: 5, minimumScore: 0).isEmpty)
        #expect(self.index(["x"]).search("x", limit: 0, minimumScore: 0).isEmpty)
    }

    @Test func `a text is found as soon as it was added and not once it was removed`() {
        let index = NearMatchIndex()
        for source in sources((0..<3000).map { "text number \($0)" }) {
            index.add(source)
            #expect(index.search(source.text, limit: 1, minimumScore: 1).map(\.number) == [source.number])
        }
        for number in [Int64(1), 700, 2999, 3000] {
            index.remove(number)
            let text = "text number \(number - 1)"
            #expect(index.search(text, limit: 1, minimumScore: 1).isEmpty)
        }
        #expect(index.search("text number 700", limit: 1, minimumScore: 1).map(\.number) == [701])
    }

    @Test func `blocks become one, without what was removed before or meanwhile`() throws {
        let index = NearMatchIndex()
        for start in stride(from: 0, to: 2000, by: 500) {
            let texts = (start..<start + 500).map { "text number \($0)" }
            index.add(NearMatchIndex.Portion(sources(texts, from: Int64(start + 1))))
        }
        index.remove(11)
        let merge = try #require(index.merge)
        #expect(index.merge == nil)
        index.remove(12)
        index.add(MemorySource(number: 5000, text: "something else"))
        index.finish(merge.merged())
        #expect(index.merge == nil)
        let numbers = (0..<2000).compactMap {
            index.search("text number \($0)", limit: 1, minimumScore: 1).first?.number
        }
        let expected: [Int64] = Array(1...10) + Array(13...2000)
        #expect(numbers == expected)
        #expect(index.search("something else", limit: 1, minimumScore: 1).map(\.number) == [5000])
        #expect(index.byteCount < 1 << 20)
    }

    @Test(arguments: [
        ("plain", "plain"), ("cafe\u{301}", "caf\u{E9}"), ("\u{212B}", "\u{C5}"),
        ("\u{1100}\u{1161}", "\u{AC00}"), ("", ""), ("\u{1D15E}", "\u{1D157}\u{1D165}"),
    ])
    func `characters are composed`(_ text: String, _ expected: String) {
        #expect(text.composedBytes == Array(expected.utf8))
    }
}
