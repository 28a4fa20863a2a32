// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@Suite struct LockedKeysTests {
    static let table: [(pattern: String, locks: [[String]], leaves: [[String]])] = [
        ("slug", [["slug"], ["post", "slug"], ["posts", "0", "slug"]], [["slugs"], ["slug_title"]]),
        (
            "meta.version", [["meta", "version"], ["a", "meta", "version"]],
            [["meta", "versions"], ["meta"]]
        ),
        ("*Id", [["userId"], ["a", "b", "orderId"]], [["identity"], ["Idx"]]),
        ("assets.*", [["assets", "logo"], ["x", "assets", "0"]], [["assets"]]),
        ("steps.*.type", [["steps", "0", "type"]], [["steps", "0", "a", "type"]]),
        ("cfg.**", [["cfg", "a"], ["cfg", "a", "b", "c"]], [["cfg"], ["cfgs", "a"]]),
        ("a.**.z", [["a", "b", "z"], ["a", "b", "c", "z"], ["a", "z"]], [["a"], ["a", "b"]]),
        ("/meta.version", [["meta", "version"]], [["a", "meta", "version"]]),
        ("meta/version", [["meta", "version"]], [["meta/version"]]),
        (#"a\.b"#, [["a.b"], ["x", "a.b"]], [["a", "b"]]),
        (#"a\*"#, [["a*"]], [["ab"]]), (#"a\?"#, [["a?"]], [["ab"]]),
        ("k?y", [["key"], ["kéy"]], [["ky"], ["keey"]]),
        ("*", [["anything"]], []), ("a*b*c", [["abc"], ["aXXbYYc"]], [["ab"], ["acb"]]),
        ("Key", [["Key"]], [["key"]]), (#"a\\b"#, [[#"a\b"#]], [["ab"]]),
    ]

    @Test(arguments: table.indices)
    func `a pattern locks what the grammar says`(_ row: Int) throws {
        let (pattern, locks, leaves) = Self.table[row]
        let keys = try LockedKeys([pattern])
        for path in locks { #expect(keys.locks(path), "\(pattern) locks \(path)") }
        for path in leaves { #expect(!keys.locks(path), "\(pattern) leaves \(path)") }
    }

    @Test(arguments: ["", ".", "a..b", "a.", "/", ".a"])
    func `a pattern with an empty segment is refused by its position`(_ pattern: String) {
        #expect { try LockedKeys(["ok", pattern]) } throws: { error in
            guard case .invalid("lockedKeys[1]", _)? = error as? RequestError else { return false }
            return true
        }
    }

    @Test func `a thousand patterns are the most`() throws {
        #expect(throws: Never.self) { try LockedKeys(Array(repeating: "a", count: 1000)) }
        #expect(throws: RequestError.self) { try LockedKeys(Array(repeating: "a", count: 1001)) }
    }

    @Test func `a hostile pattern takes no more than linear time for each star`() throws {
        let keys = try LockedKeys([String(repeating: "a*", count: 200) + "b"])
        #expect(!keys.locks([String(repeating: "a", count: 2000)]))
    }

    /// The grammar once more, as plainly as it can be said: every way to lay a pattern over a path is tried.
    private enum Reference {
        static func locks(_ pattern: String, _ path: [String]) -> Bool {
            let isAnchored = pattern.hasPrefix("/")
            let globs = (isAnchored ? pattern.dropFirst() : pattern[...]).split(separator: ".").map(
                String.init)
            return (0...path.count).contains { start in
                (start == 0 || !isAnchored) && matches(globs, Array(path[start...]))
            }
        }

        private static func matches(_ globs: [String], _ path: [String]) -> Bool {
            guard let glob = globs.first else { return path.isEmpty }
            let rest = Array(globs.dropFirst())
            if glob == "**" {
                let least = rest.isEmpty ? 1 : 0
                return path.count >= least
                    && (least...path.count).contains { matches(rest, Array(path[$0...])) }
            }
            guard let segment = path.first else { return false }
            return fits(Array(glob), Array(segment)) && matches(rest, Array(path.dropFirst()))
        }

        private static func fits(_ glob: [Character], _ text: [Character]) -> Bool {
            guard let first = glob.first else { return text.isEmpty }
            let rest = Array(glob.dropFirst())
            if first == "*" { return (0...text.count).contains { fits(rest, Array(text[$0...])) } }
            guard let character = text.first else { return false }
            return (first == "?" || first == character) && fits(rest, Array(text.dropFirst()))
        }
    }

    @Test(arguments: 0..<20)
    func `patterns lock what a plain reference says`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1)
        let letters = Array("abé")
        func word(_ alphabet: [Character], _ longest: Int) -> String {
            String(
                (0..<Int.random(in: 1...longest, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? "a"
                })
        }
        var locked = 0
        for _ in 0..<500 {
            let globs = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                Int.random(in: 0..<5, using: &random) == 0 ? "**" : word(letters + ["*", "?"], 3)
            }
            let pattern = (Bool.random(using: &random) ? "/" : "") + globs.joined(separator: ".")
            let keys = try LockedKeys([pattern])
            for _ in 0..<20 {
                let path = (0..<Int.random(in: 1...4, using: &random)).map { _ in word(letters, 3) }
                let expected = Reference.locks(pattern, path)
                if expected { locked += 1 }
                #expect(keys.locks(path) == expected, "\(pattern) over \(path)")
            }
        }
        #expect(locked > 500, "the paths are not all left alone")
    }
}
