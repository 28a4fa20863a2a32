// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// Compares translations of one locale pair with their sources. Every check is pure and cheap enough for every text.
public struct Checker: Sendable {
    let target: LocaleTag
    /// Whether the translation must be in the target's language and script: a pseudo-locale's is not.
    private let expectsLanguage: Bool
    let sourceRules: Side
    let targetRules: Side

    /// What is known of one side.
    struct Side: Sendable {
        let locale: LocaleTag
        /// ISO 639.
        let language: String
        /// ISO 15924, or `nil`.
        let script: String?
        /// How long texts are in the language, beside English.
        let length: Double
        /// Whether the language doubles words by its grammar.
        let doublesWords: Bool

        init(_ locale: LocaleTag, _ rules: any LocaleRules) {
            let parts = rules.maximized(locale)
            (self.locale, language, script) = (locale, parts.language, parts.script)
            length = LengthCheck.length(language)
            doublesWords = LanguageCheck.reduplicating.contains(language)
        }
    }

    /// A checker for one pair.
    ///
    /// - Parameter expectsLanguage: false for translations that are not in the target's language, such as a test
    ///   engine's.
    public init(
        source: LocaleTag, target: LocaleTag, rules: any LocaleRules, expectsLanguage: Bool = true
    ) {
        self.target = target
        self.expectsLanguage = expectsLanguage
        sourceRules = Side(source, rules)
        targetRules = Side(target, rules)
    }

    /// Everything that is found, in the order of ``Check``.
    ///
    /// - Parameters:
    ///   - limit: graphemes that the translation may have; `nil` for any number.
    ///   - masker: what finds the protected places of both; hints may have told it the syntax.
    public func findings(
        source: String, translation: String, limit: Int? = nil, masker: Masker = Masker()
    ) -> [Finding] {
        guard !translation.isBlank || source.isBlank else {
            return [Finding(.empty, expected: source)]
        }
        return findings(
            CheckedPair(source: source, translation: translation, syntaxes: masker.syntaxes), limit: limit)
    }

    /// Everything that is found in a translation of a text that was read before, in the order of ``Check``.
    ///
    /// - Parameter limit: graphemes that the translation may have; `nil` for any number.
    public func findings(source: PreparedText, translation: String, limit: Int? = nil) -> [Finding] {
        guard !translation.isBlank || source.source.isBlank else {
            return [Finding(.empty, expected: source.source)]
        }
        let translation = ScannedText(translation, source.masker.syntaxes)
        return findings(
            CheckedPair(source: source.scanned, message: source.message, translation: translation),
            limit: limit)
    }

    func findings(_ pair: CheckedPair, limit: Int?) -> [Finding] {
        let translation = pair.translation.text
        var findings: [Finding] = []
        if let message = pair.sourceMessage {
            findings += MessageCheck.findings(source: message, output: translation, target: target)
        } else {
            findings += PlaceholderCheck.findings(pair)
        }
        findings += TagCheck.findings(pair)
        findings += CharacterCheck.controls(pair)
        findings += CharacterCheck.bidi(pair)
        if pair.sourceMessage == nil { findings += NumberCheck.findings(pair) }
        findings += AddressCheck.findings(pair)
        findings += SpaceCheck.findings(pair)
        if expectsLanguage { findings += PunctuationCheck.findings(pair, targetRules) }
        findings += AcceleratorCheck.findings(pair)
        if expectsLanguage { findings += LanguageCheck.findings(pair, sourceRules, targetRules) }
        findings += LengthCheck.findings(pair, limit: limit, sourceRules, targetRules)
        return findings
    }
}

extension Finding {
    /// A finding with the severity of its check.
    public init(_ check: Check, expected: String = "", found: String = "") {
        self.init(check: check.rawValue, severity: check.severity, expected: expected, found: found)
    }
}
