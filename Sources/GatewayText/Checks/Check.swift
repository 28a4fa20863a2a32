// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// The checks there are, in the order in which their findings are told.
public enum Check: String, Sendable, CaseIterable {
    /// A text without a translation, where somebody else's are compared.
    case missing
    /// A translation without a text, there too.
    case extra
    /// A locale of another region or script that stood in.
    case locale
    /// Nothing is left of a text.
    case empty
    /// Placeholders of every syntax: each of the source's once, none of others.
    case placeholders
    /// Tags of HTML, XML and BBCode.
    case tags
    /// The syntax of ICU's MessageFormat.
    case icu
    /// The plural categories that the target locale has.
    case plurals
    /// Control characters that the source does not have.
    case controls
    /// Characters that turn the direction of text: in pairs, and none that overrides.
    case bidi
    /// Numbers, whatever their digits and separators.
    case numbers
    /// URLs and e-mail addresses.
    case urls
    /// White space at both ends.
    case whitespace
    /// Line breaks.
    case newlines
    /// The punctuation at the end.
    case punctuation
    /// The mark of an access key, such as `&` in `&File`.
    case accelerators
    /// Glossary items.
    case terms
    /// The source text come back.
    case untranslated
    /// Letters of another script than the locale's.
    case script
    /// A word twice in a row.
    case doubledWords
    /// Longer than a limit, in graphemes.
    case length
    /// Much shorter than a translation can be.
    case truncated

    /// How bad its findings are.
    public var severity: Finding.Severity {
        switch self {
        case .missing, .empty, .placeholders, .tags, .icu, .plurals, .controls, .bidi: .error
        case .extra, .locale, .numbers, .urls, .whitespace, .newlines, .punctuation, .accelerators, .terms,
            .untranslated,
            .script,
            .doubledWords, .length, .truncated:
            .warning
        }
    }
}
