// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension GlossaryItem {
    /// Kind, part of speech, gender and number in four bits each, 15 for an unknown one; the highest bit is free.
    var grammar: UInt16 {
        func bits<Choice: CaseIterable & Equatable>(_ choice: Choice?) -> UInt16 {
            guard let choice else { return 15 }
            return UInt16(Array(Choice.allCases).firstIndex(of: choice) ?? 15)
        }
        return bits(type) << 12 | bits(partOfSpeech) << 8 | bits(gender) << 4 | bits(number)
    }

    /// Puts an item together again.
    init(
        valid sourceText: String, targetText: String, hint: String?, sourceLocale: LocaleTag?,
        targetLocale: LocaleTag?, grammar: UInt16
    ) {
        func choice<Choice: CaseIterable>(_ shift: UInt16) -> Choice? {
            let index = Int(grammar >> shift & (shift == 12 ? 7 : 15))
            return index < Choice.allCases.count ? Array(Choice.allCases)[index] : nil
        }
        self.init(
            unchecked: sourceText, targetText: targetText, sourceLocale: sourceLocale,
            targetLocale: targetLocale, type: choice(12) ?? .customTranslation, hint: hint,
            partOfSpeech: choice(8), gender: choice(4), number: choice(0))
    }
}
