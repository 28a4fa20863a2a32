// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import GatewayText
import Testing

@testable import GatewayWork

/// Whatever an engine does to what it is given, no broken text is delivered and no good one is lost.
@Suite struct HostileEngineTests {
    private static let sources = [
        "Save %1$s to {folder} now", "<b>Bold</b> and <i>{x}</i>: %d %%",
        "Hi {{name}}, see [the docs](https://a.org/x)",
        "{n, plural, =0 {none} one {# file of <b>{x}</b>} other {# files of <b>{x}</b>}}",
        "{g, select, female {her %s} other {their %s}} thing",
        "`code` & **strong** \u{1F468}\u{200D}\u{1F469} text",
        "Wait %(count)d seconds. Then open ~/x or mail a@b.org!", "\u{4FDD}\u{5B58}\u{5230} ${path} \u{4E2D}",
        "[b]x[/b] \\n line &amp; more %@", "<img src=\"a.png\" alt=\"A {kind} cat\"> here",
        "plain words only",
        "{n, selectordinal, one {#st} other {#th}} of {total}",
    ]

    /// What a bad engine does to a segment.
    private static func spoil(_ text: String, _ chance: inout SeededGenerator) -> String {
        let open = "\u{27E6}", close = "\u{27E7}"
        switch Int.random(in: 0..<14, using: &chance) {
        case 0: return text.replacing(open, with: "")
        case 1: return text.replacing(close, with: "\(close)\(open)1\(close)")
        case 2: return String(text.reversed())
        case 3: return text.replacing("1", with: "2")
        case 4: return text.replacing(open, with: "[").replacing(close, with: "]")
        case 5: return text.replacing(open, with: "%\(open)").replacing(close, with: "\(close){")
        case 6: return ""
        case 7: return text + " {oops} <b> %s"
        case 8: return text.split(separator: " ").shuffled(using: &chance).joined(separator: " ")
        case 9: return text.replacing(open, with: "\(open) ").replacing(close, with: " \(close)")
        case 10: return "'\(text)' '{' }"
        case 11: return text.prefix(text.count / 2) + ""
        case 12: return text.replacing("5", with: "five").replacing("1", with: "one")
        default: return text.uppercased()
        }
    }

    @Test(arguments: ["es", "pl", "ar", "ja"])
    func `no broken text gets through`(target: String) async throws {
        let chance = Locked(SeededGenerator(seed: 7))
        let provider = ScriptedProvider(pairs: [pair("en", target)]) { call in
            chance.withLock { chance in call.segments.map { Self.spoil($0.text, &chance) } }
        }
        let work = translator([provider])
        var picks = SeededGenerator(seed: 99)
        let checker = Checker(source: tag("en"), target: tag(target), rules: makeLocaleRules())
        for _ in 0..<Rounds.count(short: 60) {
            let texts = (0..<6).map { _ in picks.pick(Self.sources) }
            let root = JSONObject(texts.enumerated().map { .init("t\($0)", .string($1)) })
            let order = TranslationOrder(
                units: TranslationUnits(Content(root), context: "", masker: Masker()),
                engine: engine(of: ["scripted"]), source: tag("en"), target: tag(target), priority: .job,
                fast: false, deadline: nil)
            let translation = try await work.translate(order)
            let outputs = order.units.rebuild(translation.texts).members.compactMap(\.value.string)
            #expect(outputs.count == texts.count)
            for (source, output) in zip(texts, outputs) where source != output {
                let errors = checker.findings(source: source, translation: output).filter {
                    $0.severity == .error
                }
                #expect(errors.isEmpty, "\(source.debugDescription) \(output.debugDescription)")
            }
        }
    }
}
