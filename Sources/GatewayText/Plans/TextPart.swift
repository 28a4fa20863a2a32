// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// A text that goes to an engine as a whole: most texts have one, a message has one for each concrete form, a tag with
/// text in its attributes one for each of these.
public struct TextPart: Sendable {
    /// What goes to the engine.
    public let masked: MaskedText
    /// The same with its example numbers as tokens, for an engine that changes them; `nil` when there are none.
    public var withoutNumbers: MaskedText? { spelled?.numberless?.masked }
    /// False for a text without a letter outside its tokens: it stays as it is.
    public let isTranslatable: Bool
    /// Breadcrumbs beyond those of the whole text.
    public let hints: [String]

    /// How a form of a message is written again.
    private struct Spelling: Sendable {
        let masked: MaskedText
        /// What each token stands for.
        let pieces: [[MessageForm.Piece]]
        /// The numbers that stand as text.
        let numbers: [Message.ExampleNumber]
    }

    /// A form of a message and how it is written again, apart: most parts have none and are copied often.
    private final class SpelledForm: Sendable {
        let form: MessageForm
        let spelling: Spelling
        let numberless: Spelling?

        init(_ form: MessageForm, _ spelling: Spelling, numberless: Spelling?) {
            (self.form, self.spelling, self.numberless) = (form, spelling, numberless)
        }
    }

    private let spelled: SpelledForm?

    /// What the part says before masking: the places of terms are bytes of it.
    public var source: String { masked.source }

    /// A text that is no message.
    init(_ masked: MaskedText, hints: [String] = []) {
        self.masked = masked
        self.hints = hints
        isTranslatable = GatewayText.isTranslatable(masked)
        spelled = nil
    }

    /// The same part with terms as tokens that stand for their translations.
    func binding(_ terms: [TermPlace], masker: Masker) -> TextPart {
        if let spelled { return TextPart(spelled.form, masker: masker, terms: terms) }
        let isBound = masked.tokens.contains { $0.syntax == .term }
        return TextPart((isBound ? masker.mask(source) : masked).binding(terms), hints: hints)
    }

    /// Lets the tokens of terms stand for their translations.
    private static func rendering(_ masked: MaskedText, _ terms: [TermPlace]) -> MaskedText {
        let ranges = masked.sourceRanges
        let texts = Dictionary(terms.map { ($0.range.lowerBound, $0.text) }) { first, _ in first }
        return masked.rendering { index, _ in
            masked.tokens[index].syntax == .term ? texts[ranges[index].lowerBound] : nil
        }
    }

    /// A form of a message.
    init(_ form: MessageForm, masker: Masker, terms: [TermPlace] = []) {
        let spelling = Self.spelling(form, masker, concrete: true, terms)
        masked = spelling.masked
        isTranslatable = form.hasText && GatewayText.isTranslatable(spelling.masked)
        hints = []
        spelled = SpelledForm(
            form, spelling,
            numberless: spelling.numbers.isEmpty ? nil : Self.spelling(form, masker, concrete: false, terms))
    }

    private static func spelling(
        _ form: MessageForm, _ masker: Masker, concrete: Bool, _ terms: [TermPlace]
    ) -> Spelling {
        var raw = ""
        var ranges: [Range<Int>] = []
        var forced: [Range<Int>] = []
        var numbers: [(number: Message.ExampleNumber, range: Range<Int>)] = []
        for piece in form.pieces {
            let start = raw.utf8.count
            raw += piece.raw
            let range = start..<raw.utf8.count
            ranges.append(range)
            switch piece {
            case .literal: break
            // Of a number that stands twice only the first can be told apart.
            case .number(let number)
            where concrete && !numbers.contains { $0.number.digits == number.digits }:
                numbers.append((number, range))
            case .number, .syntax, .shape: forced.append(range)
            }
        }
        let masked = rendering(masker.mask(raw, protecting: forced, terms: terms.map(\.range)), terms)
        let covered = masked.sourceRanges
        let slices = Self.slices(form.pieces, ranges, raw, covered)
        return Spelling(
            masked: masked,
            pieces: zip(slices, masked.tokens).map { slice, token in
                token.rendering.map { [.literal($0)] } ?? slice
            },
            numbers: numbers.filter { number in !covered.contains { $0.overlaps(number.range) } }.map(
                \.number))
    }

    /// The pieces that each token covers, the first and last perhaps in part. Both lists are in order.
    private static func slices(
        _ pieces: [MessageForm.Piece], _ ranges: [Range<Int>], _ raw: String, _ tokens: [Range<Int>]
    ) -> [[MessageForm.Piece]] {
        let bytes = raw.utf8.span
        var slices: [[MessageForm.Piece]] = []
        var first = 0
        for token in tokens {
            while first < ranges.count, ranges[first].upperBound <= token.lowerBound { first += 1 }
            var covered: [MessageForm.Piece] = []
            var index = first
            while index < ranges.count, ranges[index].lowerBound < token.upperBound {
                if case .literal = pieces[index] {
                    covered.append(.literal(bytes.string(ranges[index].clamped(to: token))))
                } else {
                    covered.append(pieces[index])
                }
                index += 1
            }
            slices.append(covered)
        }
        return slices
    }

    private func spelling(isNumberless: Bool) -> Spelling? {
        isNumberless ? spelled?.numberless : spelled?.spelling
    }

    /// What is wrong with an output of ``masked`` or ``withoutNumbers`` where its tokens meet its text: a percent sign
    /// before `%s` makes another directive of it.
    public func seamFindings(in output: String, isNumberless: Bool) -> [Finding] {
        guard let masked = spelling(isNumberless: isNumberless)?.masked, !masked.spans.isEmpty else {
            return []
        }
        return PlaceholderCheck.findings(
            CheckedPair(source: masked.source, translation: masked.unmask(output), syntaxes: masked.syntaxes))
    }

    /// What is wrong with the numbers of an output of ``masked``: each must have come back once.
    public func numberFindings(in output: String) -> [Finding] {
        guard let spelling = spelled?.spelling, !spelling.numbers.isEmpty else { return [] }
        let found = Self.numbers(in: output)
        return spelling.numbers.compactMap { number in
            let matching = found.filter { NumberSearch.matches($0, number.digits) }
            guard matching.count != 1 else { return nil }
            return Finding(
                check: "numbers", severity: .error, expected: number.digits,
                found: matching.map(\.digits).joined(separator: " "))
        }
    }

    /// The numbers between the tokens.
    private static func numbers(in output: String) -> [NumberSearch.Found] {
        let bytes = output.utf8.span
        var found: [NumberSearch.Found] = []
        var done = 0
        for token in TokenSyntax.all(in: output) {
            found += NumberSearch.all(in: bytes, done..<token.range.lowerBound)
            done = token.range.upperBound
        }
        return found + NumberSearch.all(in: bytes, done..<bytes.count)
    }

    /// A form's translation as pieces of a message, each number in its own spelling.
    ///
    /// - Parameter isNumberless: whether the output is one of ``withoutNumbers``.
    func pieces(of output: String, isNumberless: Bool) -> [MessageForm.Piece] {
        guard let spelling = spelling(isNumberless: isNumberless) else { return [.literal(output)] }
        let bytes = output.utf8.span
        var pieces: [MessageForm.Piece] = []
        var found = Self.numbers(in: output)[...]
        func appendText(_ range: Range<Int>) {
            var done = range.lowerBound
            while let number = found.first, number.range.lowerBound < range.upperBound {
                found = found.dropFirst()
                guard let own = spelling.numbers.first(where: { NumberSearch.matches(number, $0.digits) })
                else { continue }
                if number.range.lowerBound > done {
                    pieces.append(.literal(bytes.string(done..<number.range.lowerBound)))
                }
                pieces.append(.number(own))
                done = number.range.upperBound
            }
            if done < range.upperBound { pieces.append(.literal(bytes.string(done..<range.upperBound))) }
        }
        var done = 0
        for (number, range) in TokenSyntax.all(in: output) {
            guard let index = spelling.masked.index(of: number) else { continue }
            appendText(done..<range.lowerBound)
            pieces += spelling.pieces[index]
            done = range.upperBound
        }
        appendText(done..<bytes.count)
        return pieces
    }
}
