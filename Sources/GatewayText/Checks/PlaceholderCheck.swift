// SPDX-License-Identifier: Apache-2.0
import GatewayCore

/// Compares the placeholders of a pair.
///
/// Directives of printf count by argument and type, so that a translation may move them with positions
/// (`%s of %d` and `%2$d: %1$s`). Those of a time may come and go: a date has another order and other parts elsewhere.
enum PlaceholderCheck {
    static func findings(_ pair: CheckedPair) -> [Finding] {
        guard !pair.source.matches.isEmpty || !pair.translation.matches.isEmpty else { return [] }
        // The whole text "%%" is no directive.
        if pair.source.text.utf8.count > 2, pair.translation.text.utf8.count > 2,
            pair.haveSame({ $0 == .format || $0 == .template })
        {
            return []
        }
        let (source, translation) = (keys(pair.source), keys(pair.translation))
        if source.isTime, translation.isTime || translation.keys.isEmpty { return [] }
        return CheckedPair.findings(.placeholders, wanted: source.keys, present: translation.keys).filter {
            finding in
            // In a text without directives a percent sign begins none: `100 %d'accord`.
            !(finding.expected.isEmpty && finding.found.hasPrefix("%") && source.keys.isEmpty)
        }
    }

    private static func keys(_ text: ScannedText) -> (keys: [String], isTime: Bool) {
        var keys: [String] = []
        var next = 1
        var isTime = false
        let bytes = text.text.utf8.span
        for match in text.matches {
            switch match.syntax {
            case .format:
                if text.text.utf8.count == match.range.count, bytes[match.range.lowerBound + 1] == 0x25 {
                    continue
                }
                let directive = bytes.extracting(match.range)
                if PercentSyntax.isTime(directive) { isTime = true }
                keys.append(PercentSyntax.key(directive, next: &next))
            case .template:
                keys.append(bytes.string(match.range).filter { !$0.isWhitespace })
            case .markup, .entity, .address, .token, .term, .code, .link, .path, .name, .escape, .emoji,
                .control:
                break
            }
        }
        return (keys, isTime)
    }
}

/// Compares the tags of a pair by name and by attributes that nobody reads.
enum TagCheck {
    static func findings(_ pair: CheckedPair) -> [Finding] {
        guard !pair.haveSame({ $0 == .markup }) else { return [] }
        return CheckedPair.findings(.tags, wanted: tags(pair.source), present: tags(pair.translation))
    }

    private static func tags(_ text: ScannedText) -> [String] {
        text.spelled { $0.syntax == .markup }.map { tag in
            let values = MarkupSyntax.translatableValues(tag.utf8.span)
            guard !values.isEmpty else { return tag }
            return MarkupSyntax.replacing(values.map { ($0.range, "") }, in: tag)
        }
    }
}

/// Compares the URLs and addresses of a pair.
enum AddressCheck {
    static func findings(_ pair: CheckedPair) -> [Finding] {
        guard !pair.haveSame({ $0 == .address }) else { return [] }
        return CheckedPair.findings(
            .urls, wanted: pair.source.spelled { $0.syntax == .address },
            present: pair.translation.spelled { $0.syntax == .address })
    }
}
