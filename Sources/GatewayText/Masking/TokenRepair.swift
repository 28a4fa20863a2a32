// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Finds tokens that an engine respelled, and writes them as they should be.
struct TokenRepair {
    private let masked: MaskedText
    /// Numbers of tokens that the output lacks.
    private var missing: Set<Int>
    /// Opening brackets that the source's own text has: there they are text.
    private let taken: Set<Unicode.Scalar>

    init(_ masked: MaskedText, output: String) {
        self.masked = masked
        missing = Set(masked.spans.map(\.number)).subtracting(TokenSyntax.all(in: output).map(\.number))
        taken = Set(masked.text.unicodeScalars.filter { Self.brackets[$0] != nil && $0 != "\u{27E6}" })
    }

    /// Engines put these in the place of the rare `⟦` and `⟧`.
    private static let brackets: [Unicode.Scalar: Unicode.Scalar] = [
        "\u{27E6}": "\u{27E7}", "\u{3010}": "\u{3011}", "\u{301A}": "\u{301B}", "\u{3016}": "\u{3017}",
        "\u{27E8}": "\u{27E9}", "\u{2772}": "\u{2773}", "\u{FF3B}": "\u{FF3D}", "[": "]",
        "\u{FF5B}": "\u{FF5D}", "{": "}", "\u{3014}": "\u{3015}", "\u{300A}": "\u{300B}",
        "\u{300C}": "\u{300D}", "\u{300E}": "\u{300F}", "\u{27EA}": "\u{27EB}",
    ]

    /// The output with its tokens in the right spelling. Whatever is not surely a token stays.
    mutating func repaired(_ output: String) -> String {
        guard !missing.isEmpty else { return output }
        let scalars = Array(output.unicodeScalars)
        var repaired = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if let (number, end) = read(scalars, at: index) {
                missing.remove(number)
                repaired.append(contentsOf: TokenSyntax.token(number).unicodeScalars)
                index = end
            } else {
                repaired.append(scalars[index])
                index += 1
            }
        }
        return String(repaired)
    }

    /// Bracket (one, or the same twice), number, bracket, with white space in between. The number must be that of a
    /// missing token, and the source must not have such brackets as text.
    private func read(_ scalars: [Unicode.Scalar], at start: Int) -> (number: Int, end: Int)? {
        let opening = scalars[start]
        guard let closing = Self.brackets[opening], !taken.contains(opening) else { return nil }
        // Of three brackets or an odd pair nothing is sure.
        guard start == 0 || scalars[start - 1] != opening else { return nil }
        var index = start + 1
        let isDoubled = index < scalars.count && scalars[index] == opening
        if isDoubled { index += 1 }
        skipSpace(scalars, &index)
        var number = 0
        let first = index
        while index < scalars.count, index - first < 9, let digit = scalars[index].decimalDigit {
            number = number * 10 + digit
            index += 1
        }
        guard index > first, missing.contains(number) else { return nil }
        skipSpace(scalars, &index)
        for _ in 0..<(isDoubled ? 2 : 1) {
            guard index < scalars.count, scalars[index] == closing else { return nil }
            index += 1
        }
        return (number, index)
    }

    private func skipSpace(_ scalars: [Unicode.Scalar], _ index: inout Int) {
        while index < scalars.count, scalars[index].isSpaceOrMark { index += 1 }
    }
}

extension Unicode.Scalar {
    /// The value of a decimal digit of any script.
    fileprivate var decimalDigit: Int? {
        properties.generalCategory == .decimalNumber ? properties.numericValue.map { Int($0) } : nil
    }

    /// White space, and the invisible marks that engines put around numbers in texts from right to left.
    fileprivate var isSpaceOrMark: Bool {
        properties.isWhitespace
            || ["\u{200B}", "\u{200E}", "\u{200F}", "\u{2060}", "\u{061C}"].contains(self)
    }
}
