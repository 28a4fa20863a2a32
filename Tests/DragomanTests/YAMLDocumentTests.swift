// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import dragoman

@Suite struct YAMLDocumentTests {
    @Test(arguments: [
        "no", "null", "~", "", " a", "a ", "1.5", "true", "a: b", "# x", "- x", "\"q\"", "it's", "a\nb\n",
        "a\n\n b\n",
        "tab\there", "\u{7}", "日本語 です", "{x}", "[x]", "%s", "@a", "`b`", "&a *b", "e\u{301}", "مرحبا", "👩‍👩‍👧",
        "a\u{2028}b",
        "line\r\nend", "  two\n one", "\n", "null\n",
    ])
    func `any text comes back as it was`(text: String) throws {
        let document: JSONValue = ["text": .string(text), "list": [.string(text)], "none": [], "rank": 3]
        let yaml = try YAMLDocument.write(document)
        #expect(try YAMLDocument.read(yaml, path: "x") == document, "\(yaml)")
    }

    @Test func `a document reads like one that a person wrote`() throws {
        let document: JSONValue = [
            "name": "Web shop", "isDefault": false, "description": nil,
            "instructions": [["name": "Tone", "text": "Say du.\nNever Sie.\n"]],
            "pivotLocales": ["es", "no"],
        ]
        #expect(
            try YAMLDocument.write(document) == """
                name: Web shop
                isDefault: false
                description: null
                instructions:
                - name: Tone
                  text: |
                    Say du.
                    Never Sie.
                pivotLocales:
                - es
                - no

                """)
    }

    @Test func `a fault of the text is told with its line`() {
        #expect(throws: AdministrationError("a.yaml:2: mapping values are not allowed in this context")) {
            try YAMLDocument.read("name: x\ntext: y: z\n", path: "a.yaml")
        }
    }
}
