// SPDX-License-Identifier: Apache-2.0
import CLocale
import GatewayCore

/// Whether a translated message is one that ICU formats, with the branches that its locale needs.
enum MessageCheck {
    /// What is wrong with it, all errors.
    static func findings(source: Message, output: String, target: LocaleTag) -> [Finding] {
        let translated: Message
        do throws(MessageParser.Fault) {
            translated = try MessageParser.message(output)
        } catch {
            return [Finding(.icu, found: error.reason)]
        }
        let findings = argumentFindings(source, translated) + categoryFindings(source, translated, target)
        return findings.isEmpty ? formatFindings(translated, output, target) : findings
    }

    /// The arguments of both must be the same; that a bare one became a plural's `#` is seen by what is left of it.
    private static func argumentFindings(_ source: Message, _ translated: Message) -> [Finding] {
        let names = { (message: Message) in Set(message.arguments.map(\.name)) }
        let (wanted, present) = (names(source), names(translated))
        let missing = wanted.subtracting(present).sorted().map {
            Finding(.placeholders, expected: "{\($0)}")
        }
        return missing
            + present.subtracting(wanted).sorted().map {
                Finding(.placeholders, found: "{\($0)}")
            }
    }

    private static func categoryFindings(
        _ source: Message, _ translated: Message, _ target: LocaleTag
    ) -> [Finding] {
        translated.choices.flatMap { choice -> [Finding] in
            guard let kind = choice.kind.plural else { return selectFindings(choice, source) }
            let wanted = PluralRules.of(target, kind).categories.map(\.rawValue)
            let present = choice.branches.filter { $0.exact == nil }.map(\.selector)
            let missing = wanted.filter { !present.contains($0) }
            let extra = present.filter { !wanted.contains($0) }
            guard !missing.isEmpty || !extra.isEmpty else { return [] }
            return [
                Finding(
                    .plurals, expected: wanted.joined(separator: " "),
                    found: present.joined(separator: " "))
            ]
        }
    }

    private static func selectFindings(_ choice: Message.Choice, _ source: Message) -> [Finding] {
        // Selects of one argument may have other branches each: a translation has those of one, or of all where they
        // were written out together.
        let each = source.choices.filter { $0.kind == .select && $0.name == choice.name }
            .map { Set($0.branches.map(\.selector)) }
        let wanted = each.reduce(into: Set<String>()) { $0.formUnion($1) }
        let present = choice.branches.map(\.selector)
        guard Set(present) != wanted, !each.contains(Set(present)) else { return [] }
        return [
            Finding(
                .icu, expected: wanted.sorted().joined(separator: " "),
                found: present.joined(separator: " "))
        ]
    }

    /// Formats the message once for each category of each plural.
    private static func formatFindings(
        _ message: Message, _ text: String, _ target: LocaleTag
    ) -> [Finding] {
        var numbers: [Double] = []
        for choice in message.choices {
            guard let kind = choice.kind.plural else { continue }
            let rules = PluralRules.of(target, kind)
            for category in rules.categories {
                guard let example = rules.examples(of: category).first else { continue }
                let number = example.value + choice.offsetValue
                if !numbers.contains(number) { numbers.append(number) }
            }
        }
        if numbers.isEmpty { numbers = [1] }
        for number in numbers {
            if let error = CLDR.formatFault(
                text, target.spelling, arguments: message.arguments, number: number)
            {
                return [Finding(.icu, found: error)]
            }
        }
        return []
    }
}
