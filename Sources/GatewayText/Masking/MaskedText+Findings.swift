// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

extension MaskedText {
    /// What is wrong with a translation that still has its tokens. Nothing, when every token is there exactly once,
    /// none is foreign, tag pairs nest, and the text is not empty unless the source is.
    ///
    /// Placeholders or markup that the translation invented are found too: as an error when it is a tag or when the
    /// source has the same syntax, so that a program will read it; else as a warning.
    public func findings(in output: String) -> [Finding] {
        var findings: [Finding] = []
        if output.isBlank, !source.isBlank {
            findings.append(Finding(.empty, expected: source))
        }
        let invented = ProtectedScanner.matches(in: output, syntaxes)
        guard !areTokensInOrder(invented, in: output) else { return findings }
        let found = TokenSyntax.all(in: output)
        findings += tokenFindings(found.map(\.number))
        findings += inventedFindings(invented, in: output)
        // Wrong counts say it already.
        if findings.isEmpty { findings += nestingFindings(found.map(\.number)) }
        return findings
    }

    /// Whether what was found is every token in its place and nothing else, as in most outputs. Then no pair that nested
    /// can have come apart.
    private func areTokensInOrder(_ matches: [ProtectedMatch], in output: String) -> Bool {
        guard matches.count == spans.count else { return false }
        let bytes = output.utf8.span
        for (match, span) in zip(matches, spans) {
            guard match.syntax == .token, let token = TokenSyntax.read(bytes, at: match.range.lowerBound),
                token.number == span.number, token.end == match.range.upperBound
            else { return false }
        }
        return true
    }

    private func tokenFindings(_ numbers: [Int]) -> [Finding] {
        var counts = [Int](repeating: 0, count: spans.count)
        var findings: [Finding] = []
        for number in numbers {
            if let index = index(of: number) {
                counts[index] += 1
            } else {
                findings.append(
                    Finding(.placeholders, found: TokenSyntax.token(number)))
            }
        }
        for (index, count) in counts.enumerated() where count != 1 {
            let token = tokens[index]
            findings.append(
                Finding(
                    token.syntax == .markup || token.syntax == .link ? .tags : .placeholders,
                    expected: token.original,
                    found: Array(repeating: token.original, count: count).joined(separator: " ")))
        }
        return findings
    }

    private func inventedFindings(_ matches: [ProtectedMatch], in output: String) -> [Finding] {
        let known = Set(tokens.map(\.syntax))
        let bytes = output.utf8.span
        // Braces that were prose may look like a template once tokens stand between them.
        let foreign = matches.filter { TokenSyntax.read(bytes, at: $0.range.lowerBound) == nil }
        var copied =
            foreign.isEmpty
            ? [] : ProtectedScanner.matches(in: text, syntaxes).map { text.utf8.span.string($0.range) }
        var findings: [Finding] = []
        for match in foreign {
            let isTag = match.syntax == .markup
            switch match.syntax {
            // A translation may write characters, addresses and names of its own.
            case .entity, .address, .term, .code, .link, .path, .name, .escape, .emoji, .control: continue
            case .format, .template, .markup, .token: break
            }
            let spelled = bytes.string(match.range)
            if let place = copied.firstIndex(of: spelled) {
                copied.remove(at: place)
                continue
            }
            findings.append(
                Finding(
                    check: (isTag ? Check.tags : .placeholders).rawValue,
                    severity: isTag || match.syntax == .token || known.contains(match.syntax)
                        ? .error : .warning,
                    expected: "", found: spelled))
        }
        return findings
    }

    /// Pairs must open before they close, and close in the order opposite to that in which they opened.
    private func nestingFindings(_ numbers: [Int]) -> [Finding] {
        let order = numbers.compactMap { index(of: $0) }.filter { spans[$0].kind != .standalone }
        var open: [Int] = []
        var isNested = true
        for index in order {
            switch spans[index].kind {
            case .open: open.append(index)
            case .close(let partner): isNested = isNested && open.popLast() == partner
            case .standalone: break
            }
        }
        guard !isNested else { return [] }
        let spelled = { (order: [Int]) in order.map { tokens[$0].original }.joined(separator: " ") }
        return [
            Finding(.tags, expected: spelled(order.sorted()), found: spelled(order))
        ]
    }
}
