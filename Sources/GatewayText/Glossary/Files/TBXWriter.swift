// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Writes TBX-Basic in DCA style (ISO 30042:2019): an entry an item, its first language the source.
///
/// Any locale is `und`. A term that stays as it is has an `admin` of our own, since TBX-Basic has no word for it.
enum TBXWriter {
    static func write(_ items: some Sequence<GlossaryItem>) -> [UInt8] {
        var xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <tbx style="dca" type="TBX-Basic" xml:lang="und" xmlns="urn:iso:std:iso:30042:ed-2">
            <tbxHeader><fileDesc><sourceDesc><p>Dragoman glossary</p></sourceDesc></fileDesc></tbxHeader>
            <text><body>

            """
        for (index, item) in items.enumerated() {
            xml += "<conceptEntry id=\"c\(index + 1)\">"
            if let hint = item.hint { xml += "<note>\(XMLText.escaped(hint))</note>" }
            if item.type == .nonTranslatable { xml += "<admin type=\"x-type\">\(item.type.rawValue)</admin>" }
            xml += "<langSec xml:lang=\"\(item.sourceLocale?.spelling ?? "und")\"><termSec><term>"
            xml += XMLText.escaped(item.sourceText) + "</term></termSec></langSec>"
            xml += "<langSec xml:lang=\"\(item.targetLocale?.spelling ?? "und")\"><termSec><term>"
            xml += XMLText.escaped(item.targetText) + "</term>"
            append("partOfSpeech", item.partOfSpeech.map { $0 == .properNoun ? "properNoun" : $0.rawValue })
            append("grammaticalGender", item.gender?.rawValue)
            append("grammaticalNumber", item.number?.rawValue)
            xml += "</termSec></langSec></conceptEntry>\n"
        }
        func append(_ type: String, _ value: String?) {
            if let value { xml += "<termNote type=\"\(type)\">\(value)</termNote>" }
        }
        return Array((xml + "</body></text>\n</tbx>\n").utf8)
    }
}
