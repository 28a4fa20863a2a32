// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayText
import Testing

@Suite struct MaskerTests {
    private let masker = Masker()

    /// A text in which what is protected stands between `«` and `»`, to be read more easily than tokens.
    private func marked(_ text: String) -> String {
        let masked = masker.mask(text)
        var marked = ""
        for piece in masked.pieces {
            switch piece {
            case .text(let range): marked += String(decoding: Array(masked.text.utf8)[range], as: UTF8.self)
            case .token(let number): marked += "«" + masked.originals[number - 1] + "»"
            }
        }
        return marked
    }

    private func unmarked(_ text: String) -> String { text.filter { $0 != "«" && $0 != "»" } }

    @Test(arguments: [
        // printf
        "«%d» files", "«%s»", "a«%5.2f»b", "«%1$s» of «%2$d»", "«%-10s»|", "«%+d» «%05d» «%#x» «%'d»",
        "«%*d» «%.*f» «%*1$d»",
        "«%ld» «%lld» «%lu» «%zu» «%hhd» «%I64d» «%Lf» «%qd»", "«%@» «%1$@»", "«%%»", "100«%%»", "«%d»«%%»",
        "«%c» «%p» «%n»",
        "«%s»s", "«%d»px", "«%02d»h«%02d»m", "«% d» items", "v«%v» «%q»", "«%s»\u{306F}",
        "\u{200F}«%d» \u{5E7}", "5 «%s»", "x«%3d»",
        "\u{D30C}\u{C77C} «%d»\u{AC1C}", "«%d»/«%d»", "(«%s»)", "«%s», «%s».",
        // Python, Ruby, Symfony, strftime
        "«%(name)s»", "«%(total).2f»", "«%{count}»", "«%<n>d»", "«%count%» apples", "«%Y»-«%m»-«%d»",
        "«%H»:«%M»",
        // braces
        "«{name}»", "«{0}»", "«{0,number}»", "«{0, number, #,##0.00}»", "«{d, date, yyyy-MM-dd HH:mm}»",
        "«{}»", "«{ name }»",
        "«{user.name}»", "«{items[0]}»", "«{name!r:>10}»", "«{:>10}»", "«{x:{width}}»",
        "«{t:%Y-%m-%d %H:%M}»", "«{x: >10}»",
        "«{\u{438}\u{43C}\u{44F}}»", "«{{name}}»", "«{{ user.name | upper }}»", "«{{{raw}}}»", "«{{#if x}}»",
        "«{% if x %}»",
        "«${x}»", "«${ user.name }»", "«#{x}»", "«$t(common.save)»", "«$t(key, {\"count\": 3})»",
        "«$name» paid", "«$NAME$»",
        "«{curly}» prose", "\u{645}«{name}»\u{645}",
        // messages
        "«{n, plural, one {# file} other {# files}}»", "In «{n,plural,=0{no} other{{n} \u{444}}}» now",
        "«{g, select, male {his} female {her} other {their}}» «{name}»",
        "«{n, selectordinal, one {#st} other {#th}}»",
        "«{n, plural, other {it''s '{'}}»", "«{n,choice,0#none|1#one}»",
        // markup
        "«<b>»x«</b>»", "«<br>»", "«<br/>»", "«<br />»", "«<a href=\"https://x.org/?a>b\">»x«</a>»",
        "«<a href='%s'>»",
        "«<input disabled type=text>»", "«<img src=a.png/>»", "«<xliff:g id=\"1\">»", "«<0>»x«</0>»",
        "«<1/>»", "«<my-tag>»",
        "«<!-- a < b -->»", "«<![CDATA[ x ]]>»", "«<!DOCTYPE html>»", "«<?xml version=\"1.0\"?>»",
        "«<a {{attributes}}>»",
        "«<B>»\u{4FDD}\u{5B58}«</B>»", "«<Trans count={1}>»",
        // references
        "«&amp;»", "R«&amp;»D", "«&#8364;» «&#x20AC;»", "caf«&eacute;»",
        // addresses
        "«https://example.org»", "See «http://a.org/b?c=d%20e#f».", "(«https://a.org/x_(y)»)",
        "«ftp://x.org/a»,", "<«https://a.org»>",
        "\u{8BF7}\u{8BBF}\u{95EE}«https://a.org/b»\u{3002}\u{8C22}",
        "«https://de.wikipedia.org/wiki/K\u{F6}ln»!", "«https://a.org/{id}/x»",
        "«**»«https://a.org»«**»", "«bob.x+y@mail.example.org».", "«mailto:a@b.org»", "<«a@b.org»>",
        "\u{BA54}\u{C77C}: «a@b.co.kr»\u{B85C}",
        "«example.com», «www.example.org/a?b»", "see «docs.example.io».",
        // Markdown
        "Run «`make test`» now", "«``a ` b``»", "«```\nlet x = 1\n```»\nText",
        "See «[»the docs«](https://a.org/x_(y))».",
        "«[»x «**»y«**»«](a.md \"Title\")»", "!«[»A cat«](cat.png)»",
        "«**»Bold«**» and «*»thin«*», «~~»gone«~~»",
        "«__»two words«__»", "(«*»\u{4FDD}\u{5B58}«*»)",
        // BBCode
        "«[b]»x«[/b]» «[url=https://a.org]»y«[/url]»", "«[code]a b[/code]» c", "«[list]»«[*]»x«[/list]»",
        // elements that hold no language
        "Type «<code>rm -r</code>» now", "«<span translate=\"no\">Dragoman</span>» runs",
        "«<xliff:g id=\"x\">%1$s</xliff:g>» files", "«<i class=\"notranslate\">x</i>»",
        // paths
        "Open «/etc/fstab».", "in «~/.config/app», «./run.sh», «../a»", "«src/main.c» and «/usr»",
        "«C:\\Windows\\x.ini» is",
        "«\\\\server\\share\\a»", "Edit «readme.txt»!", "«/home/{user}/x»",
        // names
        "Thanks «@ana»!", "«#caf\u{E9}» is open", "(«@first.last»)", "«@:common.save» now", "«@.lower:a.b» x",
        "«@string/ok», «@android:string/no», «?attr/color»", "\u{4F60}\u{597D}\u{3002}«#\u{8BDD}\u{9898}»",
        // escapes
        "a«\\n»b«\\t»c «\\\"»x«\\\"» «\\u00A0» «\\u{1F600}» «\\x1b»",
        // emoji
        "Hi «\u{1F600}»!", "«\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}» x",
        "«\u{1F1E9}\u{1F1EA}» «1\u{FE0F}\u{20E3}»",
        "«\u{1F44D}\u{1F3FD}»\u{4FDD}", "«\u{2764}\u{FE0F}» love", "«\u{2705}» done",
        // what has no glyph
        "a«\u{1}»b", "«\u{202B}»x«\u{202C}»", "«\u{FEFF}»x",
        // Apple
        "«%#@files@» left",
        // what looks like a token
        "«\u{27E6}12\u{27E7}»", "«\u{27E6} 1 \u{27E7}»", "«\u{27E6}\u{661}\u{27E7}» x", "«\u{27E6}«x",
    ])
    func `what a program reads is protected`(expected: String) {
        // The last row of the table is a lone bracket, which is text.
        let expected = expected == "«\u{27E6}«x" ? "\u{27E6}x" : expected
        #expect(marked(unmarked(expected)) == expected)
    }

    @Test(arguments: [
        "100 % sure", "50% of", "100% done", "100 % done", "50%", "5 %.", "25 % d'int\u{E9}r\u{EA}t",
        "le % d'int\u{E9}r\u{EA}t",
        "50%-ban", "50%-os", "%50 indirim", "%100 do\u{11F}al", "20%discount", "20%de", "50\u{A0}% de",
        "\u{665}\u{660}\u{66A}",
        "\u{665}\u{660} % d", "50%-ig", "%-andel", "%-satsen", "50 % f\u{F6}r", "in % angeben", "100%sure",
        "a < b and c > d", "a <b and c> d", "5 <3", "I <3 you", "<your name>", "< b >", "x<y", "1<2>0", "<>",
        "</>", "<-- here -->",
        "$5", "$5.00", "US$ 5", "Ca$h", "$", "$$", "$ {x y}", "$t()", "$\u{E9}t\u{E9}", "A$AP",
        "AT&T", "AT&T;", "R&D", "&File", "& ;", "&;", "&#;", "&#x;", "Q&A; more",
        "{ }", "{see below}", "{see, for example, below}", "{note: see below}", "{", "}", "}{", "{{ }}",
        "{n, plural, one {",
        "{\u{8BF4}\u{660E}\u{3002}}", "{a\nb}", "%{see below}", "{% x", "{{x",
        "2 * 3 * 4", "*.mo and *.po", "a*b*c", "snake_case", "__init__ x", "5*3*2", "* item", "`foo' bar `x'",
        "`", "``",
        "[see](the note below)", "[x] (y)", "[a][b]", "[b] x", "[i]", "[note]", "[*] x", "a]b", "![",
        "and/or", "km/h", "1/2", "he/she/they", "24/7", "/", "// x", "N/A", "a / b", "w/o", "e.g. this",
        "i.e.this",
        "Fast.Then slow", "v1.2.3", "U.S.A.", "3.14", "#1", "C# code", "# Title", "x#y", "@ home", "5 @ 3",
        "\\ x", "\\alpha", "a\\", "\\u12", "\u{A9} \u{2122} \u{2192} \u{2013}", "1\u{20}2", "what?attr",
        "12:30", "Note: x", "a:b", "://x", "C://x", "http://", "x:// y", "a@b", "a @ b",
        "me@localhost", "x@.org",
        "\u{27E6}", "\u{27E7}", "\u{27E6}abc", "\u{2018}x\u{2019} \u{2014} \u{20AC}",
    ])
    func `prose stays as it is`(text: String) {
        let masked = masker.mask(text)
        #expect(masked.text == text)
        #expect(masked.spans.isEmpty)
        #expect(masked.originals.isEmpty)
    }

    @Test(arguments: [
        (["syntax: text"], "%s {x} **y**", []), (["syntax: printf"], "%s {x} **y**", ["%s"]),
        (["menu", "syntax: icu, markdown"], "%s {x} **y**", ["{x}", "**", "**"]),
        (["syntax: shell"], "pay $1 $name $(ls)", ["$1", "$name", "$(ls)"]), ([], "pay $1 now", []),
        (["no-c-format"], "100 %s {x}", ["{x}"]), (["syntax: nonsense"], "%s", ["%s"]),
        (["syntax: text"], "https://a.org \u{1F600}", ["https://a.org", "\u{1F600}"]),
    ])
    func `a hint tells the syntax`(hints: [String], text: String, originals: [String]) {
        #expect(Masker(hints: hints).mask(text).originals == originals)
    }

    @Test func `tokens are numbered from one in order and stand where their spans say`() {
        let masked = masker.mask("\u{4FDD} %s <b>{x}</b>")
        #expect(
            masked.text == "\u{4FDD} \u{27E6}1\u{27E7} \u{27E6}2\u{27E7}\u{27E6}3\u{27E7}\u{27E6}4\u{27E7}")
        #expect(masked.originals == ["%s", "<b>", "{x}", "</b>"])
        #expect(
            masked.spans == [
                TokenSpan(range: 4..<11, number: 1, kind: .standalone),
                TokenSpan(range: 12..<19, number: 2, kind: .open(partner: 3)),
                TokenSpan(range: 19..<26, number: 3, kind: .standalone),
                TokenSpan(range: 26..<33, number: 4, kind: .close(partner: 1)),
            ])
    }

    @Test(arguments: [
        ("<b>x</b>", "()"), ("<b><i>x</i></b>", "(())"), ("<B>x</b>", "()"), ("<b>x", "."), ("x</b>", "."),
        ("<b><i>x</b></i>", "(.)."), ("<br><p>x<br/></p>", ".(.)"), ("<a><a>x</a></a>", "(())"),
        ("<a/>x</a>", ".."),
        ("<p>a<p>b</p>", ".()"), ("<0>x</0><1/>", "()."), ("<b>{x}</b>", "(.)"), ("</b><b>", ".."),
    ])
    func `tags pair up without overlapping`(text: String, expected: String) {
        let shape = masker.mask(text).spans.map { span in
            switch span.kind {
            case .standalone: "."
            case .open: "("
            case .close: ")"
            }
        }
        #expect(shape.joined() == expected)
    }

    @Test(arguments: [
        ("Save", true), ("%d", false), ("12:30", false), ("\u{2014} {x} \u{2026}", false), ("", false),
        ("  \n", false),
        ("\u{4FDD}", true), ("<b></b>", false), ("{name}: x", true), ("\u{661}\u{662}", false),
        ("\u{1F600}", false), ("#tag @name", false), ("readme.txt", false),
        ("&nbsp;", false), ("https://example.org", false), ("%s%%", false), ("\u{E01}", true),
        ("%d\u{4EF6}", true),
    ])
    func `a text is translatable when a letter stands outside its tokens`(text: String, expected: Bool) {
        #expect(isTranslatable(masker.mask(text)) == expected)
    }

    @Test func `a long hostile text takes no more than its share of time`() {
        let clock = ContinuousClock()
        for unit in [
            "{", "<a ", "<!--", "{{x", "${", "%(", "a@", "a://", "\u{27E6}", "<a href=\"", "{n,plural,",
            "[", "[a](", "[b]", "[/b]", "`", "`a", "*a ", "**a ", "~~a ", "__a b ", "a/b", "/a", "a.txt",
            "@a", "#a", "\\",
            "<code>", "\u{1F468}\u{200D}", "\u{1F1E9}", "www.a", "\\\\a\\b", "?attr/", "@:",
            "<a><b>", "</a>", "%{", "&a", "a.b@c.", "x://a))", "<a b={", "{:%",
        ] {
            let text = String(repeating: unit, count: 20_000 / unit.utf8.count)
            let time = clock.measure { #expect(masker.mask(text).unmask(masker.mask(text).text) == text) }
            #expect(time < .seconds(10), "\(unit)")
        }
    }
}
