// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayText

@Suite struct MessageTests {
    private let masker = Masker()

    private func plan(_ text: String, _ target: String, from source: String = "en") throws -> TextPlan {
        let prepared = PreparedText(text, masker: masker)
        return try #require(
            prepared.plan(source: LocaleTag(unchecked: source), target: LocaleTag(unchecked: target)))
    }

    /// The texts that go to an engine, tokens as `#1;`.
    private func texts(_ plan: TextPlan) -> [String] { plan.parts.map { Self.shown($0.masked.text) } }

    private static func shown(_ text: String) -> String {
        text.replacing("\u{27E6}", with: "#").replacing("\u{27E7}", with: ";")
    }

    /// The whole after an engine that does `translate` to each text.
    private func rebuilt(_ plan: TextPlan, _ translate: (String) -> String = { $0 }) -> String {
        plan.rebuild(plan.parts.map { TextPlan.Output(translate($0.masked.text)) })
    }

    @Test(arguments: [
        ("en", ["1 file", "5 files"], "{n, plural, one {# file} other {# files}}"),
        ("ja", ["5 files"], "{n, plural, other {# files}}"),
        (
            "pl", ["1 file", "2 files", "5 files", "1.5 files"],
            "{n, plural, one {# file} few {# files} many {# files} other {# files}}"
        ),
        (
            "ar", ["0 files", "1 file", "2 files", "5 files", "11 files", "100 files"],
            "{n, plural, zero {# files} one {# file} two {# files} few {# files} many {# files} other {# files}}"
        ),
        (
            "es", ["1 file", "1000000 files", "5 files"],
            "{n, plural, one {# file} many {# files} other {# files}}"
        ),
    ])
    func `a plural is asked for in the categories of the target, each with a number of its own`(
        target: String, forms: [String], whole: String
    ) throws {
        let plan = try plan("{n, plural, one {# file} other {# files}}", target)
        #expect(texts(plan) == forms)
        #expect(rebuilt(plan) == whole)
    }

    @Test func `a whole sentence stands in each branch`() throws {
        let plan = try plan("{who} has {n, plural, one {a file} other {# files}} in {folder}.", "de")
        #expect(texts(plan) == ["#1; has a file in #2;.", "#1; has 5 files in #2;."])
        #expect(
            rebuilt(plan) { $0.replacing("has", with: "hat") }
                == "{n, plural, one {{who} hat a file in {folder}.} other {{who} hat # files in {folder}.}}")
    }

    @Test func `a branch without a number serves the one number it was written for`() throws {
        // Russian counts twenty-one like one: "a file" would be wrong of it.
        let plan = try plan("{n, plural, one {a file} other {# files}}", "ru")
        #expect(
            rebuilt(plan)
                == "{n, plural, =1 {a file} one {# files} few {# files} many {# files} other {# files}}")
        #expect(texts(plan).contains("21 files"))
    }

    @Test(arguments: [
        (
            "{n, plural, =0 {none} =1 {just one} other {# files}}",
            "{n, plural, =0 {none} =1 {just one} one {# files} other {# files}}"
        ),
        (
            "{n, plural, offset:1 =0 {nobody} =1 {{who}} one {{who} and # other} other {{who} and # others}}",
            "{n, plural, offset:1 =0 {nobody} =1 {{who}} one {{who} and # other} other {{who} and # others}}"
        ),
        (
            "{g, select, female {her {n, plural, one {# file} other {# files}}} other {their files}}",
            "{g, select, female {{n, plural, one {her # file} other {her # files}}} other {their files}}"
        ),
        (
            "{n, plural, one {{g, select, female {her} other {their}} file} other {# files}}",
            "{g, select, female {{n, plural, one {her file} other {# files}}} "
                + "other {{n, plural, one {their file} other {# files}}}}"
        ),
        (
            "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} place",
            "{n, selectordinal, other {#th place}}"
        ),
        (
            "{n, plural, one {{n} file} other {{n, number} files}}",
            "{n, plural, one {{n} file} other {{n, number} files}}"
        ),
        (
            "{a, plural, one {# cat} other {# cats}} and {b, plural, one {# dog} other {# dogs}}",
            "{a, plural, one {{b, plural, one {{a, number} cat and # dog} other {{a, number} cat and # dogs}}} "
                + "other {{b, plural, one {{a, number} cats and # dog} other {{a, number} cats and # dogs}}}}"
        ),
    ])
    func `exact branches, offsets, select and nesting come back sound`(source: String, whole: String) throws {
        #expect(rebuilt(try plan(source, "de")) == whole)
    }

    @Test(arguments: [
        "{n, plural, one {it''s '{'#'}' {x}} other {they''re '#' {x}'s}}",
        "{n, plural, other {l''{x} ''{x}'' '{x}'''}}", "{g, select, other {a '{' b '' c # d}}",
        "{g, select, other {''}}", "{n, plural, other {'''{'}} '}' '{x'}",
    ])
    func `quoting survives, and what ICU makes of the message stays the same`(source: String) throws {
        let plan = try plan(source, "de")
        let whole = rebuilt(plan)
        let message = try MessageParser.message(source)
        for number in [1.0, 5] {
            let formatted = [source, whole].map {
                CLDR.formatted($0, "de", arguments: message.arguments, number: number)
            }
            #expect(try formatted[0].get() == formatted[1].get(), "\(whole)")
        }
    }

    @Test func `a number comes back in whatever digits and separators`() throws {
        let plan = try plan("{n, plural, one {# file} other {# files}}", "es")
        let outputs = ["\u{661} archivo", "1.000.000 de archivos", "hay 5: archivos"]
        #expect(
            plan.rebuild(outputs.map { TextPlan.Output($0) })
                == "{n, plural, one {# archivo} many {# de archivos} other {hay #: archivos}}")
        #expect(zip(plan.parts, outputs).allSatisfy { $0.numberFindings(in: $1).isEmpty })
    }

    @Test func `a number that does not come back once is asked for as a token`() throws {
        let plan = try plan("{n, plural, one {# file} other {# files}}", "de")
        let part = plan.parts[1]
        #expect(part.numberFindings(in: "f\u{FC}nf Dateien").map(\.expected) == ["5"])
        #expect(part.numberFindings(in: "5 von 5 Dateien").map(\.found) == ["5 5"])
        #expect(part.withoutNumbers.map { Self.shown($0.text) } == "#1; files")
        let outputs = [
            TextPlan.Output("1 Datei"), TextPlan.Output("\u{27E6}1\u{27E7} Dateien", isNumberless: true),
        ]
        #expect(plan.rebuild(outputs) == "{n, plural, one {# Datei} other {# Dateien}}")
    }

    @Test func `an example number is one that the text does not hold`() throws {
        let plan = try plan("{n, plural, one {# of 5 files} other {# of 2 files}}", "de")
        #expect(texts(plan) == ["1 of 5 files", "3 of 2 files"])
    }

    @Test func `a message with too many combinations is translated branch by branch`() throws {
        let choice = { (name: String) in "{\(name), plural, one {# \(name)} other {# \(name)s}}" }
        let source = ["ant", "bee", "cat", "dog", "emu", "fox", "gnu"].map(choice).joined(separator: " and ")
        let plan = try plan(source, "pl")
        #expect(plan.isByBranch)
        #expect(plan.parts.count == 1 + 7 * 4)
        let whole = rebuilt(plan)
        #expect(
            whole.hasPrefix("{ant, plural, one {# ant} few {# ants} many {# ants} other {# ants}} and {bee"))
    }

    @Test(arguments: [
        ("{g, select, a {x} other {y}} {g, select, a {x} b {z} other {y}}", true),
        // Written out together.
        ("{g, select, a {x x} b {y z} other {y y}}", true),
        ("{g, select, a {x} other {y}} {g, select, a {x} c {z} other {y}}", false),
        ("{g, select, other {y}} {g, select, a {x} b {z} other {y}}", false),
    ])
    func `selects of one argument have the branches of one of them, or of all`(
        translation: String, isSound: Bool
    ) throws {
        let source = try MessageParser.message(
            "{g, select, a {p} other {q}} {g, select, a {p} b {r} other {q}}")
        let findings = MessageCheck.findings(
            source: source, output: translation, target: LocaleTag(unchecked: "en"))
        #expect(findings.isEmpty == isSound, "\(findings)")
    }

    @Test func `a hostile message is left alone`() throws {
        let deep =
            String(repeating: "{n, plural, other {", count: 40) + "x" + String(repeating: "}}", count: 40)
        #expect(throws: MessageParser.Fault.self) { try MessageParser.message(deep) }
        let wide =
            "{g, select, "
            + (0..<2000).map { "k\($0) {a\($0)}" }.joined(separator: " ") + " other {b}}"
        let prepared = PreparedText(wide, masker: masker)
        let (english, german) = (LocaleTag(unchecked: "en"), LocaleTag(unchecked: "de"))
        #expect(prepared.plan(source: english, target: german) == nil)
    }

    @Test(arguments: [
        ("{n, plural, one {x}}", "plural has no branch other"),
        ("{n, plural, one x}", "the branch one has no braces"),
        ("{n, plural, other {x}", "plural is not closed"), ("{n, plural, other {x", "a branch is not closed"),
        ("{, plural, other {x}}", "an argument has no name"), ("{n, plural}", "plural has no branches"),
        ("{n, plural, other {x} offset:1}", "offset stands first and once"),
        ("{n, number", "an argument's type is followed by something else"),
        ("{n, plural, =x {a} other {b}}", "a number is expected"),
    ])
    func `what is no message says why`(text: String, reason: String) {
        #expect(throws: MessageParser.Fault.self) { try MessageParser.message(text) }
        do throws(MessageParser.Fault) { _ = try MessageParser.message(text) } catch {
            #expect(error.reason == reason)
        }
    }

    @Test func `prose in braces is no message`() {
        let masker = Masker()
        for text in ["{curly} prose", "{a, b} c", "plural {n, pluralize} x", "{n, plural, } x"] {
            let prepared = PreparedText(text, masker: masker)
            let plan = prepared.plan(source: LocaleTag(unchecked: "en"), target: LocaleTag(unchecked: "de"))
            #expect(plan?.parts.first?.masked.source == text)
        }
    }

    @Test func `a plural is sound in every locale of CLDR`() throws {
        let source =
            "{who} has {n, plural, =0 {no file} one {a file} other {# files}} "
            + "on the {m, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} day."
        let message = try MessageParser.message(source)
        let locales = CLDR.locales
        #expect(locales.count > 500)
        for locale in locales {
            let plan = try plan(source, locale)
            let whole = rebuilt(plan)
            let target = LocaleTag(unchecked: locale)
            #expect(
                MessageCheck.findings(source: message, output: whole, target: target).isEmpty, "\(locale)")
        }
    }
}
