// SPDX-License-Identifier: Apache-2.0
import GatewayTestSupport
import Testing

@testable import GatewayText

@Suite struct EditDistanceTests {
    /// The table as the definition has it.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (index, scalar) in left.enumerated() {
            var before = row[0]
            row[0] = index + 1
            for column in right.indices {
                let diagonal = before + (right[column] == scalar ? 0 : 1)
                before = row[column + 1]
                row[column + 1] = min(diagonal, row[column] + 1, before + 1)
            }
        }
        return row[right.count]
    }

    private static func found(_ left: String, _ right: String, limit: Int = .max) -> Int? {
        var (left, right) = (left, right)
        let distance = left.withUTF8 { EditDistance($0) }
        return right.withUTF8 {
            distance.distance(to: $0, count: CodePoints.count($0), limit: limit)
        }
    }

    @Test(arguments: [
        ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("", "", 0), ("same", "same", 0),
        ("caf\u{E9}", "cafe\u{301}", 2), ("\u{1F44D}ok", "ok", 1),
        ("\u{65E5}\u{672C}\u{8A9E}", "\u{65E5}\u{672C}", 1),
    ])
    func `edits are counted in code points`(_ left: String, _ right: String, _ expected: Int) {
        #expect(Self.found(left, right) == expected)
    }

    @Test func `texts of any length are as far apart as the definition says`() {
        var random = SeededGenerator(seed: 3)
        let letters = Array("abcd \u{E9}\u{44F}\u{65E5}\u{1F600}".unicodeScalars)
        for _ in 0..<400 {
            let left = (0..<Int.random(in: 0...200, using: &random)).compactMap { _ in
                letters.randomElement(using: &random)
            }
            var right = left
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let place = Int.random(in: 0...right.count, using: &random)
                if Bool.random(using: &random), place < right.count {
                    right.remove(at: place)
                } else if let letter = letters.randomElement(using: &random) {
                    right.insert(letter, at: place)
                }
            }
            let expected = Self.distance(left, right)
            let (one, other) = (String(left), String(right))
            #expect(Self.found(one, other) == expected)
            #expect(Self.found(one, other, limit: expected) == expected)
            if expected > 0 { #expect(Self.found(one, other, limit: expected - 1) == nil) }
        }
    }
}

extension String {
    fileprivate init(_ scalars: [Unicode.Scalar]) {
        self.init(String.UnicodeScalarView(scalars))
    }
}
