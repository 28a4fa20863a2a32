// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Translations that a caller sent along, in two objects of one shape: they are found by the words they share with a
/// text, and by where they stand.
///
/// A client may send all it has with each call, so nothing is read before a language model needs it.
final class References: Sendable {
    static let none = References(source: JSONObject(), target: JSONObject())

    private let source: JSONObject
    private let target: JSONObject
    private let index = Locked<Index?>(nil)

    /// Pairs that are looked at.
    private static let limit = 20_000

    init(source: JSONObject, target: JSONObject) {
        self.source = source
        self.target = target
    }

    var isEmpty: Bool { source.members.isEmpty || target.members.isEmpty }

    /// The examples for texts, the most fitting first, at most three for each.
    ///
    /// - Parameter texts: each with its path, such as `nav.items.0`.
    func fitting(_ texts: [(path: String, text: String)]) -> [TranslationExample] {
        if isEmpty { return [] }
        let index = index.withLock { known in
            let index = known ?? Index(Self.pairs(source, target))
            known = index
            return index
        }
        var best: [Int: Double] = [:]
        for (path, text) in texts {
            for (pair, score) in index.fitting(path: path, text: text).prefix(3) {
                best[pair] = max(best[pair] ?? 0, score)
            }
        }
        return best.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { index.pairs[$0.key].example }
    }

    private struct Pair {
        let path: String
        let example: TranslationExample
    }

    /// The strings that stand at the same places of both.
    private static func pairs(_ source: JSONObject, _ target: JSONObject) -> [Pair] {
        let targets = Dictionary(
            Content(target).leaves.prefix(limit).map { ($0.path, $0.text) },
            uniquingKeysWith: { first, _ in first })
        return Content(source).leaves.prefix(limit).compactMap { leaf in
            targets[leaf.path].map {
                Pair(path: leaf.path, example: TranslationExample(source: leaf.text, target: $0))
            }
        }
    }

    private struct Index {
        let pairs: [Pair]
        private let words: [Set<String>]
        private let pairsOfWord: [String: [Int]]
        private let pairsOfParent: [Substring: [Int]]

        /// A word of more pairs tells nothing.
        private static let commonest = 500
        /// Pairs of one parent that are looked at.
        private static let siblings = 50

        init(_ pairs: [Pair]) {
            self.pairs = pairs
            let words = pairs.map { Self.words($0.example.source) }
            self.words = words
            var pairsOfWord: [String: [Int]] = [:]
            var pairsOfParent: [Substring: [Int]] = [:]
            for (index, pair) in pairs.enumerated() {
                for word in words[index] { pairsOfWord[word, default: []].append(index) }
                pairsOfParent[Self.parent(pair.path), default: []].append(index)
            }
            self.pairsOfWord = pairsOfWord
            self.pairsOfParent = pairsOfParent
        }

        /// Scores from 0 to 1.2, the best first: the share of common words, and a little for the same parent.
        func fitting(path: String, text: String) -> [(pair: Int, score: Double)] {
            let own = Self.words(text)
            var common: [Int: Int] = [:]
            for word in own {
                guard let found = pairsOfWord[word], found.count <= Self.commonest else { continue }
                for pair in found { common[pair, default: 0] += 1 }
            }
            let siblings = Set((pairsOfParent[Self.parent(path)] ?? []).prefix(Self.siblings))
            return Set(common.keys).union(siblings).map { pair in
                let shared = Double(2 * (common[pair] ?? 0)) / Double(max(1, own.count + words[pair].count))
                return (pair, shared + (siblings.contains(pair) ? 0.2 : 0))
            }.filter { $0.1 >= 0.2 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        }

        private static func parent(_ path: String) -> Substring {
            path.lastIndex(of: ".").map { path[..<$0] } ?? ""
        }

        private static func words(_ text: String) -> Set<String> {
            Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
        }
    }
}
