// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayText

@Suite struct MessagePropertyTests {
    /// A message of chance, or what is left of one. No argument is asked again inside its own branches, where some of
    /// them can never be.
    private func message(_ samples: inout Samples, depth: Int = 0) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...3, using: &samples) {
            switch Int.random(in: 0..<9, using: &samples) {
            case 0, 1: text += samples.pick(Samples.prose)
            case 2: text += samples.pick([" ", "'", "''", "'{'", "'{x}'", "#", "'#'", "}", "l'"])
            case 3: text += samples.pick(["{x}", "{n}", "{d, date, short}", "{m, number}", "{0}"])
            case 4: text += samples.pick(Samples.protected)
            case 5 where depth < 3:
                text +=
                    "{g\(depth), select, a {\(message(&samples, depth: depth + 1))} other {\(message(&samples, depth: depth + 1))}}"
            case 6 where depth < 3:
                let offset = samples.pick([""])
                text +=
                    "{n\(depth), plural, \(offset)=0 {\(message(&samples, depth: depth + 1))} one {#\(message(&samples, depth: depth + 1))} "
                text += "other {\(message(&samples, depth: depth + 1)) #}}"
            case 7 where depth < 3:
                text +=
                    "{o\(depth), selectordinal, one {#st} other {#th \(message(&samples, depth: depth + 1))}}"
            default: text += " "
            }
        }
        return text
    }

    @Test func `an engine that copies gives a message that says the same`() throws {
        var samples = Samples(seed: 21)
        var messages = 0
        let english = LocaleTag(unchecked: "en")
        for _ in 0..<Rounds.count(short: 3000) {
            let text = message(&samples)
            let prepared = PreparedText(text, masker: Masker())
            guard prepared.isMessage, let plan = prepared.plan(source: english, target: english) else {
                continue
            }
            messages += 1
            let outputs = plan.parts.map { TextPlan.Output($0.masked.text) }
            guard plan.parts.allSatisfy({ $0.numberFindings(in: $0.masked.text).isEmpty }) else { continue }
            // ICU refuses some of these itself, such as an argument of two types.
            let parsed = try MessageParser.message(text)
            let before = [0.0, 1, 2, 5].map {
                CLDR.formatted(text, "en", arguments: parsed.arguments, number: $0)
            }
            guard before.allSatisfy({ (try? $0.get()) != nil }) else { continue }
            let whole = plan.rebuild(outputs)
            #expect(
                MessageCheck.findings(source: parsed, output: whole, target: english).isEmpty,
                "\(text.debugDescription)")
            for (number, wanted) in zip([0.0, 1, 2, 5], before) {
                let after = CLDR.formatted(whole, "en", arguments: parsed.arguments, number: number)
                #expect(
                    try after.get() == wanted.get(),
                    "\(text.debugDescription) \(whole.debugDescription) \(number)")
            }
        }
        #expect(messages > 500)
    }

    @Test func `a parser that is given anything ends and gives a message or a reason`() {
        var samples = Samples(seed: 22)
        let pieces = [
            "{", "}", "'", "#", ",", "plural", "select", "=1", "other", "one", "offset:", "n", " ",
            "\u{4FDD}", "{n, plural, ",
        ]
        for _ in 0..<Rounds.count(short: 20_000) {
            var text = ""
            for _ in 0..<Int.random(in: 0...24, using: &samples) { text += samples.pick(pieces) }
            do throws(MessageParser.Fault) {
                let message = try MessageParser.message(text)
                #expect(message.choices.allSatisfy { $0["other"] != nil })
            } catch {
                #expect(!error.reason.isEmpty && error.offset <= text.utf8.count)
            }
        }
    }
}
