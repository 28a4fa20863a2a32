// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayTestSupport
import Testing

@testable import GatewayText

@Suite struct MaskingPropertyTests {
    private let masker = Masker()

    @Test func `unmasking a masked text gives the source back`() {
        var samples = Samples(seed: 1)
        for _ in 0..<Rounds.count(short: 10_000) {
            let text = samples.text()
            let masked = masker.mask(text)
            #expect(masked.unmask(masked.text).utf8.elementsEqual(text.utf8), "\(text.debugDescription)")
        }
    }

    @Test func `an engine that copies the masked text is never faulted nor repaired`() {
        var samples = Samples(seed: 2)
        for _ in 0..<Rounds.count(short: 10_000) {
            let masked = masker.mask(samples.text())
            let findings = masked.findings(in: masked.text)
            #expect(findings.isEmpty, "\(masked.source.debugDescription) \(findings)")
            #expect(
                masked.repaired(masked.text).utf8.elementsEqual(masked.text.utf8),
                "\(masked.source.debugDescription)")
        }
    }

    @Test func `spans say where the tokens are and pieces rejoin to the masked text`() {
        var samples = Samples(seed: 3)
        for _ in 0..<Rounds.count(short: 5000) {
            let masked = masker.mask(samples.text())
            let bytes = masked.text.utf8.span
            for (index, span) in masked.spans.enumerated() {
                #expect(span.number == index + 1)
                #expect(bytes.string(span.range) == TokenSyntax.token(span.number))
            }
            for (range, token) in zip(masked.sourceRanges, masked.tokens) {
                #expect(masked.source.utf8.span.string(range) == token.original)
            }
            #expect(masked.rejoined(masked.textPieces) == masked.text)
        }
    }

    @Test func `parts cover a text and check out alone`() {
        var samples = Samples(seed: 4)
        for _ in 0..<Rounds.count(short: 3000) {
            let masked = masker.mask(samples.text())
            let ranges = Segmenter().sentences(of: masked, locale: LocaleTag(unchecked: "en"))
            let parts = ranges.map(masked.part)
            #expect(parts.map(\.text).joined().utf8.elementsEqual(masked.text.utf8))
            #expect(parts.map(\.source).joined().utf8.elementsEqual(masked.source.utf8))
            #expect(parts.flatMap(\.tokens) == masked.tokens)
            for part in parts { #expect(part.findings(in: part.text).isEmpty) }
        }
    }

    /// What an engine may do to a token.
    enum Fault: CaseIterable { case dropped, doubled, translated, renumbered, swapped, spaced }

    @Test(arguments: Fault.allCases)
    func `a spoiled token is always found`(fault: Fault) {
        var samples = Samples(seed: 5)
        for _ in 0..<2000 {
            let masked = masker.mask(samples.sentence())
            guard let span = masked.spans.randomElement(using: &samples) else { continue }
            let bytes = masked.text.utf8.span
            let token = TokenSyntax.token(span.number)
            var instead: String
            switch fault {
            case .dropped: instead = ""
            case .doubled: instead = token + token
            case .translated:
                instead = samples.pick(["\u{27E6}eins\u{27E7}", "\u{4E00}", "[x]", "\u{27E6}\(span.number)"])
            case .renumbered: instead = TokenSyntax.token(masked.spans.count + 1)
            case .spaced: instead = "\u{27E6} \(span.number) \u{27E7}"
            case .swapped:
                guard case .open(let partner) = span.kind else { continue }
                instead = TokenSyntax.token(masked.spans[partner].number)
            }
            var output = bytes.string(0..<span.range.lowerBound) + instead
            output += bytes.string(span.range.upperBound..<bytes.count)
            if fault == .swapped, case .open(let partner) = span.kind {
                let other = masked.spans[partner].range
                output = bytes.string(0..<span.range.lowerBound) + instead
                output += bytes.string(span.range.upperBound..<other.lowerBound) + token
                output += bytes.string(other.upperBound..<bytes.count)
            }
            #expect(
                masked.findings(in: output).contains { $0.severity == .error }, "\(output.debugDescription)")
            let repaired = masked.repaired(output)
            if fault == .spaced {
                #expect(masked.findings(in: repaired).isEmpty)
                #expect(repaired == masked.text)
            } else {
                #expect(!masked.findings(in: repaired).isEmpty, "\(repaired.debugDescription)")
            }
        }
    }
}
