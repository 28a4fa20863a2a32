// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import dragoman

@Suite struct TextCommandTests {
    @Test(arguments: [
        (TextCommand.Segment.Unit.sentence, ["See {{a. B. c}}. ", "Ask Mr. <b>Fox!</b> ", "Bye."]),
        (.word, ["See", " ", "you", "!"]), (.grapheme, ["e\u{301}", "\u{1F1E6}\u{1F1FA}", "x"]),
        (.sentence, []),
    ])
    func `a text is cut as the gateway cuts it, and put together it is the text`(
        unit: TextCommand.Segment.Unit, expected: [String]
    ) {
        let english = LocaleTag(unchecked: "en")
        #expect(TextCommand.Segment.segments(of: expected.joined(), locale: english, by: unit) == expected)
    }
}
