// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A text of a document, read once for all targets.
public struct PreparedText: Sendable {
    /// The text as it came.
    public let source: String
    /// Whether it has anything to translate.
    public let isTranslatable: Bool

    /// Whether it has another plan for each target.
    public var isMessage: Bool { message != nil }

    /// The text as a message with branches, or `nil`.
    var message: Message? { if case .message(let message) = kind { message } else { nil } }

    /// What the checks of its translations must know of it.
    let scanned: ScannedText

    private enum Kind: Sendable {
        /// The same for every target.
        case plain(TextPlan)
        /// Written out for each target.
        case message(Message)
    }

    private let kind: Kind

    /// Bytes of a message that is written out; people's have some hundreds, and each form holds nearly all of them.
    private static let longestMessage = 32_768
    /// What found its protected places.
    public let masker: Masker

    /// Reads a text. One with an argument that has branches, and that reads as a message, is one.
    public init(_ source: String, masker: Masker) {
        self.source = source
        self.masker = masker
        scanned = ScannedText(source, masker.syntaxes)
        if let message = scanned.message(masker.syntaxes) {
            kind = .message(message)
            isTranslatable = message.texts.contains { $0.contains(where: \.isLetter) }
        } else {
            let plan = TextPlan(masker.masked(source, scanned.matches), masker: masker)
            kind = .plain(plan)
            isTranslatable = plan.isTranslatable
        }
    }

    /// What goes to an engine for a pair of locales; `nil` for a message that is too large to be translated.
    public func plan(source: LocaleTag, target: LocaleTag) -> TextPlan? {
        switch kind {
        case .plain(let plan): plan
        case .message(let message):
            self.source.utf8.count > Self.longestMessage
                ? nil : TextPlan(message, source: source, target: target, masker: masker)
        }
    }
}
