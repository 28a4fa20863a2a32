// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import GatewayCore
import GatewayText

extension TextCommand {
    struct Mask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what of texts is protected.",
            discussion: """
                Reads a line of JSON for each text, such as {"text": "Hi {name}", "locale": "en", "hints": []}, and \
                writes one: the texts that would go to an engine for the target, and what their tokens stand for.
                """)

        @Option(name: .customLong("to"), help: "The locale the texts are to be translated to.") var target =
            "es"
        @Option(help: ArgumentHelp("A file of glossary items: .csv, .tsv or .tbx.", valueName: "file"))
        var glossary: String?
        @Option(
            help: ArgumentHelp("Does it so many times and prints how long that took.", valueName: "times"))
        var measure: Int?
        @Flag(help: "Measures all that the gateway does to a text, with an engine that copies it.")
        var whole = false

        func run() async throws {
            let target = try LocaleTag(target)
            var lines: [Line] = []
            while let line = readLine() { lines.append(try Line(line, number: lines.count + 1)) }
            let rules = makeLocaleRules()
            let index = try glossary.map { GlossaryIndex(try GlossaryCommand.items(in: $0), rules: rules) }
            guard let measure else {
                for line in lines {
                    StandardOutput.write(String(decoding: line.shown(target).bytes, as: UTF8.self))
                }
                return
            }
            let path = TextPath(
                source: lines.first?.locale ?? target, target: target, rules: rules, glossary: index)
            let bytes = lines.reduce(0) { $0 + $1.text.utf8.count }
            var best = Duration.seconds(3600)
            for _ in 0..<max(1, measure) {
                let begin = ProcessorTime.now()
                if whole {
                    for start in stride(from: 0, to: lines.count, by: TextPath.documentSize) {
                        path.run(lines[start..<min(start + TextPath.documentSize, lines.count)].map(\.text))
                    }
                } else {
                    for line in lines { path.mask(line.text) }
                }
                best = min(best, ProcessorTime.now() - begin)
            }
            let figures: JSONValue = [
                "texts": .number(String(lines.count)), "bytes": .number(String(bytes)),
                "microseconds": .number(String(Int(best / .microseconds(1)))),
            ]
            StandardOutput.write(String(decoding: figures.bytes, as: UTF8.self))
        }
    }

    /// A text as it comes in.
    private struct Line {
        let text: String
        let locale: LocaleTag
        let hints: [String]

        init(_ line: String, number: Int) throws(AdministrationError) {
            guard let body = (try? JSONValue(parsing: line))?.object, let text = body["text"]?.string,
                let locale = try? LocaleTag(body["locale"]?.string ?? "")
            else {
                throw AdministrationError("line \(number) is no JSON object with a \"text\" and a \"locale\"")
            }
            self.text = text
            self.locale = locale
            hints = body["hints"]?.array?.compactMap(\.string) ?? []
        }

        func shown(_ target: LocaleTag) -> JSONValue {
            let prepared = PreparedText(text, masker: Masker(hints: hints))
            let parts = prepared.plan(source: locale, target: target)?.parts ?? []
            return [
                "isMessage": .bool(prepared.isMessage),
                "texts": .array(
                    parts.map { part in
                        [
                            "text": .string(part.masked.text),
                            "tokens": .array(part.masked.originals.map { .string($0) }),
                        ]
                    }),
            ]
        }
    }
}

/// What the gateway does to a text of a document, around an engine that gives back what it gets.
private struct TextPath {
    let source: LocaleTag
    let target: LocaleTag
    let glossary: GlossaryIndex?
    private let matcher: GlossaryMatcher?
    private let checker: Checker
    private let masker = Masker()
    private let segmenter = Segmenter()

    init(source: LocaleTag, target: LocaleTag, rules: any LocaleRules, glossary: GlossaryIndex?) {
        (self.source, self.target, self.glossary) = (source, target, glossary)
        matcher = glossary?.matcher(source: source, target: target)
        checker = Checker(source: source, target: target, rules: rules)
    }

    func mask(_ text: String) { precondition(masker.mask(text).source.utf8.count == text.utf8.count) }

    /// Texts of a document: terms are found in all of them at once.
    static let documentSize = 100

    /// Mask, find terms, cut into sentences, verify, put together, check.
    func run(_ texts: [String]) {
        let prepared = texts.map { PreparedText($0, masker: masker) }
        let plans = prepared.map { $0.plan(source: source, target: target) }
        var found = matcher.map { $0.matches(in: plans.flatMap { $0?.parts.map(\.source) ?? [] })[...] }
        for (text, plan) in zip(prepared, plans) {
            guard let plan else { continue }
            let matches = found?.prefix(plan.parts.count) ?? []
            found = found?.dropFirst(plan.parts.count)
            run(text, bound(plan, matches))
        }
    }

    private func bound(_ plan: TextPlan, _ found: ArraySlice<[GlossaryMatch]>) -> TextPlan {
        guard let glossary, found.contains(where: { !$0.isEmpty }) else { return plan }
        let places = found.map { matches in
            matches.map { TermPlace(range: $0.range, text: glossary.item($0.item).targetText) }
        }
        return plan.binding(places, masker: masker)
    }

    private func run(_ text: PreparedText, _ plan: TextPlan) {
        let outputs = plan.parts.map { part in
            let sentences = segmenter.sentences(of: part.masked, locale: source)
            guard sentences.count > 1 else {
                precondition(part.masked.findings(in: part.masked.text).isEmpty)
                return TextPlan.Output(part.masked.text)
            }
            let copied = sentences.map { range in
                let sentence = part.masked.part(range)
                precondition(sentence.findings(in: sentence.text).isEmpty)
                return sentence.text
            }
            let joined = copied.joined()
            precondition(part.masked.findings(in: joined).isEmpty)
            return TextPlan.Output(joined)
        }
        let whole = plan.rebuild(outputs)
        _ = checker.findings(source: text, translation: whole)
    }
}
