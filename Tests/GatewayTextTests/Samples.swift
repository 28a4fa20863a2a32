// SPDX-License-Identifier: Apache-2.0
import GatewayTestSupport

/// Makes texts that mix scripts, prose with awkward signs, and everything that is protected. The same seed makes the
/// same texts.
struct Samples: RandomNumberGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> UInt64 { generator.next() }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }

    /// Up to a dozen fragments, with or without spaces between them.
    mutating func text() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            text += pick(pick([Self.prose, Self.protected, Self.awkward]))
            text += pick(["", "", " ", " ", ". ", "! ", "\n", "\u{3002}", "\u{A0}"])
        }
        return text
    }

    /// Prose with placeholders between words, which a translation of its own order may have.
    mutating func sentence() -> String {
        var words: [String] = []
        for _ in 0..<Int.random(in: 2...6, using: &self) {
            words.append(pick(Self.prose))
            words.append(pick(Self.protected))
        }
        return words.joined(separator: " ")
    }

    static let prose = [
        "Save changes", "Gr\u{FC}\u{DF}e", "\u{421}\u{43E}\u{445}\u{440}\u{430}\u{43D}\u{438}\u{442}\u{44C}",
        "\u{645}\u{631}\u{62D}\u{628}\u{627}", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}",
        "\u{4FDD}\u{5B58}\u{3057}\u{307E}\u{3059}",
        "\u{E20}\u{E32}\u{E29}\u{E32}\u{E44}\u{E17}\u{E22}", "\u{928}\u{92E}\u{938}\u{94D}\u{924}\u{947}",
        "\u{D55C}\u{AD6D}\u{C5B4}", "\u{12A0}\u{121B}\u{122D}\u{129B}", "\u{1F468}\u{200D}\u{1F469}",
        "e\u{301}t\u{E9}",
        "\u{200F}\u{627}\u{628}\u{200E}", "\u{10D0}\u{10D1}", "\u{561}\u{562}\u{563}", "42", "3,14",
        "\u{661}\u{662}",
    ]
    static let protected = [
        "`code`", "[", "](https://a.org)", "**", "*", "~~", "[b]", "[/b]", "[code]x[/code]",
        "<code>a b</code>",
        "/etc/fstab", "~/x", "C:\\a\\b", "readme.txt", "@name", "#tag", "@:a.b", "\\n", "\\u00A0",
        "\u{1F600}",
        "\u{1F1E9}\u{1F1EA}", "1\u{FE0F}\u{20E3}", "\u{1}", "\u{202B}", "\u{202C}", "example.com", "%#@n@",
        "%d", "%1$s", "%@", "%%", "%-5.2f", "%ld", "%(name)s", "%{count}", "{name}", "{0}", "{}",
        "{0,number}",
        "{name!r:>10}", "{{user.name}}", "${total}", "$t(key.sub)", "<b>", "</b>", "<i>", "</i>", "<br/>",
        "<a href=\"https://example.org/?a=1&b=2\">", "</a>", "<!-- note -->", "<![CDATA[ a < b ]]>", "&amp;",
        "&#8364;",
        "https://example.org/path?q=%20x", "mail@example.org", "\u{27E6}1\u{27E7}", "\u{27E6} 12 \u{27E7}",
        "{n, plural, one {# file} other {# files}}", "{g, select, a {x '{'} other {y}}", "<0>", "</0>",
        "%count%",
    ]
    static let awkward = [
        "100 % sure", "50% of", "a < b and c > d", "5 <3", "$5", "AT&T", "{ }", "{see below}", "{", "}", "<",
        ">", "%",
        "&", "@", "$", ":", "://", "\u{27E6}", "\u{27E7}", "\u{27E6}1", "2\u{27E7}", "{{", "}}", "%{", "${",
        "$t(",
        "<!--", "[1]", "\u{3010}1\u{3011}", "'{'", "'", "\u{E000}", "\u{FFFD}", "\u{0}", "{a, plural, one {",
        "12:30",
    ]
}
