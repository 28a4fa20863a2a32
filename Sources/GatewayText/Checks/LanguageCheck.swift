// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Looks for text that is not of the target's language: the source come back, another script, a word twice.
enum LanguageCheck {
    static func findings(_ pair: CheckedPair, _ source: Checker.Side, _ target: Checker.Side) -> [Finding] {
        var findings: [Finding] = []
        if source.language != target.language, isUntranslated(pair) {
            findings.append(Finding(.untranslated, expected: "", found: pair.translation.text))
        }
        if let script = target.script, let other = foreignScript(pair, script, source.script) {
            findings.append(Finding(.script, expected: script, found: other))
        }
        if !target.doublesWords, let word = doubledWord(pair) {
            findings.append(Finding(.doubledWords, expected: word, found: "\(word) \(word)"))
        }
        return findings
    }

    // MARK: Untranslated

    /// Whether the text came back, apart from letter case, and has enough words of enough letters to be no name.
    private static func isUntranslated(_ pair: CheckedPair) -> Bool {
        guard pair.source.text.utf8.span.hasSameBytes(as: pair.translation.text.utf8.span) else {
            return false
        }
        let bytes = pair.source.prose.utf8.span
        var (words, lower) = (0, 0)
        var index = 0
        while index < bytes.count {
            let end = bytes.end(from: index) { $0.isLetter || $0.isWide }
            if end - index > 2 {
                words += 1
                // One word may be the same in both languages, a name of several may too: they begin with capitals.
                if words > 1, !bytes.isUppercase(at: index) { lower += 1 }
            }
            index = Swift.max(end, index + 1)
        }
        return words > 2 && lower > 0
    }

    // MARK: Script

    private static func foreignScript(_ pair: CheckedPair, _ script: String, _ sourceScript: String?)
        -> String?
    {
        // Plain Latin letters in a text of Latin letters.
        if script == "Latn", !pair.translation.traits.kinds.contains(.wide) { return nil }
        let counts = ScriptCount(pair.translation.prose)
        let own = ScriptCount.codes(of: script)
        let (inside, outside) = counts.counts(own)
        guard outside > 0 else { return nil }
        let foreign = counts.mostFrequent(except: own)
        if own.contains("Latn") {
            // Another script in Latin text stands out even as a single word, unless the source has it too.
            let known = ScriptCount(pair.source.prose).counts([foreign]).inside
            return outside >= 2 && known == 0 ? foreign : nil
        }
        // Names and abbreviations stay in Latin letters everywhere: only text that is mostly so is wrong.
        guard outside >= 12, outside > 4 * inside else { return nil }
        let words = pair.translation.prose.split { !$0.isLetter }.filter {
            $0.count > 2 && $0.first?.isLowercase == true
        }
        return words.count > 2 ? foreign : nil
    }

    // MARK: Doubled words

    /// Languages that double words by their grammar.
    static let reduplicating: Set<String> = [
        "ban", "bi", "bug", "ceb", "fil", "haw", "hi", "id", "ilo", "ja", "jv", "km", "ko", "lo", "mad", "mi",
        "min",
        "ms", "my", "ne", "pa", "pam", "si", "sm", "su", "ta", "te", "th", "tl", "to", "tpi", "ur", "vi",
        "war", "zh",
        "bn", "mr", "gu", "kn", "ml", "or", "as", "tr", "az", "af", "hy", "yo", "sw", "mg", "fa",
    ]

    /// A word of two letters or more that follows itself in the translation and not in the source.
    private static func doubledWord(_ pair: CheckedPair) -> String? {
        guard let word = doubledWords(pair.translation.text).first else { return nil }
        return doubledWords(pair.source.text).isEmpty ? word : nil
    }

    private static func doubledWords(_ text: String) -> [String] {
        let bytes = text.utf8.span
        var found: [String] = []
        var previous = 0..<0
        var index = 0
        while index < bytes.count {
            let start = index
            index = bytes.end(from: index) { $0.isLetter || $0.isWide || $0 == 0x27 }
            let word = start..<index
            if word.count >= 4, word.count == previous.count, start == previous.upperBound + 1,
                bytes[start - 1] == 0x20,
                bytes.extracting(word).hasSameBytes(as: bytes.extracting(previous))
            {
                let spelled = bytes.string(word)
                if spelled.count >= 4, spelled.allSatisfy({ $0.isLetter || $0 == "'" }) {
                    found.append(spelled)
                }
            }
            previous = word
            if index == start || index < bytes.count { index += 1 }
        }
        return found
    }
}

extension Span<UInt8> {
    fileprivate func isUppercase(at index: Int) -> Bool {
        let byte = self[index]
        guard byte.isWide else { return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
        return scalar(at: index).scalar.properties.isUppercase
    }
}
