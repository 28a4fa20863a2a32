// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayText

@Suite struct TermCheckTests {
    @Test(arguments: [
        ("de", "Datei", "Die DATEI ist offen.", TermForm.exact),
        ("de", "Datei", "Die Dateien sind offen.", .inflected),
        ("de", "Datei", "Das Datum ist offen.", nil),
        (
            "ru", "\u{444}\u{430}\u{439}\u{43B}", "\u{432} \u{444}\u{430}\u{439}\u{43B}\u{430}\u{445}",
            .inflected
        ),
        ("tr", "dosya", "dosyalar\u{131}", .inflected),
        ("tr", "SIK", "sik", nil), ("tr", "SIK", "s\u{131}k", .exact),
        ("fr", "ordinateur", "l\u{2019}ordinateur", .exact),
        ("es", "clave de API", "las claves secretas de la API", .inflected),
        ("es", "clave de API", "API de clave", nil),
        ("es", "clave de API", "clave una dos tres de API", nil),
        ("en", "cat", "category", nil),
        ("ja", "\u{4FDD}\u{5B58}", "\u{4FDD}\u{5B58}\u{3057}\u{307E}\u{3059}", .exact),
        ("sv", "f\u{E5}ret", "farets", nil),
        ("en", "term", "", nil),
    ])
    func `a term is recognized in its forms`(locale: String, term: String, output: String, form: TermForm?) {
        #expect(TermCheck().form(of: term, in: output, locale: LocaleTag(unchecked: locale)) == form)
        #expect(
            TermCheck().contains(term, in: output, locale: LocaleTag(unchecked: locale)) == (form != nil))
    }
}
