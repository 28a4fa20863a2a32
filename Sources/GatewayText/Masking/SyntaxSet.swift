// SPDX-License-Identifier: Apache-2.0

/// Syntaxes that a text may be written in.
///
/// All are looked for unless a hint names some: each reads prose as prose as far as that can be told, so that a text
/// need not say what it is.
public struct SyntaxSet: OptionSet, Sendable, Hashable {
    /// One bit for each syntax.
    public let rawValue: UInt16

    /// Makes a set of its bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// printf, strftime, and what begins with a percent sign.
    static let printf = SyntaxSet(rawValue: 1 << 0)
    /// Names in braces, ICU messages, Jinja.
    static let braces = SyntaxSet(rawValue: 1 << 1)
    /// `${x}`, `$t(…)`, `$name`.
    static let dollar = SyntaxSet(rawValue: 1 << 2)
    /// What only a shell reads: `$1`, `$@`. Prose has amounts of dollars, so it must be named.
    static let shell = SyntaxSet(rawValue: 1 << 3)
    /// HTML and XML.
    static let markup = SyntaxSet(rawValue: 1 << 4)
    /// Code, links, images, emphasis.
    static let markdown = SyntaxSet(rawValue: 1 << 5)
    /// Tags in square brackets.
    static let bbcode = SyntaxSet(rawValue: 1 << 6)
    /// Paths and names of files.
    static let paths = SyntaxSet(rawValue: 1 << 7)
    /// Hashtags, mentions, linked messages, references to resources.
    static let names = SyntaxSet(rawValue: 1 << 8)
    /// Characters written with a backslash.
    static let escapes = SyntaxSet(rawValue: 1 << 9)

    /// What is looked for when nothing is said.
    static let inferred: SyntaxSet = [
        .printf, .braces, .dollar, .markup, .markdown, .bbcode, .paths, .names, .escapes,
    ]

    /// What a hint such as `syntax: printf, html` names; `nil` for a hint of something else.
    ///
    /// gettext's flags are known too (`c-format`, `python-brace-format`). `text` names none: then only URLs, emoji and
    /// characters without a glyph are protected.
    init?(hint: String) {
        if let flag = Self.flags[hint.lowercased()] {
            self = flag
            return
        }
        guard let colon = hint.firstIndex(of: ":"), hint[..<colon].lowercased() == "syntax" else {
            return nil
        }
        var set: SyntaxSet = []
        for name in hint[hint.index(after: colon)...].split(whereSeparator: { $0 == "," || $0.isWhitespace })
        {
            guard let known = Self.named[name.lowercased()] else { return nil }
            set.formUnion(known)
        }
        self = set
    }

    private static let named: [String: SyntaxSet] = [
        "text": [], "printf": .printf, "python": [.printf, .braces], "ruby": [.printf, .braces],
        "java": .braces, "dotnet": .braces, "icu": [.braces, .markup],
        "i18next": [.braces, .dollar, .markup],
        "vue": [.braces, .names], "angular": [.braces, .markup], "javascript": [.braces, .dollar],
        "shell": [.dollar, .shell], "html": .markup, "xml": .markup, "markdown": [.markdown, .markup],
        "bbcode": .bbcode, "android": [.printf, .markup, .names, .escapes], "ios": [.printf, .escapes],
        "paths": .paths, "names": .names, "escapes": .escapes,
    ]

    private static let flags: [String: SyntaxSet] = [
        "c-format": .inferred, "objc-format": .inferred, "php-format": .inferred, "python-format": .inferred,
        "python-brace-format": .inferred, "javascript-format": .inferred, "java-format": .inferred,
        "csharp-format": .inferred, "ruby-format": .inferred, "perl-format": .inferred,
        "sh-format": .inferred.union(.shell), "no-c-format": .inferred.subtracting(.printf),
        "no-python-format": .inferred.subtracting(.printf),
        "no-python-brace-format": .inferred.subtracting(.braces),
        "no-javascript-format": .inferred.subtracting([.braces, .dollar]),
    ]
}
