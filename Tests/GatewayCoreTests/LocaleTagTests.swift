// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@Suite struct LocaleTagTests {
    @Test(arguments: [
        "en", "pt-BR", "zh-Hans", "es-419", "de-1996", "sl-rozaj-biske", "en-u-ca-buddhist", "en-XA",
        "zh-cmn-Hans-CN",
        "sr-Latn-RS", "x-private", "en-x-a-b", "i-klingon", "sgn-BE-FR", "art-lojban", "ca-valencia",
        "de-CH-1901",
        "hy-Latn-IT-arevela", "EN-us", "ast", "zh-min-nan", "en-a-bbb-x-a-ccc",
    ])
    func `a well-formed tag is taken as it is spelled`(_ text: String) throws {
        #expect(try LocaleTag(text).spelling == text)
    }

    @Test(arguments: [
        ("pt_BR", "pt-BR"), ("pt-rPT", "pt-PT"), ("", "empty"), ("e", "two to eight letters"),
        ("en--US", "empty subtag"),
        ("en-", "empty subtag"), ("english-toolongsubtag", "8 characters"), ("en US", "letters and digits"),
        ("en-é", "letters and digits"), ("123", "two to eight letters"), ("en-US-US", "cannot stand"),
        ("en-u", "nothing follows"), ("en-a-bb-a-cc", "extension stands twice"),
        ("de-1996-1996", "variant stands twice"),
        ("x", "private tag"), ("en-x", "nothing follows"), ("en-US-Latn", "cannot stand"),
        ("../etc", "letters and digits"),
    ])
    func `any other text is refused with the reason`(_ text: String, _ reason: String) {
        #expect { try LocaleTag(text) } throws: { error in
            (error as? LocaleTag.Malformed)?.reason.contains(reason) == true
        }
    }

    @Test func `tags are compared without regard to case`() throws {
        #expect(try LocaleTag("PT-br") == LocaleTag("pt-BR"))
        #expect(try Set([LocaleTag("zh-Hans"), LocaleTag("ZH-hans")]).count == 1)
    }
}
