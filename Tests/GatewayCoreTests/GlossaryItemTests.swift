// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@Suite struct GlossaryItemTests {
    @Test(arguments: [
        ("", "x", "sourceText", "is blank"),
        (" \u{A0}\u{200B}\u{FEFF}", "x", "sourceText", "is blank"),
        ("x", " ", "targetText", "is blank"),
        (String(repeating: "\u{E9}", count: 513), "x", "sourceText", "is longer than 1024 bytes"),
        ("a\nb", "x", "sourceText", "holds a control character, U+000A"),
        ("x", "a\u{0}b", "targetText", "holds a control character, U+0000"),
        ("x", "a\u{9F}", "targetText", "holds a control character, U+009F"),
    ])
    func `a text that cannot be a term names its field and the reason`(
        source: String, target: String, field: String, reason: String
    ) {
        #expect(throws: RequestError.invalid(field: field, reason: reason)) {
            try GlossaryItem(sourceText: source, targetText: target)
        }
    }

    @Test func `texts of 1024 bytes are the longest`() throws {
        let text = String(repeating: "\u{E9}", count: 512)
        #expect(try GlossaryItem(sourceText: text, targetText: text).sourceText == text)
    }

    @Test func `a rendering is required`() {
        #expect(throws: RequestError.invalid(field: "targetText", reason: "is missing")) {
            try GlossaryItem(sourceText: "x")
        }
    }

    @Test func `a term that stays as it is has no other rendering`() throws {
        #expect(try GlossaryItem(sourceText: "Dragoman", type: .nonTranslatable).targetText == "Dragoman")
        #expect(
            throws: RequestError.invalid(
                field: "targetText", reason: "must equal sourceText when type is \"non_translatable\"")
        ) {
            try GlossaryItem(sourceText: "Dragoman", targetText: "dragoman", type: .nonTranslatable)
        }
    }

    @Test func `a hint may have lines but no other controls`() throws {
        #expect(try GlossaryItem(sourceText: "x", targetText: "y", hint: "a\r\n\tb").hint == "a\r\n\tb")
        #expect(throws: RequestError.invalid(field: "hint", reason: "holds a control character, U+001B")) {
            try GlossaryItem(sourceText: "x", targetText: "y", hint: "\u{1B}[0m")
        }
    }

    @Test func `an undetermined locale is any locale`() throws {
        let und = LocaleTag(unchecked: "und")
        let item = try GlossaryItem(sourceLocale: und, targetLocale: und, sourceText: "x", targetText: "y")
        #expect(item.sourceLocale == nil)
        #expect(item.targetLocale == nil)
    }
}
