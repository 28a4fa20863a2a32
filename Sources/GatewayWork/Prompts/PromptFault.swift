// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText

/// What was wrong with an answer, in words for a language model.
enum PromptFault {
    /// - Parameters:
    ///   - answer: as it came, with its tokens.
    ///   - masked: what was asked.
    static func sentences(_ findings: [Finding], in answer: String, of masked: MaskedText) -> [String] {
        // Placeholders are tokens to the model: it is told of these.
        let tokens = tokenSentences(answer, masked)
        var sentences: [String] = []
        for finding in findings {
            switch Check(rawValue: finding.check) {
            case .missing: sentences.append("The segment had no translation.")
            case .empty: sentences.append("The translation was empty.")
            case .placeholders where !tokens.isEmpty, .tags where !tokens.isEmpty: continue
            case .terms: sentences.append("The term \"\(finding.expected)\" is missing.")
            case .untranslated: sentences.append("The text was not translated.")
            case .length:
                sentences.append(
                    "The translation is too long: \(finding.expected) characters, not \(finding.found).")
            default: sentences.append(sentence(finding))
            }
        }
        return tokens + sentences
    }

    private static func sentence(_ finding: Finding) -> String {
        switch (finding.expected.isEmpty, finding.found.isEmpty) {
        case (true, true): "It did not pass the check \"\(finding.check)\"."
        case (false, true): "\(finding.check): \"\(finding.expected)\" is missing."
        case (true, false): "\(finding.check): \"\(finding.found)\" does not belong there."
        case (false, false): "\(finding.check): expected \"\(finding.expected)\", found \"\(finding.found)\"."
        }
    }

    private static func tokenSentences(_ answer: String, _ masked: MaskedText) -> [String] {
        var sentences: [String] = []
        for span in masked.spans {
            let token = "⟦\(span.number)⟧"
            switch answer.ranges(of: token).count {
            case 0: sentences.append("The mark \(token) is missing.")
            case 1: continue
            case let count: sentences.append("The mark \(token) stands there \(count) times, not once.")
            }
        }
        return sentences
    }
}
