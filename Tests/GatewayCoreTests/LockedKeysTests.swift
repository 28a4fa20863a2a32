// SPDX-License-Identifier: Apache-2.0
import GatewayCore
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
}
